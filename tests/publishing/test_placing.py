from __future__ import annotations

from dashboard.publishing.placing import Places
from tests import erewhon


def test_a_group_is_placed_where_all_its_leaves_are() -> None:
    places = Places(erewhon.territories())
    assert places.above("D0101", "baliato") == "001"
    assert places.above("D0101", "regno") == "ERE"
    assert places.above("001001", "distretto") == "D0101"
    assert places.above("006001", "distretto") is None  # it has been of two districts
    assert places.above("01", "distretto") is None
    assert places.above("nowhere", "regno") is None
