"""A release many times as large holds the same rows, again, under other codes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from benchmarks import tenfold
from dashboard.data.release import CABINA, open_release
from dashboard.publishing import Options
from tests import erewhon


def test_each_area_of_the_operating_level_is_there_as_often_as_asked(tmp_path: Path) -> None:
    for day in (date(1971, 12, 31), date(1972, 12, 31)):  # the last one is written, as the first of its store
        erewhon.published(tmp_path / "one", erewhon.small_ledger(), options=Options(as_of=day))
    one, many = erewhon.settings(tmp_path / "one"), erewhon.settings(tmp_path / "many")

    tenfold.multiply(one.releases_dir, many.releases_dir, CABINA.key, catalogue=erewhon.catalogue(), times=3)

    before, after = (open_release(where, CABINA, today=erewhon.TODAY) for where in (one, many))
    assert (before.number, after.number) == (2, 1)
    assert len(after.areas("distretto")) == 3 * len(before.areas("distretto"))
    assert len(after.areas("contea")) == len(before.areas("contea"))
    by_district = [len(found.table("viandanti_stati", by="distretto").frame) for found in (before, after)]
    assert by_district[1] == 3 * by_district[0]
