from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dashboard.data.definitions.models import Catalogue
from dashboard.demonstration.book import Book
from dashboard.demonstration.facts import Facts


def row(area: str = "09", year: int = 2022) -> dict[str, Any]:
    return {"ref_area": area, "anno": year, "assistenti_sociali": 12.5}


def test_a_row_becomes_texts_marked_as_demonstration(catalogue: Catalogue, tmp_path: Path) -> None:
    book = Book(catalogue, Facts({}), 5)
    assert book.add("social_workers", {**row(), "nota": None})
    (path,) = book.write(tmp_path)
    header, line = path.read_text(encoding="utf-8").splitlines()
    assert header == "ref_area,anno,assistenti_sociali,origine,fonte,nota"
    assert line == "09,2022,12.50,dimostrativo,Dati dimostrativi generati dal programma (seme 5),"


def test_whole_amounts_have_no_decimals(catalogue: Catalogue) -> None:
    book = Book(catalogue, Facts({}), 5)
    book.add("social_workers", row() | {"assistenti_sociali": 1234.0})
    assert book.rows("social_workers")[0]["assistenti_sociali"] == "1234"


def test_a_published_row_is_left_out_and_counted(catalogue: Catalogue) -> None:
    book = Book(catalogue, Facts({"social_workers": ({"ref_area": "09", "anno": "2022"},)}), 5)
    assert not book.add("social_workers", row())
    assert book.add("social_workers", row("08"))
    assert book.skipped == 1
    assert [one["ref_area"] for one in book.rows("social_workers")] == ["08"]


def test_an_unknown_column_and_a_repeated_key_are_errors(catalogue: Catalogue) -> None:
    book = Book(catalogue, Facts({}), 5)
    with pytest.raises(KeyError, match="colore"):
        book.add("social_workers", row() | {"colore": "blu"})
    book.extend("social_workers", [row()])
    with pytest.raises(ValueError, match="twice"):
        book.add("social_workers", row())
