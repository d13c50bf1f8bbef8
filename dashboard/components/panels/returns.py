"""How many of the returns that were due have come: by dataset and year, by main area."""

from __future__ import annotations

import pandas as pd

from dashboard.components import charts, tables, wording
from dashboard.components.figures import Unit
from dashboard.components.panels.asking import Ask
from dashboard.components.panels.declared import NARROW
from dashboard.components.panels.quality import datasets_of, unit_of, with_picture
from dashboard.components.tables import Column
from dashboard.data.cells import Cell, Status
from dashboard.data.release import NotPublished

FULL = 100.0


def completeness(ask: Ask) -> Unit:
    """Draw, by dataset and year, how many of the returns that were due have come."""
    found, place, notice = _returns(ask)
    codes = [d.code for d in datasets_of(ask) if d.code in set(found["dataset"])]
    years = sorted(set(found["year"]))
    sums = found.groupby(["dataset", "year"])[["expected", "received"]].sum()
    told = _lines(sums)
    cells: dict[tuple[str, str], Cell] = {}
    for dataset, year, line in told:
        if line["expected"]:
            share = line["received"] / line["expected"] * FULL
            note = f"{int(line['received'])} su {int(line['expected'])}"
            status = Status.VALID if share else Status.ZERO
            cells[dataset, year] = Cell(float(share), status, note=note)
    label = ask.levels["operating"][2]
    due, came = int(found["expected"].sum()), int(found["received"].sum())
    empty = "" if cells else _no_returns(ask)
    arrived = wording.number(came / due * FULL) if due else ""
    title = f"Arrivate {wording.number(came)} consegne su {wording.number(due)} attese ({arrived}%)"
    named = [(code, ask.catalogue.datasets[code].label) for code in codes]
    columns = [
        Column(year, {c: cells[c, year] for c in codes if (c, year) in cells}, "percento", 0)
        for year in years
    ]
    table = tables.html_table(named, columns, caption=ask.panel.label, row_heading="Dataset") if cells else ""
    data = [
        (ask.catalogue.datasets[d].label, y, int(line["expected"]), int(line["received"]))
        for d, y, line in told
    ]
    unit = unit_of(
        ask,
        title,
        [],
        ("Dataset", "Anno", "Attese", "Arrivate"),
        data,
        _reading_of_returns(label),
        place=place,
        notice=notice,
        empty=empty,
        table=table,
    )
    if not cells:
        return unit
    heads = [(year, f"’{year[2:]}") for year in years]  # figures alone would be a place on the axis
    narrow = ask.width < NARROW
    above = "per cento" if narrow else ""  # there the cells bear no sign
    picture = charts.grid(named, heads, cells, unit="percento", top=FULL, column_title=above, narrow=narrow)
    return with_picture(unit, picture)


def completeness_of_areas(ask: Ask) -> Unit:
    """List, by main area and dataset, the share of the returns due that have come."""
    found, place, notice = _returns(ask)
    main = ask.levels["main"]
    sums = found.groupby(["area", "dataset"])[["expected", "received"]].sum()
    sums = sums[sums["expected"] > 0]
    codes = [d.code for d in datasets_of(ask) if d.code in set(sums.index.get_level_values("dataset"))]
    areas = sorted(set(sums.index.get_level_values("area")), key=lambda a: ask.names.get(a, a))
    whole = sums.groupby("area").sum()
    columns = []
    for code in codes:
        cells = {}
        for area in areas:
            if (area, code) in sums.index:
                due, came = sums.loc[(area, code)]
                share = came / due * FULL
                cells[area] = Cell(float(share), Status.VALID if share else Status.ZERO, note="")
            else:
                cells[area] = Cell(None, Status.NOT_APPLICABLE)
        columns.append(Column(ask.catalogue.datasets[code].label, cells, "percento", 0))
    named = [(area, ask.names.get(area, area)) for area in areas]
    table = tables.html_table(named, columns, caption=ask.panel.label, row_heading=main[1], chosen=ask.area)
    done = int((whole["received"] >= whole["expected"]).sum())
    empty = "" if areas else _no_returns(ask)
    noun = wording.counted(len(areas), main[1], main[2])
    title = f"Tutto ciò che era atteso è arrivato da {done} territori su {len(areas)} ({noun})"
    if done in (0, 1):
        title = f"{'Un' if done else 'Nessun'} territorio ha consegnato tutto ciò che era atteso ({noun})"
    data = [
        (ask.names.get(a, a), ask.catalogue.datasets[d].label, int(line["expected"]), int(line["received"]))
        for a, d, line in _lines(sums)
    ]
    headings = (main[1], "Dataset", "Attese", "Arrivate")
    return unit_of(
        ask,
        title,
        [],
        headings,
        data,
        _reading_of_returns(ask.levels["operating"][2]),
        place=place,
        notice=notice,
        empty=empty,
        listed="" if empty else table,
    )


def _lines(sums: pd.DataFrame) -> list[tuple[str, str, dict[str, float]]]:
    """Each row of sums as its two keys and its numbers."""
    keys = [(str(first), str(second)) for first, second in sums.index.tolist()]
    values = [{str(k): float(v) for k, v in row.items()} for row in sums.to_dict("records")]
    return [(*key, value) for key, value in zip(keys, values, strict=True)]


def _returns(ask: Ask) -> tuple[pd.DataFrame, str, str]:
    """The returns due in the chosen place, or in the nearest wider one with any; its name, and a notice."""
    every = ask.release.completeness()
    codes = {d.code for d in datasets_of(ask)}
    every = every[every["dataset"].isin(codes) & every["expected"].gt(0)]
    years = [_year(ask, dataset, time) for dataset, time in zip(every["dataset"], every["time"], strict=True)]
    every = every.assign(year=years)
    every = every[every["year"].ne("")]
    for place in ask.places:
        level = ask.level_of[place]
        inside = every[[ask.release.ancestor(str(area), level) == place for area in every["area"]]]
        if len(inside):
            notice = "" if place == ask.area else wording.shown_instead(ask.names[ask.area], ask.names[place])
            return inside, ask.names[place], notice
    return every.iloc[:0], ask.names[ask.area], ""


def _year(ask: Ask, dataset: str, time: str) -> str:
    try:
        info = ask.release.info(dataset)
    except NotPublished:
        return ""
    year = info.year(info.clock, str(time))
    return str(year) if year else ""


def _no_returns(ask: Ask) -> str:
    return (
        f"Per «{ask.programme.short}» non ci sono consegne attese da contare in questa vista: compaiono "
        "quando si sa quali territori partecipano e quando una consegna è dovuta da ciascuno."
    )


def _reading_of_returns(units: str) -> list[tuple[str, str]]:
    return [
        (
            "Come si legge",
            f"Una consegna è attesa da ciascuno degli {units} che partecipano, per ogni data o periodo già "
            "consegnato da qualcuno. La percentuale dice quante ne sono arrivate.",
        ),
        ("Limiti", "Una consegna arrivata può essere incompleta al suo interno: qui conta che ci sia."),
    ]
