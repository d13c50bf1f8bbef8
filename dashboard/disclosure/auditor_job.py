"""What the auditor is asked, as one file: what is published, the rule, who knows what, worlds to try.

No name of a dimension, of a node or of an insider is written there: the auditor needs only their numbers.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zipfile import BadZipFile

import numpy as np
from scipy import sparse

from dashboard.disclosure.layout import Axis, Bools, Floats, Layout
from dashboard.disclosure.problem import INNER_LIMIT, Insider, Problem, Rule, World

DONE = "done"
"""What the auditor says when it has written an answer."""


class JobError(ValueError):
    """The bytes are not those of a job."""


@dataclass(frozen=True)
class Published:
    """What everybody can read.

    Attributes:
        values: count of each cell, NaN where it is hidden, shape (cells,).
        relations: sums of cells that are 0, shape (sums, cells); with a layout they are worked out anew.
        layout: the cells; None when the relations say all.
    """

    values: Floats
    relations: sparse.csr_matrix
    layout: Layout | None = None

    @staticmethod
    def of(problem: Problem, hidden: Bools) -> Published:
        """Return what is published when the given cells are hidden."""
        values = np.where(hidden, np.nan, problem.values.astype(np.float64))
        return Published(values, problem.relations, problem.layout)

    @property
    def hidden(self) -> Bools:
        """The cells without a value."""
        return np.isnan(self.values)

    @property
    def sound(self) -> bool:
        """Whether all published values are whole and not negative, and the relations too are whole."""
        shown = self.values[~self.hidden]
        whole = np.isfinite(shown).all() and (shown >= 0).all() and (shown == np.rint(shown)).all()
        return bool(whole and (self.relations.data == np.rint(self.relations.data)).all())


@dataclass(frozen=True)
class Job:
    """One audit.

    Attributes:
        published: what everybody can read.
        rule: how well a hidden cell must be hidden.
        worlds: whole worlds to try first; none is believed. `tables`: worlds of the published tables.
        insiders: who knows a part exactly.
        own: the true inner table, of which only the part of the insider at hand is used; None when only the
            publication is at hand.
        primary: the sensitive cells, where it is known which they are.
        seconds: after these the auditor gives what it has.
        workers: threads of the solver.
        inner_limit: with more inner cells than these worlds of the tables are searched, not whole ones.
        require_inner: a cell counts as safe only when whole worlds show it, not when tables do.
    """

    published: Published
    rule: Rule
    worlds: tuple[World, ...] = ()
    insiders: tuple[Insider, ...] = ()
    own: World | None = None
    primary: Bools | None = None
    seconds: float = 60.0
    workers: int = 1
    inner_limit: int = INNER_LIMIT
    require_inner: bool = False
    tables: tuple[World, ...] = ()

    def to_bytes(self) -> bytes:
        """Return the job as the bytes of an npz file."""
        layout, relations = self.published.layout, sparse.csr_matrix(self.published.relations)
        meta = {
            "threshold": self.rule.threshold,
            "zeros": self.rule.zeros,
            "interval": self.rule.interval,
            "axes": None if layout is None else [_axis_to_plain(axis) for axis in layout.axes],
            "menu": None if layout is None else layout.menu,
            "insiders": [insider.holds for insider in self.insiders],
            "shape": relations.shape,
            "relative": [bool(world.relative) for world in self.worlds],
            "tables": [bool(world.relative) for world in self.tables],
            "own": self.own is not None,
            "primary": self.primary is not None,
            "seconds": float(self.seconds),
            "workers": int(self.workers),
            "inner_limit": int(self.inner_limit),
            "require_inner": bool(self.require_inner),
        }
        all_worlds = [*self.worlds, *self.tables, *([self.own] if self.own is not None else [])]
        arrays: dict[str, Any] = {
            "meta": np.frombuffer(json.dumps(meta, default=_plain).encode(), dtype=np.uint8),
            "values": np.asarray(self.published.values, dtype=np.float64),
            "cells": np.zeros((0, 0), dtype=np.int64) if layout is None else layout.cells,
            "primary": np.zeros(0, dtype=bool) if self.primary is None else self.primary,
            "data": relations.data if layout is None else np.zeros(0),
            "indices": relations.indices if layout is None else np.zeros(0, dtype=np.int64),
            "indptr": relations.indptr if layout is None else np.zeros(1, dtype=np.int64),
            **pack_worlds(all_worlds),
        }
        stream = io.BytesIO()
        np.savez(stream, **arrays)
        return stream.getvalue()

    @staticmethod
    def from_bytes(data: bytes) -> Job:
        """Read a job.

        Raises:
            JobError: the bytes are no job, or its cells are not those of its menu.
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                found = {name: arrays[name] for name in arrays.files}
            meta = json.loads(found["meta"].tobytes())
            layout = None if meta["axes"] is None else _layout_of(meta["axes"], meta["menu"])
            if layout is not None and not np.array_equal(layout.cells, found["cells"]):
                raise JobError("le celle non sono quelle del menu")
            relations = (
                sparse.csr_matrix((0, len(layout)))
                if layout is not None
                else sparse.csr_matrix(
                    (found["data"], found["indices"], found["indptr"]), tuple(meta["shape"])
                )
            )
            flags = [*meta["relative"], *meta["tables"]]
            worlds = unpack_worlds(found, [*flags, *([False] if meta["own"] else [])])
            whole_worlds = len(meta["relative"])
            interval = meta["interval"]
            return Job(
                Published(found["values"], relations, layout),
                Rule(meta["threshold"], meta["zeros"], None if interval is None else tuple(interval)),
                tuple(worlds[:whole_worlds]),
                tuple(
                    Insider(str(i), tuple((int(d), int(n)) for d, n in holds))
                    for i, holds in enumerate(meta["insiders"])
                ),
                worlds[-1] if meta["own"] else None,
                found["primary"] if meta["primary"] else None,
                meta["seconds"],
                meta["workers"],
                meta["inner_limit"],
                meta["require_inner"],
                tuple(worlds[whole_worlds : len(flags)]),
            )
        except (OSError, KeyError, IndexError, TypeError, ValueError, EOFError, BadZipFile) as error:
            raise JobError(f"il lavoro da verificare non si legge ({type(error).__name__})") from error


