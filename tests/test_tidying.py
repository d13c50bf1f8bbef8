from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest

from dashboard import tidying
from dashboard.tidying import DUE, OVERDUE, QUIET, Tidier


class Clock:
    """Seconds that pass when they are told to."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(tidying.time, "monotonic", made.monotonic)
    monkeypatch.setattr(tidying.gc, "get_count", lambda: (0, 0, DUE))
    return made


@pytest.fixture
def thresholds() -> Iterator[tuple[int, int, int]]:
    """Give Python back what it searched with."""
    before = gc.get_threshold()
    yield before
    gc.set_threshold(*before)


def test_garbage_waits_until_no_script_has_been_at_work_for_a_moment(clock: Clock) -> None:
    tidier = Tidier()
    clock.now += QUIET
    assert tidier.due()

    with tidier.at_work():
        clock.now += 60
        assert not tidier.due(), "a script is at work"
        with tidier.at_work():
            pass
        clock.now += 60
        assert not tidier.due(), "another one still is"
    assert not tidier.due(), "the visitor may go on at once"
    clock.now += QUIET
    assert tidier.due()


def test_a_script_that_stops_half_way_is_no_longer_at_work(clock: Clock) -> None:
    tidier = Tidier()
    with pytest.raises(KeyboardInterrupt), tidier.at_work():
        raise KeyboardInterrupt
    clock.now += QUIET

    assert tidier.due()


def test_nothing_is_searched_where_little_was_made(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    tidier = Tidier()
    clock.now += QUIET
    monkeypatch.setattr(tidying.gc, "get_count", lambda: (699, 9, DUE - 1))

    assert not tidier.due()


def test_once_started_it_searches_and_python_only_when_it_is_overdue(
    monkeypatch: pytest.MonkeyPatch, thresholds: tuple[int, int, int]
) -> None:
    searched = threading.Event()
    monkeypatch.setattr(tidying, "LOOK", 0.001)
    monkeypatch.setattr(tidying.gc, "collect", searched.set)
    tidier = Tidier()
    looks = iter([False, True])
    monkeypatch.setattr(tidier, "due", lambda: next(looks, False))

    tidier.start()

    assert searched.wait(5)
    tidier.stop()
    assert gc.get_threshold() == (*thresholds[:2], OVERDUE)
