from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from dashboard.data.definitions import Catalogue
from dashboard.data.territories.model import Territories
from dashboard.intake.columns import columns_of
from dashboard.intake.templates import write_template


@pytest.fixture
def rows(
    catalogue: Catalogue, areas: Territories, tmp_path: Path, request: pytest.FixtureRequest
) -> list[list[str]]:
    """The sheet of instructions of a dataset, row by row, without its blank cells."""
    write_template(catalogue, areas, catalogue.datasets[request.param], tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    found = [
        [str(c) for c in cells if c is not None] for cells in book["Istruzioni"].iter_rows(values_only=True)
    ]
    return [cells for cells in found if cells]


PEOPLE = pytest.mark.parametrize("rows", ["viandanti_stati"], indirect=True)


@PEOPLE
def test_it_says_first_what_the_template_is_for_and_whether_it_is_confidential(rows: list[list[str]]) -> None:
    assert rows[:2] == [["Lanterne"], ["Viandanti per stato raggiunto"]]
    facts = {cells[0]: cells[1] for cells in rows if len(cells) == 2}
    assert facts["Codice del dataset"] == "viandanti_stati"
    assert facts["Riservatezza"].startswith("Dati riservati")


@pytest.mark.parametrize("rows", ["risorse"], indirect=True)
def test_what_is_not_confidential_is_not_said_to_be(rows: list[list[str]]) -> None:
    assert ["Riservatezza", "Dati pubblicabili. Non scrivere nomi di persone seguite."] in rows


@PEOPLE
def test_every_column_is_explained_with_whether_it_is_required(
    rows: list[list[str]], catalogue: Catalogue
) -> None:
    columns = columns_of(catalogue, catalogue.datasets["viandanti_stati"])
    told = {cells[0]: cells[1:] for cells in rows}

    assert [column.label for column in columns if column.label not in told] == []
    assert all(told[c.label][0] == ("sì" if c.required else "no") for c in columns)
    assert any("Femmine; Maschi" in text for text in told["Genere"])


@PEOPLE
def test_the_steps_are_numbered(rows: list[list[str]]) -> None:
    steps = [cells[0] for cells in rows if cells[0][:1].isdigit()]

    assert [step.split(".")[0] for step in steps] == [str(n) for n in range(1, len(steps) + 1)]
    assert len(steps) > 3
