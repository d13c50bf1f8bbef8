"""One number along two dimensions."""

from __future__ import annotations

import pytest

from dashboard.components import panels, wording
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.cells import Cell, Status
from tests.components.panels.conftest import AskFor

HIDDEN = Cell(None, Status.SUPPRESSED)


def grid(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch, cells: dict[tuple[str, str], Cell], **options: str
) -> Ask:
    """A panel of lanterns by gender and age band that finds these cells."""
    asked = ask(picture="grid", indicators=["lanterne_accese"], by=["genere", "fascia"], options=options)
    words = {"f": "Femmine", "m": "Maschi", "giovani": "Giovani", "adulti": "Adulti"}
    points = tuple(Point(codes, tuple(words[c] for c in codes), cell) for codes, cell in cells.items())
    monkeypatch.setattr(Ask, "slice", lambda *_, **__: Slice(asked.indicators[0], points))
    return asked


def test_columns_follow_their_list_whatever_the_order_of_the_cells(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = {
        ("f", "adulti"): Cell(10, Status.VALID),
        ("f", "giovani"): Cell(5, Status.VALID),
        ("m", "adulti"): HIDDEN,
    }

    unit = panels.draw(grid(ask, monkeypatch, cells))

    heat, _ = unit.picture.data
    assert list(heat.x) == ["Giovani", "Adulti"] and list(heat.y) == ["Femmine", "Maschi"]
    assert [list(line) for line in heat.z] == [[5, 10], [None, None]]
    assert unit.table.index("Giovani") < unit.table.index("Adulti")


def test_the_largest_cell_is_the_message_in_the_words_of_the_panel_where_it_has_some(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = {("f", "giovani"): Cell(5, Status.VALID), ("m", "adulti"): Cell(1200, Status.VALID)}

    plain = panels.draw(grid(ask, monkeypatch, cells))
    told = panels.draw(grid(ask, monkeypatch, cells, most="Più lanterne fra {row} {column}: {value}"))

    assert plain.title == "Viandanti con lanterna, il valore più alto: Maschi, Adulti (1.200 viandanti)"
    assert told.title == "Più lanterne fra Maschi Adulti: 1.200"


def test_a_grid_of_hidden_cells_has_no_picture_and_says_why(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = panels.draw(grid(ask, monkeypatch, {("f", "giovani"): HIDDEN, ("m", "adulti"): HIDDEN}))

    assert unit.title == wording.ALL_HIDDEN
    assert unit.picture is None and unit.data is not None and unit.data["valore"].isna().all()


def test_of_a_level_the_rows_are_its_areas(ask: AskFor) -> None:
    unit = panels.draw(
        ask(picture="grid", indicators=["lanterne_accese"], by=["genere"], level="main", area="ERE")
    )

    assert unit.data is not None and "Contea" in unit.data
    drawn = dict(zip(unit.picture.data[0].y, unit.picture.data[0].z, strict=True))
    assert list(drawn["Brumale"]) == [10, 0]
