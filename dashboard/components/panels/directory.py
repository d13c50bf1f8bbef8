"""A finder for families: the services of a kind in a place, or the nearest ones. Cards, no picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.components import wording
from dashboard.components.figures import Unit
from dashboard.components.nearest import by_distance
from dashboard.components.panels import choosing
from dashboard.components.panels.asking import Ask
from dashboard.components.wording import escape
from dashboard.data.definitions import Dataset
from dashboard.data.release import NotPublished

PLACE = "comune"
"""Name of the control that says where."""
NEAREST = 6
"""How many services are listed when the place has none of the kind."""


def finder(ask: Ask) -> Unit:
    """List the services of the chosen kind in the chosen place; when it has none, the nearest ones.

    Distances are straight lines between the centres of the two places.

    Options:
        choice: dimension of the kind, on which the page's own control puts a condition.
        title: attribute or dimension that names each service.
        facts: attributes written on each card, in order.
    """
    assert ask.panel.dataset and ask.atlas
    dataset = ask.catalogue.datasets[ask.panel.dataset]
    area = dataset.area.code if dataset.area else ""
    place = ask.choices.get(PLACE, "")
    try:
        rows = ask.release.records(dataset.code)
    except NotPublished as refusal:
        return _empty(ask, ask.nothing(dataset, refusal))
    if rows.empty or not place:
        return _empty(ask, ask.nothing(dataset) if rows.empty else "Scegliere un luogo.")
    for name, value in choosing.chosen(ask).items():
        rows = rows[rows[name] == value]
    picked = choosing.chosen_label(ask, dataset.code, long=False)
    here = rows[rows[area] == place]
    distances: Mapping[str, float] = {}
    shown = here
    if here.empty:
        distances = _nearest(ask, place, sorted(set(rows[area])))
        order = {code: number for number, code in enumerate(distances)}
        near = rows[rows[area].isin(order)]
        shown = near.assign(_order=near[area].map(order)).sort_values(["_order", ask.option("title")])
        shown = shown.drop(columns="_order").head(NEAREST)
    title = _message(ask, here, shown, picked, place, distances, area)
    day = wording.data_of_day(str(ask.release.meta["as_of"]))
    caption = f"{ask.panel.label} · {picked or 'tutti i servizi'} · {ask.names[place]} · {day}"
    records = [{str(k): v for k, v in row.items()} for row in shown.to_dict("records")]
    cards = "".join(_card(ask, dataset, row, distances.get(str(row[area]))) for row in records)
    demonstration = bool(shown.get("origine", pd.Series(dtype=str)).eq("dimostrativo").any())
    return Unit(
        key=ask.panel.code,
        title=title,
        caption=caption,
        alt=f"{caption}. {title}",
        picture=None,
        rows=f'<div class="cr-cards cr-services">{cards}</div>' if cards else "",
        reading=[
            ("Che cos'è", dataset.description),
            ("Fonte", dataset.source),
            ("Aggiornamento", f"{dataset.filled_by}, {dataset.frequency}"),
            ("Distanze", "In linea d'aria fra i centri dei due luoghi: la strada è più lunga."),
        ],
        data=_data(ask, dataset, shown, distances) if len(shown) else None,
        empty="" if cards else title,
        demonstration=demonstration,
        note=ask.panel.note,
    )


def _empty(ask: Ask, reason: str) -> Unit:
    return Unit(ask.panel.code, ask.panel.label, "", reason, None, empty=reason)


def _nearest(ask: Ask, place: str, codes: Sequence[str]) -> dict[str, float]:
    """The places with a service, the nearest first: code → km."""
    assert ask.atlas
    here = ask.atlas.point(place)
    if here is None:
        return {}
    known = [(code, point) for code in codes if (point := ask.atlas.point(code))]
    return {code: km for km, code in by_distance(here, known)[:NEAREST]}


def _message(
    ask: Ask,
    here: pd.DataFrame,
    shown: pd.DataFrame,
    picked: str,
    place: str,
    distances: Mapping[str, float],
    area: str,
) -> str:
    name = ask.names[place]
    kind = f" di tipo {picked}" if picked else ""
    if len(here):
        return f"{wording.counted(len(here), 'servizio', 'servizi')}{kind} nel Comune di {name}"
    if shown.empty:
        return f"Nessun servizio{kind} in elenco"
    first = str(shown.iloc[0][area])
    return (
        f"Nessun servizio{kind} nel Comune di {name}: il più vicino è a {ask.names[first]}, "
        f"a {wording.number(distances[first])} km in linea d'aria"
    )


def _card(ask: Ask, dataset: Dataset, row: Mapping[str, object], km: float | None) -> str:
    """Write one service: kind, name, where, and what families must know."""
    kind = ask.word(dataset.code, ask.option("choice"), str(row[ask.option("choice")]), long=True)
    where = ask.names.get(str(row[dataset.area.code]), "") if dataset.area else ""
    far = f" · a {wording.number(km)} km" if km is not None else ""
    facts = "".join(_fact(dataset, ask, code, row) for code in ask.options("facts"))
    mark = ""
    if row.get("origine") == "dimostrativo":
        mark = f' <span class="cr-badge cr-is-demo">◆ {wording.DEMONSTRATION_SHORT}</span>'
    return (
        f'<article class="cr-card"><p class="cr-card-meta">{escape(kind)}</p>'
        f'<h3 class="cr-service-name">{escape(str(row[ask.option("title")]))}{mark}</h3>'
        f'<p class="cr-service-where">{escape(where)}{far}</p><dl>{facts}</dl></article>'
    )


def _fact(dataset: Dataset, ask: Ask, code: str, row: Mapping[str, object]) -> str:
    value = row.get(code)
    attribute = next(a for a in dataset.attributes if a.code == code)
    text = "" if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]
    if not text:
        return ""
    if attribute.codelist:
        text = ask.catalogue.label(attribute.codelist, text)
    told = escape(text)
    if attribute.type == "url" and text.startswith(("https://", "http://")):
        told = f'<a href="{told}" rel="noopener">{told}</a>'
    return f"<div><dt>{escape(attribute.label)}</dt><dd>{told}</dd></div>"


def _data(ask: Ask, dataset: Dataset, shown: pd.DataFrame, distances: Mapping[str, float]) -> pd.DataFrame:
    area = dataset.area.code if dataset.area else ""
    columns = {d.code: d.label for d in dataset.dimensions} | {a.code: a.label for a in dataset.attributes}
    frame = shown[[name for name in columns if name in shown]].rename(columns=columns)
    frame.insert(1, "nome", [ask.names.get(str(code), "") for code in shown[area]])
    if distances:
        frame["km in linea d'aria"] = [round(distances[str(code)], 1) for code in shown[area]]
    return frame.reset_index(drop=True)
