"""What is worth a look: places where a published figure crosses a threshold that the panel declares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.components import tables, views, wording
from dashboard.components.figures import Unit
from dashboard.components.panels import telling
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.components.panels.money_pace import Window, window_of
from dashboard.components.panels.signals import Signal, Watch, caption_of, in_sight, role_of, unit_of_watch
from dashboard.data.cells import Cell, Status
from dashboard.data.definitions import Indicator


def late_returns(ask: Ask) -> Unit:
    """Point at the places that have sent less than was due at the last deadline.

    Options:
        datasets: the returns to look at; least: percent under which it is worth a look; page: where it is
            explained.
    """
    frame = _last_returns(ask)
    inside = in_sight(ask, "main")
    frame = frame[frame["area"].isin(inside) & frame["expected"].gt(0)]
    least = float(ask.option("least"))
    labels = {code: one.label for code, one in ask.catalogue.datasets.items()}
    signals = []
    for area, lines in frame.groupby("area"):
        due, came = int(lines["expected"].sum()), int(lines["received"].sum())
        share = 100 * came / due
        if share >= least:
            continue
        late = lines[lines["received"] < lines["expected"]]
        missing = [
            f"{int(due_) - int(came_)} di «{labels.get(str(code), str(code))}»"
            for code, due_, came_ in zip(late["dataset"], late["expected"], late["received"], strict=True)
        ]
        here = wording.counted(came, "consegna arrivata", "consegne arrivate")
        figure = f"{here} su {due} ({wording.number(share)}%); mancano {wording.listing(missing)}"
        signals.append(Signal(str(area), figure, least - share, _invented(ask, lines)))
    rule = (
        f"Si segnala chi ha mandato meno del {wording.number(least)}% delle consegne attese all'ultima "
        f"scadenza di ogni raccolta, entro il {wording.day(str(ask.release.meta['as_of']))}."
    )
    watch = Watch(rule, _farthest(signals), frame["area"].nunique())
    names = [labels.get(code, code) for code in dict.fromkeys(frame["dataset"])]
    reading = [
        ("Raccolte considerate", wording.listing([f"«{n}»" for n in names], most=12)),
        ("Come si legge", "Una consegna è quella di un Ambito per una raccolta e una scadenza."),
        (
            "Limiti",
            "La regola guarda solo se la consegna è arrivata, non perché manca.",
        ),
        ("Fonte", "Registro delle consegne di questo rilascio"),
    ]
    return unit_of_watch(ask, watch, _returns_table(ask, frame), _returns_data(ask, frame, labels), reading)


def low_share(ask: Ask) -> Unit:
    """Point at the places whose share (the first indicator) is under a threshold.

    Options:
        least: percent; base: least denominator that is looked at; done, due: the two sides in words; page.
    """
    indicator = ask.indicators[0]
    found = ask.slice(indicator, level=role_of(ask), area=ask.programme.scope[0], climb=False)
    points = [p for p in found.points if p.code in in_sight(ask, role_of(ask))]
    least, base = float(ask.option("least")), float(ask.option("base", "1"))
    known = [p for p in points if p.cell.value is not None and (p.base or 0) >= base]
    signals = [
        Signal(
            p.code,
            _sides(ask, indicator, p),
            least - (p.cell.value or 0),
            p.cell.demonstration,
        )
        for p in known
        if (p.cell.value or 0) < least
    ]
    few = f", dove i {ask.option('due')} sono almeno {wording.number(base)}" if base > 1 else ""
    sides = f"{ask.option('done')} ogni 100 {ask.option('due')}"
    rule = f"Si segnala chi ha meno di {wording.number(least)} {sides}{few}."
    watch = Watch(rule, _farthest(signals), len(known), len(_missing(points)), found.when)
    return _of_slice(ask, watch, replace(found, points=tuple(points)), indicator)


def behind_time(ask: Ask) -> Unit:
    """Point at the places whose spending is behind the time gone by, in any annualità that has begun.

    Options:
        clock, months: see `money_pace.window_of`; tolerance: points that are let pass; page.
    """
    indicator = ask.indicators[0]
    clock = ask.option("clock")
    dataset = ask.catalogue.datasets[indicator.numerator.dataset]
    name = next(d.code for d in views.time_dimensions(dataset, ask.catalogue) if d.codelist == clock)
    found = ask.slice(indicator, [name], level=role_of(ask), area=ask.programme.scope[0], climb=False)
    inside = in_sight(ask, role_of(ask))
    chosen = ask.clocks.get(clock, "")
    points = [p for p in found.points if p.codes[0] in inside and chosen in ("", p.codes[1])]
    tolerance = float(ask.option("tolerance", "0"))
    windows = {code: window_of(ask, code) for code in dict.fromkeys(p.codes[1] for p in points)}
    behind: dict[str, list[tuple[float, Point, Window]]] = {}
    looked = set()
    for point in points:
        window = windows[point.codes[1]]
        if window is None or not window.gone or point.cell.value is None:
            continue
        looked.add(point.codes[0])
        gap = window.gone - tolerance - point.cell.value
        if gap > 0:
            behind.setdefault(point.codes[0], []).append((gap, point, window))
    signals = [
        Signal(
            area,
            "; ".join(
                f"annualità {p.labels[1]}: speso il {wording.number(p.cell.value or 0)}%, tempo trascorso "
                f"{wording.number(w.gone)}%"
                for _, p, w in sorted(found_, key=lambda one: one[1].codes[1])
            ),
            max(gap for gap, _, _ in found_),
            any(p.cell.demonstration for _, p, _ in found_),
        )
        for area, found_ in behind.items()
    ]
    months = wording.number(float(ask.option("months", "12")))
    rule = (
        f"Si segnala chi ha speso oltre {wording.number(tolerance)} punti meno del tempo trascorso: ogni "
        f"annualità si spende in {months} mesi dal suo primo giorno."
    )
    never = {p.codes[0] for p in points} - looked
    absent = {p.codes[0] for p in points if p.cell.status is Status.NOT_PARTICIPATING}
    watch = Watch(
        rule,
        _farthest(signals),
        len(looked),
        len(never - absent),
        wording.day(str(ask.release.meta["as_of"])),
    )
    return _of_slice(ask, watch, replace(found, points=tuple(points)), indicator)


def _last_returns(ask: Ask) -> pd.DataFrame:
    """The last deadline of each return that has come by the day of the release; the same everywhere, kept."""
    return ask.slices.get(("returns", ask.options("datasets")), lambda: _found_returns(ask))


def _found_returns(ask: Ask) -> pd.DataFrame:
    frame = ask.release.completeness()
    frame = frame[frame["dataset"].isin(ask.options("datasets"))]
    frame = frame[frame["time"].fillna("").astype(str) <= str(ask.release.meta["as_of"])]
    last = frame[frame["expected"] > 0].groupby("dataset")["time"].transform("max")
    return frame[frame["time"].eq(last.reindex(frame.index))]


def _invented(ask: Ask, lines: pd.DataFrame) -> bool:
    """Whether a file behind some returns is of demonstration data."""
    files = ask.release.deliveries()
    return bool(files[files["dataset"].isin(set(lines["dataset"]))]["demonstration"].any())


def _farthest(signals: Sequence[Signal]) -> tuple[Signal, ...]:
    return tuple(sorted(signals, key=lambda one: (-one.gap, one.area)))


def _missing(points: Sequence[Point]) -> list[Point]:
    hidden = (Status.SUPPRESSED, Status.NOT_COLLECTED)
    return [p for p in points if p.cell.status in hidden]


def _sides(ask: Ask, indicator: Indicator, point: Point) -> str:
    share = f"{wording.number(point.cell.value or 0)}%"
    if point.numerator is None or point.base is None:
        return f"{ask.option('done')}: {share}"
    return (
        f"{wording.number(point.numerator)} {ask.option('done')} su {wording.number(point.base)} "
        f"{ask.option('due')} ({share})"
    )


def _of_slice(ask: Ask, watch: Watch, found: Slice, indicator: Indicator) -> Unit:
    """The unit of a rule on an indicator."""
    two = bool(found.points) and len(found.points[0].codes) > 1
    heading = ask.levels[role_of(ask)][1]
    rows = list(dict.fromkeys((p.codes[0], p.labels[0]) for p in found.points))
    if two:
        moments = dict.fromkeys((p.codes[1], p.labels[1]) for p in found.points)
        columns = [
            (label, indicator, [telling.of_row(p) for p in found.points if p.codes[1] == code])
            for code, label in moments
        ]
    else:
        columns = [(indicator.short or indicator.label, indicator, list(found.points))]
    caption = caption_of(ask, watch)
    table = telling.table_of(rows, columns, caption=caption, heading=heading, chosen=ask.area) if rows else ""
    headings = [heading, "Periodo"] if two else [heading]
    unit = unit_of_watch(
        ask, watch, table, telling.data_of(ask, [found], headings), telling.reading_of([indicator])
    )
    if found.refusal or not watch.looked_at:
        nothing = (
            found.refusal
            or f"Per {ask.names[ask.area]} non c'è un valore pubblicato da confrontare con la soglia."
        )
        return replace(unit, title=ask.panel.label, alt=nothing, empty=nothing, rows="", table="", data=None)
    return replace(unit, demonstration=found.demonstration)


def _returns_table(ask: Ask, frame: pd.DataFrame) -> str:
    areas = sorted({str(a) for a in frame["area"]}, key=lambda code: ask.names[code])
    if not areas:
        return ""
    columns = [
        tables.Column(
            label, {area: _count(int(frame.loc[frame["area"] == area, name].sum())) for area in areas}
        )
        for name, label in (("expected", "Attese"), ("received", "Arrivate"))
    ]
    for code in dict.fromkeys(frame["dataset"]):
        lines = frame[frame["dataset"] == code].set_index("area")
        missing = (lines["expected"] - lines["received"]).astype(int)
        day = str(lines["time"].iloc[0] or "")
        label = ask.catalogue.datasets[code].label + (f" ({wording.day(day)})" if day else "")
        none = Cell(None, Status.NOT_APPLICABLE)
        cells = {area: _count(int(missing[area])) if area in missing.index else none for area in areas}
        columns.append(tables.Column(f"Mancano: {label}", cells))
    caption = f"{ask.panel.label}: consegne attese e arrivate all'ultima scadenza"
    rows = [(code, ask.names[code]) for code in areas]
    return tables.html_table(
        rows, columns, caption=caption, row_heading=ask.levels["main"][1], chosen=ask.area
    )


def _count(value: int) -> Cell:
    return Cell(float(value), Status.VALID if value else Status.ZERO)


def _returns_data(ask: Ask, frame: pd.DataFrame, labels: dict[str, str]) -> pd.DataFrame:
    columns: dict[str, Any] = {
        "territorio (codice)": [str(code) for code in frame["area"]],
        "territorio": [ask.names[str(code)] for code in frame["area"]],
        "raccolta": [labels.get(code, code) for code in frame["dataset"]],
        "scadenza": [str(day or "") for day in frame["time"]],
        "attese": frame["expected"].to_numpy(),
        "arrivate": frame["received"].to_numpy(),
    }
    return pd.DataFrame(columns)
