"""What intake needs to know of territories, whatever the country."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol


class AreaLike(Protocol):
    """One territory: code, name, level and dates of validity (None: no bound)."""

    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def level(self) -> str: ...  # noqa: D102
    @property
    def valid_from(self) -> date | None: ...  # noqa: D102
    @property
    def valid_to(self) -> date | None: ...  # noqa: D102


class LevelLike(Protocol):
    """A level of territory and how it is called (Italian)."""

    @property
    def label(self) -> str: ...  # noqa: D102


class AreaIndex(Protocol):
    """The territories of a country, found by code."""

    def find(self, code: str) -> AreaLike | None:
        """Return the territory with that code, or None."""

    def areas(self, level: str, on: date | None = None) -> Iterable[AreaLike]:
        """Return the territories of a level."""

    def level(self, code: str) -> LevelLike:
        """Return a level by its code."""
