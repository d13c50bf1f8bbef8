"""Panels over the small release of Erewhon."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dashboard.components.panels import Ask
from dashboard.data.definitions import Catalogue, Panel
from dashboard.data.release import Release

AskFor = Callable[..., Ask]


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
