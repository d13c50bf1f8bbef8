from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.percentages import (
    CAPPED_BASE,
    HIGHEST,
    LEAST_BASE,
    LOWEST,
    Percent,
    PercentError,
    bases,
    leaks,
    numerators,
    percent,
)

counts = st.integers(0, 400)


@given(st.none() | counts, st.none() | counts)
def test_nothing_is_said_of_a_hidden_count(numerator: int | None, base: int | None) -> None:
    if numerator is not None and base is not None:
        numerator = None
    shown = percent(numerator, base)
    assert shown.value is None
    assert "riservato" in shown.reason
    assert str(shown) == ""


@given(counts, counts)
def test_a_hidden_numerator_keeps_all_its_values_whatever_the_base(truth: int, base: int) -> None:
    shown = percent(None, base)
    assert list(numerators(shown, base)) == list(range(base + 1))
    assert not leaks(shown, base, threshold=5)


@given(st.integers(0, 400).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))))
def test_a_shown_percentage_is_true_to_half_a_point(pair: tuple[int, int]) -> None:
    numerator, base = pair
    shown = percent(numerator, base)
    if base < LEAST_BASE:
        assert shown.value is None and shown.reason
        return
    exact = Fraction(100 * numerator, base)
    assert shown.value is not None
    if shown.mark == "at_most":
        assert exact < shown.value + Fraction(1, 2)
    elif shown.mark == "at_least":
        assert exact >= shown.value - Fraction(1, 2)
    else:
        assert -Fraction(1, 2) <= shown.value - exact <= Fraction(1, 2)


@given(st.integers(LEAST_BASE, CAPPED_BASE - 1), st.data())
def test_the_ends_are_capped_on_bases_under_a_hundred(base: int, data: st.DataObject) -> None:
    shown = percent(data.draw(st.integers(0, base)), base)
    assert shown.value is not None
    assert LOWEST <= shown.value <= HIGHEST
    assert (shown.mark == "at_most") == (shown.value == LOWEST)
    assert (shown.mark == "at_least") == (shown.value == HIGHEST)


def test_from_a_hundred_on_the_ends_are_told() -> None:
    assert percent(0, CAPPED_BASE) == Percent(0)
    assert percent(CAPPED_BASE, CAPPED_BASE) == Percent(100)


def test_halves_go_up() -> None:
    assert percent(29, 200) == Percent(15)
    assert percent(27, 200) == Percent(14)


def test_it_is_written_with_its_mark() -> None:
    written = [str(percent(n, 40)) for n in (1, 20, 40)]
    assert written == ["≤ 5%", "50%", "≥ 95%"]


@pytest.mark.parametrize(
    ("numerator", "base", "word"), [(3, 2, "più grande"), (-1, 5, "negativi"), (0, -1, "neg")]
)
def test_what_is_no_share_is_refused(numerator: int, base: int, word: str) -> None:
    with pytest.raises(PercentError, match=word):
        percent(numerator, base)


def test_a_base_of_zero_has_no_percentage() -> None:
    assert percent(0, 0).value is None
    assert percent(0, 0).reason != percent(1, 10).reason


@given(st.integers(LEAST_BASE, 300).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))))
def test_the_numerators_left_are_those_that_are_shown_alike(pair: tuple[int, int]) -> None:
    numerator, base = pair
    shown = percent(numerator, base)
    assert set(numerators(shown, base)) == {n for n in range(base + 1) if percent(n, base) == shown}


@given(st.integers(LEAST_BASE, 120).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))))
def test_the_bases_left_are_those_that_are_shown_alike(pair: tuple[int, int]) -> None:
    numerator, base = pair
    shown = percent(numerator, base)
    found = bases(shown, numerator, most=150)
    assert base in found
    assert found == [b for b in range(numerator, 151) if percent(numerator, b) == shown]


def test_a_percentage_that_is_not_there_leaves_every_base() -> None:
    assert bases(Percent(None), 3, most=10) == list(range(3, 11))


def test_a_percentage_of_a_hidden_count_would_pin_it() -> None:
    """What would happen if the rule were broken: most small numerators would be known."""
    broken = [n for n in range(1, 5) if leaks(Percent(round(100 * n / 60)), 60, threshold=5)]
    assert broken, "the attack must bite where the rule is broken"
    assert list(numerators(percent(7, 90), 90)) == [7]


def test_a_percentage_that_no_numerator_gives_leaks_nothing() -> None:
    assert len(numerators(Percent(33), 20)) == 0
    assert not leaks(Percent(33), 20, threshold=5)


@given(st.integers(LEAST_BASE, 300).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))))
def test_a_leak_is_an_interval_that_breaks_the_rule_of_hidden_counts(pair: tuple[int, int]) -> None:
    numerator, base = pair
    shown = percent(numerator, base)
    left = [n for n in range(base + 1) if percent(n, base) == shown]
    kept = min(left) >= 5 or (min(left) <= 1 and max(left) >= 5)
    assert leaks(shown, base, threshold=5) is not kept
