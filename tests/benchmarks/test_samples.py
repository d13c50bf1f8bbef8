from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.samples import Sample, decimal, percentile, times_ahead, who_is_ahead

numbers = st.floats(min_value=0, max_value=1e6)


@given(st.lists(numbers, min_size=1), st.floats(min_value=0, max_value=1))
def test_a_percentile_lies_between_the_least_and_the_most(values: list[float], share: float) -> None:
    found = percentile(values, share)

    assert min(values) <= found <= max(values) or math.isclose(found, max(values))


@given(
    st.lists(numbers, min_size=1).flatmap(lambda values: st.tuples(st.just(values), st.permutations(values)))
)
def test_a_percentile_does_not_depend_on_the_order(orders: tuple[list[float], list[float]]) -> None:
    assert percentile(orders[1], 0.95) == percentile(orders[0], 0.95)


def test_the_median_of_an_even_number_of_values_is_between_the_two_in_the_middle() -> None:
    assert percentile([1, 2, 3, 100], 0.5) == 2.5


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1.0], 1.5), ([1.0], -0.1)])
def test_no_percentile_of_nothing_nor_beyond_the_whole(values: list[float], share: float) -> None:
    with pytest.raises(ValueError, match="percentile"):
        percentile(values, share)


def test_timings_are_told_in_milliseconds_and_per_second() -> None:
    sample = Sample((0.010, 0.020, 0.030), elapsed=0.5)

    assert sample.median == pytest.approx(20)
    assert sample.p95 == pytest.approx(29)
    assert sample.per_second == pytest.approx(6)


def test_a_throughput_is_better_when_greater_and_a_time_when_smaller() -> None:
    assert times_ahead(30, 10, more_is_better=True) == 3
    assert times_ahead(30, 10, more_is_better=False) == pytest.approx(1 / 3)


def test_what_costs_nothing_is_infinitely_ahead_unless_both_do() -> None:
    assert math.isinf(times_ahead(0, 10, more_is_better=False))
    assert times_ahead(0, 0, more_is_better=False) == 1


@given(st.floats(min_value=0.01, max_value=1000), st.floats(min_value=0.01, max_value=1000))
def test_turning_the_sides_round_turns_the_winner_round(ours: float, theirs: float) -> None:
    said = who_is_ahead(times_ahead(ours, theirs, more_is_better=True))
    turned = who_is_ahead(times_ahead(theirs, ours, more_is_better=True))

    assert {said.split(" ×")[0], turned.split(" ×")[0]} in ({"pari"}, {"avanti noi", "avanti Dash"})


@pytest.mark.parametrize(
    ("times", "said"),
    [
        (1.0, "pari"),
        (1.02, "pari"),
        (2.0, "avanti noi ×2,00"),
        (0.25, "avanti Dash ×4,00"),
        (math.inf, "avanti noi"),
        (0.0, "avanti Dash"),
    ],
)
def test_who_is_ahead_is_said_with_how_much(times: float, said: str) -> None:
    assert who_is_ahead(times) == said


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234567.8, "1.234.568"), (12.34, "12,3"), (0.126, "0,13"), (math.inf, "∞")],
)
def test_figures_are_written_as_italians_do(value: float, text: str) -> None:
    assert decimal(value) == text
