from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.data.definitions import Catalogue
from dashboard.data.territories.model import Territories
from dashboard.intake.columns import Column, columns_of
from dashboard.intake.problems import Issue
from dashboard.intake.tables import CellValue
from dashboard.intake.values import Parser, parse_number, parser_for

CELLS = st.one_of(
    st.text(max_size=40),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.from_regex(r"[0-9.,/\-+eE €%= ]{1,15}", fullmatch=True),
)


@pytest.fixture
def parser(catalogue: Catalogue, areas: Territories) -> Callable[..., Parser]:
    def make(column: str, dataset: str = "viandanti_stati", serial_dates: bool = True) -> Parser:
        found = {c.code: c for c in columns_of(catalogue, catalogue.datasets[dataset])}[column]
        return parser_for(found, catalogue.codelists, areas, serial_dates=serial_dates)

    return make


def remedy(found: object) -> str:
    assert isinstance(found, Issue), found
    return found.remedy


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("1234,5", 1234.5),
        ("1234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1234567),
        ("1,234,567.25", 1234567.25),
        ("12 345,6", 12345.6),
        ("12\u00a0345", 12345),
        ("1'234'567,5", 1234567.5),
        ("-3,25", -3.25),
        ("+4", 4),
        ("0,125", 0.125),
        ("0.125", 0.125),
        ("1,125", 1.125),
        ("€ 12,50", 12.5),
        ("45,5%", 45.5),
        (".5", 0.5),
        ("12,", 12),
        (3, 3),
        (2.5, 2.5),
    ],
)
def test_a_number_is_read_as_people_and_programs_write_it(text: CellValue, number: float) -> None:
    assert parse_number(text, whole=False) == number


@pytest.mark.parametrize("text", ["1.234", "12.345", "-123.456"])
def test_a_point_before_three_digits_is_reported_as_ambiguous_with_both_readings(text: str) -> None:
    found = parse_number(text, whole=False)
    assert text.replace(".", "") in remedy(found)
    assert text.replace(".", ",") in remedy(found)


@pytest.mark.parametrize(
    ("text", "number"), [("1.234", 1234), ("1,234", 1234), ("1.234.567", 1234567), ("5,0", 5)]
)
def test_in_a_column_of_whole_numbers_groups_of_three_are_thousands(text: str, number: int) -> None:
    assert parse_number(text, whole=True) == number


@pytest.mark.parametrize(
    "text",
    ["n.d.", "dieci", "1.23.4", "1,23,4", "1.2345,6", "1.234,5.6", "12,3.4", "--3", "1 2", "nan", "inf",
     "9" * 40,
     float("nan"), float("inf"), 1e18, "1E+05", ",", "."],
)  # fmt: skip
def test_what_is_no_number_is_told_with_what_to_do(text: CellValue) -> None:
    assert remedy(parse_number(text, whole=False))


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from([",", "."]), st.booleans())
def test_any_amount_written_by_an_italian_or_a_program_reads_back(
    amount: object, decimal: str, grouped: bool
) -> None:
    group = "." if decimal == "," else ","
    text = f"{amount:,.2f}" if grouped else f"{amount:.2f}"
    text = text.translate({ord(","): group, ord("."): decimal})
    assert parse_number(text, whole=False) == float(str(amount))


@given(st.integers(0, 10**12), st.sampled_from([".", ",", " ", "\u00a0", ""]))
def test_any_count_reads_back_with_any_thousands_separator(count: int, separator: str) -> None:
    assert parse_number(f"{count:,}".replace(",", separator), whole=True) == count


@given(CELLS, st.sampled_from(["ref_area", "reference_date", "stato", "viandanti", "nota"]))
def test_no_cell_makes_a_parser_fail(cell: CellValue, column: str) -> None:
    from dashboard.data.definitions import load_catalogue
    from tests.intake.helpers import EREWHON

    if not _READY:
        catalogue = load_catalogue(EREWHON / "definitions")
        areas = Territories.load(EREWHON / "territories")
        for item in columns_of(catalogue, catalogue.datasets["viandanti_stati"]):
            _READY[item.code] = parser_for(item, catalogue.codelists, areas, serial_dates=True)
    assert isinstance(_READY[column](cell), Issue | str | int | float)


_READY: dict[str, Parser] = {}


# ---- dates ----


@pytest.mark.parametrize(
    "cell",
    ["31/12/1972", "31.12.1972", "31-12-1972", "1972-12-31", "1972/12/31", "1972-12-31T00:00:00",
     " 31/12/1972 ",
     date(1972, 12, 31), datetime(1972, 12, 31), 26664, 26664.0, "26664"],
)  # fmt: skip
def test_a_date_is_read_however_it_is_written(parser: Callable[..., Parser], cell: CellValue) -> None:
    assert parser("reference_date")(cell) == "1972-12-31"


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("12/31/1972", "mese/giorno"),
        ("31/02/1972", "Correggerla"),
        ("31/12/72", "per intero"),
        ("31 dicembre 1972", "giorno/mese/anno"),
        ("0072-12-31", "anno"),
        (datetime(1972, 12, 31, 14, 30), "giorno/mese/anno"),
        (123, "giorno/mese/anno"),
    ],
)
def test_what_is_no_date_is_told_with_what_to_do(
    parser: Callable[..., Parser], cell: CellValue, hint: str
) -> None:
    assert hint in remedy(parser("reference_date")(cell))


def test_a_serial_number_is_no_date_in_a_workbook_that_counts_days_from_1904(
    parser: Callable[..., Parser],
) -> None:
    assert remedy(parser("reference_date", serial_dates=False)(26664))


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y"]))
def test_any_date_reads_back_in_any_of_its_spellings(day: date, form: str) -> None:
    from dashboard.intake.values import _date_parser

    assert _date_parser(True)(day.strftime(form)) == day.isoformat()


