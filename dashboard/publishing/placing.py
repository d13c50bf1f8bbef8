"""Which area of a level stands above another, also where the levels do not stand in one line."""

from __future__ import annotations

from dashboard.data.territories import Territories


class Places:
    """Look-ups from an area to the one that holds it, kept for the time of a release.

    Args:
        territories: the territories of the release.
    """

    def __init__(self, territories: Territories) -> None:
        self.territories = territories
        self.order = {level.code: i for i, level in enumerate(territories.levels)}
        self._inside: dict[tuple[str, str], dict[str, str]] = {}

    def level_of(self, area: str) -> str | None:
        """Level of an area, None when the code is unknown."""
        found = self.territories.find(area)
        return found.level if found else None

    def above(self, area: str, level: str) -> str | None:
        """Code of the area of a level that holds `area` (itself, if it is of that level), else None.

        A group without a line to the level (an Ambito and the Province) is placed where all its known leaves
        are; a leaf in a group only where it belongs to a single one.
        """
        found = self.territories.find(area)
        if found is None:
            return None
        holder = self.territories.ancestor(found.code, level)
        if holder is not None:
            return holder.code
        if self.order[level] > self.order[found.level]:
            return None
        if self.territories.level(found.level).role == "leaf":
            groups = self.territories.groups_of(found.code, level=level)
            return groups[0].code if len(groups) == 1 else None
        return self._holders(level, found.level).get(found.code)

    def _holders(self, level: str, inner: str) -> dict[str, str]:
        if (level, inner) not in self._inside:
            holders: dict[str, list[str]] = {}
            for area in self.territories.areas(level):
                for one in self.territories.descendants(area.code, inner):
                    holders.setdefault(one.code, []).append(area.code)
            self._inside[level, inner] = {code: up[0] for code, up in holders.items() if len(up) == 1}
        return self._inside[level, inner]
