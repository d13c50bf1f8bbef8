"""From what was planned to what was done: a plan by measure, its steps in a row, whom it reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from dashboard.components import charts, figures, views, wording
from dashboard.components.charts import Target
from dashboard.components.figures import KeyFigure, Unit
from dashboard.components.panels import telling
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.components.panels.timeline import PHONE
from dashboard.data.cells import Cell, Status
from dashboard.data.definitions import Dimension, Indicator


def progress(ask: Ask) -> Unit:
    """Draw pairs of indicators along `by` (or the areas of a level): what was wanted, what was reached.

    Indicators come in pairs (wanted, reached), one pair per measure; a single pair needs no choice.

    Options:
        choice: name of the page's choice among the measures; `measures`: their names, one per pair.
        names: per measure, how what was reached and what was wanted are called, with a bar between.
    """
    number = chosen_of(ask)
    wanted, reached = (ask.slice(one, ask.panel.by) for one in ask.indicators[2 * number : 2 * number + 2])
    due = {point.codes: point for point in wanted.points}
    both = [
        point
        for point in reached.points
        if point.codes in due and _worth(point.cell, due[point.codes].cell, always=bool(ask.panel.level))
    ]
    indicator = reached.indicator
    items = [
        Target(p.code, p.label, p.cell, due[p.codes].cell, _of(p.cell, due[p.codes].cell, indicator))
        for p in both
    ]
    areas = ask.levels[ask.panel.level][1:] if ask.panel.level else None
    names = _names(ask, number, reached.indicator, wanted.indicator)
    dataset = indicator.numerator.dataset
    laid = [*([ask.levels[ask.panel.level][0]] if ask.panel.level else []), *ask.panel.by]
    heading = ask.heading(dataset, laid[-1]) if laid else ""
    chosen = ask.area if ask.panel.level and any(p.code == ask.area for p in both) else ""
    return telling.unit_of(
        ask,
        [reached, wanted],
        message=_message_of_progress(both, due, indicator, areas),
        picture=lambda: charts.targets(items, names=names, chosen=chosen, narrow=ask.width < PHONE),
        table=telling.table_of(
            [(p.code, p.label) for p in both],
            [(names[1], wanted.indicator, list(wanted.points)), (names[0], indicator, both)],
            caption=telling.caption_of(ask, reached),
            heading=heading,
            chosen=chosen,
        ),
        data=telling.data_of(ask, [wanted, reached], [ask.heading(dataset, name) for name in laid]),
    )


def chosen_of(ask: Ask) -> int:
    """Which measure the page's choice stands on, from 0."""
    names = ask.options("measures")
    chosen = ask.choices.get(ask.option("choice"), "")
    return names.index(chosen) if chosen in names else 0


def _names(ask: Ask, number: int, reached: Indicator, wanted: Indicator) -> tuple[str, str]:
    """How the bar and the mark are called."""
    told = ask.options("names")
    if not told:
        return _name(reached), _name(wanted)
    first, second = told[number].split("|")
    return first, second


def _name(indicator: Indicator) -> str:
    return (indicator.short or indicator.label).lower()


def _worth(reached: Cell, wanted: Cell, *, always: bool) -> bool:
    """Whether a thing gets a line: not where nothing was wanted and nothing done.

    Among the values of a list (not the areas) neither where nobody has delivered either number.
    """
    cells = (reached, wanted)
    if all(cell.value == 0 for cell in cells):
        return False
    return always or any(cell.value is not None or cell.status is Status.SUPPRESSED for cell in cells)


def _of(reached: Cell, wanted: Cell, indicator: Indicator) -> str:
    """Write `6 su 7 (86%)`; what is missing is written with its mark."""
    texts = [
        wording.cell_text(c, unit=indicator.unit, decimals=indicator.decimals) for c in (reached, wanted)
    ]
    told = f"{texts[0]} su {texts[1]}"
    if reached.value is None or not wanted.value:
        return told
    return f"{told} ({wording.number(reached.value / wanted.value * 100)}%)"


