"""The network in numbers and in words."""

from __future__ import annotations

import pandas as pd

from dashboard.components.panels.network import measure


def ties(*pairs: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["one", "other"])


def test_a_tie_declared_by_both_is_one_pair() -> None:
    found = measure(ties(("A", "B"), ("B", "A"), ("A", "C")))

    assert (found.bodies, found.declared, found.pairs, found.both) == (3, 3, 2, 1)


def test_density_is_of_the_possible_pairs_and_groups_that_cannot_meet_are_counted() -> None:
    found = measure(ties(("A", "B"), ("C", "D")))

    assert round(found.density, 1) == round(100 * 2 / 6, 1)
    assert found.groups == (2, 2)


def test_who_is_between_all_others_is_the_hub_and_the_bridge() -> None:
    found = measure(ties(("A", "M"), ("B", "M"), ("C", "M")))

    assert found.hubs[0] == "M"
    assert found.bridges == ["M"]
    assert found.degree["M"] == 3
