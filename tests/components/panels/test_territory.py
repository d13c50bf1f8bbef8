"""A map of a panel: its level, its message, its points."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from dashboard.components import wording
from dashboard.components.atlas import Atlas
from dashboard.components.figures import Unit
from dashboard.components.panels import Ask, territory
from dashboard.components.panels.asking import Point, Slice
from dashboard.components.views import View
from dashboard.data.cells import Cell, Status
from dashboard.data.release import Release
from tests.components.panels.conftest import AskFor

HIDDEN = Cell(None, Status.SUPPRESSED)


def slice_of(ask: Ask, values: dict[str, float | None]) -> Slice:
    return Slice(
        ask.indicators[0],
        tuple(
            Point(
                (code,),
                (ask.names[code],),
                HIDDEN if v is None else Cell(v, Status.VALID if v else Status.ZERO),
            )
            for code, v in values.items()
        ),
    )


def test_the_country_is_mapped_by_main_area_with_its_numbers(ask: AskFor, atlas: Atlas) -> None:
    told = replace(ask(picture="map", indicators=["lanterne_accese"]), atlas=atlas)
    unit = territory.map_(told)

    assert territory.role_of(told) == "main"
    assert unit.title == "Viandanti con lanterna: 15 viandanti in 2 Contee su 3"
    assert unit.data is not None
    assert dict(zip(unit.data["Contea"], unit.data["valore"], strict=True)) == {
        "Aurorale": 5,
        "Brumale": 10,
        "Cinerina": 0,
    }
    assert unit.demonstration and unit.alt.endswith(unit.title)


def test_inside_a_main_area_its_districts_are_mapped(ask: AskFor, atlas: Atlas) -> None:
    told = replace(ask(picture="map", indicators=["lanterne_accese"], area="01"), atlas=atlas)
    unit = territory.map_(told)

    assert territory.role_of(told) == "operating"
    assert unit.data is not None and "Nebbiolago" not in set(unit.data["Distretto"])
    assert dict(zip(unit.data["Distretto"], unit.data["valore"], strict=True))["Selvabianca"] == 5


def test_a_number_has_one_colour_wherever_one_looks(
    ask: AskFor, atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    scales = []
    draw = territory.draw

    def seen(asked: Ask, view: View, role: str, **more: Any) -> Unit:
        scales.append((role, view.scale))
        return draw(asked, view, role, **more)

    monkeypatch.setattr(territory, "draw", seen)
    for area in ("01", "02"):
        territory.map_(replace(ask(picture="map", indicators=["lanterne_accese"], area=area), atlas=atlas))

    (first, here), (second, there) = scales
    assert first == second == "operating"
    assert here == there and len(here) > 2


def test_a_hidden_number_is_never_in_a_total(ask: AskFor) -> None:
    told = ask(picture="map", indicators=["lanterne_accese"])
    some, none = slice_of(told, {"01": 5, "02": 0, "03": None}), slice_of(told, {"01": None})

    assert territory.message(told, some, "main") == (
        "Viandanti con lanterna: in 1 Contea su 2 con un valore; 1 Contea con dato coperto"
    )
    assert territory.message(told, none, "main") == wording.ALL_HIDDEN


def test_my_own_area_is_told_by_itself_and_what_was_picked_is_named(ask: AskFor) -> None:
    told = ask(picture="map", indicators=["lanterne_accese"], area="02")
    found = slice_of(told, {"01": 5, "02": 10})

    assert territory.message(told, found, "main", "Lumi a olio") == "Lumi a olio, Brumale: 10 viandanti"


def test_where_the_areas_themselves_are_counted_they_are_named_once(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = ask(picture="map", indicators=["lanterne_accese"])
    monkeypatch.setattr(Ask, "unit_label", lambda *_: "Contee")

    def said(values: dict[str, float | None]) -> str:
        return territory.message(told, slice_of(told, values), "main")

    assert said({"01": 1, "02": 1, "03": 0}) == "Viandanti con lanterna: 2 Contee su 3"
    assert said({"01": 1, "02": 0, "03": 0}) == "Viandanti con lanterna: 1 Contea su 3"
    assert said({"01": 4, "02": 1, "03": 0}).endswith("5 Contee in 2 Contee su 3")


def test_where_nothing_is_published_the_map_says_so(ask: AskFor, atlas: Atlas, pubblico: Release) -> None:
    told = ask(picture="map", indicators=["lanterne_accese"], release=pubblico)
    unit = territory.map_(replace(told, atlas=atlas))

    assert unit.empty and unit.data is None
    assert unit.title == "Una prova"


def test_points_gather_the_rows_of_an_area_inside_the_place(
    ask: AskFor, atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = pd.DataFrame(
        {
            "ref_area": ["001001", "001001", "003001", "003001", "001001"],
            "mestiere": ["vetraio", "vetraio", "vetraio", "oleario", "oleario"],
        }
    )
    monkeypatch.setattr(Release, "records", lambda *_: frame)
    told = replace(
        ask(
            picture="map", indicators=["lanterne_accese"], dataset="botteghe", options={"choice": "mestiere"}
        ),
        atlas=atlas,
    )

    every = {one.code: one.tip for one in territory.places_of(told)}
    assert every == {"001001": "3 botteghe", "003001": "2 botteghe"}
    glass = territory.places_of(replace(told, area="01", choices={"mestiere": "vetraio"}))
    assert [(one.code, one.tip) for one in glass] == [("001001", "2 botteghe")]
