"""The audit: is what is published safe? Decided in another process, by another solver, that believes nothing.

Whatever goes wrong there – killed, out of time, no answer, an answer to another question – leaves every cell
it should have proven *unsafe*.
"""

from __future__ import annotations

import io
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dashboard.disclosure.auditor_job import Job, Published, digest, unpack_worlds, whole
from dashboard.disclosure.auditor_report import CellReport, Report, why_of
from dashboard.disclosure.layout import Bools, Ints
from dashboard.disclosure.problem import INNER_LIMIT, Insider, Rule, World, by_people

__all__ = ["AuditError", "CellReport", "Published", "Report", "audit"]

Progress = Callable[[int, int, str], None]
SECONDS = 60.0
_PATIENCE = 15.0
_ROOT = Path(__file__).resolve().parents[2]


class AuditError(ValueError):
    """What is to be audited does not fit together; the message is a sentence for the user."""


def audit(
    published: Published,
    rule: Rule,
    *,
    worlds: Sequence[World] = (),
    insiders: Sequence[Insider] = (),
    own: tuple[Ints, Ints] | None = None,
    primary: Bools | None = None,
    seconds: float = SECONDS,
    workers: int = 1,
    require_inner: bool = False,
    inner_limit: int | None = None,
    progress: Progress | None = None,
) -> Report:
    """Say which hidden cells an attacker can narrow, in a process of its own.

    Args:
        published: what everybody can read.
        rule: how well a hidden cell must be hidden.
        worlds: worlds that may spare a search; each is checked, and refused when it does not agree. Those
            `of_cells` serve where the inner cells are too many to be searched.
        insiders: who knows a part exactly (only with a layout).
        own: the inner cells and counts of which each insider knows its part; without them the check of
            insiders is partial.
        primary: the sensitive cells, when it is known which they are (used with an interval only).
        seconds: time of the search; what is not proven by then is unsafe.
        workers: processes and threads.
        require_inner: a cell passes only when whole worlds show it, not when tables that add up do.
        inner_limit: with more inner cells than these only tables are searched; None leaves it to
            `problem.by_people`.
        progress: is told (done, of, what).

    Raises:
        AuditError: the published cells are not those of the layout, or the relations not those of the cells.
    """
    started = time.monotonic()
    _refuse_nonsense(published, insiders, primary)
    if not published.hidden.any():
        return Report(True, (), (), "inner", time.monotonic() - started, {})
    size = len(published.values) if published.layout is None else published.layout.size
    apart = [world for world in worlds if world.of_cells and published.layout is not None]
    worlds = [world for world in worlds if not world.of_cells or published.layout is None]
    good = _usable(worlds, size)
    tables = _usable(apart, len(published.values))
    if inner_limit is None:
        within = by_people(0, len(published.values), len(insiders))
        inner_limit = INNER_LIMIT if within or require_inner else 0
    job = Job(
        published,
        rule,
        tuple(_as_ints(worlds[number]) for number in good),
        tuple(insiders),
        None if own is None else World(*own),
        primary,
        seconds,
        workers,
        inner_limit,
        require_inner,
        tuple(_as_ints(apart[number]) for number in tables),
    )
    if job.own is not None and not whole(job.own, size):
        raise AuditError("le cifre proprie non sono numeri interi di celle della tabella, ognuna una volta")
    shares = max(1, min(workers, 1 + len(insiders)))
    answers: list[bytes | None] = [None] * shares
    data = b""
    if published.sound and seconds > 0:
        data = job.to_bytes()
        answers = _ask(data, shares, seconds, progress)
    report = _gather(job, [_read(one, data, number) for number, one in enumerate(answers)])
    refused = len(worlds) + len(apart) - len(good) - len(tables)
    return report.finished(time.monotonic() - started, refused)


def _refuse_nonsense(published: Published, insiders: Sequence[Insider], primary: Bools | None) -> None:
    count = len(published.values)
    if published.layout is not None and len(published.layout) != count:
        raise AuditError(f"la pubblicazione ha {count} celle e il menu {len(published.layout)}")
    if published.layout is None and published.relations.shape[1] != count:
        raise AuditError(f"la pubblicazione ha {count} celle e le relazioni {published.relations.shape[1]}")
    if insiders and published.layout is None:
        raise AuditError("chi conosce i dati propri si può descrivere solo con dimensioni e gerarchie")
    if primary is not None and len(primary) != count:
        raise AuditError(f"la pubblicazione ha {count} celle e l’elenco delle primarie {len(primary)}")


def _usable(worlds: Sequence[World], size: int) -> list[int]:
    """Return which worlds can be told at all; differences only where the world they differ from is there."""
    good = [number for number, world in enumerate(worlds) if whole(world, size)]
    if good and (good[0] != 0 or worlds[0].relative):
        good = [number for number in good if not worlds[number].relative]
    return good


def _as_ints(world: World) -> World:
    return World(
        np.asarray(world.inner).astype(np.int64),
        np.asarray(world.counts).astype(np.int64),
        bool(world.relative),
    )


def _command(job: Path, answer: Path, share: int, shares: int) -> list[str]:
    return [
        sys.executable,
        "-m",
        "dashboard.disclosure.auditor",
        str(job),
        str(answer),
        str(share),
        str(shares),
    ]