def _message_of_progress(
    both: Sequence[Point],
    due: Mapping[tuple[str, ...], Point],
    indicator: Indicator,
    areas: tuple[str, str] | None,
) -> str:
    """Say the total, where every part of it is known, and from which share to which the parts go."""
    pairs = [(p.label, p.cell.value, due[p.codes].cell.value) for p in both]
    known = [(label, r, w) for label, r, w in pairs if r is not None and w is not None]
    if not known:
        return wording.ALL_HIDDEN
    if any(c.status is Status.SUPPRESSED for p in both for c in (p.cell, due[p.codes].cell)):
        return f"{indicator.label}: il totale non si dice, una parte è coperta"
    done, wanted = sum(r for _, r, _ in known), sum(w for _, _, w in known)
    share = f" ({wording.number(done / wanted * 100)}%)" if wanted else ""
    told = f"{indicator.label}: {wording.number(done)} su {wording.number(wanted)}{share}"
    met = sum(r >= w for _, r, w in known)
    if areas:
        lacking = len(pairs) - len(known)
        told += f", in {wording.counted(len(known), *areas)}" if lacking else ""
        return told + (
            f"; previsto raggiunto in {wording.number(met)} su {wording.number(len(known))}" if met else ""
        )
    shares = [(r / w * 100, label) for label, r, w in known if w]
    if len(shares) < 2 or round(min(shares)[0]) == round(max(shares)[0]):
        return told
    (least, where), (most, there) = min(shares), max(shares)
    return f"{told}; da {wording.number(least)}% ({where}) a {wording.number(most)}% ({there})"


def steps(ask: Ask) -> Unit:
    """Show several indicators as cards, one after the other: each with its own unit, never added up.

    Options:
        words: per indicator, singular and plural of what it counts, with a bar between.
    """
    slices = [ask.slice(indicator, level="") for indicator in ask.indicators]
    first = [(one, one.points[0]) for one in slices if one.points]
    known = [(one, point) for one, point in first if point.cell.value is not None]
    cards = [
        KeyFigure(
            label=one.indicator.label,
            cell=point.cell,
            unit=one.indicator.unit,
            unit_label=ask.unit_label(one.indicator.unit),
            decimals=one.indicator.decimals,
            when=one.when,
            where=one.place,
            definition=one.indicator.definition,
            source=one.indicator.source,
        )
        for one, point in first
    ]
    words = dict(zip(ask.panel.indicators, ask.options("words"), strict=True))
    told = [
        wording.counted(point.cell.value or 0, *words[one.indicator.code].split("|")) for one, point in known
    ]
    unit = telling.unit_of(
        ask,
        [next((one for one, _ in known), slices[0]), *slices],
        message=f"{_moment(known)}{wording.listing(told, most=8)}" if told else wording.ALL_HIDDEN,
        picture=lambda: None,
        table="",
        data=telling.data_of(ask, slices, []),
        unit_label="ciascuno con la propria unità",
    )
    return unit if unit.empty else replace(unit, rows=figures.cards_html(cards))


def _moment(known: Sequence[tuple[Slice, Point]]) -> str:
    moments = {one.when for one, _ in known}
    return f"{moments.pop().capitalize()}: " if len(moments) == 1 and "" not in moments else ""


