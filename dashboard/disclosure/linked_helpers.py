"""Other processes at work on the same tables at the same time, each with a copy of what is known so far.

Work goes in rounds: everybody starts from the same knowledge, and at the end of a round all learn what the
others found out. A world found by one is true for all, whatever has been hidden meanwhile. For one number of
processes the outcome is always the same.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from types import TracebackType
from typing import Any, Self

from dashboard.disclosure.linked_state import Learnt, Stand, State
from dashboard.disclosure.problem import Problem, Rule

Task = tuple[Callable[..., Any], tuple[Any, ...]]
"""A function that takes a state first, and what it takes then; both go to another process."""
_here: State


class Helpers:
    """Processes that help one state; a context manager, at whose end they stop.

    Args:
        problem: what the state is about.
        rule: its rule.
        count: how many; with none everything is done here.
    """

    def __init__(self, problem: Problem, rule: Rule, count: int = 0) -> None:
        context = multiprocessing.get_context("spawn")
        self._pools = [
            ProcessPoolExecutor(1, mp_context=context, initializer=_begin, initargs=(problem, rule, number))
            for number in range(1, count + 1)
        ]
        self._unsent: list[list[Learnt]] = [[] for _ in self._pools]
        self._stand: list[Stand | None] = [None] * count

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pool in self._pools:
            pool.shutdown(wait=kind is None, cancel_futures=True)

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self._pools)

    def begin_again(self, state: State) -> None:
        """Let them take over how things stand, after something that is no news (cells published again)."""
        state.news()
        self._unsent = [[] for _ in self._pools]
        self._stand = [state.stand() for _ in self._pools]

    def together(self, state: State, mine: Callable[[], Any], theirs: Sequence[Task]) -> list[Any]:
        """Work here and elsewhere at the same time, and learn from each other.

        Args:
            state: ours.
            mine: what is done here.
            theirs: what the others do, at most one task each.

        Returns:
            What came out: of ours first, then of theirs in their order.
        """
        self._tell(state.news())
        asked: list[Future[tuple[list[Learnt], Any]]] = []
        for number, (task, about) in enumerate(theirs):
            news, stand = self._unsent[number], self._stand[number]
            self._unsent[number], self._stand[number] = [], None
            asked.append(self._pools[number].submit(_work, stand, news, task, about))
        results = [mine()]
        self._tell(state.news())
        for number, answer in enumerate(asked):
            news, result = answer.result()
            state.learn(news)
            self._tell(news, but=number)
            results.append(result)
        return results

    def _tell(self, news: Sequence[Learnt], *, but: int = -1) -> None:
        for number, unsent in enumerate(self._unsent):
            if number != but:
                unsent += news


def _begin(problem: Problem, rule: Rule, number: int) -> None:
    global _here
    _here = State(problem, rule, number=number)


def _work(
    stand: Stand | None, news: Sequence[Learnt], task: Callable[..., Any], about: tuple[Any, ...]
) -> tuple[list[Learnt], Any]:
    if stand is not None:
        _here.take_over(stand)
    _here.learn(news)
    result = task(_here, *about)
    _here.worlds.clear()  # whoever asked keeps them
    return _here.news(), result
