"""The first sheet of a template: what it is, how it is filled in, what goes into each column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.data.definitions import Catalogue, Dataset
from dashboard.intake.areas import AreaIndex
from dashboard.intake.columns import Column
from dashboard.intake.labels import level_names
from dashboard.intake.styles import Styles
from dashboard.intake.xlsx_reading import DATA_SHEET

_STEPS = (
    f"Compilare il foglio «{DATA_SHEET}»: una riga per ogni combinazione, dalla riga 2 in giù.",
    "Le colonne con l'asterisco e l'intestazione blu sono obbligatorie.",
    "Dove c'è un elenco a discesa, scegliere da lì; i codici si possono anche incollare, come testo.",
    "Un dato che non c'è si lascia vuoto: lo zero si scrive solo quando il valore è davvero zero.",
    "La riga gialla è un esempio: va sovrascritta o cancellata; se resta com'è non viene caricata.",
    "Scrivere valori, non formule; non cambiare le intestazioni e non aggiungere colonne.",
    "Salvare in formato .xlsx e consegnare il file: il programma dice riga per riga che cosa correggere.",
)


def write_guidance(
    sheet: Any,
    styles: Styles,
    catalogue: Catalogue,
    areas: AreaIndex,
    dataset: Dataset,
    programmes: str,
    rows: Sequence[tuple[Column, str, str]],
) -> None:
    """Fill the sheet of instructions.

    Args:
        sheet: a worksheet of XlsxWriter, empty.
        styles: the formats of its workbook.
        catalogue: the definitions.
        areas: the territories, for the names of their levels.
        dataset: what the template is for.
        programmes: names of its programmes.
        rows: each column with what to write in it and an example.
    """
    sheet.hide_gridlines(2)
    for position, width in enumerate((30, 14, 62, 44, 28)):
        sheet.set_column(position, position, width)
    sheet.write_string(0, 0, programmes, styles.programme)
    sheet.write_string(1, 0, dataset.label, styles.title)
    sheet.set_row(1, 28)
    facts = (
        ("Che cosa contiene", dataset.description),
        ("Chi compila", dataset.filled_by),
        ("Ogni quanto", dataset.frequency),
        ("Fonte", dataset.source),
        ("Riservatezza", _confidentiality(dataset)),
        ("Codice del dataset", dataset.code),
    )
    row = 3
    for label, text in facts:
        sheet.write_string(row, 0, label, styles.label)
        sheet.merge_range(row, 1, row, 4, text, styles.wrapped)
        sheet.set_row(row, 15 * (1 + len(text) // 130))
        row += 1
    row = _section(sheet, styles, row + 1, "Come si compila")
    for number, step in enumerate(_STEPS, start=1):
        sheet.merge_range(row, 0, row, 4, f"{number}. {step}", styles.wrapped)
        row += 1
    row = _section(sheet, styles, row + 1, "Le colonne")
    headings = ("Colonna", "Obbligatoria", "Che cosa scrivere", "Valori ammessi", "Esempio")
    for position, heading in enumerate(headings):
        sheet.write_string(row, position, heading, styles.required)
    for column, hint, example in rows:
        row += 1
        required = "sì" if column.required else "no"
        texts = (column.label, required, hint, _allowed(column, catalogue, areas), example)
        for position, text in enumerate(texts):
            sheet.write_string(row, position, text, styles.cell if position else styles.cell_bold)
        sheet.set_row(row, 15 * max(1 + len(texts[2]) // 58, 1 + len(texts[3]) // 40))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _section(sheet: Any, styles: Styles, row: int, title: str) -> int:
    for position in range(5):
        sheet.write_blank(row, position, None, styles.section)
    sheet.write_string(row, 0, title, styles.section)
    return row + 1


def _confidentiality(dataset: Dataset) -> str:
    if dataset.confidential:
        return "Dati riservati: non si pubblicano senza protezione. Non scrivere mai nomi di persone."
    return "Dati pubblicabili. Non scrivere nomi di persone seguite."


def _allowed(column: Column, catalogue: Catalogue, areas: AreaIndex) -> str:
    if column.kind == "code":
        codes = catalogue.codelists[str(column.codelist)].codes
        shown = "; ".join(c.label for c in codes[:10])
        return shown + (f"; … ({len(codes)} in tutto)" if len(codes) > 10 else "")
    if column.kind == "area" and column.levels:
        return "Territori di livello: " + level_names(areas, column.levels)
    return ""
