from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dashboard.disclosure import over_time_audit
from dashboard.disclosure.layout import Axis, Layout
from dashboard.disclosure.over_time import Online, OverTimeError
from dashboard.disclosure.over_time_audit import audit_over_time
from dashboard.disclosure.problem import World
from tests.disclosure.small_worlds import agreeing
from tests.examples import examples

LAYOUT = Layout.of([Axis.of("sex", ["f", "m"]), Axis.of("area", ["n", "s"])])
CELLS = len(LAYOUT)
counts = st.tuples(*[st.integers(0, 4)] * 4)
masks = st.tuples(*[st.booleans()] * CELLS)


def release(inner: Sequence[int], hidden: Sequence[bool] = (), label: str = "1") -> Online:
    values = np.asarray(LAYOUT.add_up(np.arange(4), np.array(inner)), dtype=np.float64)
    if len(hidden):
        values[np.array(hidden)] = np.nan
    return Online(label, LAYOUT, values)


def hidden_cells(online: Online) -> list[int]:
    found: list[int] = np.flatnonzero(online.hidden).tolist()
    return found


def names(*cells: int) -> set[tuple[str, ...]]:
    return {LAYOUT.names(cell) for cell in cells}


@examples(15)
@given(counts, counts, masks, masks)
def test_it_finds_what_listing_all_pairs_of_worlds_finds(
    before: tuple[int, ...], later: tuple[int, ...], one: tuple[bool, ...], other: tuple[bool, ...]
) -> None:
    total = LAYOUT.find([2, 2])
    assert total is not None
    assume(not one[total] and not other[total])
    old, new = release(before, one), release(later, other, "2")
    found = audit_over_time([old, new], threshold=3)
    assert not found.unknown
    _, past = agreeing(LAYOUT, old.values, 16)
    _, now = agreeing(LAYOUT, new.values, 16)
    low, high = now.min(axis=0) - past.max(axis=0), now.max(axis=0) - past.min(axis=0)
    surely = ((low > 0) & (high < 3)) | ((high < 0) & (low > -3))
    assert {one.cell for one in found.exposed} == names(*np.flatnonzero(surely).tolist())
    for exposure in found.exposed:
        node = [axis.position[name] for axis, name in zip(LAYOUT.axes, exposure.cell, strict=True)]
        cell = LAYOUT.find(node)
        assert (exposure.low, exposure.high) == (low[cell], high[cell])


def test_subtraction_finds_the_person_who_joined() -> None:
    found = audit_over_time([release((5, 5, 5, 5)), release((6, 5, 5, 5), label="2")])
    assert not found.safe
    assert {one.cell for one in found.exposed} == {
        ("f", "n"), ("f", "Total"), ("Total", "n"), ("Total", "Total")
    }  # fmt: skip
    assert {(one.low, one.high) for one in found.exposed} == {(1, 1)}


def test_a_hidden_cell_is_inferred_before_it_is_subtracted() -> None:
    """The new value is hidden, but the only one hidden in its row: it is known all the same."""
    cell = LAYOUT.find([0, 0])
    hidden = [i == cell for i in range(CELLS)]
    found = audit_over_time([release((5, 5, 5, 5)), release((6, 5, 5, 9), hidden, "2")])
    assert ("f", "n") in {one.cell for one in found.exposed}


def test_every_pair_of_three_releases_is_compared() -> None:
    three = [release((5, 5, 5, 5)), release((25, 5, 5, 5), label="2"), release((6, 5, 5, 5), label="3")]
    found = audit_over_time(three)
    assert {(one.earlier, one.later) for one in found.exposed} == {("1", "3")}


def test_an_exposure_is_written_as_a_sentence() -> None:
    exposure = audit_over_time([release((5, 5, 5, 5)), release((3, 5, 5, 5), label="2")]).exposed[0]
    assert "da «1» a «2»: variazione -2" in str(exposure)
    assert "fra -4 e -2" in str(replace(exposure, low=-4.0))


