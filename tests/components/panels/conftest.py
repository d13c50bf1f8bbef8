"""Panels over the small release of Erewhon."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from dashboard.components import panels
from dashboard.components.figures import Unit
from dashboard.components.panels import Ask, similar
from dashboard.components.panels.asking import Point, Slice
from dashboard.data.cells import Cell, Status
from dashboard.data.definitions import Catalogue, Indicator, Panel
from dashboard.data.release import Release

AskFor = Callable[..., Ask]
Draw = Callable[..., Unit]
Values = Mapping[tuple[str, ...], float | None]
HIDDEN = Cell(None, Status.SUPPRESSED)
NUMBERS = {"01": 100.0, "02": 110.0, "03": 300.0, "04": 900.0}
DECLARED = {
    "code": "simili",
    "page": "prova",
    "section": "Prova",
    "label": "Territori simili",
    "picture": "similar",
    "programmes": ["lanterne"],
    "indicators": ["lanterne_accese", "quota_speso"],
    "options": {"most": "2"},
}


@pytest.fixture
def ask(cabina: Release, invented: Catalogue, names: dict[str, str]) -> AskFor:
    """Make what a panel may ask: `ask(picture="bars", indicators=["lanterne_accese"], by=["genere"])`."""

    def make(
        *,
        area: str = "ERE",
        clocks: dict[str, str] | None = None,
        release: Release | None = None,
        **panel: Any,
    ) -> Ask:
        told = {
            "code": "prova",
            "page": "prova",
            "section": "Prova",
            "label": "Una prova",
            "picture": "bars",
            "programmes": ["lanterne"],
            **panel,
        }
        opened = release or cabina
        levels = {lv["role"]: (lv["code"], lv["label"], lv["plural"]) for lv in opened.meta["levels"]}
        areas = opened.areas()
        return Ask(
            panel=Panel.model_validate(told),
            release=opened,
            catalogue=invented,
            programme=invented.programmes[told["programmes"][0]],
            area=area,
            clocks=clocks or {},
            names=names,
            levels=levels,
            level_of=dict(zip(areas["code"], areas["level"], strict=True)),
        )

    return make


@pytest.fixture
def alike(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> AskFor:
    """An `Ask` whose four counties have numbers made by hand, all of them in the programme."""
    names = {code: f"Contea {code}" for code in NUMBERS}

    def look(self: Ask, indicator: Indicator, by: object = (), **_: object) -> Slice:
        shift = 0 if indicator == self.catalogue.indicators["lanterne_accese"] else 5
        points = tuple(
            Point((c,), (names[c],), Cell(v + shift, Status.VALID, demonstration=True), v / 10, v)
            for c, v in NUMBERS.items()
        )
        return Slice(indicator, points, place="Contee")

    def make(area: str = "01", choices: dict[str, str] | None = None, **panel: object) -> Ask:
        found = ask(area="01", **(DECLARED | panel))
        declared = Panel.model_validate(DECLARED)
        level = found.levels["main"][0]
        whole = found.programme.scope[0]
        return replace(
            found,
            area=area,
            catalogue=found.catalogue.model_copy(update={"panels": {"simili": declared}}),
            names={**names, whole: "Erewhon"},
            level_of={**dict.fromkeys(NUMBERS, level), whole: found.levels["root"][0]},
            choices=choices or {},
        )

    monkeypatch.setattr(Ask, "slice", look)
    monkeypatch.setattr(similar, "_participants", lambda ask, role: set(NUMBERS))
    monkeypatch.setattr(similar, "_within", lambda ask, code, top: True)
    similar._made.clear()
    return make


def valid(value: float) -> Cell:
    """A number of demonstration data."""
    return Cell(value, Status.VALID if value else Status.ZERO, True)


@pytest.fixture
def draw(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Draw a picture of numbers by codes, per indicator; None is hidden."""

    def make(picture: str, by: list[str], *given: Values, **options: object) -> Unit:
        names = ["lanterne_accese", "stanziato_annata"][: len(given)]
        told = ask(picture=picture, indicators=names, by=by, options=options)
        numbers = dict(zip(names, given, strict=True))

        def look(self: Ask, indicator: Indicator, *_: object, **__: object) -> Slice:
            points = tuple(
                Point(codes, codes, HIDDEN if value is None else valid(value))
                for codes, value in numbers[indicator.code].items()
            )
            return Slice(indicator, points, place="Erewhon")

        monkeypatch.setattr(Ask, "slice", look)
        return panels.draw(told)

    return make


@pytest.fixture
def find(monkeypatch: pytest.MonkeyPatch) -> Callable[[Values], None]:
    """Let the look-up find these numbers, whatever it is asked; None is hidden."""

    def make(counts: Values) -> None:
        points = tuple(
            Point(codes, codes, HIDDEN if value is None else valid(value)) for codes, value in counts.items()
        )
        monkeypatch.setattr(
            Ask, "slice", lambda self, *_, **__: Slice(self.indicators[0], points, place="Erewhon")
        )

    return make
