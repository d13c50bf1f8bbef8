"""How many examples hypothesis tries: few in the quick run, eight times as many in `make test-all`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

DEEP = 4


def examples(quick: int, *, derandomize: bool = False) -> settings:
    """Return settings for so many examples in the quick run.

    Args:
        quick: how many.
        derandomize: the same ones every time.
    """
    many = quick * DEEP if os.environ.get("DEEP") else max(2, quick // 2)
    return settings(
        max_examples=many, deadline=None, derandomize=derandomize, suppress_health_check=list(HealthCheck)
    )