def _ask(data: bytes, shares: int, seconds: float, progress: Progress | None) -> list[bytes | None]:
    """Run the auditor, one process a share; return what each wrote, None where one did not end well."""
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    deadline = time.monotonic() + seconds + _PATIENCE
    with tempfile.TemporaryDirectory(prefix="audit-") as folder:
        job = Path(folder) / "job.npz"
        job.write_bytes(data)
        targets = [Path(folder) / f"answer-{share}.npz" for share in range(shares)]
        children: list[subprocess.Popen[str]] = []
        try:
            for share, target in enumerate(targets):
                children.append(
                    subprocess.Popen(
                        _command(job, target, share, shares),
                        stdin=subprocess.DEVNULL,
                        stdout=subprocess.PIPE,
                        stderr=subprocess.DEVNULL,
                        text=True,
                        env=environment,
                    )
                )
            _listen(children, deadline, progress)
            codes = [_end_of(child, deadline) for child in children]
        finally:
            for child in children:
                child.kill()
                child.wait()
                if child.stdout is not None:
                    child.stdout.close()
        return [
            target.read_bytes() if code == 0 and target.exists() else None
            for target, code in zip(targets, codes, strict=True)
        ]


def _end_of(child: subprocess.Popen[str], deadline: float) -> int | None:
    try:
        return child.wait(timeout=max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return None


def _listen(children: Sequence[subprocess.Popen[str]], deadline: float, progress: Progress | None) -> None:
    """Pass on what the processes say until all have ended or time is up."""
    lines: queue.Queue[str | None] = queue.Queue()

    def read(child: subprocess.Popen[str]) -> None:
        assert child.stdout is not None
        for line in child.stdout:
            lines.put(line)
        lines.put(None)

    for child in children:
        threading.Thread(target=read, args=(child,), daemon=True).start()
    ended = 0
    while ended < len(children):
        try:
            line = lines.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            return
        if line is None:
            ended += 1
        elif progress is not None:
            _pass_on(line, progress)


def _pass_on(line: str, progress: Progress) -> None:
    try:
        done, of, what = json.loads(line)
        progress(int(done), int(of), str(what))
    except (ValueError, TypeError):
        return  # not a line of progress


def _read(made: bytes | None, data: bytes, share: int) -> dict[str, Any] | None:
    """Return an answer, None when it is not one to this question."""
    if made is None:
        return None
    try:
        with np.load(io.BytesIO(made), allow_pickle=False) as arrays:
            found: dict[str, Any] = {name: arrays[name] for name in arrays.files}
        found["meta"] = json.loads(found["meta"].tobytes())
        right = found["meta"]["digest"] == digest(data) and found["meta"]["share"] == share
    except Exception:  # whatever is wrong with the bytes, they prove nothing
        return None
    return found if right else None


def _gather(job: Job, answers: Sequence[dict[str, Any] | None]) -> Report:
    """Put the answers of all shares together; what none speaks of is unsafe."""
    hidden = np.flatnonzero(job.published.hidden)
    worlds, place = _told(job)
    cells, answered = [], set()
    depth, refused = "inner", 0
    for found in answers:
        if found is None:
            continue
        meta = found["meta"]
        own_worlds = unpack_worlds(found, [False] * len(found["world_ends"]))
        first = len(place) - 1  # the worlds it found itself are numbered after those it was told
        numbers = place | {first + i: len(worlds) + i for i in range(len(own_worlds))}
        worlds += own_worlds
        answered.update(meta["viewers"])
        depth, refused = ("tables" if meta["depth"] == "tables" else depth), max(refused, meta["refused"])
        cells += _cells_of(found, job, numbers)
    spoken = {(cell.insider, cell.cell) for cell in cells if cell.insider is None}
    missing = [cell for cell in hidden.tolist() if (None, cell) not in spoken]
    cells += [CellReport.unproven(cell, None, sound=job.published.sound) for cell in missing]
    for number, insider in enumerate(job.insiders):
        if number not in answered and job.published.layout is not None:
            owned = insider.owns(job.published.layout)
            cells += [CellReport.unproven(cell, insider.name) for cell in hidden.tolist() if not owned[cell]]
    return Report.of(
        cells, worlds, depth, refused=refused, insiders=len(job.insiders), partial=job.own is None
    )


def _told(job: Job) -> tuple[list[World], dict[int, int]]:
    """Return the worlds the auditor was told of, and the place in this list of each of its numbers.

    Those told as differences need the one they differ from in the first place: when whole worlds and tables
    both do, the tables have no place.
    """
    whole_worlds = list(job.worlds) or ([] if job.own is None else [job.own])
    count, tables = len(whole_worlds), len(job.tables)
    if any(world.relative for world in whole_worlds):
        place = {count + i: -1 for i in range(tables)}
        return whole_worlds, {-1: -1} | {i: i for i in range(count)} | place
    place = {i: tables + i for i in range(count)} | {count + i: i for i in range(tables)}
    return [*job.tables, *whole_worlds], {-1: -1} | place


def _cells_of(found: dict[str, Any], job: Job, place: dict[int, int]) -> list[CellReport]:
    """Return the lines of one answer, worlds numbered by their place in the list of all."""
    made: list[CellReport] = []
    names = ("viewer", "cell", "low", "high", "exact", "safe", "tables", "why", "low_world", "high_world")
    if "viewer" not in found:
        return made
    for viewer, cell, low, high, exact, safe, tables, why, first, second in zip(
        *(found[name].tolist() for name in names), strict=True
    ):
        top = None if high < 0 else high
        made.append(
            CellReport(
                cell,
                low,
                top,
                safe,
                why_of(why, low, top, exact),
                place[first],
                place[second],
                None if viewer < 0 else job.insiders[viewer].name,
                exact,
                "tables" if tables else "inner",
            )
        )
    return made
