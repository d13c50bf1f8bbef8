"""What a release holds beside its tables: what it is, its territory, and what makes it worth trust."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.data.artefact import Artefact
from dashboard.data.audience import Audience
from dashboard.data.lineage import Lineage


class Content:
    """The artefact of one audience, in memory.

    Args:
        artefact: the content, already checked.
        audience: whom it is for.
        newest: returns the number of the newest release that the audience may open.
    """

    def __init__(
        self, artefact: Artefact, audience: Audience, newest: Callable[[], int | None] | None = None
    ) -> None:
        self.audience = audience
        self.meta: Mapping[str, Any] = artefact.meta
        self.number = int(artefact.meta["number"])
        self._parts = artefact.parts
        self._newest = newest
        self._frames: dict[str, pd.DataFrame] = {}
        self._boundaries_within: dict[str, bytes | None] = {}

    # ---- what it is ----

    @property
    def newer(self) -> int | None:
        """Number of a newer release that the audience may open, None when this is the newest."""
        newest = self._newest() if self._newest else None
        return newest if newest is not None and newest > self.number else None

    @property
    def demonstration(self) -> bool:
        """Whether anything in the release is demonstration data."""
        return bool(self.meta["demonstration"])

    @property
    def strip(self) -> dict[str, Any]:
        """What the strip on every page shows: number, dates, state, perimeter, next update, marks."""
        names = (
            "number",
            "date",
            "as_of",
            "state",
            "embargo",
            "reason",
            "corrects",
            "next_update",
            "perimeter",
        )
        return {
            **{name: self.meta.get(name) for name in names},
            "audience": str(self.audience),
            "demonstration": self.demonstration,
            "newer": self.newer,
        }

    @cached_property
    def root_level(self) -> str:
        """Code of the widest level."""
        return str(next(level["code"] for level in self.meta["levels"] if level["role"] == "root"))

    # ---- territory ----

    def areas(self, level: str | None = None) -> pd.DataFrame:
        """Return the areas of the release (of a level): code, name, level, parent, lon, lat and the rest."""
        frame = self._frame("areas")
        return frame if level is None else frame[frame["level"] == level].reset_index(drop=True)

    def area(self, code: str) -> dict[str, Any]:
        """Return one area by code.

        Raises:
            KeyError: the release has no such area.
        """
        return self._lineage.areas[code]

    def ancestor(self, code: str, level: str) -> str | None:
        """Return the code of the area of a level above (or equal to) an area, None when there is none."""
        return self._lineage.ancestor(code, level)

    def boundaries(self, name: str) -> bytes | None:
        """Return the GeoJSON of the groups of a level, gzipped; None when the release has none.

        Args:
            name: level, or level and the area that holds the groups (`ambito/01`).
        """
        level, _, within = name.partition("/")
        whole = self._boundaries.get(level)
        if whole is None or not within:
            return whole
        if within not in self._lineage.areas:  # whoever writes addresses must not fill the memory
            return None
        if name not in self._boundaries_within:
            self._boundaries_within[name] = self._only_within(whole, within)
        return self._boundaries_within[name]

    def _only_within(self, packed: bytes, within: str) -> bytes | None:
        """Keep the features whose area lies in another one, numbered again; None when there are none."""
        document = json.loads(gzip.decompress(packed))
        kept = [
            one for one in document["features"] if within in self._lineage.chain(one["properties"]["code"])
        ]
        for number, feature in enumerate(kept):
            feature["properties"]["i"] = number
        text = json.dumps(document | {"features": kept}, ensure_ascii=False, separators=(",", ":"))
        return gzip.compress(text.encode(), mtime=0) if kept else None

    def boundaries_json(self, name: str) -> bytes | None:
        """Return the GeoJSON of the groups of a level, unpacked; None when the release has none."""
        packed = self.boundaries(name)
        return gzip.decompress(packed) if packed is not None else None

    def participation(self, programme: str | None = None) -> pd.DataFrame:
        """Return who takes part: dataset, programme, area, main (area above), time, year, demonstration."""
        frame = self._frame("participation")
        return frame if programme is None else frame[frame["programme"].isin([programme, ""])]

    # ---- trust ----

    def completeness(self, dataset: str | None = None) -> pd.DataFrame:
        """Return, by main area and time, how many returns were due and how many came (expected, received)."""
        frame = self._frame("returns")
        return frame if dataset is None else frame[frame["dataset"] == dataset].reset_index(drop=True)

    def deliveries(self) -> pd.DataFrame:
        """Return the files behind the release that the audience may know of."""
        return self._frame("deliveries").copy(deep=False)

    def beside(self, name: str) -> pd.DataFrame:
        """Return a list that stands beside the tables: `corrections`, `warnings`, `matching`.

        Returns:
            Its rows; an empty frame when the release has none (it is of an earlier format).
        """
        return self._frame(name).copy(deep=False) if name in self._parts else pd.DataFrame()

    # ---- inside ----

    def _frame(self, name: str) -> pd.DataFrame:
        if name not in self._frames:
            frame = self._parts[name].frame()
            if "demonstration" in frame and frame["demonstration"].dtype == "int64":
                frame["demonstration"] = frame["demonstration"].astype(bool)
            self._frames[name] = frame
        return self._frames[name]

    @cached_property
    def _lineage(self) -> Lineage:
        return Lineage(self._frame("areas"))

    @cached_property
    def _boundaries(self) -> dict[str, bytes]:
        frame = self._frame("boundaries")
        return dict(zip(frame["name"], frame["content"], strict=True))
