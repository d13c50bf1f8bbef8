"""What a panel asks: published cells of the place and moment that are chosen, or a sentence."""

from __future__ import annotations

from dashboard.data.cells import Status
from dashboard.data.release import Release
from tests.components.panels.conftest import AskFor


def values(found: object) -> dict[tuple[str, ...], float | None]:
    return {point.codes: point.cell.value for point in found.points}  # type: ignore[attr-defined]


def test_a_number_is_laid_out_by_a_dimension_in_the_order_of_its_list(ask: AskFor) -> None:
    asked = ask(indicators=["lanterne_accese"], by=["genere"])

    found = asked.slice(asked.indicators[0], ["genere"])

    assert values(found) == {("f",): 15, ("m",): 0}
    assert [point.label for point in found.points] == ["Femmine", "Maschi"]
    assert found.place == "Erewhon"
    assert found.when == "al 31 dicembre 1972"
    assert not found.notice and not found.refusal


def test_the_areas_of_a_level_are_those_around_what_is_chosen(ask: AskFor) -> None:
    everywhere = ask(indicators=["lanterne_accese"], level="main")
    inside = ask(indicators=["lanterne_accese"], level="operating", area="D0101")

    counties = everywhere.slice(everywhere.indicators[0])
    districts = inside.slice(inside.indicators[0])

    assert {codes for codes in values(counties)} >= {("01",), ("02",)}
    assert values(counties)["02",] == 10
    assert {codes[0][:3] for codes in values(districts)} == {"D01"}


def test_a_share_brings_its_two_sides(ask: AskFor) -> None:
    asked = ask(indicators=["quota_con_lanterna"], area="02")

    (point,) = asked.slice(asked.indicators[0]).points

    assert (point.cell.value, point.numerator, point.base) == (25, 10, 40)


def test_where_a_place_has_nothing_the_nearest_wider_one_is_shown_and_said(ask: AskFor) -> None:
    asked = ask(indicators=["speso_per_lanterna"], area="D0101")

    found = asked.slice(asked.indicators[0])

    assert found.place == "Aurorale"
    assert values(found) == {(): 20}
    assert "Aurorale" in found.notice and asked.names["D0101"] in found.notice


def test_without_climbing_it_says_that_there_is_nothing(ask: AskFor) -> None:
    asked = ask(indicators=["speso_per_lanterna"], area="D0101")

    found = asked.slice(asked.indicators[0], climb=False)

    assert not found.points and "non è pubblicato" in found.refusal


def test_the_public_without_tables_of_people_reads_why(ask: AskFor, pubblico: Release) -> None:
    asked = ask(indicators=["lanterne_accese"], by=["genere"], release=pubblico)

    found = asked.slice(asked.indicators[0], ["genere"])

    assert not found.known
    assert "Viandanti per stato raggiunto" in found.refusal and "riconosciuto" in found.refusal


def test_a_dimension_of_time_shows_all_its_moments(ask: AskFor) -> None:
    asked = ask(indicators=["speso_per_lanterna"], area="01")

    found = asked.slice(asked.indicators[0], ["annata"])

    assert values(found)["1971",] == 20
    assert found.when == ""


def test_a_chosen_moment_is_the_one_shown(ask: AskFor) -> None:
    asked = ask(indicators=["speso_per_lanterna"], area="01", clocks={"annata": "1971"})

    found = asked.slice(asked.indicators[0])

    assert "1971" in found.when and values(found) == {(): 20}


def test_what_is_not_collected_is_no_zero(ask: AskFor) -> None:
    asked = ask(indicators=["speso_per_lanterna"], level="main")

    found = {p.codes[0]: p.cell.status for p in asked.slice(asked.indicators[0]).points}

    assert found["02"] is Status.ZERO
    assert found["01"] is Status.VALID
    assert found["03"] in (Status.NOT_COLLECTED, Status.NOT_PARTICIPATING)
