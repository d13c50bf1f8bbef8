"""Work done side by side, in processes of their own."""

from __future__ import annotations

import multiprocessing
import os
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Any

Progress = Callable[[int, int, str], None]


class GuardError(Exception):
    """Protection or audit broke off: nothing may be published. The message is in Italian."""


class Crew:
    """Processes that work side by side: started when there is work for them, kept until the end.

    Args:
        size: how many; 1 does all in this process.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._pool: ProcessPoolExecutor | None = None
        self._channel: Any = None

    def __enter__(self) -> Crew:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the processes end; what they have not begun is not done."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._channel.close()
            self._channel.join_thread()
            self._pool = self._channel = None

    def do(
        self,
        work: Callable[..., Any],
        jobs: Sequence[tuple[Any, ...]],
        *,
        what: str,
        progress: Progress | None = None,
    ) -> list[Any]:
        """Do the same work on many things, and return what each gave, in order.

        Args:
            work: a function of a module, called with the arguments of a job and a function for its progress.
            jobs: the arguments.
            what: what is being done (Italian).
            progress: called with done, total and a sentence.

        Raises:
            GuardError: a process was killed.
        """
        tell = progress or _silent
        if self.size == 1 or len(jobs) < 2:
            found = []
            for number, arguments in enumerate(jobs):
                tell(number, len(jobs), what)
                found.append(work(*arguments, None))
            return found
        try:
            return self._side_by_side(work, jobs, what, tell)
        except BrokenProcessPool as error:
            raise GuardError(
                "La protezione si è interrotta prima della fine: non è stato pubblicato niente, e resta in "
                "linea il rilascio precedente."
            ) from error

    def _side_by_side(
        self, work: Callable[..., Any], jobs: Sequence[tuple[Any, ...]], what: str, tell: Progress
    ) -> list[Any]:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._channel = context.Queue()
            begin: dict[str, Any] = {"initializer": _use, "initargs": (self._channel, os.getpid())}
            self._pool = ProcessPoolExecutor(self.size, mp_context=context, **begin)
        results: dict[int, Any] = {}
        waiting: set[Future[tuple[int, Any]]] = {
            self._pool.submit(_run, work, number, arguments) for number, arguments in enumerate(jobs)
        }
        while waiting:
            done, waiting = wait(waiting, timeout=0.5)
            for one in done:
                number, value = one.result()
                results[number] = value
            tell(len(results), len(jobs), f"{what} {_last(self._channel)}".rstrip())
        return [results[number] for number in range(len(jobs))]


_channel: Any = None


def _use(channel: Any, parent: int) -> None:
    """Begin a worker: what it says goes through a channel to the one that waits; it ends with that one."""
    global _channel
    _channel = channel
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _tell(done: int, total: int, what: str) -> None:
    if _channel is not None:
        _channel.put((done, total, what))


def _run(work: Callable[..., Any], number: int, arguments: tuple[Any, ...]) -> tuple[int, Any]:
    return number, work(*arguments, _tell)


def _last(channel: Any) -> str:
    """Return the last thing a worker said, in brackets."""
    said = ""
    while True:
        try:
            done, total, what = channel.get_nowait()
        except queue.Empty:
            return said
        said = f"({what} {done}/{total})"


def _silent(done: int, total: int, what: str) -> None:
    """Say nothing."""
