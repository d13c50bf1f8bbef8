"""What an audit found: plain objects, with their sentences and their form on disk."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np

from dashboard.disclosure.problem import World

_UNPROVEN, _CONTRADICTION = 3, 4
_WHY = (
    "può essere piccola e può essere grande",
    "si sa soltanto che è almeno la soglia",
    "chi attacca la restringe a {range}",
    "non dimostrato nel tempo dato: vale come non protetta",
    "nessun mondo concorda con ciò che è pubblicato: la pubblicazione si contraddice",
    "lo mostrano le tabelle, ma nessun mondo intero",
    "senza le cifre proprie di chi le conosce",
)
_EXACTLY = "si ricava esattamente: {low}"


@dataclass(frozen=True)
class CellReport:
    """What one attacker gets of one hidden cell.

    Attributes:
        cell: its number.
        low, high: the least and the greatest value that worlds show; for a cell that fails, what the attacker
            narrows it to. `high` is None when nothing bounds it or nothing was proven.
        safe: whether it passes.
        why: a sentence.
        low_world, high_world: places in the report's worlds of those that show the two values, −1: none.
        insider: who attacks; None for everybody.
        exact: whether low and high are proven to be the ends of what the attacker gets.
        depth: `inner`, or `tables` when only tables that add up, no whole world, show it.
    """

    cell: int
    low: int
    high: int | None
    safe: bool
    why: str
    low_world: int = -1
    high_world: int = -1
    insider: str | None = None
    exact: bool = False
    depth: str = "inner"

    @staticmethod
    def unproven(cell: int, insider: str | None, *, sound: bool = True) -> CellReport:
        """Return the line of a cell of which nothing is known."""
        return CellReport(cell, 0, None, False, _WHY[_UNPROVEN if sound else _CONTRADICTION], insider=insider)


@dataclass(frozen=True)
class Report:
    """What an audit found.

    Attributes:
        safe: whether every hidden cell passes, for everybody.
        cells: all hidden cells for the outsider; for insiders those that fail.
        worlds: the worlds the cells refer to. They are for the data office only, and so are the ranges of the
            cells that pass: the truth may be among the worlds, so a range may be narrower than what an
            attacker gets. `summary` is what may stand beside the publication.
        depth: `inner`, or `tables` when some cells pass by tables alone.
        seconds: how long it took.
        notes: counts and remarks: worlds refused, insiders, whether their check is partial.
    """

    safe: bool
    cells: tuple[CellReport, ...]
    worlds: tuple[World, ...]
    depth: str
    seconds: float
    notes: Mapping[str, Any] = field(default_factory=dict)

    @staticmethod
    def of(
        cells: Sequence[CellReport],
        worlds: Sequence[World],
        depth: str,
        *,
        refused: int,
        insiders: int,
        partial: bool,
    ) -> Report:
        """Put a report together; only the worlds that a cell refers to are kept."""
        used = sorted(
            {number for cell in cells for number in (cell.low_world, cell.high_world) if number >= 0}
        )
        if any(worlds[number].relative for number in used):
            used = sorted({0, *used})
        place = {number: new for new, number in enumerate(used)} | {-1: -1}
        lines = tuple(
            replace(cell, low_world=place[cell.low_world], high_world=place[cell.high_world])
            for cell in cells
        )
        notes = {"refused_worlds": refused, "insiders": insiders, "partial": bool(insiders) and partial}
        kept = tuple(worlds[number] for number in used)
        return Report(all(cell.safe for cell in cells), lines, kept, depth, 0.0, notes)

    def finished(self, seconds: float, refused: int) -> Report:
        """Return the report with the time it took and the worlds refused before the auditor saw them."""
        notes = {**self.notes, "refused_worlds": self.notes["refused_worlds"] + refused}
        return replace(self, seconds=seconds, notes=notes)

    @property
    def unsafe(self) -> tuple[CellReport, ...]:
        """The cells that fail."""
        return tuple(cell for cell in self.cells if not cell.safe)

    def summary(self) -> dict[str, Any]:
        """Return what may stand beside the publication: counts, no interval, no world."""
        reasons: dict[str, int] = {}
        for cell in self.cells:
            if cell.insider is None and cell.safe:
                reasons[cell.why] = reasons.get(cell.why, 0) + 1
        outside = sum(cell.insider is None for cell in self.cells)
        return {
            "safe": self.safe,
            "hidden": outside,
            "unsafe": len(self.unsafe),
            "depth": self.depth,
            "seconds": round(self.seconds, 1),
            "reasons": reasons,
            **self.notes,
        }

    def to_json(self, *, worlds: bool = True) -> str:
        """Return the whole report as JSON, for the data office; without worlds when asked."""
        made = {
            "safe": self.safe,
            "depth": self.depth,
            "seconds": self.seconds,
            "notes": dict(self.notes),
            "cells": [asdict(cell) for cell in self.cells],
            "worlds": [
                {"inner": w.inner.tolist(), "counts": w.counts.tolist(), "relative": w.relative}
                for w in (self.worlds if worlds else ())
            ],
        }
        return json.dumps(made, ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> Report:
        """Read what `to_json` wrote."""
        made = json.loads(text)
        worlds = tuple(
            World(np.array(w["inner"], dtype=np.int64), np.array(w["counts"], dtype=np.int64), w["relative"])
            for w in made["worlds"]
        )
        cells = tuple(CellReport(**cell) for cell in made["cells"])
        return Report(made["safe"], cells, worlds, made["depth"], made["seconds"], made["notes"])


def why_of(code: int, low: int, high: int | None, exact: bool) -> str:
    """Return the sentence of a code (see `auditor_examination.WORLDS`)."""
    sentence = _WHY[code]
    if "{range}" in sentence and exact and low == high:
        return _EXACTLY.format(low=low)
    return sentence.format(range=f"{low} o più" if high is None else f"{low}–{high}")
