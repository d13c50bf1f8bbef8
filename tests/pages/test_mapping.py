from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.components.figures import Unit
from dashboard.pages import mapping
from tests.pages.conftest import ScreenFor
from tests.pages.oracle import Oracle

UNIT = Unit(key="prova", title="", caption="", alt="", picture=None)


@pytest.fixture
def pick(monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, str]]:
    """What is kept after somebody picks some objects on a map of two areas."""

    def picking(**objects: list[dict[str, Any]]) -> dict[str, str]:
        kept: dict[str, str] = {}
        chosen = SimpleNamespace(selection=SimpleNamespace(objects=objects))
        monkeypatch.setattr(mapping.st, "session_state", {"mappa-prova": chosen})
        monkeypatch.setattr(mapping.filters, "remember", kept.__setitem__)
        context: Any = SimpleNamespace(names={"01": "Aurorale", "D0101": "Alfa"})
        mapping.picker(context, UNIT)()
        return kept

    return picking


def test_a_picked_area_becomes_the_territory(pick: Callable[..., dict[str, str]]) -> None:
    assert pick(contea=[{"properties": {"code": "01", "i": 0}}]) == {"territorio": "01"}


def test_a_picked_point_does_too(pick: Callable[..., dict[str, str]]) -> None:
    assert pick(punti=[{"code": "D0101", "name": "Alfa"}]) == {"territorio": "D0101"}


def test_what_is_no_territory_of_the_release_changes_nothing(pick: Callable[..., dict[str, str]]) -> None:
    assert pick(contea=[{"properties": {"code": "99"}}]) == {}
    assert pick(contea=[{}]) == {}
    assert pick() == {}


def test_a_region_in_sight_shows_its_ambiti_over_its_comuni(screen: ScreenFor, oracle: Oracle) -> None:
    page = screen("cabina").opens("territori", territorio="16")
    inside = {area.name for area in oracle.territories.descendants("16", "ambito")}

    assert set(page.table("Ambiti")) <= inside
    assert any("comune/16" in str(layer.get("data")) for layer in page.maps[0]["layers"])


def test_a_programme_of_one_region_looks_at_its_own(screen: ScreenFor) -> None:
    view = screen("cabina").opens("", programma="humus").maps[0]["initialViewState"]

    assert 14.5 < view["longitude"] < 18.6
    assert 39.7 < view["latitude"] < 42.3
