from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from dashboard.disclosure.auditor_job import Job, JobError, Published, digest, whole
from dashboard.disclosure.layout import Axis, Layout
from dashboard.disclosure.problem import Insider, Problem, Rule, World
from tests.disclosure.auditing import layout_of, truth_of

TREE = {"Italia": ["Nord", "Sud"], "Nord": ["a", "b"], "Sud": ["c"]}


@pytest.fixture
def job() -> Job:
    layout = Layout.of(
        [Axis.of("luogo", ["a", "b", "c"], [TREE, {"Tutti": ["a", "b", "c"]}]), Axis.of("sesso", ["f", "m"])],
        [["luogo@1"], ["luogo", "sesso"], []],
    )
    problem = Problem.of(layout, np.arange(6), np.array([1, 9, 2, 9, 3, 9]), Rule())
    return Job(
        Published.of(problem, problem.sensitive),
        Rule(4, "sensitive", (1, 2)),
        (truth_of([1, 9, 2, 9, 3, 9]), World(np.array([0, 1]), np.array([-1, 1]), relative=True)),
        (Insider("Nord", ((0, layout.axes[0].position["Nord"]),)),),
        truth_of([1, 9, 2, 9, 3, 9]),
        problem.sensitive,
        12.0,
        2,
        7,
        True,
    )


def test_a_job_is_read_as_it_was_written_but_for_the_names(job: Job) -> None:
    read = Job.from_bytes(job.to_bytes())
    assert np.array_equal(read.published.values, job.published.values, equal_nan=True)
    assert read.published.layout is not None and job.published.layout is not None
    assert np.array_equal(read.published.layout.cells, job.published.layout.cells)
    assert (read.rule, read.seconds, read.workers) == (job.rule, 12.0, 2)
    assert (read.inner_limit, read.require_inner) == (7, True)
    assert [one.holds for one in read.insiders] == [one.holds for one in job.insiders]
    assert [world.relative for world in read.worlds] == [False, True]
    assert all(np.array_equal(a.counts, b.counts) for a, b in zip(read.worlds, job.worlds, strict=True))
    assert read.own is not None and np.array_equal(read.own.counts, job.worlds[0].counts)
    assert np.array_equal(read.primary, job.primary)  # type: ignore[arg-type]


def test_no_name_stands_in_the_job(job: Job) -> None:
    data = job.to_bytes()
    assert not any(name.encode() in data for name in ("Nord", "Italia", "luogo", "sesso"))


def test_a_job_without_layout_keeps_its_relations(job: Job) -> None:
    relations = job.published.relations
    bare = replace(
        job, published=Published(job.published.values, relations), insiders=(), own=None, primary=None
    )
    read = Job.from_bytes(replace(bare, rule=Rule()).to_bytes())
    assert read.published.layout is None
    assert (read.published.relations != relations).nnz == 0
    assert (read.own, read.primary, read.rule.interval) == (None, None, None)


@given(garbage=st.binary(max_size=200))
def test_bytes_that_are_no_job_are_refused(garbage: bytes) -> None:
    with pytest.raises(JobError):
        Job.from_bytes(garbage)


def test_a_job_cut_short_or_with_other_cells_is_refused(job: Job) -> None:
    with pytest.raises(JobError):
        Job.from_bytes(job.to_bytes()[:-40])
    layout = job.published.layout
    assert layout is not None
    other = replace(layout, cells=layout.cells[::-1])
    with pytest.raises(JobError, match="si legge"):
        Job.from_bytes(replace(job, published=replace(job.published, layout=other)).to_bytes())


def test_the_fingerprint_changes_with_any_byte(job: Job) -> None:
    data = job.to_bytes()
    assert digest(data) != digest(data[:-1] + bytes([data[-1] ^ 1]))


@pytest.mark.parametrize(("value", "sound"), [(3.0, True), (np.nan, True), (0.5, False), (-1.0, False)])
def test_published_values_are_counts(value: float, sound: bool) -> None:
    layout = layout_of((2, 2))
    values = np.zeros(len(layout))
    values[0] = value
    assert Published(values, layout.relations, layout).sound is sound


@given(
    inner=arrays.arrays(np.float64, st.integers(0, 4), elements=st.floats(-3, 8) | st.just(np.nan)),
    counts=arrays.arrays(np.float64, st.integers(0, 4)),
)
def test_only_whole_numbers_each_place_once_are_a_world(inner: np.ndarray, counts: np.ndarray) -> None:
    expected = (
        len(inner) == len(counts)
        and all(float(one).is_integer() and 0 <= one < 6 for one in inner)
        and len(set(inner.tolist())) == len(inner)
        and all(float(one).is_integer() and abs(one) < 2**40 for one in counts)
    )
    assert whole(World(inner, counts), 6) == expected


def test_texts_are_no_world() -> None:
    assert not whole(World(np.array(["0"]), np.array([1])), 6)
