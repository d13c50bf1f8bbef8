from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from dashboard.data.definitions import Catalogue, load_catalogue
from dashboard.data.territories.model import Territories
from dashboard.intake import Intake
from dashboard.intake.columns import columns_of
from dashboard.intake.lists import entries
from dashboard.intake.templates import write_template, write_templates
from dashboard.settings import Settings
from tests.intake.helpers import LABELS, check, csv_text, row


@pytest.fixture
def template(catalogue: Catalogue, areas: Territories, tmp_path: Path) -> Path:
    path = tmp_path / "modello.xlsx"  # the name says nothing: the mark inside does
    write_template(catalogue, areas, catalogue.datasets["viandanti_stati"], path)
    return path


def fill(path: Path, rows: list[tuple[object, ...]], *, first: int = 3) -> None:
    book = openpyxl.load_workbook(path)
    for number, cells in enumerate(rows, start=first):
        for position, cell in enumerate(cells, start=1):
            book["Dati"].cell(number, position, cell)
    book.save(path)


def with_source(cells: tuple[object, ...]) -> tuple[object, ...]:
    return (*cells[:7], "", cells[7])  # the template has the source before the note


def test_one_workbook_a_dataset_is_written_with_progress(
    catalogue: Catalogue, areas: Territories, tmp_path: Path
) -> None:
    seen: list[tuple[int, int, str]] = []
    found = write_templates(catalogue, areas, tmp_path / "a" / "b", progress=lambda *s: seen.append(s))
    assert [p.name for p in found] == [f"{code}.xlsx" for code in catalogue.datasets]
    assert seen[-1][:2] == (len(found), len(found))
    with pytest.raises(KeyError):
        write_templates(catalogue, areas, tmp_path, ["boh"])
    assert [p.stem for p in write_templates(catalogue, areas, tmp_path, ["risorse"])] == ["risorse"]


def test_a_template_has_instructions_frozen_headings_notes_and_hidden_lists(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    assert book.sheetnames == ["Istruzioni", "Dati", "Elenchi"]
    assert book["Elenchi"].sheet_state == "hidden"
    data = book["Dati"]
    assert data.freeze_panes == "A2" and data.print_title_rows == "$1:$1"
    assert [data.cell(1, n).value for n in range(1, 4)] == [f"{label} *" for label in LABELS[:3]]
    assert "ref_area" in data["A1"].comment.text and "Obbligatoria" in data["A1"].comment.text
    assert data.column_dimensions["A"].width > 20


def test_every_column_with_a_closed_list_has_a_drop_down_of_what_the_check_accepts(
    template: Path, catalogue: Catalogue, areas: Territories
) -> None:
    book = openpyxl.load_workbook(template)
    found = {str(v.sqref).split(":")[0]: v for v in book["Dati"].data_validations.dataValidation}
    kinds = {cell: v.type for cell, v in found.items()}
    assert kinds["A2"] == kinds["C2"] == kinds["D2"] == "list"
    assert (kinds["B2"], kinds["F2"], kinds["I2"]) == ("date", "whole", "textLength")
    sheet, cells = found["A2"].formula1.split("!")
    offered = [c.value for (c,) in book[sheet][cells.replace("$", "")]]
    assert offered[0] == "D0101 – Selvabianca" and len(offered) == 8
    columns = columns_of(catalogue, catalogue.datasets["viandanti_stati"])
    assert offered == list(entries(columns[0], catalogue, areas).values())


def test_a_template_filled_from_its_lists_is_accepted_as_it_is_and_the_example_is_left_out(
    intake: Intake, template: Path
) -> None:
    cells = row(
        ref_area="D0101 – Selvabianca",
        stato="Con lanterna",
        genere="Femmine",
        fascia="Adulti",
        origine="Rilevato",
    )
    fill(template, [with_source(cells), with_source(row(genere="m"))])
    report = check(intake, template)
    assert report.valid, report.problems
    assert (report.rows, report.skipped_example, report.dataset) == (2, True, "viandanti_stati")


def test_a_template_nobody_filled_in_has_no_rows(intake: Intake, template: Path) -> None:
    report = check(intake, template)
    assert report.skipped_example and report.rows == 0 and not report.valid


def test_an_example_row_that_was_written_over_is_data(intake: Intake, template: Path) -> None:
    fill(template, [with_source(row())], first=2)
    report = check(intake, template)
    assert report.valid and report.rows == 1 and not report.skipped_example


def test_the_example_is_left_out_of_a_template_saved_as_csv_too(
    intake: Intake, template: Path, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(template)
    path = tmp_path / "viandanti_stati.csv"
    with path.open("w", newline="", encoding="cp1252", errors="replace") as stream:
        writer = csv.writer(stream, delimiter=";")
        for cells in book["Dati"].iter_rows(max_row=2, values_only=True):
            writer.writerow([f"{c:%d/%m/%Y}" if hasattr(c, "strftime") else c for c in cells])
        writer.writerow(with_source(row()))
    text = path.read_bytes().decode("cp1252").replace("? ESEMPIO", "← ESEMPIO")
    path.write_text(text, encoding="utf-8")
    report = check(intake, path)
    assert report.valid and (report.rows, report.skipped_example) == (1, True)


def test_the_mark_in_a_template_does_not_give_way_to_another_name(intake: Intake, template: Path) -> None:
    fill(template, [with_source(row())])
    assert "modello del dataset" in check(intake, template, dataset="risorse").problems[0].found


def test_a_dataset_without_example_has_an_empty_second_row(
    catalogue: Catalogue, areas: Territories, tmp_path: Path
) -> None:
    dataset = catalogue.datasets["risorse"].model_copy(update={"example": {}})
    write_template(catalogue, areas, dataset, tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert all(c.value is None for c in book["Dati"][2])


def test_an_example_that_the_check_refuses_is_shown_as_it_was_written(
    catalogue: Catalogue, areas: Territories, tmp_path: Path
) -> None:
    dataset = catalogue.datasets["risorse"].model_copy(update={"example": {"ref_area": "Atlantide"}})
    write_template(catalogue, areas, dataset, tmp_path / "x.xlsx")
    assert openpyxl.load_workbook(tmp_path / "x.xlsx")["Dati"]["B2"].value == "Atlantide"


def test_every_dataset_of_the_shipped_catalogue_has_an_example_that_passes(tmp_path: Path) -> None:
    settings = Settings({})
    shipped = load_catalogue(settings.definitions_dir)
    intake = Intake(shipped, Territories.load(settings.territories_dir))
    wrong = []
    for code, dataset in shipped.datasets.items():
        path = tmp_path / f"{code}.csv"
        path.write_text(csv_text([list(dataset.example.values())], list(dataset.example)), encoding="utf-8")
        wrong += [str(problem) for problem in check(intake, path).problems]
    assert wrong == []
