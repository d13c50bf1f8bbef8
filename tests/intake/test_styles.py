from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
import xlsxwriter

from dashboard.data.definitions import Catalogue
from dashboard.intake.columns import Column, columns_of
from dashboard.intake.styles import Styles


@pytest.fixture
def styles() -> Iterator[Styles]:
    with xlsxwriter.Workbook(BytesIO()) as book:
        yield Styles(book)


@pytest.fixture
def columns(catalogue: Catalogue) -> dict[str, Column]:
    found = [
        c
        for d in ("botteghe", "viandanti_stati", "risorse")
        for c in columns_of(catalogue, catalogue.datasets[d])
    ]
    return {column.code: column for column in found}


@pytest.mark.parametrize(
    ("column", "look"),
    [
        ("ref_area", "@"),
        ("genere", "@"),
        ("nota", "@"),
        ("reference_date", "dd/mm/yyyy"),
        ("anno_apertura", "0"),
        ("viandanti", "#,##0"),
        ("stanziato", "#,##0.00"),
    ],
)
def test_codes_and_texts_are_text_so_that_zeros_stay_and_numbers_have_their_own_format(
    column: str, look: str, styles: Styles, columns: dict[str, Column]
) -> None:
    assert styles.of(columns[column]).num_format == look
    assert styles.example(columns[column]).num_format == look


def test_every_column_of_a_template_has_a_format_and_columns_of_a_kind_share_it(
    styles: Styles, columns: dict[str, Column]
) -> None:
    made = {id(styles.of(column)) for column in columns.values()}

    assert len(made) < len(columns)
    assert styles.of(columns["nota"]) is styles.of(columns["genere"])


def test_the_example_is_told_apart_from_what_is_filled_in(styles: Styles, columns: dict[str, Column]) -> None:
    assert styles.example(columns["nota"]).italic
    assert not styles.of(columns["nota"]).italic
