"""One number along two dimensions: a grid of cells."""

from __future__ import annotations

from dashboard.components import charts, wording
from dashboard.components.figures import Unit
from dashboard.components.panels import telling
from dashboard.components.panels.asking import Ask, Slice
from dashboard.components.panels.declared import NARROW


def grid(ask: Ask) -> Unit:
    """Draw the first indicator along two dimensions: rows by the first, columns by the second.

    Options:
        most: the sentence on the largest cell, with {row}, {column}, {value} in it.
    """
    indicator = ask.indicators[0]
    found = ask.slice(indicator, ask.panel.by)
    names = [*([ask.levels[ask.panel.level][0]] if ask.panel.level else []), *ask.panel.by]
    first, second = (ask.heading(indicator.numerator.dataset, name) for name in names[:2])
    rows = list(dict.fromkeys((p.codes[0], p.labels[0]) for p in found.points))
    order = {code: i for i, code in enumerate(_columns(ask, found, names[1]))}
    columns = sorted(
        dict.fromkeys((p.codes[1], p.labels[1]) for p in found.points), key=lambda c: order.get(c[0], 0)
    )
    cells = {(p.codes[0], p.codes[1]): p.cell for p in found.points}
    by_column = {code: [telling.of_row(p) for p in found.points if p.codes[1] == code] for code, _ in columns}
    return telling.unit_of(
        ask,
        [found],
        message=_message(ask, found),
        picture=lambda: charts.grid(
            rows,
            columns,
            cells,
            unit=indicator.unit,
            decimals=indicator.decimals,
            column_title=second,
            narrow=ask.width < NARROW,
        ),
        table=telling.table_of(
            rows,
            [(label, indicator, by_column[code]) for code, label in columns],
            caption=telling.caption_of(ask, found),
            heading=first,
        ),
        data=telling.data_of(ask, [found], [first, second]),
    )


def _columns(ask: Ask, found: Slice, name: str) -> list[str]:
    """The codes of the second dimension in the order of its list."""
    dimension = ask.dimension(found.indicator.numerator.dataset, name)
    if dimension is None or not dimension.codelist:
        return sorted({p.codes[1] for p in found.points}, key=lambda c: (float(c) if c.isdigit() else 0, c))
    return [code.code for code in ask.catalogue.codelists[dimension.codelist].codes]


def _message(ask: Ask, found: Slice) -> str:
    if not found.known:
        return wording.ALL_HIDDEN
    unknown = ask.option("unknown")
    told = [p for p in found.known if unknown not in p.codes] or found.known
    most = max(told, key=lambda p: p.cell.value or 0)
    unit = ask.unit_label(found.indicator.unit)
    figure = telling.figure(most, found.indicator, unit_label=unit)
    if sentence := ask.option("most"):
        number = telling.figure(most, found.indicator)
        return sentence.format(row=most.labels[0], column=most.labels[1], value=number)
    return f"{found.indicator.label}, il valore più alto: {most.labels[0]}, {most.labels[1]} ({figure})"
