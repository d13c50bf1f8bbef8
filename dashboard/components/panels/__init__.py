"""How a panel is drawn: every picture that a definition may name. Ask in, Unit out, no Streamlit."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard.components.figures import Unit
from dashboard.components.panels import (
    agreements,
    alerts,
    answers,
    breakdown,
    directory,
    facts,
    flows,
    gaps,
    governance,
    impact,
    listening,
    matrix,
    money,
    money_pace,
    money_people,
    money_records,
    multiples,
    network,
    options,
    outcomes,
    over_time,
    partners,
    permanence,
    places,
    plans,
    rates,
    results,
    rounds,
    sheets,
    similar,
    states,
    territory,
    timeline,
)
from dashboard.components.panels.asking import Ask, Point, Slice

__all__ = ["PICTURES", "Ask", "Point", "Slice", "draw"]

PICTURES: Mapping[str, Callable[[Ask], Unit]] = {
    "agreements": agreements.agreements,
    "alert_behind": alerts.behind_time,
    "alert_returns": alerts.late_returns,
    "alert_share": alerts.low_share,
    "answers": answers.answers,
    "bars": breakdown.bars,
    "beside": listening.beside,
    "bodies": governance.bodies,
    "by_profile": outcomes.by_profile,
    "by_year": outcomes.by_year,
    "cards": listening.cards,
    "classes": places.classes,
    "closures": states.closures,
    "composition": states.composition,
    "coverage": plans.coverage,
    "dots": similar.dots,
    "facts": facts.facts,
    "finder": directory.finder,
    "flow": flows.flow,
    "functions": governance.functions,
    "funnel_plot": rates.funnel_plot,
    "gap_grid": gaps.gap_grid,
    "gap_map": gaps.gap_map,
    "grid": matrix.grid,
    "handovers": sheets.handovers,
    "impact": impact.impact,
    "key_shares": outcomes.key_shares,
    "loads": places.loads,
    "map": territory.map_,
    "money_areas": money.areas,
    "money_cofinancing": money_pace.cofinancing,
    "money_fund": money.fund,
    "money_pace": money_pace.pace,
    "money_pace_areas": money_pace.pace_areas,
    "money_people": money_people.per_person,
    "money_records": money_records.published,
    "money_years": money.years,
    "multiples": multiples.multiples,
    "network": network.network,
    "observed_parts": outcomes.observed_parts,
    "partner_matrix": partners.partner_matrix,
    "partner_roles": partners.partner_roles,
    "parts": breakdown.parts,
    "path_funnel": flows.path_funnel,
    "permanence": permanence.permanence,
    "pips": options.pips,
    "plan": breakdown.plan,
    "profile": rates.profile,
    "progress": plans.progress,
    "published": states.published,
    "quotes": listening.quotes,
    "reasons": states.reasons,
    "results": results.results,
    "rounds": rounds.rounds,
    "shares": options.shares,
    "sheet": sheets.sheet,
    "similar": similar.similar,
    "standing": states.standing,
    "states_over_dates": states.states_over_dates,
    "steps": plans.steps,
    "themes": listening.themes,
    "timeline": timeline.timeline,
    "trend": over_time.trend,
    "triangle": permanence.triangle,
}
"""Name of a picture, as definitions write it → what draws it. The docstring of each tells its options."""


def draw(ask: Ask) -> Unit:
    """Draw the panel at work.

    Raises:
        KeyError: its definition names a picture that nobody draws (`tests/components/panels` fails first).
    """
    return PICTURES[ask.panel.picture](ask)
