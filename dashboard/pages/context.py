"""What every page starts from: the audience at work, its release, the definitions, and what is chosen."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import streamlit as st

from dashboard.components import views
from dashboard.components.atlas import Atlas
from dashboard.components.kept import Kept
from dashboard.components.views import View
from dashboard.data.audience import Audience
from dashboard.data.definitions import Catalogue, Indicator, Programme, load_catalogue
from dashboard.data.release import Release, open_release
from dashboard.settings import Settings

SECONDS_TO_A_NEW_RELEASE = 10
"""The most that a running process waits before it sees that a newer release was published."""
SLICES = 64
"""How many look-ups of all the areas of a level are kept; each holds as many numbers as there are areas."""


@dataclass(frozen=True)
class Selection:
    """What the filters bar stands on.

    Attributes:
        programme: the programme.
        area: code of the chosen territory.
        clocks: chosen values of the clocks, by dimension code (empty text: all).
    """

    programme: Programme
    area: str
    clocks: Mapping[str, str]

    @property
    def key(self) -> tuple[str, ...]:
        """The choices as a key for what is made from them."""
        return (self.programme.code, self.area, *(f"{k}={v}" for k, v in self.clocks.items()))

    def place(self, root: str) -> str:
        """The territory of the figures: the chosen one or, for the whole country, the scope."""
        return self.programme.scope[0] if self.area == root else self.area


@dataclass(frozen=True)
class Level:
    """A level of territory in words: code, singular, plural."""

    code: str
    label: str
    plural: str

    @property
    def noun(self) -> tuple[str, str]:
        """Singular and plural."""
        return self.label, self.plural


class Context:
    """The audience's release and the definitions, as a page needs them."""

    def __init__(self, release: Release, catalogue: Catalogue, territories: Path) -> None:
        self.release = release
        self.catalogue = catalogue
        self.atlas = Atlas(territories, release)
        self.kept = Kept()
        self.slices = Kept(SLICES)
        self._levels = {level["role"]: level for level in release.meta["levels"]}
        areas = release.areas()
        self.names: dict[str, str] = dict(zip(areas["code"], areas["name"], strict=True))
        self.level_of: dict[str, str] = dict(zip(areas["code"], areas["level"], strict=True))

    def level(self, role: str) -> Level:
        """The level of territory with a role (`root`, `main`, `operating`, `leaf` ...)."""
        found = self._levels[role]
        return Level(found["code"], found["label"], found["plural"])

    @cached_property
    def levels(self) -> dict[str, tuple[str, str, str]]:
        """Role of each level → code, singular, plural."""
        return {role: (one["code"], one["label"], one["plural"]) for role, one in self._levels.items()}

    def level_label(self, code: str) -> str:
        """The level of an area in words."""
        return next(
            (lv["label"] for lv in self._levels.values() if lv["code"] == self.level_of.get(code)), ""
        )

    def is_national(self, programme: Programme) -> bool:
        """Tell whether a programme runs in the whole country."""
        return programme.scope[0] == self.root

    @cached_property
    def root(self) -> str:
        """Code of the whole country."""
        return str(self.release.areas(self.level("root").code)["code"].iloc[0])

    def view(self, indicator: Indicator, *, level: str, selection: Selection, **clocks: str) -> View:
        """Look an indicator up for what is chosen (`clocks` take the place of the chosen ones); kept."""
        chosen = {**selection.clocks, **clocks}
        return self.kept.get(
            ("view", indicator.code, level, selection.programme.code, tuple(chosen.items())),
            lambda: views.look_up(
                self.release,
                self.catalogue,
                indicator,
                level=level,
                programme=selection.programme.code,
                chosen=chosen,
            ),
        )

    def indicators(self, codes: tuple[str, ...]) -> list[Indicator]:
        """The indicators of some codes, in order."""
        return [self.catalogue.indicators[code] for code in codes]

    def unit_label(self, indicator: Indicator) -> str:
        """The unit of an indicator in words."""
        return self.catalogue.label("unita", indicator.unit)


def audience() -> Audience:
    """The audience of this process (until identity lands: the setting AUDIENCE)."""
    return Audience.parse(Settings()["AUDIENCE"])


@st.cache_resource(show_spinner="Si apre il catalogo…")
def _catalogue(folder: str) -> Catalogue:
    return load_catalogue(Path(folder))


@st.cache_resource(ttl=SECONDS_TO_A_NEW_RELEASE, max_entries=64, show_spinner=False)
def _latest(audience: str, where: str) -> int:
    return open_release(Settings(), Audience.parse(audience)).number


@st.cache_resource(max_entries=32, show_spinner="Si apre il rilascio…")
def _context(audience: str, number: int, where: str, definitions: str, territories: str) -> Context:
    opened = open_release(Settings(), Audience.parse(audience), number)
    context = Context(opened, _catalogue(definitions), Path(territories))
    gc.collect()
    gc.freeze()  # what a release holds stays: to look through it again and again stops the pages for 0.2 s
    return context


def latest() -> int:
    """Number of the release that the audience opens when no other is asked for.

    Raises:
        ReleaseError: there is none.
    """
    settings = Settings()
    return _latest(str(audience()), _where(settings))


def current(number: int | None = None) -> Context:
    """Open a release for the audience at work: once in a process, with all that is made of it.

    Args:
        number: which one; the latest when not given.

    Raises:
        ReleaseError: there is no such release, or the audience may not open it.
    """
    settings = Settings()
    return _context(
        str(audience()),
        number if number is not None else latest(),
        _where(settings),
        str(settings.definitions_dir),
        str(settings.territories_dir),
    )


def _where(settings: Settings) -> str:
    return f"{settings.state_dir}|{settings['DATABASE_URL']}|{settings['RELEASE']}"
