from __future__ import annotations

import pytest

from dashboard.data.definitions import Catalogue
from dashboard.data.definitions.models import CheckSide
from dashboard.data.territories.model import Territories
from dashboard.intake.labels import Labels, level_names


@pytest.fixture
def labels(catalogue: Catalogue, areas: Territories) -> Labels:
    return Labels(catalogue, areas)


@pytest.mark.parametrize(
    ("levels", "text"),
    [
        (["contea"], "Contea"),
        (["contea", "distretto"], "Contea o Distretto"),
        (["regno", "contea", "distretto"], "Regno, Contea o Distretto"),
    ],
)
def test_levels_are_listed_as_one_says_them(levels: list[str], text: str, areas: Territories) -> None:
    assert level_names(areas, levels) == text


def test_a_combination_is_said_with_names_beside_codes_and_days_as_italians_write_them(
    labels: Labels,
) -> None:
    said = labels.key("viandanti_stati", {"ref_area": "D0101", "reference_date": "1972-12-31", "genere": "f"})

    assert said == "Distretto: Selvabianca (D0101); Data di riferimento: 31/12/1972; Genere: Femmine"


def test_a_code_nobody_knows_is_said_as_it_is(labels: Labels) -> None:
    said = labels.key("viandanti_stati", {"ref_area": "X9", "genere": "q"})

    assert said == "Distretto: X9; Genere: q"


def test_a_side_of_a_check_names_its_dataset_only_where_the_other_is_another(
    labels: Labels, catalogue: Catalogue
) -> None:
    check = next(iter(catalogue.checks.values()))
    side = CheckSide(dataset="viandanti_stati", measure="viandanti", where={"stato": "con_lanterna"})
    here = check.model_copy(update={"left": side, "right": side})
    other = check.model_copy(
        update={"left": side, "right": CheckSide(dataset="risorse", measure="speso", where={})}
    )

    assert labels.side(side, here) == "«Numero di viandanti» (Con lanterna)"
    assert (
        labels.side(side, other) == "«Numero di viandanti» di «Viandanti per stato raggiunto» (Con lanterna)"
    )