def digest(data: bytes) -> str:
    """Return the fingerprint of a job, which the answer must bear."""
    return hashlib.sha256(data).hexdigest()


def pack_worlds(worlds: Sequence[World]) -> dict[str, Any]:
    """Return worlds as three arrays: where each ends, positions, counts."""
    ends = np.cumsum([len(world.inner) for world in worlds], dtype=np.int64)
    inner = [np.asarray(world.inner, dtype=np.int64) for world in worlds]
    counts = [np.asarray(world.counts, dtype=np.int64) for world in worlds]
    none = np.zeros(0, dtype=np.int64)
    return {
        "world_ends": ends,
        "world_inner": np.concatenate([none, *inner]),
        "world_counts": np.concatenate([none, *counts]),
    }


def unpack_worlds(arrays: dict[str, Any], relative: Sequence[bool]) -> list[World]:
    """Read what `pack_worlds` wrote."""
    starts = [0, *arrays["world_ends"][:-1].tolist()]
    return [
        World(arrays["world_inner"][start:end], arrays["world_counts"][start:end], flag)
        for start, end, flag in zip(starts, arrays["world_ends"].tolist(), relative, strict=False)
    ]


def whole(world: World, size: int) -> bool:
    """Tell whether a world can be written in a job: whole numbers, each position once and in the table."""
    inner, counts = np.asarray(world.inner), np.asarray(world.counts)
    if inner.ndim != 1 or inner.shape != counts.shape:
        return False
    if not all(array.dtype.kind in "iufb" and np.isfinite(array).all() for array in (inner, counts)):
        return False
    if (inner != np.rint(inner)).any() or (counts != np.rint(counts)).any():
        return False
    inside = bool(((inner >= 0) & (inner < size)).all())
    return inside and len(np.unique(inner)) == len(inner) and bool((np.abs(counts) < 2**40).all())


def _plain(value: Any) -> Any:
    return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else list(value)


def _axis_to_plain(axis: Axis) -> dict[str, Any]:
    return {
        "nodes": len(axis.nodes),
        "leaves": axis.leaf_count,
        "trees": [tree.tolist() for tree in axis.trees],
        "families": [[parent, list(children)] for parent, children in axis.families],
    }


def _layout_of(axes: Sequence[dict[str, Any]], menu: Sequence[Sequence[tuple[int, int]]]) -> Layout:
    made = [
        Axis(
            f"d{number}",
            tuple(str(i) for i in range(axis["nodes"])),
            axis["leaves"],
            tuple(np.array(tree, dtype=np.int64) for tree in axis["trees"]),
            tuple((parent, tuple(children)) for parent, children in axis["families"]),
        )
        for number, axis in enumerate(axes)
    ]
    return Layout.of(made, [[f"d{dimension}@{level}" for dimension, level in table] for table in menu])
