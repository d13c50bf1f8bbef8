"""Auditors at work: processes of their own, each given one job after another.

An auditor that is killed, ends by itself or is late answers nothing of the job it is at; the jobs that nobody
has been given yet go to a new process. When all is done, or breaks off, none is left behind.
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
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dashboard.disclosure.auditor_job import DONE, Job, digest

Answer = dict[str, Any]
Said = Callable[[int, int, int, str], None]
_PATIENCE = 15.0
"""Seconds an auditor may take beyond those of its job, to start, read and write among others."""
_FAREWELL = 5.0
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Asked:
    """A job to be answered.

    Attributes:
        job: what is asked.
        shares: how many processes its attackers are dealt out among.
    """

    job: Job
    shares: int = 1


def ask(
    asked: Sequence[Asked], *, workers: int = 1, said: Said | None = None
) -> Generator[tuple[int, list[Answer | None]], None, None]:
    """Have jobs answered; yields the number of each and the answers of its shares, in the order they come.

    Args:
        asked: the jobs; the first ones are begun first.
        workers: processes at work at the same time.
        said: is told (number of the job, done, of, what).

    Yields:
        None stands for a share without an answer to this very question.
    """
    with tempfile.TemporaryDirectory(prefix="audit-") as folder:
        office = _Office(asked, workers, Path(folder), said or _silent)
        try:
            yield from office.run()
        finally:
            office.close()


@dataclass
class _Task:
    """One share of one job."""

    number: int
    share: int
    target: Path
    due: float = 0.0


class _Office:
    """Deals the shares of the jobs out among auditors, each of which has one at a time."""

    def __init__(self, asked: Sequence[Asked], workers: int, folder: Path, said: Said) -> None:
        self._asked, self._workers, self._folder, self._said = asked, workers, folder, said
        self._heard: queue.Queue[tuple[_Auditor, str | None]] = queue.Queue()
        self._waiting = deque(
            (number, share) for number, one in enumerate(asked) for share in range(one.shares)
        )
        self._digests: dict[int, str] = {}
        self._answers: dict[int, dict[int, Answer | None]] = {}
        self._at_work: dict[_Auditor, _Task] = {}
        self._idle: list[_Auditor] = []

    def run(self) -> Iterator[tuple[int, list[Answer | None]]]:
        while self._waiting or self._at_work:
            while self._waiting and len(self._at_work) < self._workers:
                self._give(*self._waiting.popleft())
            ended = self._listen()
            if ended is not None:
                yield from self._put(*ended)
        for auditor in self._idle:
            auditor.dismiss()
        while self._idle:
            self._idle.pop().wait()

    def close(self) -> None:
        for auditor in (*self._idle, *self._at_work):
            auditor.kill()

    def _give(self, number: int, share: int) -> None:
        one = self._asked[number]
        job = self._folder / f"job-{number}.npz"
        if number not in self._digests:
            data = one.job.to_bytes()
            job.write_bytes(data)
            self._digests[number] = digest(data)
        target = self._folder / f"answer-{number}-{share}.npz"
        auditor = self._idle.pop() if self._idle else _Auditor(self._heard)
        self._at_work[auditor] = _Task(number, share, target, time.monotonic() + one.job.seconds + _PATIENCE)
        auditor.give([str(job), str(target), share, one.shares])

    def _listen(self) -> tuple[_Task, Answer | None] | None:
        """Hear the next word of an auditor; return the share that has come to its end, and its answer."""
        due, late = min((task.due, i) for i, task in enumerate(self._at_work.values()))
        try:
            auditor, line = self._heard.get(timeout=max(0.0, due - time.monotonic()))
        except queue.Empty:
            return self._lose(list(self._at_work)[late]), None
        task = self._at_work.get(auditor)
        if task is None:
            return None  # the last words of one that was late
        if line is None:
            return self._lose(auditor), None
        word = _word(line)
        if word == DONE:
            self._idle.append(auditor)
            del self._at_work[auditor]
            made = task.target.read_bytes() if task.target.exists() else None
            return task, read_answer(made, self._digests[task.number], task.share)
        if isinstance(word, list) and [type(part) for part in word] == [int, int, str]:
            self._said(task.number, *word)
        return (self._lose(auditor), None) if time.monotonic() > task.due else None

    def _lose(self, auditor: _Auditor) -> _Task:
        auditor.kill()
        return self._at_work.pop(auditor)

    def _put(self, task: _Task, answer: Answer | None) -> Iterator[tuple[int, list[Answer | None]]]:
        """Put an answer to those of its job; yield them when they are all there."""
        found = self._answers.setdefault(task.number, {})
        found[task.share] = answer
        task.target.unlink(missing_ok=True)
        if len(found) == self._asked[task.number].shares:
            (self._folder / f"job-{task.number}.npz").unlink()
            del self._answers[task.number]
            yield task.number, [found[share] for share in sorted(found)]


class _Auditor:
    """A process that answers, and a thread that hears what it says."""

    def __init__(self, heard: queue.Queue[tuple[_Auditor, str | None]]) -> None:
        self._heard = heard
        paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        self._ear = threading.Thread(target=self._hear, daemon=True)
        self._ear.start()

    def _hear(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self._heard.put((self, line))
        self._heard.put((self, None))

    def give(self, question: list[str | int]) -> None:
        """Ask; one that has ended meanwhile will be heard of."""
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()

    def dismiss(self) -> None:
        """Tell the process that nothing more is asked."""
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()

    def wait(self) -> None:
        """Let the process end by itself, in time."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_FAREWELL)
        self.kill()

    def kill(self) -> None:
        """End the process, whatever it is at."""
        self._process.kill()
        self._process.wait()
        self.dismiss()
        self._ear.join(_FAREWELL)


def _command() -> list[str]:
    return [sys.executable, "-m", "dashboard.disclosure.auditor"]


def _word(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None  # not a word of an auditor


def read_answer(made: bytes | None, fingerprint: str, share: int) -> Answer | None:
    """Return an answer, None when it is not one to the question with this fingerprint."""
    if made is None:
        return None
    try:
        with np.load(io.BytesIO(made), allow_pickle=False) as arrays:
            found: Answer = {name: arrays[name] for name in arrays.files}
        found["meta"] = json.loads(found["meta"].tobytes())
        right = found["meta"]["digest"] == fingerprint and found["meta"]["share"] == share
    except Exception:  # whatever is wrong with the bytes, they prove nothing
        return None
    return found if right else None


def _silent(number: int, done: int, of: int, what: str) -> None:
    """Say nothing."""
