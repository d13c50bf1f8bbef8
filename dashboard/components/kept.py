"""What was made once is kept: figures of a release change only with what is chosen."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

Made = TypeVar("Made")


class Kept:
    """A memory of made things by key; the one unused for longest goes first.

    Who takes a thing out must not change it: the same one is given to every visitor.

    Args:
        most: how many are kept.
    """

    def __init__(self, most: int = 1024) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        """Number of things kept."""
        return len(self._made)

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what is kept under a key, made now when it is not there yet."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return cast(Made, self._made[key])
        made = make()
        with self._lock:
            self._made[key] = made
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return made
