"""From the texts of the ledger to values and frames."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pandas as pd

from dashboard.intake.spool import Rows

_KEY = "__key"
Names = dict[str, None]  # names in the order in which they were first met


def parsed(texts: list[str], *, repeat: bool = True) -> list[dict[str, Any]]:
    """Parse many JSON objects at once; equal texts only once when they `repeat` (shared: do not change)."""
    if not repeat:
        found: list[dict[str, Any]] = json.loads("[" + ",".join(texts) + "]")
        return found
    unique = list(set(texts))
    by_text = dict(zip(unique, parsed(unique, repeat=False), strict=True))
    return [by_text[text] for text in texts]


def to_frame(batches: Iterable[tuple[int, Rows]]) -> pd.DataFrame:
    """Make one frame of the rows of deliveries; of several rows with the same key the last one stays.

    Args:
        batches: number of the delivery and rows, oldest first.

    Returns:
        See `Ledger.current`; without rows, only `delivery_id` and `row_number`.
    """
    names: tuple[Names, Names, Names] = ({}, {}, {})
    frames = [_part(number, rows, names) for number, rows in batches]
    if not frames:
        return pd.DataFrame({name: pd.Series(dtype="int64") for name in ("delivery_id", "row_number")})
    frame = pd.concat(frames, ignore_index=True)
    del frames
    frame = frame.drop_duplicates(subset=_KEY, keep="last", ignore_index=True)
    for name in (*names[0], *names[2]):
        frame[name] = frame[name].fillna("")
    return frame[[*names[0], *names[1], *names[2], "delivery_id", "row_number"]]


def _part(number: int, rows: Rows, names: tuple[Names, Names, Names]) -> pd.DataFrame:
    data: dict[str, Any] = {_KEY: pd.Series(rows.keys, dtype="str")}
    kinds = ((rows.keys, "str"), (rows.measures, "float64"), (rows.attributes, "str"))
    for (texts, dtype), known in zip(kinds, names, strict=True):
        items = parsed(texts, repeat=texts is not rows.keys)
        here = dict.fromkeys(name for name in (items[0] if texts is rows.keys else _all_names(items)))
        known.update(here)
        for name in here:
            data[name] = pd.Series([item.get(name) for item in items], dtype=dtype)
    data["delivery_id"] = pd.Series(number, index=range(len(rows)), dtype="int64")
    data["row_number"] = pd.Series(rows.numbers, dtype="int64")
    return pd.DataFrame(data)


def _all_names(items: list[dict[str, Any]]) -> Names:
    different = {id(item): item for item in items}  # equal texts share one object
    return dict.fromkeys(name for item in different.values() for name in item)
