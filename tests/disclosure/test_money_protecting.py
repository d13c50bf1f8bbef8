from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure import money_protecting
from dashboard.disclosure.layout import Axis, Layout
from dashboard.disclosure.money import Contributions, MoneyError, MoneyRule
from dashboard.disclosure.money_audit import audit_money, money_intervals
from dashboard.disclosure.money_protecting import MoneyPattern, protect_money
from tests.examples import examples

AREAS = {"Nord": ["n1", "n2"], "Sud": ["s1", "s2", "s3"]}
LAYOUT = Layout.of([Axis.of("area", [], [AREAS]), Axis.of("kind", ["a", "b", "c"])])
RULE = MoneyRule()


def drawn(seed: int, many: int = 60, scale: float = 1e4) -> Contributions:
    rng = np.random.default_rng(seed)
    inner = rng.choice(LAYOUT.size, many, p=rng.dirichlet(np.ones(LAYOUT.size)))
    return Contributions(inner, rng.integers(0, 25, many), np.round(scale * rng.lognormal(0, 1, many), 2))


def unsafe(contributions: Contributions, pattern: MoneyPattern, hidden: np.ndarray) -> list[int]:
    totals = contributions.totals(LAYOUT)
    return audit_money(LAYOUT, np.where(hidden, np.nan, totals), totals, pattern.required)


@examples(6)
@given(st.integers(0, 10_000), st.sampled_from([1e-2, 1.0, 1e4, 1e8]))
def test_every_sensitive_total_gets_the_room_it_needs(seed: int, scale: float) -> None:
    contributions = drawn(seed, scale=scale)
    pattern = protect_money(LAYOUT, contributions, RULE)
    totals, required = contributions.totals(LAYOUT), pattern.required
    assert required.sensitive.any()
    assert pattern.hidden[required.sensitive].all()
    low, high = money_intervals(LAYOUT, np.where(pattern.hidden, np.nan, totals))
    hair = 1e-6 * totals.max()
    assert (low <= totals - required.lower + hair)[required.sensitive].all()
    assert (high >= totals + required.upper - hair)[required.sensitive].all()


def test_hiding_only_the_sensitive_totals_is_caught() -> None:
    caught = 0
    for seed in range(8):
        contributions = drawn(seed)
        pattern = protect_money(LAYOUT, contributions, RULE)
        assert not unsafe(contributions, pattern, pattern.hidden)
        if pattern.hidden.sum() > pattern.required.sensitive.sum():
            assert unsafe(contributions, pattern, pattern.required.sensitive)
            caught += 1
    assert caught


@pytest.mark.parametrize("seed", range(4))
def test_no_total_is_hidden_without_need(seed: int) -> None:
    contributions = drawn(seed)
    pattern = protect_money(LAYOUT, contributions, RULE)
    for other in np.flatnonzero(pattern.hidden & ~pattern.required.sensitive):
        shown = pattern.hidden.copy()
        shown[other] = False
        assert unsafe(contributions, pattern, shown)


def test_totals_without_money_stay_published() -> None:
    contributions = drawn(1, many=14)
    totals = contributions.totals(LAYOUT)
    pattern = protect_money(LAYOUT, contributions, RULE)
    assert (totals == 0).any()
    assert not pattern.hidden[totals == 0].any()


def test_nothing_sensitive_nothing_hidden() -> None:
    inner = np.repeat(np.arange(LAYOUT.size), 10)
    contributions = Contributions(inner, np.arange(len(inner)), np.ones(len(inner)))
    assert not protect_money(LAYOUT, contributions, RULE).hidden.any()


def test_no_money_at_all_needs_no_protection() -> None:
    nothing = Contributions(np.array([0, 1]), np.array([0, 1]), np.zeros(2))
    assert not protect_money(LAYOUT, nothing, RULE).hidden.any()


def test_one_contributor_alone_hides_everything_it_is_in() -> None:
    one = Contributions(np.array([0]), np.array([0]), np.array([50.0]))
    pattern = protect_money(LAYOUT, one, RULE)
    assert (pattern.hidden == (one.totals(LAYOUT) > 0)).all()


def test_a_solver_that_fails_protects_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(money_protecting._Search, "move", lambda *_, **__: None)
    with pytest.raises(MoneyError, match="non si può proteggere"):
        protect_money(LAYOUT, drawn(1), RULE)


def test_a_pattern_that_the_check_does_not_confirm_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = np.zeros(len(LAYOUT), dtype=bool)
    monkeypatch.setattr(money_protecting._Search, "move", lambda *_, **__: nothing)
    contributions = Contributions(np.array([0, 4, 4, 4, 4]), np.arange(5), np.array([9.0, 9, 9, 9, 9]))
    with pytest.raises(MoneyError, match="verifica"):
        protect_money(LAYOUT, contributions, RULE)
