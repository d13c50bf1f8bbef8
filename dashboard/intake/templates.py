"""Write the templates that the territories fill in: one workbook a dataset, from its definition alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from dashboard.data.definitions import Catalogue, Dataset
from dashboard.intake.areas import AreaIndex
from dashboard.intake.columns import EXAMPLE_MARK, Column, columns_of
from dashboard.intake.guidance import write_guidance
from dashboard.intake.lists import entries
from dashboard.intake.problems import Issue
from dashboard.intake.styles import Styles
from dashboard.intake.values import parser_for
from dashboard.intake.xlsx_reading import DATA_SHEET, HELP_SHEET, LISTS_SHEET, MARK_PROPERTY

ROWS_WITH_LISTS = 10_000
"""How many rows of a template have drop-down lists and checks of what is typed."""

_WHOLE = ("count", "year", "integer")
_KIND_HINTS = {
    "area": "Scegliere il territorio dall'elenco (o scriverne il codice).",
    "code": "Scegliere dall'elenco.",
    "date": "Una data: giorno/mese/anno.",
    "year": "Un anno di quattro cifre.",
    "integer": "Un numero intero.",
    "text": "Testo libero.",
    "url": "Un indirizzo che comincia con https://",
    "count": "Un numero intero, senza decimali.",
    "money": "Un importo in euro o nell'unità indicata, anche con decimali.",
    "hours": "Un numero di ore, anche con decimali.",
    "number": "Un numero, anche con decimali.",
    "score": "Un punteggio, anche con decimali.",
    "percent": "Una percentuale: 45,5 vuol dire 45,5%.",
}


def write_templates(
    catalogue: Catalogue,
    areas: AreaIndex,
    folder: Path,
    datasets: Iterable[str] | None = None,
    *,
    progress: Callable[[int, int, str], None] | None = None,
) -> list[Path]:
    """Write one workbook for each dataset.

    Args:
        catalogue: the definitions.
        areas: the territories offered in the lists.
        folder: where the files go; made if it is not there.
        datasets: codes of the datasets wanted; all of them by default.
        progress: told how many are done, of how many, and which.

    Returns:
        The files, `<dataset>.xlsx`, in the order of the catalogue.

    Raises:
        KeyError: a code that is no dataset.
    """
    chosen = [catalogue.datasets[code] for code in (catalogue.datasets if datasets is None else datasets)]
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for done, dataset in enumerate(chosen, start=1):
        path = folder / f"{dataset.code}.xlsx"
        write_template(catalogue, areas, dataset, path)
        written.append(path)
        if progress:
            progress(done, len(chosen), dataset.code)
    return written


def write_template(catalogue: Catalogue, areas: AreaIndex, dataset: Dataset, path: Path) -> None:
    """Write the workbook of one dataset: instructions, data, hidden lists."""
    columns = columns_of(catalogue, dataset)
    lists = {c.code: entries(c, catalogue, areas) for c in columns}
    programmes = ", ".join(catalogue.programmes[code].label for code in dataset.programmes)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": dataset.label, "subject": programmes, "comments": dataset.description})
        book.set_custom_property(MARK_PROPERTY, dataset.code)
        styles = Styles(book)
        guidance = book.add_worksheet(HELP_SHEET)
        data = book.add_worksheet(DATA_SHEET)
        ranges = _write_lists(book.add_worksheet(LISTS_SHEET), columns, lists, styles)
        rows = [(c, hint(c, catalogue), _example_text(c, dataset, lists)) for c in columns]
        write_guidance(guidance, styles, catalogue, areas, dataset, programmes, rows)
        _write_data(data, styles, columns, ranges, catalogue)
        _write_example(data, styles, columns, catalogue, areas, dataset, lists)
        _set_print(data, dataset, programmes, len(columns))


def hint(column: Column, catalogue: Catalogue) -> str:
    """Say in a sentence or two what goes into a column."""
    parts = [column.description.rstrip(". ") + "." if column.description else "", _KIND_HINTS[column.kind]]
    if column.unit:
        parts.append(f"Unità: {catalogue.label('unita', column.unit)}.")
    if column.minimum is not None and column.maximum is not None:
        parts.append(f"Da {column.minimum:g} a {column.maximum:g}.")
    if column.kind == "text" and column.role == "attribute":
        parts.append(f"Al più {column.max_length} caratteri.")
    return " ".join(part for part in parts if part)


def _write_lists(
    sheet: Any, columns: tuple[Column, ...], lists: dict[str, dict[str, str]], styles: Styles
) -> dict[str, str]:
    """Write the lists side by side, equal ones once; return the range of each column's list."""
    ranges: dict[str, str] = {}
    known: dict[tuple[str, ...], str] = {}
    for column in columns:
        values = tuple(lists[column.code].values())
        if not values:
            continue
        if values not in known:
            position = len(known)
            sheet.write_string(0, position, column.label, styles.heading)
            for row, value in enumerate(values, start=1):
                sheet.write_string(row, position, value, styles.text)
            known[values] = f"={LISTS_SHEET}!{xl_range_abs(1, position, len(values), position)}"
        ranges[column.code] = known[values]
    sheet.hide()
    return ranges


