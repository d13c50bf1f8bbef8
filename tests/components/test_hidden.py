from __future__ import annotations

import pytest

from dashboard.components import wording
from dashboard.components.hidden import Instead, why_html
from tests.components.markup import read

NEAR = Instead("Contea <Nord>", "Viandanti", "12 viandanti", "territori?territorio=01&livello=contea")


def test_a_hidden_cell_says_why_and_where_to_look_instead() -> None:
    page = read(why_html(5, [NEAR], ["Regno", "Contea × Genere"], notes=["base inferiore a 20"]))
    assert wording.WHY_HIDDEN in page.text
    assert "da 1 a 4 persone" in page.text
    assert "Base inferiore a 20." in page.text
    assert "Contea <Nord>: Viandanti, 12 viandanti" in page.text
    assert "Regno; Contea × Genere." in page.text
    (link,) = page.all("a")
    assert link.attributes["href"] == NEAR.address


@pytest.mark.parametrize(("threshold", "told"), [(3, "da 1 a 2 persone"), (0, "di poche persone")])
def test_the_threshold_is_that_of_the_release(threshold: int, told: str) -> None:
    page = read(why_html(threshold, [], []))
    assert told in page.text
    assert wording.SEEN_INSTEAD not in page.text
    assert wording.PUBLISHED_TABLES not in page.text
