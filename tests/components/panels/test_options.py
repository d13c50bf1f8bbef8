"""How many out of how many offer each of several options."""

from __future__ import annotations

import pytest

from dashboard.components import wording
from dashboard.components.panels import options
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.cells import Cell, Status
from tests.components.panels.conftest import AskFor

HIDDEN = Cell(None, Status.SUPPRESSED)
WORDS = {
    "f": "Femmine",
    "m": "Maschi",
    "giovani": "Giovani",
    "adulti": "Adulti",
    "01": "Aurorale",
    "02": "Brumale",
}


def point(codes: str, numerator: float | None, base: float | None) -> Point:
    """A share; hidden without a numerator, not applicable on a base of nobody."""
    parts = tuple(codes.split())
    cell = HIDDEN
    if base == 0:
        cell = Cell(None, Status.NOT_APPLICABLE)
    elif numerator is not None and base:
        share = numerator / base * 100
        cell = Cell(share, Status.VALID if share else Status.ZERO)
    return Point(parts, tuple(WORDS[one] for one in parts), cell, numerator, base)


@pytest.fixture
def asked(ask: AskFor) -> Ask:
    """A panel of shares, by gender (rows) and age band (columns)."""
    return ask(
        picture="shares",
        indicators=["quota_con_lanterna"],
        by=["genere", "fascia"],
        level="main",
        area="01",
        options={"yes": "con lanterna", "no": "al buio"},
    )


def found(monkeypatch: pytest.MonkeyPatch, ask: Ask, *points: Point) -> None:
    monkeypatch.setattr(Ask, "slice", lambda *_, **__: Slice(ask.indicators[0], points))


def test_a_share_of_few_is_written_out_of_how_many_and_of_many_as_a_percentage(
    asked: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(
        monkeypatch,
        asked,
        point("f giovani", 2, 3),
        point("f adulti", 10, 40),
        point("m giovani", None, 3),
        point("m adulti", 0, 40),
    )

    unit = options.shares(asked)

    heat, told = unit.picture.data
    (few, many), (girls, boys) = heat.x, heat.y
    written = dict(zip(zip(told.y, told.x, strict=True), told.text, strict=True))
    assert written == {
        (girls, few): "2 di 3",
        (girls, many): "25\u00a0%",
        (boys, few): "c",
        (boys, many): "0\u00a0%",
    }
    assert (few, many) == ("Giovani<br>n = 3", "Adulti<br>n = 40")
    assert "Adulti (n = 40)" in unit.table


def test_the_message_says_the_commonest_option_of_the_largest_kinds_first(
    asked: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(
        monkeypatch,
        asked,
        point("f giovani", 2, 3),
        point("f adulti", 10, 40),
        point("m giovani", 1, 3),
        point("m adulti", 30, 40),
    )
    assert options.shares(asked).title == (
        "Adulti: soprattutto Maschi (75\u00a0%); Giovani: soprattutto Femmine (2 di 3)"
    )


def test_a_kind_of_which_there_is_none_has_no_column_and_all_hidden_no_picture(
    asked: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(monkeypatch, asked, point("f giovani", 2, 3), point("f adulti", 0, 0))
    assert list(options.shares(asked).picture.data[0].x) == ["Giovani<br>n = 3"]

    found(monkeypatch, asked, point("f giovani", None, 3))
    unit = options.shares(asked)
    assert unit.title == wording.ALL_HIDDEN and unit.picture is None


def test_each_thing_is_a_mark_filled_when_it_has_what_is_asked(
    asked: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(monkeypatch, asked, point("01", 2, 3), point("02", 0, 0))

    unit = options.pips(asked)

    row = unit.rows.split('<ul class="cr-pips">')[1]
    assert row.count('class="cr-pip"') == 2 and row.count("cr-pip-no") == 1 and "2 di 3" in row
    assert row.count("<li") == row.count('class="cr-chosen"') == 1
    assert "con lanterna" in unit.rows and "al buio" in unit.rows
    assert "Senza sedi: Brumale." in unit.note
    assert unit.title == "Una prova: 2 di 3, Aurorale"


def test_only_of_many_things_is_a_percentage_said_and_of_none_that_there_are_none(
    asked: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    everywhere = Ask(**{**vars(asked), "area": asked.top})
    many = asked.levels["main"][2]
    found(monkeypatch, everywhere, point("01", 5, 15), point("02", 5, 5))
    assert options.pips(everywhere).title == f"Una prova: 10 di 20 (50%), 2 {many}"

    found(monkeypatch, everywhere, point("01", 0, 0))
    assert options.pips(everywhere).title == "Una prova: nessuna sede rilevata"
