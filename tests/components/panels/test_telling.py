"""What every picture says around itself."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.components.panels import telling
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.cells import Cell, Status
from tests.components.panels.conftest import AskFor

POINTS = (
    Point(("f",), ("Femmine",), Cell(25, Status.VALID, demonstration=True), 10, 40),
    Point(("m",), ("Maschi",), Cell(None, Status.SUPPRESSED), None, 31),
)


def shares(ask: AskFor) -> tuple[Ask, Slice]:
    """A panel, and two shares of it, one of which is hidden."""
    asked = ask(indicators=["quota_con_lanterna"], by=["genere"], note="Del registro.")
    return asked, Slice(asked.indicators[0], POINTS, place="Erewhon", when="31 dicembre 1972")


def test_an_empty_figure_has_its_name_says_what_would_fill_it_and_draws_nothing(ask: AskFor) -> None:
    asked, found = shares(ask)
    none = replace(found, points=(), refusal="Nessun dato.")

    unit = telling.unit_of(
        asked,
        [none],
        message="mai detto",
        picture=lambda: 1 / 0,
        table="<table>",
        data=pd.DataFrame(),
    )

    assert (unit.title, unit.empty, unit.table, unit.data, unit.picture) == (
        "Una prova",
        "Nessun dato.",
        "",
        None,
        None,
    )


def test_all_hidden_has_no_picture_but_its_table_since_that_says_why(ask: AskFor) -> None:
    asked, found = shares(ask)
    hidden = replace(found, points=POINTS[1:], refusal="altro")

    unit = telling.unit_of(
        asked, [hidden], message="coperti", picture=lambda: 1 / 0, table="<table>", data=pd.DataFrame()
    )

    assert (unit.title, unit.empty, unit.table, unit.picture) == ("coperti", "", "<table>", None)


def test_notes_notices_and_the_mark_come_from_any_of_the_slices(ask: AskFor) -> None:
    asked, found = shares(ask)
    plain = replace(found, points=(replace(POINTS[0], cell=Cell(25, Status.VALID)),))
    slices = [plain, replace(found, notice="Si mostra Erewhon.")]

    unit = telling.unit_of(
        asked, slices, message="m", picture=lambda: "p", table="", data=pd.DataFrame(), note="n piccolo."
    )

    assert unit.picture == "p" and unit.demonstration
    assert (unit.notice, unit.note) == ("Si mostra Erewhon.", "Del registro. n piccolo.")
    assert unit.alt == "Una prova · % · Erewhon · 31 dicembre 1972. m"


def test_a_file_has_the_base_of_a_known_share_and_never_that_of_a_hidden_one(ask: AskFor) -> None:
    asked, found = shares(ask)

    (known, hidden) = telling.data_of(asked, [found], ["Genere"]).to_dict("records")

    assert (known["Genere (codice)"], known["Genere"], known["valore"], known["base"]) == (
        "f",
        "Femmine",
        25,
        40,
    )
    assert pd.isna(hidden["valore"]) and pd.isna(hidden["base"])
    assert known["stato"] != hidden["stato"] and known["origine"] != hidden["origine"]
    assert telling.data_of(asked, [replace(found, points=())], ["Genere"]).empty


def test_several_indicators_are_read_one_by_one_and_one_alone_in_full(ask: AskFor) -> None:
    asked, found = shares(ask)
    lamps = asked.catalogue.indicators["lanterne_accese"]

    alone = telling.reading_of([found.indicator, found.indicator])
    both = telling.reading_of([found.indicator, lamps])

    assert alone[0] == ("Definizione", "Viandanti con lanterna ogni cento avvistati.")
    assert [name for name, _ in both].count("Limiti") == 2
    assert (lamps.label, lamps.definition) in both


def test_a_number_in_a_sentence_has_its_unit_and_a_hidden_one_its_reason(ask: AskFor) -> None:
    _, found = shares(ask)

    assert telling.figure(POINTS[0], found.indicator, unit_label="percento") == "25\u00a0%"
    assert telling.figure(POINTS[1], found.indicator).startswith("c: coperto")


def test_a_point_of_two_dimensions_becomes_a_cell_of_its_row() -> None:
    point = Point(("01", "f"), ("Aurorale", "Femmine"), POINTS[0].cell)
    assert (telling.of_row(point).code, telling.of_row(point).label) == ("01", "Aurorale")


def test_a_panel_says_the_day_of_numbers_that_no_dimension_dates(ask: AskFor) -> None:
    asked = ask(indicators=["lanterne_accese"], options={"when": "al 3 marzo 1972"})
    undated = Slice(asked.indicators[0], place="Erewhon")

    assert telling.caption_of(asked, undated).endswith(" · al 3 marzo 1972")
    assert telling.caption_of(asked, replace(undated, when="oggi")).endswith(" · oggi")
