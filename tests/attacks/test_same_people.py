"""Datasets that count the same people: what one publishes must not give away what another hides.

Each population is protected by itself. Two datasets with the same people may therefore share, in public, no
cell but the total of the whole country: a cell hidden in one and published in the other would be no secret.
"""

from __future__ import annotations

import pytest

from dashboard.data.definitions import Catalogue

SAME_PEOPLE = (
    ("care_leaver_states", "exits"),
    ("care_leaver_states", "milestones"),
    ("care_leaver_states", "outcomes"),
    ("care_leaver_states", "path_positions"),
    ("exits", "milestones"),
    ("exits", "path_positions"),
    ("milestones", "outcomes"),
    ("milestones", "path_positions"),
)
"""Exits are the state «uscita anticipata», outcomes are of who concluded, milestones lead to both."""
ROOT = "italia"


@pytest.mark.parametrize("pair", SAME_PEOPLE, ids=" and ".join)
def test_two_datasets_with_the_same_people_share_no_public_table_but_the_total_of_the_country(
    pair: tuple[str, str], catalogue: Catalogue
) -> None:
    tables = [set(map(frozenset, catalogue.datasets[code].tables("pubblico"))) for code in pair]

    assert tables[0] & tables[1] <= {frozenset({ROOT})}


@pytest.mark.parametrize("pair", SAME_PEOPLE, ids=" and ".join)
def test_nor_can_one_be_summed_to_a_table_of_the_other(pair: tuple[str, str], catalogue: Catalogue) -> None:
    """Summing a table over a dimension gives a narrower one: no two of them may meet above the country."""
    sums = []
    for code in pair:
        found: set[frozenset[str]] = set()
        for table in catalogue.datasets[code].tables("pubblico"):
            level, dims = table[0], list(table[1:])
            subsets = [frozenset(d for i, d in enumerate(dims) if n >> i & 1) for n in range(2 ** len(dims))]
            found.update(kept | {level} for kept in subsets)
        sums.append(found)

    assert sums[0] & sums[1] <= {frozenset({ROOT})}
