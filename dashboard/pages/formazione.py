"""Formazione: fabbisogni, piano, edizioni, effetti."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from dashboard.components import filters, shell, views, wording
from dashboard.components.filters import Choice
from dashboard.data.definitions import Panel
from dashboard.data.release import NotPublished
from dashboard.pages import board
from dashboard.pages.context import Context, Selection
from dashboard.pages.frame import open_page

ADDRESS = "formazione"
LEAD = "Di che cosa gli operatori hanno bisogno, che cosa era previsto, che cosa si è fatto, con quale esito."


def show() -> None:
    """Draw the page."""
    context, selection = open_page("Formazione", LEAD)
    found = context.catalogue.panels_of(ADDRESS, selection.programme.code)
    if not found:
        board.show(context, selection, ADDRESS)
    else:
        with st.container(
            horizontal=True, gap="medium", vertical_alignment="bottom", key="scelte-formazione"
        ):
            section = board.choose_section([one.section for one in found])
            there = [one for one in found if one.section == section]
            choices = {**_year(context, selection, found), **_measure(there)}
        board.place(context, selection, there, choices=choices)
    shell.foot([wording.SOURCES])


def _year(context: Context, selection: Selection, found: Iterable[Panel]) -> Mapping[str, str]:
    """Let the visitor choose among the years that the pictures have; the last one reached stands first."""
    name, years = context.kept.get(
        ("years", ADDRESS, selection.programme.code), lambda: _years(context, selection, found)
    )
    if not years:
        return {}
    as_of = str(context.release.meta["as_of"])
    reached = [one for one in years if one <= as_of] or list(years)
    options = {one: f"Anno {one}" for one in reversed(years)}
    return {name: filters.choose(Choice(name, "Anno solare", options, reached[-1]), width=150)}


def _years(context: Context, selection: Selection, found: Iterable[Panel]) -> tuple[str, tuple[str, ...]]:
    """The dimension that counts calendar years, and those with a number for the programme, earliest first."""
    name = ""
    years: set[str] = set()
    indicators = {code: context.catalogue.indicators[code] for one in found for code in one.indicators}
    for indicator in indicators.values():
        dataset = context.catalogue.datasets[indicator.numerator.dataset]
        for clock in views.time_dimensions(dataset, context.catalogue):
            if clock.type != "year":
                continue
            for role in ("root", "main"):
                level = context.level(role).code
                where = views.of_programme(context.release, indicator, selection.programme.code)
                try:
                    frame = context.release.table(dataset.code, [level], where).frame
                except NotPublished:
                    continue
                name = clock.code
                years.update(str(one) for one in frame[frame["value"].notna()][clock.code])
    return name, tuple(sorted(years))


def _measure(there: Iterable[Panel]) -> Mapping[str, str]:
    """Let the visitor choose the measure, where the pictures in sight have several."""
    for panel in there:
        name, measures = panel.options.get("choice"), panel.options.get("measures", ())
        if isinstance(name, str) and not isinstance(measures, str):
            options = {one: one.capitalize() for one in measures}
            return {name: filters.choose_one(Choice(name, name.capitalize(), options, measures[0]))}
    return {}
