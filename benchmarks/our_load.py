"""Many visitors of ours at once, by the load client that speaks Streamlit's websocket."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.samples import Sample
from benchmarks.streamlit_client import Answer, Visitor


@dataclass(frozen=True)
class Load:
    """What came of a load.

    Attributes:
        sample: seconds of each change.
        answers: what each change cost in bytes.
        before: what `probe` said before the first visitor came.
        after: what it said with all visitors still there.
    """

    sample: Sample
    answers: list[Answer]
    before: float
    after: float


def load(
    port: int,
    page: str,
    clock: str,
    options: Sequence[str],
    *,
    clients: int,
    seconds: float,
    think: float = 0.0,
    probe: Callable[[], float] = lambda: 0.0,
) -> Load:
    """Let several visitors open a page, each in a session, and go round the options of a filter.

    Args:
        port: port of the server.
        page: address of the page.
        clock: name of the filter.
        options: labels that they choose, in turn.
        clients: how many at once.
        seconds: how long, from when all have arrived.
        think: pause of each between an answer and its next choice, in seconds.
        probe: something to measure before and after (resident memory).
    """
    return asyncio.run(_load(port, page, clock, options, clients, seconds, think, probe))


async def _load(
    port: int,
    page: str,
    clock: str,
    options: Sequence[str],
    clients: int,
    seconds: float,
    think: float,
    probe: Callable[[], float],
) -> Load:
    first = Visitor(port, page)
    await first.arrive()  # the first run of a process imports and fills what all share: not of a session
    for option in options:
        await first.choose(clock, option)
    await first.leave()
    before = probe()
    visitors = [Visitor(port, page) for _ in range(clients)]
    gate = asyncio.Semaphore(4)

    async def arrive(visitor: Visitor) -> None:
        async with gate:
            await visitor.arrive()

    await asyncio.gather(*(arrive(visitor) for visitor in visitors))
    answers: list[Answer] = []
    start = time.perf_counter()

    async def visit(number: int, visitor: Visitor) -> None:
        await asyncio.sleep(think * number / clients)
        turn = number
        while time.perf_counter() < start + seconds:
            answers.append(await visitor.choose(clock, options[turn % len(options)]))
            turn += 1
            await asyncio.sleep(think)

    await asyncio.gather(*(visit(n, visitor) for n, visitor in enumerate(visitors)))
    elapsed = time.perf_counter() - start
    after = probe()
    await asyncio.gather(*(visitor.leave() for visitor in visitors))
    return Load(Sample(tuple(one.seconds for one in answers), elapsed), answers, before, after)
