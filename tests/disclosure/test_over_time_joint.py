from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.layout import Axis, Layout
from dashboard.disclosure.over_time import Online, OverTimeError
from dashboard.disclosure.over_time_joint import WHEN, cells_at, joiners, joint_layout, joint_problem
from dashboard.disclosure.problem import Pattern, Problem, Rule, World
from tests.disclosure.small_worlds import agreeing, protect_by_listing
from tests.examples import examples

RULE = Rule(threshold=3)
LAYOUT = Layout.of([Axis.of("area", ["n", "s"])])
LABELS = ["1", "2", "3"]


def world(counts: Sequence[int]) -> World:
    dense = np.array(counts, dtype=np.int64)
    return World(np.flatnonzero(dense), dense[dense > 0])


def online(counts: Sequence[int], label: str) -> Online:
    inside = world(counts)
    one = Problem.of(LAYOUT, inside.inner, inside.counts, RULE)
    pattern = protect_by_listing(one, RULE) if one.sensitive.any() else Pattern(one.sensitive, one.sensitive)
    return Online.of(label, one, pattern)


growth = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=3)


@examples(10)
@given(growth)
def test_each_release_is_any_earlier_one_and_those_who_joined_since(steps: list[tuple[int, int]]) -> None:
    tables = np.cumsum(np.array(steps), axis=0)
    earlier = [online(tables[0].tolist(), "1"), online(tables[1].tolist(), "2")]
    problem, joint = joint_problem(LAYOUT, earlier, "3", world(tables[2].tolist()), RULE)
    at = {label: problem.values[cells_at(LAYOUT, joint, label)] for label in LABELS}
    for label, table in zip(LABELS, tables, strict=True):
        assert (at[label] == LAYOUT.add_up(np.arange(2), table)).all()
    for i, one in enumerate(LABELS):
        for other in LABELS[i + 1 :]:
            joined = problem.values[cells_at(LAYOUT, joint, joiners(one, other))]
            assert (joined == at[other] - at[one]).all()


def test_the_relations_link_every_pair_of_releases() -> None:
    joint = joint_layout(LAYOUT, LABELS)
    rows = {frozenset(row.nonzero()[1].tolist()) for row in joint.relations}
    for i, one in enumerate(LABELS):
        for other in LABELS[i + 1 :]:
            places = [cells_at(LAYOUT, joint, node) for node in (one, other, joiners(one, other))]
            for triple in zip(*places, strict=True):
                assert frozenset(int(cell) for cell in triple) in rows


def test_what_is_on_line_stays_and_what_was_hidden_stays_hidden() -> None:
    earlier = [online((2, 6), "1")]
    problem, joint = joint_problem(LAYOUT, earlier, "2", world((8, 12)), RULE)
    old, new = cells_at(LAYOUT, joint, "1"), cells_at(LAYOUT, joint, "2")
    hidden = earlier[0].hidden
    assert hidden.any() and not hidden.all()
    assert problem.forced[old[~hidden]].all() and not problem.forced[old[hidden]].any()
    assert problem.sensitive[old[hidden]].all() and problem.sensitive[new[hidden]].all()
    assert not (problem.sensitive & problem.forced).any()
    assert "«1»" in problem.reasons[int(new[hidden][0])]


def test_few_who_joined_cannot_be_found_by_subtraction() -> None:
    """One joined in the north, six in the south."""
    earlier = [online((5, 5), "1")]
    problem, joint = joint_problem(LAYOUT, earlier, "2", world((6, 11)), RULE)
    pattern = protect_by_listing(problem, RULE)
    assert not pattern.unproven
    old, new = cells_at(LAYOUT, joint, "1"), cells_at(LAYOUT, joint, "2")
    assert not pattern.hidden[old].any()
    # what is really on line: the two releases; the joiners are shown by no table
    shown = np.full(len(joint), np.nan)
    for cells in (old, new):
        shown[cells] = np.where(pattern.hidden[cells], np.nan, problem.values[cells])
    _, cells = agreeing(joint, shown, 30)
    joined = cells[:, cells_at(LAYOUT, joint, joiners("1", "2"))[LAYOUT.find([0]) or 0]]
    assert joined.min() <= 1 and joined.max() >= 3


def test_releases_published_each_by_itself_give_the_few_away() -> None:
    joint = joint_layout(LAYOUT, ["1", "2"])
    shown = np.full(len(joint), np.nan)
    for label, counts in (("1", (5, 5)), ("2", (6, 11))):
        shown[cells_at(LAYOUT, joint, label)] = LAYOUT.add_up(np.arange(2), np.array(counts))
    _, cells = agreeing(joint, shown, 30)
    joined = cells[:, cells_at(LAYOUT, joint, joiners("1", "2"))]
    assert (joined == joined[0]).all() and 1 in joined[0]


def test_cells_of_a_release_that_the_joint_tables_lack_are_marked() -> None:
    other = Layout.of([Axis.of("area", ["n", "s"])], [["area@0"]])
    found = cells_at(LAYOUT, joint_layout(other, ["1", "2"]), "1")
    assert (found == -1).sum() == 2


@pytest.mark.parametrize("labels", [["1"], ["1", "1"]])
def test_a_joint_layout_wants_two_names(labels: list[str]) -> None:
    with pytest.raises(OverTimeError, match="almeno due"):
        joint_layout(LAYOUT, labels)


def test_a_dimension_may_not_be_called_like_the_releases() -> None:
    with pytest.raises(OverTimeError, match="già"):
        joint_layout(Layout.of([Axis.of(WHEN, ["a"])]), ["1", "2"])


def test_a_population_from_which_somebody_left_is_refused() -> None:
    with pytest.raises(OverTimeError, match="non è cumulativa"):
        joint_problem(LAYOUT, [online((5, 5), "1")], "2", world((4, 9)), RULE)


def test_exact_figures_and_the_same_tables_are_needed() -> None:
    bare = Online("1", LAYOUT, np.array([5.0, 5.0, 10.0]))
    with pytest.raises(OverTimeError, match="mancano"):
        joint_problem(LAYOUT, [bare], "2", world((6, 6)), RULE)
    other = Layout.of([Axis.of("area", ["n", "s", "w"])])
    with pytest.raises(OverTimeError, match="stesse tabelle"):
        joint_problem(other, [bare], "2", world((6, 6)), RULE)