# ---- codes and territories ----


@pytest.mark.parametrize(
    "cell", ["con_lanterna", "Con lanterna", "CON  LANTERNA", "con lànterna", "con_lanterna – Con"]
)
def test_a_code_is_found_by_code_or_label_whatever_case_and_accents(
    parser: Callable[..., Parser], cell: str
) -> None:
    assert parser("stato")(cell) == "con_lanterna"


def test_a_code_written_as_a_number_by_the_spreadsheet_is_found(parser: Callable[..., Parser]) -> None:
    assert parser("annata", "adesioni")(1971) == "1971"
    assert parser("annata", "adesioni")(1971.0) == "1971"


def test_a_wrong_code_comes_with_the_nearest_one(parser: Callable[..., Parser]) -> None:
    assert "«avvistato»" in remedy(parser("stato")("avvistati"))
    assert "elenco" in remedy(parser("stato")("zzz"))
    assert remedy(parser("stato")(datetime(2020, 1, 1)))


@pytest.mark.parametrize("cell", ["D0101", "d0101", "D0101 – Selvabianca", "TE01001"])
def test_a_territory_is_found_by_its_code(parser: Callable[..., Parser], cell: str) -> None:
    found = parser("ref_area")(cell)
    assert found == "D0101" or cell == "TE01001"


def test_a_territory_that_lost_its_leading_zeros_is_suggested(parser: Callable[..., Parser]) -> None:
    assert "«001001» (Primalba)" in remedy(parser("ref_area", "botteghe")("1001"))
    assert "«001001»" in remedy(parser("ref_area", "botteghe")(1001))


def test_a_territory_of_another_level_is_told_as_such(parser: Callable[..., Parser]) -> None:
    found = parser("ref_area")("01")
    assert (
        isinstance(found, Issue)
        and "livello Contea (" in found.found
        and found.expected.endswith("livello Distretto")
    )


def test_a_territory_is_never_taken_by_name_but_its_code_is_suggested(parser: Callable[..., Parser]) -> None:
    assert "«D0101»" in remedy(parser("ref_area")("Selvabianca"))
    assert "elenco" in remedy(parser("ref_area")("Atlantide"))


def test_a_code_list_whose_code_lost_its_zero_says_so() -> None:
    from dashboard.data.definitions import Code, CodeList
    from dashboard.intake.values import _code_parser

    codelist = CodeList(
        code="x", label="X", codes=(Code(code="01", label="Uno"), Code(code="02", label="Due"))
    )
    assert "«02»" in remedy(_code_parser(codelist)(2))


# ---- the rest ----


def test_whole_numbers_years_and_bounds_are_checked(parser: Callable[..., Parser]) -> None:
    assert parser("anno_apertura", "botteghe")(1970.0) == "1970"
    assert remedy(parser("anno_apertura", "botteghe")("70"))
    assert remedy(parser("anno_apertura", "botteghe")(2500))
    assert parser("piano", "botteghe")("-1") == "-1"
    assert remedy(parser("piano", "botteghe")("primo"))
    assert remedy(parser("viandanti")(-1))
    assert remedy(parser("viandanti")(100001))
    assert "decimali" in remedy(parser("viandanti")("1,5"))
    assert remedy(parser("viandanti")("tanti"))


def test_a_text_has_a_length_and_a_key_has_no_double_spaces(parser: Callable[..., Parser]) -> None:
    assert "Accorciarlo" in remedy(parser("insegna", "botteghe")("x" * 61))
    assert parser("bottega", "botteghe")("  Al   lume ") == "Al lume"
    assert parser("nota")("prima\r\nseconda ") == "prima\nseconda"
    assert parser("nota")(12.0) == "12"


@pytest.mark.parametrize(
    "text", ["erewhon.example", "ftp://x.example", "https://", "https://a b.example", "http://[x"]
)
def test_an_address_must_be_whole(parser: Callable[..., Parser], text: str) -> None:
    assert remedy(parser("sito", "botteghe")(text))
    assert parser("sito", "botteghe")("https://erewhon.example/a") == "https://erewhon.example/a"


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-nota", "@SUM(A1)", " =A1", "\t=A1"])
@pytest.mark.parametrize("column", ["ref_area", "viandanti", "nota", "reference_date"])
def test_a_cell_that_a_spreadsheet_would_run_is_reported_in_any_column(
    parser: Callable[..., Parser], text: str, column: str
) -> None:
    found = parser(column)(text)
    assert isinstance(found, Issue) and "formula" in found.found


@pytest.mark.parametrize("text", ["#N/D", "#REF!", "#RIF!", "#DIV/0!"])
def test_an_error_of_the_spreadsheet_is_no_value(parser: Callable[..., Parser], text: str) -> None:
    found = parser("nota")(text)
    assert isinstance(found, Issue) and "errore" in found.found


@pytest.mark.parametrize("text", ["a\x00b", "a\x07b", "perch\ufffd"])
def test_characters_that_cannot_be_read_are_reported(parser: Callable[..., Parser], text: str) -> None:
    found = parser("nota")(text)
    assert isinstance(found, Issue) and "non leggibili" in found.found


def test_times_and_durations_of_a_spreadsheet_do_not_pass_as_numbers() -> None:
    assert remedy(parse_number(str(time(10, 30)), whole=False))
    assert remedy(parse_number(str(timedelta(hours=5)), whole=False))


def test_a_column_without_list_of_levels_takes_any_territory(areas: Territories) -> None:
    column = Column("ref_area", "Territorio", "area", "dimension", True)
    assert parser_for(column, {}, areas, serial_dates=True)("ERE") == "ERE"
