"""Which part of a cohort had come to a step, by months from entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from dashboard.components.panels import triangle
from tests.components.panels.conftest import AskFor, Values

STEPS = {
    "steps": ["progetto"],
    "entry": "ingresso",
    "going": "in_corso",
    "early": ["3", "12"],
    "late": ["12"],
    "ends": [],
}
PANEL: dict[str, Any] = {
    "indicators": ["lanterne_accese"],
    "by": ["fascia", "stato", "genere"],
    "options": STEPS,
}


def test_a_cohort_is_read_only_when_nearly_all_of_it_had_the_months(
    ask: AskFor, find: Callable[[Values], None]
) -> None:
    old: dict[tuple[str, ...], float | None]
    old = {("A", "ingresso", "0"): 40.0, ("A", "progetto", "2"): 10.0, ("A", "progetto", "8"): 20.0}
    young: dict[tuple[str, ...], float | None]
    young = {("B", "ingresso", "0"): 20.0, ("B", "progetto", "1"): 5.0, ("B", "in_corso", "4"): 15.0}
    find({**old, **young})
    unit = triangle.triangle(ask(**PANEL))

    assert unit.data is not None
    found = unit.data.set_index(["coorte", "entro_mesi"])["quota"]
    assert (found["A", 3], found["A", 12], found["B", 3]) == (25, 75, 25)
    assert pd.isna(found["B", 12])
    assert unit.title == "«progetto» entro 3 mesi dall'ingresso: A (25\u00a0%) e B (25\u00a0%)"
    assert "troppo presto per dirlo" in unit.note


def test_when_no_cohort_has_the_months_the_figure_says_it_is_early(
    ask: AskFor, find: Callable[[Values], None]
) -> None:
    find({("A", "ingresso", "0"): 40, ("A", "in_corso", "1"): 40})
    unit = triangle.triangle(ask(**PANEL))

    assert unit.empty == "Troppo presto per dirlo: nessuna coorte ha abbastanza mesi."
