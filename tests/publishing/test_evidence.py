from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dashboard.disclosure.problem import Pattern, World
from dashboard.publishing.evidence import Evidence, Witnesses, digest_of


def ints(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


WORLDS = (World(ints(1, 4), ints(2, 9)), World(ints(), ints()), World(ints(4), ints(-2), True))


def same(first: tuple[World, ...], second: tuple[World, ...]) -> bool:
    return len(first) == len(second) and all(
        np.array_equal(a.inner, b.inner) and np.array_equal(a.counts, b.counts) and a.relative == b.relative
        for a, b in zip(first, second, strict=True)
    )


def test_patterns_and_worlds_are_read_back_as_they_were_kept(tmp_path: Path) -> None:
    evidence = Evidence(tmp_path / "evidence")
    hidden = np.array([True, False, True])
    evidence.keep_pattern("ab", Pattern(hidden, ~hidden, WORLDS, (2,), True))
    found = evidence.pattern("ab")
    assert found is not None
    assert np.array_equal(found.hidden, hidden)
    assert np.array_equal(found.primary, ~hidden)
    assert (found.unproven, found.optimal) == ((2,), True)
    assert same(found.worlds, WORLDS)
    evidence.keep_witnesses("cd", Witnesses((), (ints(3), ints(5))))
    kept = evidence.witnesses("cd")
    assert kept is not None
    assert kept.worlds == ()
    assert [part.tolist() for part in kept.own] == [[3], [5]]


def test_only_its_owner_can_read_the_evidence(tmp_path: Path) -> None:
    evidence = Evidence(tmp_path / "evidence")
    evidence.keep_report("audit.json", "{}")
    evidence.keep_witnesses("cd", Witnesses(WORLDS, (ints(), ints())))
    assert (tmp_path / "evidence").stat().st_mode & 0o077 == 0
    kept = list((tmp_path / "evidence").iterdir())
    assert len(kept) == 2
    assert all(path.stat().st_mode & 0o077 == 0 for path in kept)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", b"nothing of the kind"])
def test_evidence_that_is_broken_is_evidence_that_is_not_there(tmp_path: Path, content: bytes) -> None:
    evidence = Evidence(tmp_path)
    assert evidence.pattern("ab") is None
    (tmp_path / "pattern-ab.npz").write_bytes(content)
    (tmp_path / "worlds-ab.npz").write_bytes(content)
    assert evidence.pattern("ab") is None
    assert evidence.witnesses("ab") is None


def test_without_a_folder_nothing_is_kept() -> None:
    evidence = Evidence(None)
    evidence.keep_report("x", "{}")
    evidence.keep_pattern("ab", Pattern(np.zeros(1, bool), np.zeros(1, bool)))
    assert evidence.pattern("ab") is None


def test_a_digest_tells_arrays_and_their_shapes_apart() -> None:
    parts = [ints(1, 2), ints(1, 2, 3), ints(1, 2).reshape(1, 2), ints(1, 2).astype(float), [1, 2], "1 2"]
    assert len({digest_of(part) for part in parts}) == len(parts)
    assert digest_of("a", "b") != digest_of("ab")
    assert digest_of(ints(1, 2), {"b": 1, "a": 2}) == digest_of(ints(1, 2), {"a": 2, "b": 1})
