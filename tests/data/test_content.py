import gzip
import json

import pytest

from dashboard.data.release import Release
from tests import erewhon


@pytest.fixture(scope="module")
def cabina(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return erewhon.release(tmp_path_factory.mktemp("cabina"), "cabina")


def test_areas_are_those_a_reader_needs(cabina: Release) -> None:
    assert cabina.areas("contea")["name"].tolist() == ["Aurorale", "Brumale", "Cinerina"]
    assert cabina.area("D0101")["parent"] == "01"
    assert cabina.ancestor("D0101", "regno") == "ERE"
    assert cabina.ancestor("01", "distretto") is None
    assert "D0301" in set(cabina.areas()["code"])


def test_groups_are_drawn_at_the_time_of_the_release(cabina: Release) -> None:
    drawn = cabina.boundaries_json("distretto")
    assert drawn is not None
    codes = [feature["properties"]["code"] for feature in json.loads(drawn)["features"]]
    assert "D0101" in codes
    assert "D0203" not in codes  # nobody knows its leaves
    packed = cabina.boundaries("cerchia")
    assert packed is not None
    assert json.loads(gzip.decompress(packed))["features"]
    assert cabina.boundaries("contea") is None
    assert cabina.boundaries_json("contea") is None


def test_who_takes_part_can_be_read_by_programme(cabina: Release) -> None:
    rows = cabina.participation("lanterne")
    assert set(rows["area"]) == {"D0101", "D0102", "D0201", "D0301"}
    assert set(rows["main"]) == {"01", "02", "03"}
    assert cabina.participation("mulini").empty
    assert len(cabina.participation()) == len(rows)