def all_hidden(inner: Sequence[int], label: str) -> Online:
    return release(inner, [True] * CELLS, label)


def test_nothing_published_gives_nothing_away() -> None:
    assert audit_over_time([all_hidden((1, 0, 0, 0), "1"), all_hidden((2, 0, 0, 0), "2")]).safe


def test_a_table_of_published_zeros_is_known_to_be_zero() -> None:
    total = LAYOUT.find([2, 2])
    hidden = [i != total for i in range(CELLS)]
    found = audit_over_time([release((0, 0, 0, 0), hidden), release((1, 0, 0, 0), label="2")])
    assert ("f", "n") in {one.cell for one in found.exposed}


def test_a_release_whose_only_open_cells_are_empty_is_bounded_without_a_program() -> None:
    total = LAYOUT.find([2, 2])
    empty = release((0, 0, 0, 0), [i != total for i in range(CELLS)])
    assert audit_over_time([empty, replace(empty, label="2")]).safe


# ---- worlds that come with a release ----


def hidden_pair() -> tuple[Online, Online]:
    """Old: all published. New: the four inner cells are hidden."""
    inner = [all(node < 2 for node in nodes) for nodes in LAYOUT.cells.tolist()]
    return release((5, 5, 5, 5)), release((6, 5, 5, 14), inner, "2")


def world(inner: Sequence[float]) -> World:
    return World(np.arange(4), np.array(inner))


def never(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(over_time_audit, "LARGEST", -1)


def test_good_worlds_spare_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    never(monkeypatch)
    old, new = hidden_pair()
    found = audit_over_time([old, replace(new, worlds=(world((0, 11, 11, 8)), world((11, 0, 0, 19))))])
    inner = {LAYOUT.names(cell) for cell in hidden_cells(new)}
    assert not inner & {one.cell for one in found.exposed}
    assert not found.unknown


@pytest.mark.parametrize(
    "forged",
    [(0, 11, 11, 9), (-1, 12, 12, 7), (5.5, 5.5, 5.5, 13.5), (np.nan, 11, 11, 8), (0, 11, 11, 8, 0)],
    ids=["other sums", "negative", "halves", "not a number", "outside the table"],
)
def test_forged_worlds_prove_nothing(monkeypatch: pytest.MonkeyPatch, forged: tuple[float, ...]) -> None:
    never(monkeypatch)
    old, new = hidden_pair()
    false = World(np.arange(len(forged)), np.array(forged))
    found = audit_over_time([old, replace(new, worlds=(false,))])
    assert {cell for cell, _, _ in found.unknown} == {LAYOUT.names(c) for c in hidden_cells(new)}
    assert not found.safe


def test_what_the_solver_does_not_answer_in_time_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    out_of_time = SimpleNamespace(status=1, x=None)
    monkeypatch.setattr(over_time_audit, "linprog", lambda *_, **__: out_of_time)
    old, new = hidden_pair()
    found = audit_over_time([old, new])
    assert {cell for cell, _, _ in found.unknown} == {LAYOUT.names(c) for c in hidden_cells(new)}
    assert not found.safe


def test_a_solver_s_answer_that_does_not_agree_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(over_time_audit._Program, "extreme", lambda *_: world((0, 0, 0, 0)))
    assert not audit_over_time(list(hidden_pair())).safe


def test_figures_that_contradict_each_other_are_unknown() -> None:
    old, new = hidden_pair()
    wrong = new.values.copy()
    wrong[LAYOUT.find([2, 2])] += 1
    assert audit_over_time([old, replace(new, values=wrong)]).unknown


def test_two_releases_with_one_name_are_refused() -> None:
    with pytest.raises(OverTimeError, match="stesso nome"):
        audit_over_time([release((1, 1, 1, 1)), release((1, 1, 1, 1))])


def test_exact_figures_are_never_read() -> None:
    old, new = hidden_pair()
    lying = replace(new, exact=world((6, 5, 5, 14)))
    assert audit_over_time([old, lying]) == audit_over_time([old, new])
