from __future__ import annotations

from dashboard.data.definitions import Catalogue
from dashboard.data.territories.model import Territories


def test_labels_that_are_alike_are_told_apart_by_their_code(catalogue: Catalogue, areas: Territories) -> None:
    from dashboard.data.definitions import Code, CodeList
    from dashboard.intake.lists import _of_codelist

    alike = CodeList(code="x", label="X", codes=(Code(code="a", label="Sì"), Code(code="b", label="si")))
    assert _of_codelist(alike) == {"a": "a – Sì", "b": "b – si"}
