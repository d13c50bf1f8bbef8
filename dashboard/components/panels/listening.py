"""What people say and do: approved statements, good practices, both searched by their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dashboard.components import searching, wording
from dashboard.components.figures import Unit
from dashboard.components.panels import matrix, rows, telling
from dashboard.components.panels.asking import Ask, Slice
from dashboard.components.panels.row_units import text, unit_of_rows
from dashboard.components.panels.rows import Rows
from dashboard.components.wording import escape
from dashboard.data.definitions import Dataset

SEARCH = "cerca"
"""Name of the choice that holds the words looked for."""
QUESTION = "domanda"
"""Name of the choice that holds the question whose themes are shown."""
MOST = 30
"""Texts shown at once; all are in the file."""


def quotes(ask: Ask) -> Unit:
    """List approved statements, those that hold the words looked for.

    Options:
        text: the column of the statement; `tags`: the columns of what it is about and who says it.
        one, many: the noun, singular and plural (feminine).
    """
    return _searched(ask, _quote)


def cards(ask: Ask) -> Unit:
    """Show good practices as cards, those that hold the words looked for.

    Options:
        text: the column of the title; `tags`: the columns above it; `fields`: those of the card.
        one, many: the noun, singular and plural (feminine).
    """
    return _searched(ask, _card)


def themes(ask: Ask) -> Unit:
    """Draw the first indicator along two dimensions, for one question at a time.

    Options:
        question: the dimension of the question; the choice `domanda` stands on one of its values.
    """
    dataset = ask.catalogue.datasets[ask.indicators[0].numerator.dataset]
    dimension = dataset.dimension(ask.option("question"))
    codes = ask.catalogue.codelists[dimension.codelist or ""].codes
    known = {code.code: code.label for code in codes}
    chosen = ask.choices.get(QUESTION, "")
    chosen = chosen if chosen in known else codes[0].code
    panel = ask.panel.model_copy(update={"where": {**ask.panel.where, dimension.code: chosen}})
    asked = replace(ask, panel=panel)
    unit = matrix.grid(asked)
    caption = f"{unit.caption} · {known[chosen]}"
    if unit.empty:
        return replace(unit, caption=caption, alt=f"{caption}. {unit.title}")
    title = _most_said(asked, known[chosen])
    return replace(unit, title=title, caption=caption, alt=f"{caption}. {title}")


def _most_said(ask: Ask, question: str) -> str:
    """Say which theme is cited most, in which column: of published cells that all have a number."""
    found = ask.slice(ask.indicators[0], ask.panel.by)
    if not found.known:
        return wording.ALL_HIDDEN
    most = max(found.known, key=lambda p: p.cell.value or 0)
    figure = telling.figure(most, found.indicator, unit_label=ask.unit_label(found.indicator.unit))
    row = ask.word(found.indicator.numerator.dataset, ask.panel.by[0], most.codes[0], long=True)
    return f"{question}: si parla soprattutto di «{row}» ({most.labels[1]}, {figure})"


def beside(ask: Ask) -> Unit:
    """Put what some voices say of a theme beside the indicators of that theme.

    Options:
        text, theme: columns of the statement and of its theme; where the panel says whose voice it is.
        any code of the theme: the indicators that stand beside it.
    """
    dataset = rows.dataset_of(ask)
    found = _approved(ask, dataset, rows.rows_of(ask))
    theme = ask.option("theme")
    listed = next(d.codelist for d in dataset.dimensions if d.code == theme)
    blocks, told, lines, slices = [], [], [], []
    figures_of = replace(ask, panel=ask.panel.model_copy(update={"where": {}}))
    for code in ask.catalogue.codelists[listed or ""].codes:
        beside_it = [figures_of.slice(ask.catalogue.indicators[one]) for one in ask.options(code.code)]
        said = [row for row in _records(found) if row[theme] == code.code]
        if not said or not beside_it:
            continue
        slices += beside_it
        figures = [_figure(ask, one) for one in beside_it]
        lines += [(code.label, *one) for one in figures]
        told += [f"{name}: {value}" for name, value, _, known in figures if known][:1]
        blocks.append(_block(ask, code.label, said, figures))
    empty = found.refusal or ("" if blocks else ask.nothing(dataset))
    told.sort(key=lambda one: "%" not in one)  # a share says more of a path than a count
    title = "Le parole di chi vive il percorso"
    title = f"{told[0]}: accanto, le parole di chi vive il percorso" if told else title
    unit = unit_of_rows(
        ask,
        replace(found, refusal=empty),
        message=title,
        unit_label="affermazioni e indicatori",
        listed=f'<div class="cr-voices">{"".join(blocks)}</div>',
        table=_table(ask, lines) if lines else "",
        reading=telling.reading_of([one.indicator for one in slices]) if slices else (),
    )
    demonstration = unit.demonstration or any(one.demonstration for one in slices)
    notice = next((one.notice for one in slices if one.notice), "")
    return replace(unit, demonstration=demonstration, notice=unit.notice or notice)


# ---- inside ----


def _searched(ask: Ask, write: Any) -> Unit:
    """Make the unit of some texts: how many there are, how many hold the words, what to do when none does."""
    dataset = rows.dataset_of(ask)
    found = _approved(ask, dataset, rows.rows_of(ask))
    query = ask.choices.get(SEARCH, "")
    every = _records(found)
    kept = [row for row in every if searching.finds(query, _texts(ask, dataset, row))]
    one, many = ask.option("one"), ask.option("many")
    if not query:
        title = _what_about(ask, dataset, every, one, many)
    elif kept:
        verb = "contiene" if len(kept) == 1 else "contengono"
        title = f"{wording.counted(len(kept), one, many)} su {len(every)} {verb} «{query}»"
    else:
        title = f"Nessuna {one}, su {len(every)}, contiene «{query}»"
    body = "".join(write(ask, dataset, row, query) for row in kept[:MOST])
    more = len(kept) - MOST
    rest = (
        f"Altre {more}: cercare una parola per restringere, o scaricare il file con tutte."
        if more > 0
        else ""
    )
    listed = f'<div class="cr-texts">{body}</div>' if kept else _advice(ask, dataset, every)
    unit = unit_of_rows(
        ask,
        found,
        message=title,
        unit_label=many,
        listed=listed + (f'<p class="cr-legend">{escape(rest)}</p>' if rest else ""),
        data=rows.file_of(ask, dataset, found.frame.iloc[[row["_n"] for row in kept]]) if kept else None,
    )
    return unit if kept or found.refusal else replace(unit, data=None)


def _approved(ask: Ask, dataset: Dataset, found: Rows) -> Rows:
    """Leave out what was not approved by the day of the release, though the release should hold none."""
    column = dataset.approved_on
    if column is None or found.refusal:
        return found
    days = found.frame[column].fillna("").astype(str)
    kept = found.frame[days.ne("") & days.le(str(ask.release.meta["date"]))].reset_index(drop=True)
    return replace(found, frame=kept, refusal="" if len(kept) else ask.nothing(dataset))


def _records(found: Rows) -> list[dict[str, Any]]:
    if found.refusal:
        return []
    return [
        {**{str(k): text(v) for k, v in row.items()}, "_n": number, "_demo": bool(row["demonstration"])}
        for number, row in enumerate(found.frame.to_dict("records"))
    ]


def _texts(ask: Ask, dataset: Dataset, row: Mapping[str, Any]) -> list[str]:
    """All that can be searched of a row: its own words, and the labels of its codes."""
    names = (ask.option("text"), *ask.options("tags"), *ask.options("fields"))
    area = dataset.area.code if dataset.area else ""
    return [rows.word(ask, dataset, name, row.get(name)) for name in (*names, *([area] if area else []))]


def _what_about(ask: Ask, dataset: Dataset, every: Sequence[Mapping[str, Any]], one: str, many: str) -> str:
    """Say how many texts there are, and of what they speak most."""
    told = wording.counted(len(every), one, many)
    tag = ask.options("tags")[0]
    counts = Counter(rows.word(ask, dataset, tag, row[tag]) for row in every)
    top = [f"{name} ({number})" for name, number in sorted(counts.items(), key=lambda c: (-c[1], c[0]))[:2]]
    return f"{told}: soprattutto {wording.listing(top)}" if len(counts) > 1 else told


def _advice(ask: Ask, dataset: Dataset, every: Sequence[Mapping[str, Any]]) -> str:
    """Say what to do when no text holds the words."""
    tag = ask.options("tags")[0]
    counts = Counter(rows.word(ask, dataset, tag, row[tag]) for row in every)
    names = wording.listing([f"«{name}»" for name, _ in counts.most_common(4)])
    about = f"Qui si parla di {names}. " if len(counts) > 1 else ""
    return (
        '<p class="cr-note">Provare con meno parole, o con l’inizio di una parola (per esempio «lav» trova '
        f"lavoro e lavorare). Maiuscole e accenti non contano. {escape(about)}"
        "Per vederle tutte, vuotare la casella.</p>"
    )


def _quote(ask: Ask, dataset: Dataset, row: Mapping[str, Any], query: str) -> str:
    said = searching.marked(query, row[ask.option("text")])
    tags = " · ".join(_tag(ask, dataset, row, name, query) for name in ask.options("tags") if row[name])
    return (
        f'<figure class="cr-quote"><blockquote>{said}</blockquote>'
        f"<figcaption>{tags}{_where(ask, dataset, row, query)}{_mark(row)}</figcaption></figure>"
    )


def _card(ask: Ask, dataset: Dataset, row: Mapping[str, Any], query: str) -> str:
    tags = " · ".join(_tag(ask, dataset, row, name, query) for name in ask.options("tags") if row[name])
    pairs = "".join(
        f"<dt>{escape(dataset.heading(name))}</dt>"
        f"<dd>{searching.marked(query, rows.word(ask, dataset, name, row[name]))}</dd>"
        for name in ask.options("fields")
        if row.get(name)
    )
    return (
        f'<article class="cr-practice"><h3>{searching.marked(query, row[ask.option("text")])}</h3>'
        f'<p class="cr-caption">{tags}{_where(ask, dataset, row, query)}{_mark(row)}</p>'
        f'<dl class="cr-facts">{pairs}</dl></article>'
    )


def _tag(ask: Ask, dataset: Dataset, row: Mapping[str, Any], name: str, query: str) -> str:
    return searching.marked(query, rows.word(ask, dataset, name, row[name]))


def _where(ask: Ask, dataset: Dataset, row: Mapping[str, Any], query: str) -> str:
    """The place of a text: never narrower than its row has it."""
    if dataset.area is None:
        return ""
    return f" · {searching.marked(query, ask.names.get(row[dataset.area.code], row[dataset.area.code]))}"


def _mark(row: Mapping[str, Any]) -> str:
    badge = f'<span class="cr-badge cr-is-demo">◆ {wording.DEMONSTRATION_SHORT}</span>'
    return f" {badge}" if row["_demo"] else ""


_Figure = tuple[str, str, str, bool]
"""Name, value in words, place and moment, whether there is a number."""


def _figure(ask: Ask, found: Slice) -> _Figure:
    """Write the one number of an indicator, or why it is not there."""
    indicator = found.indicator
    if not found.points:
        return indicator.label, "non pubblicato in questa vista", "", False
    point = found.points[0]
    value = telling.figure(point, indicator, unit_label=ask.unit_label(indicator.unit))
    if point.cell.value is not None and point.base:
        value = f"{value} {wording.out_of(point.base)}"
    when = found.when or wording.data_of_day(str(ask.release.meta["as_of"]))
    where = " · ".join(part for part in (found.place, when) if part)
    return indicator.label, value, where, point.cell.value is not None


def _block(ask: Ask, theme: str, said: Sequence[Mapping[str, Any]], figures: Sequence[_Figure]) -> str:
    voices = "".join(f"<blockquote>{escape(row[ask.option('text')])}</blockquote>" for row in said[:2])
    numbers = "".join(
        f"<dt>{escape(name)}</dt><dd><strong>{escape(value)}</strong>"
        f"{f' <small>{escape(where)}</small>' if where else ''}</dd>"
        for name, value, where, _ in figures
    )
    mark = _mark(said[0])
    return (
        f'<section class="cr-voice"><h3>{escape(theme)}{mark}</h3><div><div>{voices}</div>'
        f'<dl class="cr-facts">{numbers}</dl></div></section>'
    )


def _table(ask: Ask, lines: Sequence[tuple[str, str, str, str, bool]]) -> str:
    return rows.list_of(
        [rows.Line((theme, name, value, where)) for theme, name, value, where, _ in lines],
        ("Tema", "Indicatore", "Valore", "Dove e quando"),
        caption=ask.panel.label,
    )
