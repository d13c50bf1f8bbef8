from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.layout import Axis, Layout
from dashboard.disclosure.money import Contributions, MoneyError, MoneyRule, money_primary

LAYOUT = Layout.of([Axis.of("area", ["n", "s"])])
NORTH, SOUTH, TOTAL = (LAYOUT.find([node]) or 0 for node in (0, 1, 2))
P_ONLY = MoneyRule(p=10, dominance=None, contributors=0)
DOMINANCE = MoneyRule(p=None, dominance=(2, 80), contributors=0)
FEW = MoneyRule(p=None, dominance=None, contributors=3, margin=20)


def given_to(north: list[float], south: list[float] | None = None) -> Contributions:
    """Each amount from a contributor of its own."""
    amounts = [*north, *(south or [])]
    inner = np.array([0] * len(north) + [1] * len(south or []))
    return Contributions(inner, np.arange(len(amounts)), np.array(amounts, dtype=np.float64))


def test_p_per_cent_asks_for_what_is_missing_to_p_per_cent_of_the_largest() -> None:
    found = money_primary(LAYOUT, given_to([100, 50, 4]), P_ONLY)
    assert found.sensitive[NORTH]
    assert found.upper[NORTH] == pytest.approx(10 - 4)
    assert found.lower[NORTH] == pytest.approx(6)


def test_a_total_exactly_at_the_border_is_not_sensitive() -> None:
    assert not money_primary(LAYOUT, given_to([100, 50, 10]), P_ONLY).sensitive.any()
    assert not money_primary(LAYOUT, given_to([40, 40, 10, 10]), DOMINANCE).sensitive.any()


def test_dominance_asks_for_a_total_of_which_the_largest_are_k_per_cent() -> None:
    found = money_primary(LAYOUT, given_to([60, 30, 5, 5]), DOMINANCE)
    assert found.sensitive[NORTH]
    assert (60 + 30) / (100 + found.upper[NORTH]) == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("amounts", "small"), [([], False), ([5.0], True), ([5.0] * 2, True), ([5.0] * 3, False)]
)
def test_too_few_contributors_make_a_total_sensitive(amounts: list[float], small: bool) -> None:
    found = money_primary(LAYOUT, given_to(amounts, [1.0] * 9), FEW)
    assert found.sensitive[NORTH] == small
    assert found.upper[NORTH] == pytest.approx(0.2 * sum(amounts) if small else 0)


def test_contributors_of_nothing_are_none() -> None:
    found = money_primary(LAYOUT, given_to([5, 5, 0, 0, 0]), FEW)
    assert found.sensitive[NORTH]
    empty = money_primary(LAYOUT, given_to([0, 0]), MoneyRule())
    assert not empty.sensitive.any()


def test_amounts_of_one_contributor_count_as_one_in_every_total() -> None:
    inner = np.array([0, 0, 0, 1, 1, 1])
    supplier = np.array([1, 1, 2, 1, 3, 4])
    found = money_primary(LAYOUT, Contributions(inner, supplier, np.full(6, 10.0)), FEW)
    assert found.sensitive.tolist() == [cell == NORTH for cell in range(3)]


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=6), st.floats(1e-3, 1e3))
def test_the_unit_of_money_changes_no_verdict(amounts: list[float], unit: float) -> None:
    amounts = [round(amount) for amount in amounts]
    one = money_primary(LAYOUT, given_to(amounts), MoneyRule())
    other = money_primary(LAYOUT, given_to([unit * amount for amount in amounts]), MoneyRule())
    assert (one.sensitive == other.sensitive).all()
    assert np.allclose(unit * one.upper, other.upper)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=6))
def test_nothing_is_asked_of_a_total_that_is_not_sensitive_and_no_amount_falls_below_zero(
    amounts: list[int],
) -> None:
    contributions = given_to([float(amount) for amount in amounts])
    found = money_primary(LAYOUT, contributions, MoneyRule())
    assert ((found.upper > 0) == found.sensitive).all()
    assert (found.lower <= contributions.totals(LAYOUT)).all()


def test_totals_add_up_the_amounts() -> None:
    totals = given_to([1, 2], [4]).totals(LAYOUT)
    assert dict(enumerate(totals.tolist())) == {NORTH: 3.0, SOUTH: 4.0, TOTAL: 7.0}


@pytest.mark.parametrize(
    "options",
    [
        {"p": 0},
        {"dominance": (0, 80)},
        {"dominance": (2, 100)},
        {"margin": 0},
        {"p": None, "dominance": None, "contributors": 1},
    ],
)
def test_a_rule_that_protects_nothing_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(MoneyError):
        MoneyRule(**options)  # type: ignore[arg-type]


@pytest.mark.parametrize("amount", [-1.0, float("nan"), float("inf")])
def test_what_is_no_amount_is_refused(amount: float) -> None:
    with pytest.raises(MoneyError, match="non negativi"):
        given_to([amount])


def test_arrays_of_different_lengths_are_refused() -> None:
    with pytest.raises(MoneyError, match="lunghezza"):
        Contributions(np.array([0]), np.array([1, 2]), np.array([1.0]))
