"""Which area of a release lies in which."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.data.columns import Words


class Lineage:
    """The areas of a release and those above them.

    Args:
        frame: the areas: code, level, parent and the rest.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        records = frame.to_dict("records")
        self.areas: dict[str, dict[str, Any]] = {
            str(one["code"]): {str(name): value for name, value in one.items()} for one in records
        }
        self._words: dict[str, Words] = {}

    def chain(self, code: str) -> list[str]:
        """Return the code of an area and of those above it."""
        chain: list[str] = []
        while code and code in self.areas:
            chain.append(code)
            code = self.areas[code]["parent"]
        return chain

    def ancestor(self, code: str, level: str) -> str | None:
        """Return the code of the area of a level above (or equal to) an area, None when there is none."""
        return next((up for up in self.chain(code) if self.areas[up]["level"] == level), None)

    def words(self, level: str) -> Words:
        """Return the codes of the areas of a level, the same object at every call."""
        if level not in self._words:
            self._words[level] = Words(code for code, area in self.areas.items() if area["level"] == level)
        return self._words[level]

    def inside(self, level: str, within: Mapping[str, Collection[str]]) -> set[str]:
        """Return the areas of a level that lie in one of the given areas of every given level.

        Args:
            level: level of the areas wanted.
            within: codes of areas, by their level.
        """
        found: set[str] | None = None
        for name, codes in within.items():
            here = {
                area
                for code in codes
                if code in self.areas and self.areas[code]["level"] == name
                for area in self._below[code].get(level, ())
            }
            found = here if found is None else found & here
        return found or set()

    def around(self, codes: Iterable[str]) -> frozenset[str]:
        """Return some areas, all that lie inside them and all that hold them."""
        known = list(codes)
        return self.within(known) | {up for code in known for up in self.chain(code)}

    def within(self, codes: Iterable[str]) -> frozenset[str]:
        """Return some areas and all that lie inside them."""
        return frozenset(
            area for code in codes for areas in self._below.get(code, {}).values() for area in areas
        )

    @cached_property
    def _below(self) -> dict[str, dict[str, list[str]]]:
        """The areas inside each one, itself among them, by level."""
        found: dict[str, dict[str, list[str]]] = {code: {} for code in self.areas}
        for code, area in self.areas.items():
            for up in self.chain(code):
                found[up].setdefault(area["level"], []).append(code)
        return found
