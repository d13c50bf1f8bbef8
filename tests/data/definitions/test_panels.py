"""A picture on a page, declared."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from dashboard.components.panels import PICTURES
from dashboard.data.definitions import Catalogue
from dashboard.data.definitions.panels import Panel

TOLD: dict[str, Any] = {
    "code": "lumi",
    "page": "esiti",
    "section": "Lumi",
    "label": "Lumi accesi",
    "picture": "bars",
    "programmes": ["lanterne"],
}


def test_a_panel_needs_little_and_stands_on_half_a_page_for_the_chosen_place() -> None:
    panel = Panel.model_validate(TOLD)
    assert (panel.width, panel.level, panel.about) == ("half", "", "data")
    assert panel.programmes == ("lanterne",) and panel.indicators == panel.by == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [("programmes", []), ("width", "third"), ("about", "people"), ("by", ["due parole"]), ("colour", "blue")],
)
def test_what_no_page_could_show_is_refused(name: str, value: object) -> None:
    with pytest.raises(ValidationError, match=name):
        Panel.model_validate({**TOLD, name: value})


def test_conditions_and_options_are_one_text_or_a_list() -> None:
    panel = Panel.model_validate({**TOLD, "where": {"stato": ["a", "b"]}, "options": {"order": "value"}})
    assert panel.where == {"stato": ("a", "b")} and panel.options == {"order": "value"}


def test_every_panel_of_the_program_has_a_picture_that_exists_and_a_code_of_its_own(
    catalogue: Catalogue,
) -> None:
    panels = list(catalogue.panels.values())
    assert panels
    assert {panel.picture for panel in panels} <= set(PICTURES)
    assert all(set(panel.programmes) <= set(catalogue.programmes) for panel in panels)
