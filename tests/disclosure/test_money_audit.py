from __future__ import annotations

import numpy as np
import pytest

from dashboard.disclosure import money_audit
from dashboard.disclosure.layout import Axis, Floats, Layout
from dashboard.disclosure.money import MoneyError, Requirements
from dashboard.disclosure.money_audit import audit_money, money_intervals

LAYOUT = Layout.of([Axis.of("area", ["n", "s"]), Axis.of("kind", ["a", "b"])])
TOTALS = np.asarray(LAYOUT.add_up(np.arange(4), np.array([10.0, 20.0, 30.0, 40.0])), dtype=np.float64)


def cell(*nodes: int) -> int:
    found = LAYOUT.find(nodes)
    assert found is not None
    return found


INNER = [cell(a, b) for a in (0, 1) for b in (0, 1)]


def without(*cells: int) -> Floats:
    values = TOTALS.copy()
    values[list(cells)] = np.nan
    return values


def needing(amount: float, *cells: int) -> Requirements:
    sensitive = np.zeros(len(LAYOUT), dtype=bool)
    sensitive[list(cells)] = True
    needed = np.where(sensitive, amount, 0.0)
    return Requirements(sensitive, np.minimum(needed, TOTALS), needed)


def test_a_square_of_hidden_totals_is_bounded_by_its_margins() -> None:
    low, high = money_intervals(LAYOUT, without(*INNER))
    # n = 30, s = 70, a = 40, b = 60
    assert low[INNER] == pytest.approx([0, 0, 10, 30])
    assert high[INNER] == pytest.approx([30, 30, 40, 60])
    assert (low[~np.isin(np.arange(9), INNER)] == high[~np.isin(np.arange(9), INNER)]).all()


def test_a_single_hidden_total_is_known() -> None:
    low, high = money_intervals(LAYOUT, without(INNER[0]))
    assert low[INNER[0]] == pytest.approx(10) and high[INNER[0]] == pytest.approx(10)
    assert audit_money(LAYOUT, without(INNER[0]), TOTALS, needing(1, INNER[0])) == [INNER[0]]


def test_the_check_is_passed_up_to_the_room_there_is() -> None:
    values = without(*INNER)
    assert audit_money(LAYOUT, values, TOTALS, needing(9.99, INNER[0])) == []
    assert audit_money(LAYOUT, values, TOTALS, needing(20, INNER[0])) == []  # never below zero
    assert audit_money(LAYOUT, values, TOTALS, needing(20.1, INNER[0])) == [INNER[0]]


def test_a_published_sensitive_total_fails() -> None:
    assert audit_money(LAYOUT, TOTALS, TOTALS, needing(1, INNER[2])) == [INNER[2]]


def test_hidden_totals_in_no_published_one_have_no_upper_end() -> None:
    low, high = money_intervals(LAYOUT, np.full(9, np.nan))
    assert (low == 0).all() and np.isinf(high).all()


def test_hidden_totals_of_an_empty_table_are_zero() -> None:
    values = np.zeros(9)
    values[INNER] = np.nan
    low, high = money_intervals(LAYOUT, values)
    assert (low == 0).all() and (high == 0).all()


def test_totals_not_asked_for_stay_unknown() -> None:
    low, _ = money_intervals(LAYOUT, without(*INNER), np.array([INNER[0], cell(2, 2)]))
    assert np.isnan(low).sum() == 3


def test_totals_that_contradict_each_other_are_refused() -> None:
    values = without(*INNER)
    values[cell(2, 2)] += 1
    with pytest.raises(MoneyError, match="contraddicono"):
        money_intervals(LAYOUT, values)


def test_tables_too_large_to_check_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(money_audit, "LARGEST", 3)
    with pytest.raises(MoneyError, match="più di 3"):
        money_intervals(LAYOUT, without(*INNER))