def _write_data(
    sheet: Any, styles: Styles, columns: tuple[Column, ...], ranges: dict[str, str], catalogue: Catalogue
) -> None:
    sheet.set_row(0, 42)
    sheet.freeze_panes(1, 0)
    for position, column in enumerate(columns):
        heading = f"{column.label} *" if column.required else column.label
        sheet.set_column(position, position, _width(column), styles.of(column))
        style = styles.required if column.required else styles.heading
        sheet.write_string(0, position, heading, style)
        note = f"{column.code}\n{hint(column, catalogue)}"
        if column.required:
            note += "\nObbligatoria."
        sheet.write_comment(0, position, note, {"x_scale": 2, "y_scale": 1.2})
        validation = _validation(column, ranges.get(column.code))
        if validation:
            sheet.data_validation(1, position, ROWS_WITH_LISTS, position, validation)
    sheet.autofilter(0, 0, ROWS_WITH_LISTS, len(columns) - 1)


def _validation(column: Column, source: str | None) -> dict[str, Any]:
    """Return what the spreadsheet itself checks while typing; the program checks again."""
    common = {
        "error_title": "Valore non ammesso",
        "error_message": _KIND_HINTS[column.kind][:255],
        "ignore_blank": True,
    }
    if source:
        return {**common, "validate": "list", "source": source}
    if column.kind == "date":
        first, last = date(1900, 3, 1), date(2100, 12, 31)
        return {**common, "validate": "date", "criteria": "between", "minimum": first, "maximum": last}
    if column.role == "measure" or column.kind in ("year", "integer"):
        kind = "integer" if column.kind in _WHOLE else "decimal"
        least, most = (1900, 2100) if column.kind == "year" else (column.minimum, column.maximum)
        low, high = -1e12 if least is None else least, 1e12 if most is None else most
        return {**common, "validate": kind, "criteria": "between", "minimum": low, "maximum": high}
    if column.kind == "text":
        most_characters = {"validate": "length", "criteria": "<=", "value": column.max_length}
        return {**common, **most_characters, "error_message": f"Al più {column.max_length} caratteri."}
    return {}


def _write_example(
    sheet: Any,
    styles: Styles,
    columns: tuple[Column, ...],
    catalogue: Catalogue,
    areas: AreaIndex,
    dataset: Dataset,
    lists: dict[str, dict[str, str]],
) -> None:
    if not dataset.example:
        return
    for position, column in enumerate(columns):
        style = styles.example(column)
        text = dataset.example.get(column.code, "")
        value = parser_for(column, catalogue.codelists, areas, serial_dates=True)(text) if text else ""
        if not text:
            sheet.write_blank(1, position, None, style)
        elif isinstance(value, Issue):  # an example that the check refuses: shown as it was written
            sheet.write_string(1, position, text, style)
        elif column.kind == "date":
            sheet.write_datetime(1, position, datetime.fromisoformat(str(value)), style)
        elif column.role == "measure" or column.kind in ("year", "integer"):
            sheet.write_number(1, position, float(value), style)
        else:
            sheet.write_string(1, position, lists[column.code].get(str(value), str(value)), style)
    mark = f"{EXAMPLE_MARK}: sovrascrivere o cancellare questa riga; se resta com'è non viene caricata."
    sheet.write_string(1, len(columns), mark, styles.mark)


def _example_text(column: Column, dataset: Dataset, lists: dict[str, dict[str, str]]) -> str:
    text = dataset.example.get(column.code, "")
    return lists[column.code].get(text, text)


def _set_print(sheet: Any, dataset: Dataset, programmes: str, width: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, ROWS_WITH_LISTS, width - 1)
    left = programmes.replace("&", "&&")[:90]
    right = dataset.label.replace("&", "&&")[:90]
    sheet.set_header(f"&L&9{left}&R&9{right}")
    sheet.set_footer("&L&9&D&R&9Pagina &P di &N")


def _width(column: Column) -> int:
    by_kind = {"area": 34, "code": 26, "date": 14, "year": 10, "integer": 10, "url": 36}
    usual = by_kind.get(column.kind, 14 if column.role == "measure" else 32)
    return max(usual, min(len(column.label) + 4, 30))
