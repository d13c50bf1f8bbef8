"""What several pages say of a figure or of a release in words: key figures with their source, the news."""

from __future__ import annotations

import pandas as pd

from dashboard.components import sparks, views, wording
from dashboard.components.figures import KeyFigure
from dashboard.components.views import View
from dashboard.components.wording import escape
from dashboard.data.cells import Cell, Status
from dashboard.data.definitions import Dataset, Indicator
from dashboard.data.release import NotPublished
from dashboard.pages.context import Context, Selection
from dashboard.pages.hidden import why_hidden

_MOST_NEWS = 5
_MOST_LABELS = 8


def key_figure(context: Context, selection: Selection, indicator: Indicator) -> KeyFigure:
    """Look a key figure up: for the chosen territory where it is published, else for the whole scope."""
    whole = selection.programme.scope[0]
    where = selection.place(context.root)
    view = _view(context, selection, indicator, where)
    cell = view.cells.get(where)
    if (cell is None or cell.value is None) and where != whole:
        wider = _view(context, selection, indicator, whole)
        found = wider.cells.get(whole)
        if found is not None and found.value is not None:
            where, view, cell = whole, wider, found
    if cell is None:
        cell = Cell(None, Status.SUPPRESSED if view.withheld else Status.NOT_COLLECTED)
    record = _record(context, indicator, where, view)
    trend, spark = _trend(context, selection, view, where)
    return KeyFigure(
        label=indicator.label,
        cell=cell,
        unit=indicator.unit,
        unit_label=context.unit_label(indicator),
        decimals=indicator.decimals,
        when=view.when,
        where=context.names.get(where, where),
        definition=record.pop("definition", "") or indicator.definition,
        source=record.pop("source", "") or indicator.source,
        prefix=record.pop("prefix", ""),
        withheld=view.withheld,
        why=why_hidden(context, selection, [view], [where]),
        trend=trend,
        spark=spark,
    )


def is_series(dataset: Dataset) -> bool:
    """Tell whether the moments of a dataset may be put in a row.

    Not where each row brings its own definition: figures published by others are never a series.
    """
    return not _described_by(dataset)


def _trend(context: Context, selection: Selection, view: View, area: str) -> tuple[str, str]:
    """How a figure went up to the moment shown: in words and as little bars; empty when it cannot be said."""
    indicator = view.indicator
    dataset = context.catalogue.datasets[indicator.numerator.dataset]
    cut = any(selection.clocks.get(dimension.code) for dimension in dataset.free)
    if not is_series(dataset) or cut or not view.moment:
        return "", ""
    clock, items = views.series(
        context.release,
        context.catalogue,
        indicator,
        area=area,
        level=context.level_of[area],
        programme=selection.programme.code,
    )
    if clock is None:
        return "", ""
    moments = [moment for moment, _, _ in items]
    shown = view.moment.get(clock.code, "")
    if shown in moments:
        items = items[: moments.index(shown) + 1]
    unit, decimals = indicator.unit, indicator.decimals
    words = sparks.change(items, clock=clock, unit=unit, decimals=decimals)
    return words, sparks.spark_html(items, unit=unit, decimals=decimals)


def _view(context: Context, selection: Selection, indicator: Indicator, area: str) -> View:
    return context.view(indicator, level=context.level_of[area], selection=selection)


def _record(context: Context, indicator: Indicator, area: str, view: View) -> dict[str, str]:
    """Find the delivered row behind a published fact: its own definition, source and precision.

    Only where the audience may read single rows, and only when exactly one row matches.
    """
    side = indicator.numerator
    dataset = context.catalogue.datasets[side.dataset]
    if indicator.denominator is not None or dataset.area is None:
        return {}
    try:
        rows = context.release.records(dataset.code)
    except NotPublished:
        return {}
    for name, value in {**side.where, **view.moment, dataset.area.code: area}.items():
        wanted = [value] if isinstance(value, str) else list(value)
        rows = rows[rows[name].isin(wanted)]
    if len(rows) != 1:
        return {}
    row = rows.iloc[0]
    return {
        "definition": _text(row, _described_by(dataset)),
        "source": _text(row, "fonte"),
        "prefix": _precision(context, dataset, row),
    }


def _described_by(dataset: Dataset) -> str:
    """The attribute that defines each row of a dataset: its first required text."""
    return next((a.code for a in dataset.attributes if a.type == "text" and a.required), "")


def _precision(context: Context, dataset: Dataset, row: pd.Series) -> str:
    """How exact a fact is, as a word before the number: the short form of a required code."""
    for attribute in dataset.attributes:
        if attribute.type == "code" and attribute.required:
            item = context.catalogue.codelists[str(attribute.codelist)].by_code.get(
                _text(row, attribute.code)
            )
            return item.short if item else ""
    return ""


def _text(row: pd.Series, name: str) -> str:
    value = row.get(name) if name else None
    return "" if value is None or pd.isna(value) else str(value)


def news_html(context: Context, programme: str) -> str:
    """Write what this release brings: its reason, and the last files that came in for a programme."""
    strip = context.release.strip
    items = [
        f"<li><time>{wording.day(strip['date'])}</time> "
        f"Rilascio {strip['number']}, {escape(strip['state'])}: "
        f"{escape(strip['reason'] or 'pubblicazione periodica')}</li>"
    ]
    deliveries = context.release.deliveries()
    datasets = context.catalogue.datasets
    deliveries = deliveries[[programme in datasets[code].programmes for code in deliveries["dataset"]]]
    by_day = [] if deliveries.empty else list(deliveries.groupby("received_at", sort=True))
    for day, rows in by_day[::-1][:_MOST_NEWS]:
        labels = [datasets[code].label for code in dict.fromkeys(rows["dataset"])]
        demo = int(rows["demonstration"].sum())
        told = f"◆ {demo} {wording.DEMONSTRATION_PLURAL}"
        mark = f' <span class="cr-badge cr-is-demo">{told}</span>' if demo else ""
        items.append(
            f"<li><time>{wording.day(str(day)[:10])}</time> "
            f"{wording.counted(len(rows), 'file caricato', 'file caricati')}, "
            f"{wording.counted(int(rows['rows'].sum()), 'riga', 'righe')}: "
            f"{escape(wording.listing(labels, most=_MOST_LABELS))}{mark}</li>"
        )
    return f'<ul class="cr-news">{"".join(items)}</ul>'
