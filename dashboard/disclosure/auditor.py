"""The auditor, a process of its own: `python -m dashboard.disclosure.auditor`, asked by lines of JSON.

A line is `["JOB", "ANSWER", share, shares]`. It reads the bytes of the job (see `auditor_job`), proves what
it can in the time given, and writes an answer that bears the fingerprint of what it read. It prints its
progress, one line of JSON a step, and no figure; then that it is done, and waits for the next line. A job
that it cannot read ends it.
"""

from __future__ import annotations

import io
import json
import os
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from dashboard.disclosure.auditor_examination import OUTSIDER, Examination, Finding, Say
from dashboard.disclosure.auditor_job import DONE, Job, digest, pack_worlds
from dashboard.disclosure.auditor_solvers import Clock
from dashboard.disclosure.auditor_standing import NEVER

_PATIENCE = 30.0
_BAD_USE = 2
_EVERY = 0.2


def answer(data: bytes, share: int, shares: int, say: Say) -> bytes:
    """Audit a job, or one share of its attackers.

    Args:
        data: the job.
        share: number of this share; 0 has the outsider.
        shares: how many there are; the insiders are dealt out among them.
        say: is told (done, of, what).

    Returns:
        The bytes of an npz file that `audit.py` reads.

    Raises:
        JobError: the bytes are no job.
    """
    job = Job.from_bytes(data)
    examination = Examination(job, Clock.of(job.seconds), say)
    viewers = [OUTSIDER] * (share == 0) + list(range(len(job.insiders)))[share::shares]
    findings = examination.run(viewers)
    meta = {
        "digest": digest(data),
        "share": share,
        "depth": examination.depth,
        "refused": examination.refused,
        "viewers": viewers,
    }
    columns = [_columns(finding, examination.cap) for finding in findings]
    arrays: dict[str, Any] = {
        "meta": np.frombuffer(json.dumps(meta).encode(), dtype=np.uint8),
        **{name: np.concatenate([one[name] for one in columns]) for name in (columns[0] if columns else ())},
        **pack_worlds(examination.found),
    }
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()


def _columns(finding: Finding, cap: int) -> dict[str, Any]:
    """Return what is told of each cell; of insiders only what fails."""
    kept = np.flatnonzero((finding.viewer == OUTSIDER) | ~finding.safe)
    standing, known = finding.standing.part(kept), finding.known[kept]
    low, high = standing.low, standing.high
    whole_worlds = finding.search is None or finding.search.system.depth == "inner"
    # what no world was seen of, or only tables speak of, an attacker narrows at least to what is proven
    proven = (low >= NEVER) | (~finding.safe[kept] & (not whole_worlds))
    low, high = np.where(proven, standing.least, low), np.where(proven, standing.most, high)
    endless = high >= cap
    ends = (standing.low == standing.least) & ((standing.high == standing.most) | endless)
    return {
        "viewer": np.full(len(kept), finding.viewer, dtype=np.int64),
        "cell": finding.cells[kept],
        "low": low + known,
        "high": np.where(endless, -1, high + known),
        "exact": ends & whole_worlds,
        "safe": finding.safe[kept],
        "tables": finding.tables[kept],
        "why": finding.why[kept],
        "low_world": standing.low_world,
        "high_world": standing.high_world,
    }


def main(lines: Iterable[str]) -> int:
    """Answer one job after another; return the exit code."""
    for line in lines:
        try:
            job, target, share, shares = json.loads(line)
        except (ValueError, TypeError):
            return _BAD_USE
        _answer_to(Path(job), Path(target), share, shares)
        print(json.dumps(DONE), flush=True)
    return 0


def _answer_to(job: Path, target: Path, share: int, shares: int) -> None:
    """Read a job and write the answer, whole or not at all."""
    data = job.read_bytes()
    alarm = _give_up_after(Job.from_bytes(data).seconds + _PATIENCE)
    last = 0.0

    def say(done: int, of: int, what: str) -> None:
        nonlocal last
        if time.monotonic() - last >= _EVERY or done == of:
            last = time.monotonic()
            print(json.dumps([done, of, what]), flush=True)

    made = answer(data, share, shares, say)
    partial = target.with_suffix(".partial")
    partial.write_bytes(made)
    partial.replace(target)
    alarm.cancel()


def _give_up_after(seconds: float) -> threading.Timer:
    """End the process when nobody else did: whoever started it may have been killed."""
    timer = threading.Timer(seconds, os._exit, (3,))
    timer.daemon = True
    timer.start()
    return timer


if __name__ == "__main__":
    sys.exit(main(sys.stdin))
