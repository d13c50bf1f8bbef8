"""Money beside time and beside what is due: is the spending in step, is the co-financing there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.components import charts, tables, wording
from dashboard.components.charts import Band, Pair, Reference
from dashboard.components.figures import Unit
from dashboard.components.panels import accounts, telling
from dashboard.components.panels.asking import Ask, Slice
from dashboard.components.tables import Column
from dashboard.data.cells import Cell, Status
from dashboard.data.release import NotPublished


@dataclass(frozen=True)
class Window:
    """The time in which an annualità is spent, and how much of it has gone by on a day (0 to 100)."""

    start: date
    end: date
    gone: float


def window_of(ask: Ask, code: str) -> Window | None:
    """The window of a moment of the clock: from its first day, for as many months as the panel says.

    Options:
        clock: the code list of the moments; `months`: how long each is spent.
    """
    found = ask.catalogue.codelists[ask.option("clock")].by_code.get(code)
    if found is None or found.start is None:
        return None
    months = int(ask.option("months", "12"))
    start = found.start
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    end = date(year, month + 1, start.day)
    today = date.fromisoformat(str(ask.release.meta["as_of"]))
    gone = 100 * ((today - start).days + 1) / (end - start).days
    return Window(start, end, min(100.0, max(0.0, gone)))


def pace(ask: Ask) -> Unit:
    """Draw, by annualità, the share spent of what was allocated beside the share of time gone by.

    `by`: the clock. Options: `clock`, `months` (see `window_of`).
    """
    found = accounts.over_time(ask)
    rows: list[tuple[str, str, Cell, Cell, Window]] = []
    for code, label in found.keys:
        window = window_of(ask, code)
        spent = accounts.share(found.value(3, code), found.value(0, code))
        if window is None:
            continue
        demo = any(found.cell(n, code).demonstration for n in (0, 3))
        share = (
            Cell(spent, accounts.status_of(spent), demo)
            if spent is not None
            else Cell(None, Status.NOT_COLLECTED)
        )
        rows.append((code, label, share, Cell(window.gone, accounts.status_of(window.gone)), window))
    first = found.slices[3]
    caption = telling.caption_of(ask, first, unit_label="per cento dello stanziato e del tempo")
    data = telling.data_of(
        ask, [first], [ask.heading(first.indicator.numerator.dataset, accounts.clock_of(ask))]
    )
    told = {code: (share, time) for code, _, share, time, _ in rows}
    codes = [point.code for point in first.points]
    if len(data) == len(codes):
        data["speso_percento"] = [told[c][0].value if c in told else None for c in codes]
        data["tempo_trascorso_percento"] = [told[c][1].value if c in told else None for c in codes]
    return telling.unit_of(
        ask,
        [first, found.slices[0]],
        message=_message_of_pace([(label, share, time) for _, label, share, time, _ in rows]),
        picture=lambda: charts.planned_and_actual(
            [Pair(label, time, share) for _, label, share, time, _ in rows if share.value is not None],
            unit="percento",
            names=("tempo trascorso", (first.indicator.short or first.indicator.label).lower()),
        ),
        table=tables.html_table(
            [(code, f"{label} ({_span(window)})") for code, label, _, _, window in rows],
            [
                Column("Speso", {code: found.cell(3, code) for code in told}, "euro"),
                Column("Speso sullo stanziato", {code: one for code, (one, _) in told.items()}, "percento"),
                Column("Tempo trascorso", {code: one for code, (_, one) in told.items()}, "percento"),
            ],
            caption=caption,
            row_heading="Annualità (periodo di spesa)",
        ),
        data=data,
        unit_label="per cento dello stanziato e del tempo",
        note=_window_note(ask),
    )


def _span(window: Window) -> str:
    return f"{window.start:%m/%Y}-{date.fromordinal(window.end.toordinal() - 1):%m/%Y}"


def _window_note(ask: Ask) -> str:
    months = ask.option("months", "12")
    return (
        f"Periodo di spesa: {months} mesi dal primo giorno dell'annualità. Tempo trascorso al "
        f"{wording.day(str(ask.release.meta['as_of']))}, il giorno dei dati del rilascio."
    )


def _message_of_pace(rows: Sequence[tuple[str, Cell, Cell]]) -> str:
    known = [(label, share.value, time.value or 0) for label, share, time in rows if share.value is not None]
    if not known:
        return "Nessun dato su quanto è stato speso: il confronto con il tempo non si può fare"
    behind = [(label, share, time) for label, share, time in known if share < time]
    if not behind:
        return "In nessuna annualità la spesa è indietro rispetto al tempo trascorso"
    label, share, time = max(behind, key=lambda one: one[2] - one[1])
    number = wording.counted(len(behind), "annualità", "annualità")
    return (
        f"Spesa indietro rispetto al tempo in {number} su {len(known)}: la più indietro è la {label}, "
        f"speso il {wording.number(share)}% con il {wording.number(time)}% del tempo trascorso"
    )


def pace_areas(ask: Ask) -> Unit:
    """Draw the share spent by area beside the time gone by, for the annualità at work.

    Indicator: the share spent. Options: `clock`, `months` (see `window_of`).
    """
    indicator = ask.indicators[0]
    found = ask.slice(indicator)
    window = window_of(ask, accounts.moment_of(ask, found))
    known = sorted(found.known, key=lambda p: p.label)
    gone = window.gone if window else 0
    _, label, plural = ask.levels[ask.panel.level]
    behind = [p for p in known if (p.cell.value or 0) < gone]
    items = [Band(p.code, p.label, p.cell) for p in known]
    message = (
        f"Con il {wording.number(gone)}% del tempo trascorso, "
        f"{wording.among(len(behind), len(known), label, plural)} con la spesa indietro"
        if known
        else wording.ALL_HIDDEN
    )
    return telling.unit_of(
        ask,
        [found],
        message=message,
        picture=lambda: charts.bands(
            items,
            unit=indicator.unit,
            references=[Reference(gone, f"tempo trascorso: {wording.number(gone)}%")] if window else [],
            chosen=ask.area if any(p.code == ask.area for p in known) else "",
            top=100,
        ),
        table=telling.table_of(
            [(p.code, p.label) for p in known],
            [("Speso sullo stanziato", indicator, known)],
            caption=telling.caption_of(ask, found),
            heading=label,
            chosen=ask.area,
        ),
        data=telling.data_of(ask, [found], [label]),
        note=_window_note(ask),
    )


def cofinancing(ask: Ask) -> Unit:
    """Draw, by annualità, the part of the whole cost that the territory puts in, beside the part that is due.

    Indicators: allocated, co-financed, committed, spent, then the published part due; `by`: the clock.
    """
    found = accounts.over_time(ask)
    due = ask.slice(ask.indicators[4], area=ask.programme.scope[0], level="")
    rate = due.known[0].cell.value if due.known else None
    items = []
    for code, label in found.keys:
        allocated, added = found.value(0, code), found.value(1, code)
        if allocated is None or added is None:
            continue
        part = added / (allocated + added) * 100
        demo = any(found.cell(n, code).demonstration for n in (0, 1))
        items.append(
            Band(code, label, Cell(part, accounts.status_of(part), demo), told=f"({wording.money(added)})")
        )
    first = found.slices[1]
    less = [i for i in items if rate is not None and round(i.cell.value or 0, 1) < rate]
    caption = telling.caption_of(ask, first, unit_label="per cento del costo complessivo")
    number = wording.counted(len(items), "annualità", "annualità")
    message = (
        f"Cofinanziamento: almeno la parte dovuta ({wording.number(rate or 0)}% del costo) in "
        f"{len(items) - len(less)} annualità su {len(items)}"
        if rate is not None
        else f"Cofinanziamento noto in {number}"
    )
    return telling.unit_of(
        ask,
        [first, found.slices[0]],
        message=message if items else "Nessun dato sul cofinanziamento",
        picture=lambda: charts.bands(
            items,
            unit="percento",
            decimals=1,
            references=[Reference(rate, f"dovuto: {wording.number(rate)}%")] if rate is not None else [],
            top=40,
        ),
        table=tables.html_table(
            [(i.code, i.label) for i in items],
            [
                Column("Cofinanziamento", {i.code: found.cell(1, i.code) for i in items}, "euro"),
                Column("Sul costo complessivo", {i.code: i.cell for i in items}, "percento", 1),
            ],
            caption=caption,
            row_heading="Annualità",
        ),
        data=telling.data_of(
            ask, found.slices[:2], [ask.heading(first.indicator.numerator.dataset, accounts.clock_of(ask))]
        ),
        unit_label="per cento del costo complessivo",
        note=_source_of_rate(ask, due),
    )


def _source_of_rate(ask: Ask, due: Slice) -> str:
    """Name the source of the part that is due, from its row."""
    if not due.known:
        return ""
    dataset = due.indicator.numerator.dataset
    try:
        frame = ask.release.records(dataset)
    except NotPublished:
        return ""
    for name, value in due.indicator.numerator.where.items():
        if isinstance(value, str) and name in frame:
            frame = frame[frame[name] == value]
    sources = [str(one) for one in frame["fonte"].dropna().unique()]
    return f"La parte dovuta è un fatto pubblicato; fonte: {wording.listing(sources)}." if sources else ""
