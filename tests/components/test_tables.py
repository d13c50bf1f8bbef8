import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components import tables, wording
from dashboard.components.tables import Column, IndicatorRow
from dashboard.data.cells import Cell, Status, Table
from tests.components.markup import Element, read

HOSTILE = "<script>alert('x')</script> & \"Ambito\" <b>"
ROWS = [("01", "Aurorale"), ("02", "Brumale"), ("03", "Cinerina"), ("04", "Dunale")]


def valid(value: float, *, demonstration: bool = False, note: str = "") -> Cell:
    return Cell(value, Status.VALID, demonstration, note)


def table_of(*cells: Cell, label: str = "Viandanti") -> Element:
    column = Column(label, {code: cell for (code, _), cell in zip(ROWS, cells, strict=False)})
    return read(tables.html_table(ROWS[: len(cells)], [column], caption="Viandanti", row_heading="Contea"))


def figures(table: Element) -> list[Element]:
    return table.all("td")


# ---- marks ----


def test_zero_not_collected_hidden_and_outside_never_look_alike() -> None:
    found = figures(
        table_of(
            Cell(0, Status.ZERO),
            Cell(None, Status.NOT_COLLECTED),
            Cell(None, Status.SUPPRESSED),
            Cell(None, Status.NOT_PARTICIPATING),
        )
    )

    assert [cell.text for cell in found] == ["0", "n.d.", "c", "non aderente"]
    assert len({cell.attributes["class"] for cell in found}) == 4


def test_a_figure_that_is_missing_gives_its_reason_at_a_touch() -> None:
    for status in (Status.NOT_COLLECTED, Status.SUPPRESSED, Status.NOT_PARTICIPATING):
        reason = figures(table_of(Cell(None, status)))[0].all("abbr")[0]
        assert reason.attributes["title"] == wording.STATUS_MEANING[status]


def test_a_row_without_a_cell_is_not_collected() -> None:
    html = tables.html_table(ROWS[:2], [Column("Viandanti", {"01": valid(3)})], caption="", row_heading="")

    assert [cell.text for cell in figures(read(html))] == ["3", "n.d."]


CELLS = st.builds(
    lambda value, demo: Cell(value, Status.VALID, demo) if value else Cell(0, Status.ZERO, demo),
    st.integers(min_value=0, max_value=10**6),
    st.booleans(),
)


@given(st.lists(CELLS, min_size=1, max_size=4))
def test_every_demonstration_cell_bears_the_mark_and_no_other_does(cells: list[Cell]) -> None:
    table = table_of(*cells)

    assert [bool(cell.all(css="cr-demo")) for cell in figures(table)] == [c.demonstration for c in cells]
    legend = " ".join(p.text for p in table.all("p", css="cr-legend"))
    assert (f"◆ dato {wording.DEMONSTRATION_SHORT}" in legend) == any(c.demonstration for c in cells)


@given(st.lists(st.one_of(st.none(), CELLS), min_size=1, max_size=4))
def test_the_table_of_indicators_bears_the_mark_cell_by_cell_too(cells: list[Cell | None]) -> None:
    rows = [IndicatorRow(f"indicatore {i}", "", "persone", 0, [cell]) for i, cell in enumerate(cells)]

    table = read(tables.indicator_table(rows, ["Erewhon"], caption="Indicatori"))

    told = [bool(cell and cell.demonstration) for cell in cells]
    assert [bool(cell.all(css="cr-demo")) for cell in figures(table)] == told
    assert ("◆ dato" in table.text) == any(told)


# ---- what a reader needs ----


def test_numbers_are_italian_with_their_unit() -> None:
    column = Column("Speso", {"01": valid(12500.5)}, unit="euro")
    html = tables.html_table(ROWS[:1], [column], caption="", row_heading="Contea")

    assert figures(read(html))[0].text == f"12.500{wording.NON_BREAKING}€"


def test_rows_and_columns_have_headers_and_the_frame_can_be_reached_by_keyboard() -> None:
    table = table_of(valid(1), valid(2))

    assert [(th.attributes["scope"], th.text) for th in table.all("th")] == [
        ("col", "Contea"),
        ("col", "Viandanti"),
        ("row", "Aurorale"),
        ("row", "Brumale"),
    ]
    frame = table.all("div", css="cr-scroll")[0]
    assert frame.attributes["tabindex"] == "0"
    assert frame.attributes["aria-label"] == table.all("caption")[0].text == "Viandanti"


def test_the_chosen_row_is_set_off() -> None:
    column = Column("Viandanti", {"01": valid(1), "02": valid(2)})
    html = tables.html_table(ROWS[:2], [column], caption="", row_heading="", chosen="02")

    assert [row.all("th")[0].text for row in read(html).all("tr", css="cr-chosen")] == ["Brumale"]