def coverage(ask: Ask) -> Unit:
    """Draw how many were reached beside how many there are; a person may be counted twice, and it is said.

    The last indicator is how many there are; the others how many were reached, in as many ways. With a level
    only the first is drawn, area by area. Those there are count at the last moment not after the year of the
    others.

    Options:
        people: singular and plural of whom is reached.
    """
    *ways, stock = ask.indicators
    if ask.panel.level:
        ways = ways[:1]
    reached = [ask.slice(one) for one in ways]
    year = reached[0].when.rsplit(" ", 1)[-1]
    there = _until(ask, stock, year)
    base = {point.codes: point for point in there.points}
    rows: list[tuple[str, str, Cell, Cell, Indicator]] = []
    for one in reached:
        for point in one.points:
            found = base.get(point.codes)
            wanted = found.cell if found else telling.ABSENT
            code = point.code if ask.panel.level else one.indicator.code
            label = point.label if ask.panel.level else (one.indicator.short or one.indicator.label)
            if point.cell.value is not None or wanted.value is not None:
                rows.append((code, label, point.cell, wanted, one.indicator))
    items = [
        Target(code, label, cell, wanted, _of(cell, wanted, indicator).replace("%)", " ogni 100)"))
        for code, label, cell, wanted, indicator in rows
    ]
    chosen = ask.area if ask.panel.level and ask.area in {item.code for item in items} else ""
    plural = ask.options("people")[1]
    same = reached[0].place == there.place
    message = _message_of_coverage(rows, ask, plural) if same else wording.ALL_HIDDEN
    stock_name = f"{plural} in servizio"
    return telling.unit_of(
        ask,
        [*reached, there],
        message=message,
        picture=lambda: charts.targets(
            items,
            names=(_name(ways[0]) if ask.panel.level else "raggiunti", stock_name),
            chosen=chosen,
            narrow=ask.width < PHONE,
        ),
        table=telling.table_of(
            [(code, label) for code, label, *_ in rows],
            [
                ("raggiunti", ways[0], [_point(code, cell) for code, _, cell, _, _ in rows]),
                (stock_name, stock, [_point(code, wanted) for code, _, _, wanted, _ in rows]),
            ],
            caption=telling.caption_of(ask, reached[0]),
            heading=ask.heading(stock.numerator.dataset, ask.levels[ask.panel.level][0])
            if ask.panel.level
            else "Misura",
            chosen=chosen,
        ),
        data=telling.data_of(
            ask, [*reached, there], [ask.levels[ask.panel.level][1]] if ask.panel.level else []
        ),
        extra=[f"{stock_name}: {there.when}"] if there.when else [],
        note=(
            f"Chi segue due edizioni è contato due volte: il rapporto dice al più quanti {plural} sono stati "
            f"raggiunti, non quanti sono. Il numero di {plural} è quello dell'ultima rilevazione non "
            "successiva all'anno."
        ),
    )


def _point(code: str, cell: Cell) -> Point:
    return Point((code,), (code,), cell)


def _until(ask: Ask, stock: Indicator, year: str) -> Slice:
    """How many there are: the last moment not after the end of a year; the first one when all are later."""
    dataset = ask.catalogue.datasets[stock.numerator.dataset]
    clocks = views.time_dimensions(dataset, ask.catalogue)
    if not clocks or not year.isdigit():
        return ask.slice(stock)
    clock = clocks[0]
    try:
        moments = ask.release.values(dataset.code, clock.code)
    except LookupError:
        return ask.slice(stock)
    end = date(int(year), 12, 31).isoformat()
    before = [one for one in moments if _starts(ask, clock, one) <= end]
    return ask.slice(stock, where={clock.code: (before or moments[:1])[-1]}) if moments else ask.slice(stock)


def _starts(ask: Ask, clock: Dimension, value: str) -> str:
    if clock.codelist:
        start = ask.catalogue.codelists[clock.codelist].by_code[value].start
        return start.isoformat() if start else ""
    return value


def _message_of_coverage(
    rows: Sequence[tuple[str, str, Cell, Cell, Indicator]], ask: Ask, plural: str
) -> str:
    known = [(label, c.value, w.value, i) for _, label, c, w, i in rows if c.value is not None and w.value]
    if not known:
        return f"Non si può dire quanti {plural} siano stati raggiunti: manca uno dei due numeri"
    if ask.panel.level:
        done, there = sum(c or 0 for _, c, _, _ in known), sum(w or 0 for _, _, w, _ in known)
        return (
            f"{wording.number(done)} iscrizioni per {wording.number(there)} {plural}, "
            f"nei territori con entrambi i numeri ({wording.number(len(known))})"
        )
    _, reached, there, indicator = known[0]
    share = (reached or 0) / (there or 1) * 100
    unless = (
        "almeno qualcuno si è iscritto più volte" if share > 100 else f"al più {wording.number(share)} su 100"
    )
    return (
        f"{indicator.label}: {wording.number(reached or 0)}, per {wording.number(there or 0)} {plural} in "
        f"servizio ({wording.number(share)} ogni 100): {unless}"
    )
