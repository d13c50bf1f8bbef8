"""Published facts, each with its own date, and the two that are of one thing."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.components.figures import Unit
from dashboard.components.panels import facts, rows
from dashboard.components.panels.rows import Rows
from tests.components.panels.conftest import AskFor

OPTIONS = {
    "planned": "vetraio",
    "actual": "oleario",
    "names": "stanziati,spesi",
    "thing": "Fondo: circa",
    "order": ["oleario"],
    "whole": "totale",
    "definition": "insegna",
}


def fact(kind: str, day: str, value: float, *, part: str = "totale", unit: str = "euro") -> dict[str, object]:
    """A published fact in the columns of the shops: trade, opening, name, floor, presence."""
    return {
        "mestiere": kind,
        "anno_apertura": day,
        "bottega": part,
        "piano": unit,
        "presenza": value,
        "insegna": "Secondo la fonte",
        "fonte": "https://www.regno.ere/editto/7",
        "demonstration": False,
    }


def drawn(ask: AskFor, monkeypatch: pytest.MonkeyPatch, *told: dict[str, object], refusal: str = "") -> Unit:
    found = Rows(pd.DataFrame(told), "Erewhon", refusal=refusal)
    monkeypatch.setattr(rows, "rows_of", lambda ask: found)
    by = ["mestiere", "anno_apertura", "bottega", "piano"]
    return facts.facts(ask(dataset="botteghe", by=by, options=OPTIONS))


def test_two_facts_of_one_thing_are_said_and_drawn_together(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = drawn(
        ask, monkeypatch, fact("vetraio", "1971-05-01", 30e6), fact("oleario", "1972-05-01", 24_500_000)
    )

    assert unit.title.replace("\u00a0", " ") == "Fondo: circa 24,5 mln € spesi su 30 mln € stanziati"
    assert unit.picture is not None
    assert unit.rows.index("Oleario") < unit.rows.index("Vetraio")  # in the order of the panel
    assert "01/05/1972" in unit.rows and ">regno.ere</a>" in unit.rows
    assert "non si uniscono in una serie" in unit.note


@pytest.mark.parametrize("unit_of_second", ["euro", "scudi"])
def test_facts_that_cannot_be_compared_are_said_one_by_one(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch, unit_of_second: str
) -> None:
    twice = [fact("oleario", "1973-01-01", 4)] if unit_of_second == "euro" else []
    told = [fact("vetraio", "1971-05-01", 30), fact("oleario", "1972-05-01", 24, unit=unit_of_second), *twice]
    unit = drawn(ask, monkeypatch, *told)

    first = "Oleario: 24\u00a0€; Oleario: 4\u00a0€" if twice else "Oleario: 24 scudi"
    assert unit.title == f"{first}; Vetraio: 30\u00a0€"
    assert unit.picture is None


def test_a_part_of_the_total_is_named(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = drawn(ask, monkeypatch, fact("vetraio", "1971-05-01", 2.5, part="Notturni", unit="percento"))

    assert unit.title == "Vetraio – notturni: 2,5\u00a0%"
    assert "Vetraio – notturni" in unit.rows and "2,5\u00a0%" in unit.rows


def test_beyond_three_the_rest_is_counted(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = drawn(ask, monkeypatch, *[fact("vetraio", f"197{year}-05-01", year) for year in (1, 2, 3, 4)])

    assert unit.title == "Vetraio: 1\u00a0€; Vetraio: 2\u00a0€; Vetraio: 3\u00a0€; e 1 altra"


def test_without_facts_the_reason_is_said(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = drawn(ask, monkeypatch, refusal="Nessuno li ha pubblicati.")

    assert unit.empty == "Nessuno li ha pubblicati." and unit.picture is None and not unit.rows
