"""Intervals, permanence, effects and limits, against what the literature and plain counting say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dashboard.data.statistics import before_after, control_limits, kaplan_meier, poisson_rate, wilson

counts = st.dictionaries(st.integers(0, 40), st.integers(0, 6), max_size=8)


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_of_a_share_is_that_of_wilson(pair: tuple[int, int]) -> None:
    found = wilson(*pair)

    assert found is not None
    theirs = stats.binomtest(*pair).proportion_ci(0.95, method="wilson")
    assert found.low == pytest.approx(100 * theirs.low, abs=1e-9)
    assert found.high == pytest.approx(100 * theirs.high, abs=1e-9)


@given(st.integers(0, 400), st.integers(1, 100_000))
def test_the_interval_of_a_rate_is_the_exact_one_of_events(events: int, base: int) -> None:
    found = poisson_rate(events, base, scale=1000)

    assert found is not None
    for end, tail in ((found.low, 0.025), (found.high, 0.975)):
        half = stats.chi2.ppf(tail, 2 * (events + (tail > 0.5))) / 2 if events or tail > 0.5 else 0
        assert end == pytest.approx(half / base * 1000, rel=1e-9)


@pytest.mark.parametrize(("successes", "base"), [(1, 0), (-1, 5), (6, 5), (1.5, 5), (1, 4.5)])
def test_what_is_no_share_of_a_count_has_no_interval(successes: float, base: float) -> None:
    assert wilson(successes, base) is None


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_stays_between_none_and_all(pair: tuple[int, int]) -> None:
    successes, base = pair
    found = wilson(successes, base)
    assert found is not None
    assert -1e-9 <= found.low <= 100 * successes / base + 1e-9
    assert 100 * successes / base - 1e-9 <= found.high <= 100 + 1e-9


def test_permanence_is_the_product_of_the_monthly_shares_that_stay() -> None:
    found = kaplan_meier({3: 2, 10: 1}, {6: 1, 12: 5})

    assert found is not None
    assert found.months == tuple(range(13))
    assert found.at_risk[3] == 9 and found.at_risk[10] == 6
    assert found.shares[2] == 1
    assert found.shares[3] == pytest.approx(1 - 2 / 9)
    assert found.shares[10] == pytest.approx((1 - 2 / 9) * (1 - 1 / 6))


@given(counts, counts)
def test_a_curve_of_permanence_never_rises_and_lies_in_its_band(
    ended: dict[int, int], still: dict[int, int]
) -> None:
    found = kaplan_meier(ended, still)
    if found is None:
        assert not sum(ended.values()) + sum(still.values())
        return
    assert list(found.shares) == sorted(found.shares, reverse=True)
    assert all(
        low - 1e-9 <= share <= high + 1e-9
        for low, share, high in zip(found.lows, found.shares, found.highs, strict=True)
    )
    assert found.at_risk[0] == sum(ended.values()) + sum(still.values())


def test_nobody_who_leaves_is_a_flat_line() -> None:
    found = kaplan_meier({}, {5: 3})
    assert found is not None and set(found.shares) == {1.0} and found.months[-1] == 5


def test_a_change_has_the_interval_of_student_and_a_size_in_standard_units() -> None:
    found = before_after(n=25, before=5, after=6, deviation=1, deviation_before=2)

    assert found is not None
    assert found.difference == 1
    assert found.interval.high - found.difference == pytest.approx(2.0639 / 5, abs=1e-4)  # t(24), 97.5 %
    assert found.size == pytest.approx(0.5 * (1 - 3 / 95))


@pytest.mark.parametrize(("n", "deviation"), [(1, 1.0), (10, 0.0)])
def test_without_people_or_spread_there_is_no_effect(n: float, deviation: float) -> None:
    assert before_after(n=n, before=5, after=6, deviation=deviation, deviation_before=1) is None


def test_control_limits_close_in_on_the_common_rate_as_the_base_grows() -> None:
    found = control_limits([2_000, 20_000, 2_000_000], rate=5, scale=1000)

    widths = [high - low for low, high in zip(found.lows, found.highs, strict=True)]
    assert widths == sorted(widths, reverse=True)
    assert all(low <= 5 <= high for low, high in zip(found.lows, found.highs, strict=True))
    # far out, the limits are those of the normal distribution: 1.96 standard deviations of 10,000 cases
    assert found.highs[-1] == pytest.approx(5 + 1.96 * 100 / 2_000_000 * 1000, abs=2e-3)
