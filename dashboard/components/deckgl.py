"""What a map tells deck.gl: its specification as compact text, and values by the number of an area."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence

import pydeck as pdk


class CompactDeck(pdk.Deck):
    """A map whose specification is written without the blanks that pydeck puts in (a fifth of the bytes)."""

    _written = ""

    def to_json(self) -> str:
        """Return the specification as compact JSON, written once."""
        if not self._written:
            whole = json.loads(super().to_json())
            self._written = json.dumps(whole, separators=(",", ":"), ensure_ascii=False)
        return self._written


def mark(values: Sequence[object]) -> int:
    """Return a number that changes when the values do: what tells the browser to paint them again."""
    return zlib.crc32(json.dumps(values).encode())


def by_index(values: Sequence[object]) -> str:
    """Write the expression that gives feature number `i` its value; equal values are written once."""
    texts = [json.dumps(value, separators=(",", ":")) for value in values]
    distinct = list(dict.fromkeys(texts))
    if len(distinct) == 1:
        return f"({distinct[0]})" if distinct[0].startswith("[") else distinct[0]
    order = _places([distinct.index(text) for text in texts])
    return f"([{','.join(distinct)}])[{order}[properties.i]]"


def by_sides(values: Sequence[object], kinds: Sequence[int]) -> str:
    """Write the expression that gives a border the value of its two areas' kinds: the higher one stands."""
    table = [[values[max(one, other)] for other in range(len(values))] for one in range(len(values))]
    order = _places(kinds)
    return f"({json.dumps(table, separators=(',', ':'))})[{order}[a]][{order}[b]]"


def _places(numbers: Sequence[int]) -> str:
    """Write small numbers to be looked up by place: as the digits of one text where they are digits.

    The browser works an expression out anew for each area or border, and a list number by number.
    """
    if max(numbers) < 10:
        return f"('{''.join(map(str, numbers))}')"
    return f"([{','.join(map(str, numbers))}])"
