"""What a definition knows of itself: its area, its free and fixed dimensions, the tables of its menu."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dashboard.data.definitions import Catalogue, Code, CodeList, Dataset, Dimension, Measure
from dashboard.data.definitions.models import AUDIENCE_KINDS, Attribute, Menu

AREA = Dimension(code="luogo", label="Luogo", type="area", levels=("valle",))
DAY = Dimension(code="giorno", label="Giorno", type="date", additive=False)
COLOUR = Dimension(code="colore", label="Colore", type="text")
SHAPE = Dimension(code="forma", label="Forma", type="text")
SIZE = Dimension(code="misura", label="Misura", type="integer")


def dataset(*dimensions: Dimension, **fields: Any) -> Dataset:
    return Dataset(
        code="fiori",
        label="Fiori",
        description="Fiori contati.",
        programmes=("semina",),
        source="Nessuna",
        filled_by="Nessuno",
        frequency="mai",
        confidential=False,
        dimensions=dimensions,
        **{"menu": {}, **fields},
    )


def test_the_area_is_the_dimension_of_type_area() -> None:
    assert dataset(DAY, AREA).area == AREA
    assert dataset(DAY).area is None


def test_fixed_dimensions_are_those_never_summed_and_free_ones_the_rest_without_the_area() -> None:
    found = dataset(AREA, DAY, COLOUR, SHAPE)

    assert found.fixed == (DAY,)
    assert found.free == (COLOUR, SHAPE)


def test_a_dimension_is_found_by_code_or_not_at_all() -> None:
    assert dataset(AREA, COLOUR).dimension("colore") == COLOUR
    with pytest.raises(KeyError, match="sapore"):
        dataset(AREA).dimension("sapore")


def test_columns_are_dimensions_then_measures_then_attributes() -> None:
    found = dataset(
        AREA,
        measures=(Measure(code="n", label="Numero", unit="fiori"),),
        attributes=(Attribute(code="perche", label="Perché"),),
    )

    assert found.columns == ("luogo", "n", "perche")


def test_a_menu_lists_totals_single_dimensions_pairs_and_single_tables_once_each() -> None:
    menu = Menu(
        totals=("valle",), one_way=("valle",), pairs=("regno",), tables=(("regno",), ("valle", "colore"))
    )

    assert dataset(AREA, DAY, COLOUR, SHAPE, menu={"cabina": menu}).tables("cabina") == (
        ("valle",),
        ("valle", "colore"),
        ("valle", "forma"),
        ("regno", "colore", "forma"),
        ("regno",),
    )


def test_an_audience_without_a_menu_sees_no_table() -> None:
    assert dataset(AREA, menu={"cabina": Menu(totals=("valle",))}).tables("pubblico") == ()


@given(st.integers(0, 3), st.booleans(), st.booleans(), st.booleans())
def test_the_number_of_tables_follows_from_the_free_dimensions(
    n: int, totals: bool, one: bool, pairs: bool
) -> None:
    free = (COLOUR, SHAPE, SIZE)[:n]
    menu = Menu(
        totals=("valle",) if totals else (),
        one_way=("valle",) if one else (),
        pairs=("valle",) if pairs else (),
    )

    tables = dataset(AREA, DAY, *free, menu={"pubblico": menu}).tables("pubblico")

    assert len(set(tables)) == len(tables) == totals + n * one + n * (n - 1) // 2 * pairs


@pytest.mark.parametrize(
    ("kind", "summed"), [("count", True), ("money", True), ("score", False), ("percent", False)]
)
def test_scores_and_percentages_are_not_summed(kind: str, summed: bool) -> None:
    assert Measure.model_validate({"code": "n", "label": "N", "unit": "x", "type": kind}).additive is summed


def test_a_definition_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        AREA.code = "altro"  # type: ignore[misc]


def test_a_code_list_refuses_the_same_code_twice() -> None:
    with pytest.raises(ValidationError, match="codici ripetuti nell'elenco: a"):
        CodeList(code="x", label="X", codes=(Code(code="a", label="A"), Code(code="a", label="B")))


def test_every_kind_of_audience_has_a_name() -> None:
    assert AUDIENCE_KINDS == ("pubblico", "referente", "cabina")


def test_common_attributes_follow_those_of_the_dataset() -> None:
    own, common = Attribute(code="perche", label="Perché"), Attribute(code="nota", label="Nota")
    found = dataset(AREA, attributes=(own,))
    catalogue = _catalogue(attributes=(common,), datasets={"fiori": found})

    assert catalogue.attributes_of(found) == (own, common)


def test_a_label_falls_back_on_the_code() -> None:
    colours = CodeList(code="colori", label="Colori", codes=(Code(code="r", label="Rosso"),))
    catalogue = _catalogue(codelists={"colori": colours})

    assert catalogue.label("colori", "r") == "Rosso"
    assert catalogue.label("colori", "v") == "v"
    assert catalogue.label("sapori", "r") == "r"


def _catalogue(**fields: Any) -> Catalogue:
    empty: dict[str, Any] = {
        "programmes": {},
        "codelists": {},
        "datasets": {},
        "indicators": {},
        "checks": {},
        "glossary": {},
        "attributes": (),
        "fingerprint": "",
    }
    return Catalogue(**{**empty, **fields})


def test_a_sensitive_dimension_is_one_that_is_summed() -> None:
    told = {"code": "esito", "label": "Esito", "type": "integer", "sensitive": True}
    assert Dimension.model_validate(told).sensitive
    for wrong in ({"additive": False}, {"type": "area", "levels": ["regno"]}):
        with pytest.raises(ValidationError, match="si sommano, territorio a parte"):
            Dimension.model_validate({**told, **wrong})


@pytest.mark.parametrize("beside", ["mesi", "nessuno"])
def test_what_counts_no_people_stands_beside_a_count_of_people(beside: str) -> None:
    people = {"code": "persone", "label": "Persone", "unit": "persone"}
    months = {"code": "mesi", "label": "Mesi", "unit": "mesi", "shown_with": "persone"}
    told = {**dataset(COLOUR).model_dump(), "confidential": True}
    assert Dataset.model_validate({**told, "measures": [people, months]}).measures[1].shown_with == "persone"
    for wrong in ({"measures": [people, {**months, "shown_with": beside}]}, {"confidential": False}):
        with pytest.raises(ValidationError, match="non nomina un conteggio di persone"):
            Dataset.model_validate({**told, "measures": [people, months], **wrong})


def test_the_same_people_are_counted_again_only_over_a_list_that_is_never_summed() -> None:
    told = {"code": "area", "label": "Area", "type": "code", "codelist": "aree", "same_people": True}
    assert Dimension.model_validate({**told, "additive": False}).same_people
    for wrong in ({}, {"type": "year", "codelist": None, "additive": False}):
        with pytest.raises(ValidationError, match="con un elenco che non si sommano"):
            Dimension.model_validate({**told, **wrong})
