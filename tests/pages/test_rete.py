"""Ties on screen are those of the rows."""

from __future__ import annotations

from tests.pages.conftest import ScreenFor
from tests.pages.oracle import Oracle


def test_the_ties_of_the_last_year_are_counted_by_kind_as_in_the_rows(
    screen: ScreenFor, oracle: Oracle
) -> None:
    page = screen("cabina").opens("rete", sezione="Rete degli attori")

    rows = oracle.rows("network_ties")
    rows = rows[rows["programma"] == "care_leavers"]
    last = rows[rows["anno"].astype(str) == rows["anno"].astype(str).max()]
    counts = last["tipo_legame"].value_counts()
    shown = page.table("Legami per tipo")
    assert shown["Informazioni"] == [str(counts["informazioni"])]
    assert sorted(int(cells[0]) for cells in shown.values()) == sorted(counts)
