from __future__ import annotations

import os
import signal

import pytest

from dashboard.publishing.workers import Crew, GuardError, Progress


def double(number: int, tell: Progress | None) -> int:
    if tell:
        tell(number, 3, "conto")
    return 2 * number


def die(number: int, tell: Progress | None) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.parametrize("workers", [1, 2])
def test_work_is_done_side_by_side_and_given_back_in_order(workers: int) -> None:
    told: list[tuple[int, int, str]] = []
    with Crew(workers) as crew:
        for numbers, doubled in (((1, 2, 3), [2, 4, 6]), ((4, 5), [8, 10]), ((6,), [12])):
            jobs = [(number,) for number in numbers]
            found = crew.do(double, jobs, what="prova", progress=lambda *said: told.append(said))
            assert found == doubled
    assert {total for _, total, _ in told} == {3, 2, 1}
    assert all(what.startswith("prova") for _, _, what in told)


def test_a_worker_that_is_killed_stops_everything_with_a_sentence() -> None:
    with Crew(2) as crew, pytest.raises(GuardError, match="non è stato pubblicato niente"):
        crew.do(die, [(1,), (2,)], what="prova")
