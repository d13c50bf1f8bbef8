"""Python looks for garbage among all its objects while nobody waits, not in the middle of a page.

With what is kept for hundreds of territories such a search stops every page for up to 200 ms, and comes when
the most objects are made: when somebody has just chosen something.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

QUIET = 1.0
"""Seconds without any script at work, after which nobody is taken to wait."""
LOOK = 0.25
"""Seconds between two looks at the clock."""
DUE = 10
"""Searches among younger objects, after which all are searched (what Python itself does)."""
OVERDUE = 100
"""Searches among younger objects, after which all are searched in the middle of whatever is at work."""


class Tidier:
    """Counts the scripts at work, and searches for garbage between them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._at_work = 0
        self._last = time.monotonic()
        self._over = threading.Event()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Tell that a script is at work: nothing is searched meanwhile."""
        with self._lock:
            self._at_work += 1
        try:
            yield
        finally:
            with self._lock:
                self._at_work -= 1
                self._last = time.monotonic()

    def due(self) -> bool:
        """Tell whether it is time: much was made, no script is at work, and none was a moment ago."""
        quiet = not self._at_work and time.monotonic() - self._last >= QUIET
        return quiet and gc.get_count()[2] >= DUE

    def start(self) -> None:
        """Take the searches over from Python, until `stop`."""
        young, middle, _ = gc.get_threshold()
        gc.set_threshold(young, middle, OVERDUE)
        threading.Thread(target=self._run, name="tidying", daemon=True).start()

    def stop(self) -> None:
        """Search no more."""
        self._over.set()

    def _run(self) -> None:
        while not self._over.wait(LOOK):
            if self.due():
                gc.collect()


tidier = Tidier()
"""The one of this process."""
