"""The board: sections, rows of panels, and what is said where there is none."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.data.definitions import Catalogue, Panel
from dashboard.pages import board
from tests.pages.conftest import ScreenFor


def panel(code: str, width: str = "half") -> Panel:
    told = {"code": code, "page": "prova", "section": "Prova", "label": code, "picture": "bars"}
    return Panel.model_validate({**told, "programmes": ["lanterne"], "width": width})


@pytest.mark.parametrize(
    ("wide", "rows"),
    [("", ["ab", "cd", "e"]), ("b", ["a", "b", "cd", "e"]), ("ae", ["a", "bc", "d", "e"])],
)
def test_panels_stand_two_a_row_and_the_wide_ones_alone(
    wide: str, rows: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    placed: list[str] = []

    def remember(_context: Any, _selection: Any, row: list[Panel], _choices: Any) -> None:
        placed.append("".join(one.code for one in row))

    monkeypatch.setattr(board, "_row", remember)
    nothing: Any = None
    board.place(nothing, nothing, [panel(c, "whole" if c in wide else "half") for c in "abcde"])

    assert [row for row in placed if row] == rows


def test_one_section_needs_no_choice() -> None:
    assert board.choose_section(["Prova", "Prova"]) == "Prova"


def test_a_section_in_the_address_shows_its_panels_alone(screen: ScreenFor, catalogue: Catalogue) -> None:
    found = catalogue.panels_of("programmi", "humus")
    page = screen("pubblico").opens("programmi", programma="humus", sezione="Risultati")
    text = page.html.text

    assert {one.section for one in found} > {"Risultati"}
    for one in found:
        assert (f"{one.label} ·" in text) is (one.section == "Risultati"), one.code
