"""Evidence: why the data office may believe that what is published cannot be undone. It never leaves it.

A world is a whole table that agrees with everything published, and the true one is among them: the folder is
readable by its owner alone, and no process that serves the public opens it. Patterns are kept too, so that
people who have not changed are not protected anew.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from dashboard.disclosure.layout import Bools, Floats, Ints
from dashboard.disclosure.problem import Pattern, Problem, Rule, World
from dashboard.publishing.populations import Shape

FORMAT = 2
"""Version of what is kept; a change of it makes older files unreadable, that is absent."""
_ZERO = np.zeros(0, dtype=np.int64)


def digest_of(*parts: object) -> str:
    """Return the SHA-256 of arrays and of plain values, in order."""
    found = hashlib.sha256(f"evidence {FORMAT}".encode())
    for part in parts:
        if isinstance(part, np.ndarray):
            found.update(f"{part.dtype.str}{part.shape}".encode())
            found.update(np.ascontiguousarray(part).tobytes())
        else:
            found.update(json.dumps(part, sort_keys=True, ensure_ascii=False).encode())
        found.update(b"\0")
    return found.hexdigest()


def rule_json(rule: Rule) -> list[Any]:
    """Return a rule as plain values."""
    return [rule.threshold, rule.zeros, list(rule.interval or ())]


def secret_digest(shape: Shape, problem: Problem, rule: Rule) -> str:
    """Return the digest of a problem with its exact counts: the name of its pattern."""
    return digest_of(
        shape.to_json(),
        problem.inner,
        problem.counts,
        problem.sensitive,
        problem.forced,
        rule_json(rule),
        [insider.name for insider in problem.insiders],
    )


def public_digest(shape: Shape, values: Floats, rule: Rule) -> str:
    """Return the digest of what is published of a group, NaN where hidden: the name of its worlds."""
    return digest_of(shape.to_json(), values.astype("<f8") + 0.0, rule_json(rule))


@dataclass(frozen=True)
class Witnesses:
    """What is kept beside a publication.

    Attributes:
        worlds: tables that agree with everything published.
        own: the true inner table (positions, counts), which tells what an insider knows.
    """

    worlds: tuple[World, ...]
    own: tuple[Ints, Ints]


class Evidence:
    """The folder of the evidence.

    Args:
        folder: where; None keeps nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def pattern(self, digest: str) -> Pattern | None:
        """Return the pattern that was found for a problem, None when there is none."""
        kept = self._read(f"pattern-{digest}.npz")
        if kept is None:
            return None
        return Pattern(
            kept["hidden"],
            kept["primary"],
            _unpacked(kept),
            tuple(int(cell) for cell in kept["unproven"]),
            bool(kept["optimal"]),
        )

    def keep_pattern(self, digest: str, pattern: Pattern) -> None:
        """Keep a pattern for the next time."""
        self._write(
            f"pattern-{digest}.npz",
            hidden=pattern.hidden,
            primary=pattern.primary,
            unproven=np.array(pattern.unproven, dtype=np.int64),
            optimal=np.array(pattern.optimal),
            **_packed(pattern.worlds),
        )

    def witnesses(self, digest: str) -> Witnesses | None:
        """Return the worlds kept for a publication, None when there are none."""
        kept = self._read(f"worlds-{digest}.npz")
        return Witnesses(_unpacked(kept), (kept["own_inner"], kept["own_counts"])) if kept else None

    def keep_witnesses(self, digest: str, witnesses: Witnesses) -> None:
        """Keep the worlds of a publication."""
        inner, counts = witnesses.own
        self._write(f"worlds-{digest}.npz", own_inner=inner, own_counts=counts, **_packed(witnesses.worlds))

    def keep_report(self, name: str, report: str) -> None:
        """Keep a report of the audit, with the intervals, under a name of its own."""
        if self.folder is not None:
            self._put(name, report.encode())

    def _read(self, name: str) -> dict[str, npt.NDArray[Any]] | None:
        if self.folder is None:
            return None
        try:
            content = io.BytesIO((self.folder / name).read_bytes())
            with np.load(content, allow_pickle=False) as kept:
                return {key: kept[key] for key in kept.files}
        except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
            return None

    def _write(self, name: str, **arrays: npt.NDArray[Any]) -> None:
        if self.folder is None:
            return
        buffer = io.BytesIO()
        np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
        self._put(name, buffer.getvalue())

    def _put(self, name: str, content: bytes) -> None:
        """Write a file that only its owner may read, whole or not at all."""
        assert self.folder is not None
        self.folder.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):
            self.folder.chmod(0o700)
        temporary = self.folder / f".{name}.{os.getpid()}.tmp"
        temporary.unlink(missing_ok=True)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.replace(self.folder / name)


def _packed(worlds: Sequence[World]) -> dict[str, npt.NDArray[Any]]:
    lengths = [len(world.inner) for world in worlds]
    return {
        "world_ends": np.cumsum(lengths, dtype=np.int64),
        "world_inner": np.concatenate([_ZERO, *(world.inner for world in worlds)]),
        "world_counts": np.concatenate([_ZERO, *(world.counts for world in worlds)]),
        "world_relative": np.array([world.relative for world in worlds], dtype=bool),
        "world_of_cells": np.array([world.of_cells for world in worlds], dtype=bool),
    }


def _unpacked(kept: dict[str, npt.NDArray[Any]]) -> tuple[World, ...]:
    ends = kept["world_ends"]
    parts = zip(
        np.split(kept["world_inner"], ends)[: len(ends)],
        np.split(kept["world_counts"], ends)[: len(ends)],
        kept["world_relative"].tolist(),
        kept["world_of_cells"].tolist(),
        strict=True,
    )
    return tuple(World(*part) for part in parts)


__all__: Sequence[str] = (
    "Bools",
    "Evidence",
    "Witnesses",
    "digest_of",
    "public_digest",
    "rule_json",
    "secret_digest",
)
