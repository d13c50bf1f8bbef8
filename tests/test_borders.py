from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import httpx
import pytest
from shapely import Polygon
from starlette.applications import Starlette

from dashboard import borders
from dashboard.data.release import ReleaseError
from dashboard.data.territories import geometry
from dashboard.data.territories.boundaries import load_boundaries
from dashboard.packed import FOREVER
from dashboard.settings import ROOT
from tests.test_server import ask_once

Get = Callable[..., httpx.Response]
YEAR = json.loads((ROOT / "dashboard/data/territories/boundaries/edition.json").read_text())["year"]
SQUARE = geometry.feature_collection({"1": Polygon([(9, 44), (10, 44), (10, 45)])}, {"1": "Uno"})


@pytest.fixture(scope="module")
def get() -> Get:
    """Ask the addresses of the boundaries, without a network."""
    return partial(ask_once, Starlette(routes=borders.routes()))


def test_boundaries_come_by_address_packed_and_are_kept_for_ever(get: Get) -> None:
    answer = get(f"/confini/{YEAR}/regione.geojson")

    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == FOREVER
    assert answer.json()["type"] == "FeatureCollection"


def test_boundaries_of_the_leaves_come_by_the_area_that_holds_them(get: Get) -> None:
    leaves = sorted((ROOT / "dashboard/data/territories/boundaries").glob("*/*.geojson"))[0]

    answer = get(f"/confini/{YEAR}/{leaves.parent.name}/{leaves.stem}.geojson", encoding="identity")

    assert answer.content == leaves.read_bytes()


def test_the_borders_alone_come_by_an_address_of_their_own(get: Get) -> None:
    answer = get(f"/confini/{YEAR}/regione.linee.json")

    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == FOREVER
    assert {tuple(one) for one in answer.json()} == {("s", "t", "a", "b")}


def test_borders_alone_that_nobody_has_are_not_found(get: Get) -> None:
    assert get(f"/confini/{YEAR}/nessuno.linee.json").status_code == 404
    assert get("/confini/1861/regione.linee.json").status_code == 404
    assert get(f"/confini/{YEAR}/%2e%2e/areas.linee.json").status_code == 404


def test_the_borders_of_the_provinces_alone_come_out_of_those_of_their_leaves(get: Get) -> None:
    whole = get(f"/confini/{YEAR}/comune/01.linee.json").json()

    answer = get(f"/confini/{YEAR}/comune/01.linee-provincia.json")

    assert answer.headers["cache-control"] == FOREVER
    kept = answer.json()
    assert [one for one in whole if one in kept] == kept
    codes = load_boundaries(ROOT / "dashboard/data/territories", "comune", "01").codes
    above = [code[:3] for code in codes]  # three figures of the code of a Comune: its Provincia
    assert kept == [one for one in whole if one["a"] == one["b"] or above[one["a"]] != above[one["b"]]]
    assert len(kept) < len(whole) / 5
    assert get(f"/confini/{YEAR}/comune/01.linee-nessuno.json").status_code == 404
    assert get(f"/confini/{YEAR}/comune/99.linee-provincia.json").status_code == 404
    assert get("/confini/rilascio-1/comune/01.linee-provincia.json").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "1861/regione",
        f"{YEAR}/nessuno",
        f"{YEAR}/..%2Fareas",
        f"{YEAR}/%2e%2e/areas",
        f"{YEAR}/REGIONE",
        f"{YEAR}/regione/01/02",
        "rilascio-1000000/ambito",
        "rilascio-x/ambito",
    ],
)
def test_any_other_address_finds_no_boundaries(
    get: Get, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATE_DIR", str(tmp_path))

    answer = get(f"/confini/{address}.geojson")

    assert answer.status_code == 404
    assert "FeatureCollection" not in answer.text


def test_groups_come_out_of_a_release_that_the_audience_may_open(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Opened:
        def boundaries(self, name: str) -> bytes | None:
            return gzip.compress(SQUARE) if name == "gruppo" else None

    def open_release(settings: object, audience: str, number: int) -> Opened:
        if (audience, number) != ("cabina", 7):
            raise ReleaseError("chiuso")
        return Opened()

    monkeypatch.setattr(borders, "open_release", open_release)
    monkeypatch.setenv("AUDIENCE", "cabina")

    assert get("/confini/rilascio-7/gruppo.geojson").json() == json.loads(SQUARE)
    assert len(get("/confini/rilascio-7/gruppo.linee.json").json()) == 3
    assert get("/confini/rilascio-7/altro.geojson").status_code == 404
    assert get("/confini/rilascio-7/altro.linee.json").status_code == 404
    monkeypatch.setenv("AUDIENCE", "pubblico")
    assert get("/confini/rilascio-7/gruppo.geojson").status_code == 404


def test_the_borders_of_all_boundaries_are_packed_ahead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = ROOT / "dashboard/data/territories/boundaries"
    packed: list[str] = []
    between: list[str] = []

    class Read:
        def __init__(self, base: Path, level: str, within: str | None) -> None:
            self.name = f"{level}/{within}" if within else level

        @property
        def packed_lines(self) -> bytes:
            packed.append(self.name)
            return b""

        codes = ()

        def packed_lines_between(self, groups: dict[str, str]) -> bytes:
            between.append(self.name)
            return b""

    monkeypatch.setattr(borders, "load_boundaries", Read)

    borders.pack_all()

    files = folder.rglob("*.geojson")
    assert sorted(packed) == sorted(str(file.relative_to(folder).with_suffix("")) for file in files)
    assert len(packed) > 20
    assert sorted(between) == [name for name in sorted(packed) if "/" in name]
