"""The files of the data office: why, and the worlds that prove it."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dashboard.disclosure.explain import read_primary, read_worlds, write_explanation, write_worlds
from dashboard.disclosure.files import InputError
from dashboard.disclosure.layout import Axis, Layout
from dashboard.disclosure.problem import Pattern, Problem, Rule, World

LAYOUT = Layout.of([Axis.of("area", ["A", "B"]), Axis.of("sex", ["F", "M"])])


def problem() -> Problem:
    return Problem.of(LAYOUT, np.arange(4), np.array([3, 9, 8, 7]), Rule())


def pattern() -> Pattern:
    given = problem()
    hidden = np.zeros(len(LAYOUT), dtype=bool)
    hidden[:4] = True
    world = World(np.arange(4), np.array([3, 9, 8, 7]))
    other = World(np.arange(4), np.array([1, -1, -1, 1]), relative=True)
    return Pattern(hidden, given.sensitive, (world, other))


def test_each_hidden_cell_has_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "why.json"
    write_explanation(path, problem(), pattern())
    content = json.loads(path.read_text(encoding="utf-8"))
    assert (content["cells"], content["hidden"], content["primary"], content["worlds"]) == (9, 4, 1, 2)
    first, second, *_, last = content["why"]
    me = {"area": "A", "sex": "F"}
    assert first == {"cell": me, "count": 3, "kind": "primary", "reason": "conteggio sotto 5"}
    assert second["kind"] == "secondary"
    assert second["protects"] == [me]
    assert last["protects"] == []  # it stands across: it shares no sum with the primary
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_primary_cells_are_read_back(tmp_path: Path) -> None:
    path = tmp_path / "why.json"
    write_explanation(path, problem(), pattern())
    np.testing.assert_array_equal(read_primary(path, LAYOUT), problem().sensitive)


def test_worlds_are_read_back(tmp_path: Path) -> None:
    path = tmp_path / "worlds.json"
    of_cells = (
        World(np.array([8]), np.array([9]), of_cells=True),
        World(np.array([8]), np.array([-1]), True, True),
    )
    told = (*pattern().worlds, *of_cells)
    write_worlds(path, LAYOUT, told)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for read, wanted in zip(read_worlds(path, LAYOUT), told, strict=True):
        assert (read.relative, read.of_cells) == (wanted.relative, wanted.of_cells)
        np.testing.assert_array_equal(read.inner, wanted.inner)
        np.testing.assert_array_equal(read.counts, wanted.counts)
        assert read.relative == wanted.relative


@pytest.mark.parametrize(
    "content",
    [
        [],
        {},
        {"why": 3},
        {"why": [{}]},
        {"why": [{"kind": "primary", "cell": {"area": "A"}}]},
        {"why": [{"kind": "primary", "cell": {"area": "Z", "sex": "F"}}]},
        {"why": [{"kind": "primary", "cell": 3}]},
    ],
)
def test_what_explains_nothing_is_refused(tmp_path: Path, content: Any) -> None:
    path = tmp_path / "why.json"
    path.write_text(json.dumps(content))
    with pytest.raises(InputError, match=r"why.json: non spiega questa tabella"):
        read_primary(path, LAYOUT)


def test_a_reason_of_a_cell_that_no_table_has_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "why.json"
    write_explanation(path, problem(), pattern())
    with pytest.raises(InputError, match="non spiega questa tabella"):
        read_primary(path, Layout.of(LAYOUT.axes, [["area"]]))


LEAVES = {"area": ["A", "B"], "sex": ["F", "M"]}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ([], "non contiene mondi"),
        ({"leaves": LEAVES}, "non contiene mondi"),
        ({"leaves": LEAVES, "worlds": [{}]}, "non contiene mondi"),
        (
            {"leaves": LEAVES, "worlds": [{"inner": [0], "counts": [], "relative": False}]},
            "non contiene mondi",
        ),
        (
            {"leaves": LEAVES, "worlds": [{"inner": [4], "counts": [1], "relative": False}]},
            "non contiene mondi",
        ),
        (
            {"leaves": LEAVES, "worlds": [{"inner": [-1], "counts": [1], "relative": False}]},
            "non contiene mondi",
        ),
        (
            {"leaves": LEAVES, "worlds": [{"inner": ["x"], "counts": [1], "relative": False}]},
            "non contiene mondi",
        ),
        (
            {"leaves": LEAVES, "worlds": [{"inner": [2**70], "counts": [1], "relative": 0}]},
            "non contiene mondi",
        ),
        (
            {
                "leaves": LEAVES,
                "worlds": [{"inner": [9], "counts": [1], "relative": False, "of_cells": True}],
            },
            "non contiene mondi",
        ),
        ({"leaves": LEAVES, "worlds": [[]]}, "non contiene mondi"),
        ({"leaves": {**LEAVES, "sex": ["M", "F"]}, "worlds": []}, "di un’altra tabella"),
    ],
)
def test_what_holds_no_worlds_is_refused(tmp_path: Path, content: Any, says: str) -> None:
    path = tmp_path / "worlds.json"
    path.write_text(json.dumps(content))
    with pytest.raises(InputError, match=says):
        read_worlds(path, LAYOUT)