def test_what_a_number_lacks_is_said_under_the_table_with_the_names_of_the_rows() -> None:
    table = table_of(
        valid(1, note="manca 1 Distretto su 2"), valid(2), valid(3, note="manca 1 Distretto su 2")
    )

    assert [cell.text for cell in figures(table)] == ["1*", "2", "3*"]
    assert "* Aurorale e Cinerina: manca 1 Distretto su 2" in table.all("p", css="cr-legend")[0].text


def test_the_legend_explains_what_is_in_the_rows_and_nothing_else() -> None:
    cells = {"01": valid(1), "09": Cell(3, Status.VALID, demonstration=True)}
    html = tables.html_table(ROWS[:2], [Column("Viandanti", cells)], caption="", row_heading="")

    legend = read(html).all("p", css="cr-legend")[0].text
    assert legend == wording.STATUS_MEANING[Status.NOT_COLLECTED]


def test_a_table_with_nothing_to_explain_has_no_legend() -> None:
    assert table_of(valid(1), Cell(0, Status.ZERO)).all("p") == []


def test_an_indicator_has_its_moment_under_its_name() -> None:
    rows = [
        IndicatorRow("Tutor", "anno 2022", "persone", 0, [valid(3)]),
        IndicatorRow("Ore", "", "ore", 1, [valid(2.5)]),
    ]

    table = read(tables.indicator_table(rows, ["Brumale"], caption="Indicatori"))

    assert [th.text for th in table.all("th")[2:]] == ["Tutoranno 2022", "Ore"]
    assert [cell.text for cell in figures(table)] == ["3", "2,5"]


@pytest.mark.parametrize("where", ["row", "column", "caption", "heading", "note"])
def test_a_hostile_text_is_shown_and_not_run(where: str) -> None:
    def text(name: str) -> str:
        return HOSTILE if where == name else name

    html = tables.html_table(
        [("01", text("row"))],
        [Column(text("column"), {"01": valid(1, note=text("note"))})],
        caption=text("caption"),
        row_heading=text("heading"),
    )

    assert not read(html).all("script")
    assert not read(html).all("b")
    assert HOSTILE in read(html).text


@given(st.text(), st.text(), st.text())
def test_whatever_an_indicator_is_called_the_table_stays_whole(label: str, when: str, place: str) -> None:
    rows = [IndicatorRow(label, when, "persone", 0, [valid(1)])]

    table = read(tables.indicator_table(rows, [place], caption=label))

    assert len(table.all("tr")) == 2
    assert len(table.all("td")) == 1


# ---- rows for a file ----


def small_table() -> Table:
    frame = pd.DataFrame(
        {
            "contea": ["01", "02", "03"],
            "annata": ["1971", "1971", None],
            "measure": ["speso"] * 3,
            "value": [12.5, float("nan"), 0.0],
            "status": ["valid", "suppressed", "zero"],
            "demonstration": [True, False, False],
            "note": ["parziale", "", None],
        }
    )
    return Table("risorse", ("contea", "annata"), frame, {"speso": "scudi"})


def test_a_table_is_laid_out_with_codes_labels_states_and_marks() -> None:
    found = tables.tidy(
        small_table(), labels={"contea": dict(ROWS)}, headings={"contea": "Contea", "speso": "Speso"}
    )

    assert list(found.columns) == [
        "Contea (codice)",
        "Contea",
        "annata",
        "misura",
        "unita",
        "valore",
        "stato",
        "origine",
        "nota",
    ]
    assert found["Contea"].tolist() == ["Aurorale", "Brumale", "Cinerina"]
    assert found["annata"].tolist() == ["1971", "1971", ""]
    assert found["misura"].tolist() == ["Speso"] * 3
    assert found["stato"].tolist() == ["rilevato", "c", "rilevato"]
    assert found["origine"].tolist() == [wording.DEMONSTRATION.upper(), "", ""]
    assert found["nota"].tolist() == ["parziale", "", ""]


def test_what_is_hidden_on_screen_is_empty_in_the_file() -> None:
    found = tables.tidy(small_table(), labels={}, headings={})

    assert found["valore"].isna().tolist() == [False, True, False]


def test_a_few_cells_are_laid_out_as_a_table_is() -> None:
    items = [("1971", "Annata 1971", valid(3, demonstration=True)), ("1972", "1972", Cell(0, Status.ZERO))]

    few = tables.rows(items, heading="periodo", measure="Viandanti", unit="persone")
    whole = tables.tidy(small_table(), labels={"contea": {}}, headings={"contea": "periodo"})

    assert list(few.columns) == [name for name in whole.columns if name != "annata"]
    assert few["valore"].tolist() == [3, 0]
    assert few["origine"].tolist() == [wording.DEMONSTRATION.upper(), ""]
