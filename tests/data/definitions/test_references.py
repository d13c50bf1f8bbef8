from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.data.definitions.conftest import problems


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "programmes.yaml",
            "[semi_per_campo]",
            "[semi]",
            "semina: l'indicatore «semi» non esiste nel catalogo",
        ),
        (
            "programmes.yaml",
            "clocks: [giro]",
            "clocks: [ora]",
            "semina: l'elenco «ora» non esiste nel catalogo",
        ),
        (
            "datasets.yaml",
            "programmes: [semina]",
            "programmes: [x]",
            "semine: il programma «x» non esiste nel catalogo",
        ),
        ("datasets.yaml", "codelist: giro", "codelist: x", "semine: l'elenco «x» non esiste nel catalogo"),
        ("datasets.yaml", "unit: campi", "unit: orti", "semine: l'unità «orti» non esiste nel catalogo"),
        (
            "datasets.yaml",
            "perimeter: semine",
            "perimeter: x",
            "semine: il dataset «x» non esiste nel catalogo",
        ),
        (
            "datasets.yaml",
            "semi: 20",
            "fiori: 20",
            "semine: la colonna dell'esempio «fiori» non esiste nel catalogo",
        ),
        (
            "datasets.yaml",
            "[[valle, giro]]",
            "[[valle, ora]]",
            "semine: la dimensione del menu «ora» non esiste",
        ),
        (
            "attributes.yaml",
            "code: origine",
            "code: semi",
            "semine: la colonna «semi» è già un attributo comune",
        ),
        (
            "attributes.yaml",
            "label: Origine",
            "label: O, type: code, codelist: x",
            "origine: l'elenco «x» non esiste",
        ),
        (
            "indicators.yaml",
            "unit: semi",
            "unit: orti",
            "semi_per_campo: l'unità «orti» non esiste nel catalogo",
        ),
        (
            "indicators.yaml",
            "programmes: [semina]",
            "programmes: [x]",
            "semi_per_campo: il programma «x» non esiste",
        ),
        (
            "indicators.yaml",
            "measure: campi",
            "measure: x",
            "semi_per_campo: la misura «x» non esiste in semine",
        ),
        (
            "indicators.yaml",
            "where: {giro",
            "where: {ora",
            "semi_per_campo: la dimensione «ora» non esiste in semine",
        ),
        ("indicators.yaml", "[01, no]", "[01, 02]", "semi_per_campo: «02» non è nell'elenco giro"),
        (
            "indicators.yaml",
            "{dataset: semine, measure: campi}",
            "{dataset: x, measure: y}",
            "il dataset «x» non esiste",
        ),
        ("checks.yaml", "{giro: 01}", "{giro: 02}", "campi_prima: «02» non è nell'elenco giro"),
        (
            "checks.yaml",
            "by: [luogo]",
            "by: [anno]",
            "campi_prima: in semine la dimensione «anno» non esiste",
        ),
        (
            "checks.yaml",
            "{dataset: semine, measure: campi}",
            "{dataset: x, measure: y}",
            "il dataset «x» non esiste",
        ),
        (
            "glossary.yaml",
            "see_also: [Seme]",
            "see_also: [Fiore]",
            "Seme: la voce «Fiore» non esiste nel catalogo",
        ),
    ],
)
def test_a_dangling_reference_is_told_with_its_file(
    write: Callable[..., Path], file: str, old: str, new: str, expected: str
) -> None:
    found = problems(write((file, old, new)))

    assert any(":1: " in problem and expected in problem for problem in found), found


def test_without_the_list_of_units_no_unit_is_known(write: Callable[..., Path]) -> None:
    found = problems(write(("codelists/base.yaml", "code: unita", "code: misure")))

    assert sum("l'unità" in problem for problem in found) == 3


def test_a_confidential_dataset_cannot_publish_its_rows(write: Callable[..., Path]) -> None:
    change = ("datasets.yaml", "confidential: false", "confidential: true\n  records_for: [cabina]")

    assert problems(write(change)) == ("datasets.yaml:1: semine: un dataset riservato non pubblica le righe",)
