"""From the texts of the ledger to a frame."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pandas as pd

_KEY = "__key"


def to_frame(parts: Iterable[list[tuple[str, str, str, int, int]]]) -> pd.DataFrame:
    """Make one frame of rows that come in parts; of several with the same key the last one stays.

    Args:
        parts: rows of key, measures, attributes (JSON objects), delivery and row number.

    Returns:
        See `Ledger.current`; without rows, only `delivery_id` and `row_number`.
    """
    frames = []
    names: tuple[dict[str, None], ...] = ({}, {}, {})
    for rows in parts:
        if rows:
            frames.append(_part(rows, names))
    if not frames:
        return pd.DataFrame({name: pd.Series(dtype="int64") for name in ("delivery_id", "row_number")})
    frame = pd.concat(frames, ignore_index=True)
    frame = frame.drop_duplicates(subset=_KEY, keep="last", ignore_index=True)
    for name in (*names[0], *names[2]):
        frame[name] = frame[name].fillna("")
    return frame[[*names[0], *names[1], *names[2], "delivery_id", "row_number"]]


def _part(rows: list[tuple[str, str, str, int, int]], names: tuple[dict[str, None], ...]) -> pd.DataFrame:
    keys, measures, attributes, deliveries, numbers = zip(*rows, strict=True)
    data: dict[str, Any] = {_KEY: pd.Series(keys, dtype="str")}
    for texts, known, dtype in zip(
        (keys, measures, attributes), names, ("str", "float64", "str"), strict=True
    ):
        items = json.loads("[" + ",".join(texts) + "]")
        here = dict.fromkeys(name for item in items for name in item)
        known.update(here)
        for name in here:
            data[name] = pd.Series([item.get(name) for item in items], dtype=dtype)
    data["delivery_id"] = pd.Series(deliveries, dtype="int64")
    data["row_number"] = pd.Series(numbers, dtype="int64")
    return pd.DataFrame(data)
