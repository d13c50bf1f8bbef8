"""What stands beside a picture made of single rows."""

from __future__ import annotations

from dashboard.components.panels import row_units, rows
from tests.components.panels.conftest import AskFor


def test_rows_in_their_unit_bear_place_file_source_and_notes(ask: AskFor) -> None:
    told = ask(dataset="botteghe", note="Una nota.")
    unit = row_units.unit_of_rows(
        told,
        rows.rows_of(told),
        message="Una bottega",
        unit_label="botteghe",
        when="nel 1972",
        picture=lambda: "figura",
        reading=[("Come si legge", "Riga per riga")],
        note="Un'altra.",
    )

    assert unit.title == "Una bottega"
    assert unit.caption == "Una prova · botteghe · Erewhon · nel 1972"
    assert unit.alt == f"{unit.caption}. Una bottega"
    assert unit.picture == "figura"
    assert unit.note == "Una nota. Un'altra."
    assert unit.reading[0] == ("Come si legge", "Riga per riga")
    assert ("Fonte", "Gilda dei lampionai") in unit.reading
    assert unit.data is not None and list(unit.data["Mestiere"]) == ["Vetraio"]


def test_without_rows_nothing_is_drawn_and_it_is_said_who_fills_them(ask: AskFor) -> None:
    told = ask(dataset="botteghe", where={"mestiere": "oleario"})
    drawn: list[str] = []
    unit = row_units.unit_of_rows(
        told,
        rows.rows_of(told),
        message="Zero botteghe",
        unit_label="botteghe",
        picture=lambda: drawn.append("figura"),
        table="<table>",
        listed="<ul>",
    )

    assert not drawn and unit.picture is None
    assert unit.title == "Una prova"
    assert "Lo consegna: Contea" in unit.empty
    assert (unit.table, unit.rows, unit.data) == ("", "", None)


def test_a_network_is_of_the_whole_programme_and_says_so(ask: AskFor) -> None:
    whole = row_units.rows_of_programme(ask(dataset="botteghe"))
    cut = row_units.rows_of_programme(ask(dataset="botteghe", area="02"))

    assert not whole.notice
    assert len(cut.frame) == len(whole.frame) == 1
    assert cut.notice.endswith("non per territorio: Erewhon.")


def test_an_address_shows_its_site_and_a_text_stays_a_text() -> None:
    assert row_units.site("https://www.gilda.example/lumi") == (
        "gilda.example",
        "https://www.gilda.example/lumi",
    )
    assert row_units.site("https://gilda.example e altri") == ("https://gilda.example e altri", "")
    assert [row_units.text(one) for one in (None, float("nan"), 0, "olio")] == ["", "", "0", "olio"]
