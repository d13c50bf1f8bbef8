import csv
import io
from typing import Any

import openpyxl
import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.components import tables, wording
from dashboard.components.figures import Unit
from dashboard.data.cells import Cell, Status
from dashboard.handouts import workbook

STRIP = [("Rilascio", "1 del 01/02/1973"), ("Stato", "provvisorio")]


def a_unit(*cells: Cell, **changes: Any) -> Unit:
    items = [(f"{i:02}", f"Contea {i}", cell) for i, cell in enumerate(cells)]
    data = tables.rows(items, heading="contea", measure="Viandanti", unit="viandanti")
    told: dict[str, Any] = {
        "key": "viandanti",
        "title": "10 viandanti in 2 contee",
        "caption": "Viandanti · al 31 dicembre 1972",
        "alt": "",
        "picture": None,
        "data": data,
        "reading": [("Fonte", "Registro dei lampionai"), ("Limiti", "")],
        "demonstration": any(cell.demonstration for cell in cells),
        "attribution": "Confini inventati",
    }
    return Unit(**(told | changes))


def files(unit: Unit) -> dict[str, bytes]:
    return {one.file_name: one.make() for one in workbook.downloads(unit, strip=STRIP)}


def csv_parts(content: bytes) -> tuple[list[str], list[dict[str, str]]]:
    """The comment lines and the rows of a CSV, as somebody who knows only the format reads them."""
    text = content.decode("utf-8-sig")
    lines = text.split("\n")
    comments = [line for line in lines if line.startswith("# ")]
    rows = csv.DictReader(io.StringIO("\n".join(lines[len(comments) :])), delimiter=";")
    return comments, list(rows)


def xlsx_rows(content: bytes, sheet: str) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = list(book[sheet].iter_rows(values_only=True))
    book.close()
    return rows


CELLS = st.one_of(
    st.builds(
        lambda value, demo: Cell(value, Status.VALID, demo),
        st.floats(min_value=0.001, max_value=1e9),
        st.booleans(),
    ),
    st.sampled_from([Cell(None, Status.SUPPRESSED), Cell(None, Status.NOT_COLLECTED), Cell(0, Status.ZERO)]),
)


@settings(max_examples=20)
@given(st.lists(CELLS, min_size=1, max_size=6))
def test_every_file_of_demonstration_data_says_so_in_name_first_line_and_rows_and_no_other_does(
    cells: list[Cell],
) -> None:
    unit = a_unit(*cells)
    mark = wording.DEMONSTRATION.upper()
    made = files(unit)
    plain = made[next(name for name in made if name.endswith(".csv"))]
    book = made[next(name for name in made if name.endswith(".xlsx"))]
    comments, rows = csv_parts(plain)
    data, about = xlsx_rows(book, "Dati"), xlsx_rows(book, "Informazioni")

    demo = [cell.demonstration for cell in cells]
    assert all(("dati-dimostrativi" in name) == any(demo) for name in made)
    assert (mark in comments[0]) == (mark in about[0][0]) == any(demo)
    assert [row["origine"] == mark for row in rows] == demo
    origin = data[0].index("origine")
    assert [row[origin] == mark for row in data[1:]] == demo
    if not any(demo):
        assert mark.encode() not in plain


@given(st.lists(CELLS, min_size=1, max_size=6))
def test_a_csv_has_the_numbers_of_the_screen_with_a_decimal_comma(cells: list[Cell]) -> None:
    _, rows = csv_parts(_csv(a_unit(*cells)))

    found = [float(row["valore"].replace(",", ".")) if row["valore"] else None for row in rows]
    assert found == [None if cell.value is None else pytest.approx(cell.value) for cell in cells]
    assert not any("." in row["valore"] for row in rows)


def _csv(unit: Unit) -> bytes:
    return workbook.downloads(unit, strip=STRIP)[0].make()


@settings(max_examples=20)
@given(st.lists(CELLS, min_size=1, max_size=6))
def test_a_workbook_opened_again_is_the_table(cells: list[Cell]) -> None:
    unit = a_unit(*cells)
    assert unit.data is not None

    content = workbook.to_xlsx(unit.data, [])

    heads, *rows = xlsx_rows(content, "Dati")
    found = pd.DataFrame(rows, columns=list(heads))
    assert list(heads) == list(unit.data.columns)
    for name in heads:
        if name == "valore":
            wanted = [None if pd.isna(v) else pytest.approx(v) for v in unit.data[name]]
            assert [None if pd.isna(v) else v for v in found[name]] == wanted
        else:
            assert found[name].fillna("").tolist() == unit.data[name].tolist()


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")']


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_a_spreadsheet_would_run_is_kept_from_it(text: str) -> None:
    data = pd.DataFrame({"contea": [text], "valore": [-1.5]})

    plain = workbook.to_csv(data, []).decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(plain, newline=""), delimiter=";"))
    assert row["contea"].startswith("'")
    assert row["contea"][1:] == text.replace("\r", "\n")
    assert row["valore"] == "-1,5"  # a number below zero is a number
    book = openpyxl.load_workbook(io.BytesIO(workbook.to_xlsx(data, [])))
    assert book["Dati"]["A2"].data_type == "s"
    book.close()


@pytest.mark.parametrize("text", FORMULAS)
def test_a_heading_or_a_header_line_is_no_formula_either(text: str) -> None:
    data = pd.DataFrame({text: ["a"]})

    plain = workbook.to_csv(data, [f"{text}\n=2+2;=3+3"]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(plain, newline=""), delimiter=";"))
    assert len(rows) == 3
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    book = openpyxl.load_workbook(io.BytesIO(workbook.to_xlsx(data, [text])))
    assert {book["Dati"]["A1"].data_type, book["Informazioni"]["A1"].data_type} == {"s"}
    book.close()


def test_every_file_says_what_it_is_before_its_rows() -> None:
    unit = a_unit(Cell(7, Status.VALID))
    comments, _ = csv_parts(_csv(unit))

    assert comments == [
        "# 10 viandanti in 2 contee",
        "# Viandanti · al 31 dicembre 1972",
        "# Rilascio: 1 del 01/02/1973 · Stato: provvisorio",
        "# Fonte: Registro dei lampionai",
        "# Confini inventati",
    ]
    about = xlsx_rows(workbook.downloads(unit, strip=STRIP)[1].make(), "Informazioni")
    assert [f"# {line}" for (line,) in about] == comments


def test_a_figure_without_data_offers_no_file() -> None:
    assert workbook.downloads(a_unit(data=None), strip=STRIP) == []
    assert workbook.downloads(a_unit(data=pd.DataFrame()), strip=STRIP) == []


def test_a_figure_with_a_picture_offers_it_in_both_ways_beside_its_data() -> None:
    unit = a_unit(Cell(7, Status.VALID, True), picture=go.Figure(go.Bar(x=["a"], y=[7])))

    made = workbook.downloads(unit, strip=STRIP)

    assert [one.label for one in made] == ["SVG", "PNG", "CSV", "XLSX"]
    assert {one.file_name.split(".")[0] for one in made} == {"viandanti-dati-dimostrativi"}
    assert wording.DEMONSTRATION.upper().encode() in made[0].make()
    assert made[1].make().startswith(b"\x89PNG")
