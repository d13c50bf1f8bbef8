"""The release of one audience, with ten times the areas of the operating level and ten times the cohorts.

Every row of an area (or of a cohort) is written again under other codes, so that what the pages read has the
size that the programme would have if every area in the country took part for a generation. The numbers mean
nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from dashboard.data.artefact import Artefact, Part
from dashboard.data.definitions import Catalogue
from dashboard.data.store import FileStore

TIMES = 10


def multiply(source: Path, target: Path, key: str, *, catalogue: Catalogue, times: int = TIMES) -> None:
    """Write a store whose only release is the last one of another, for one audience, many times as large.

    Args:
        source: folder of the releases to read.
        target: folder of the releases to write.
        key: key of the audience.
        catalogue: tells which dimensions are cohorts.
        times: how many times as large.
    """
    store = FileStore(source)
    last = store.releases()[-1]
    read = store.read(last.number, key)
    made = _multiplied(read, _cohorts(catalogue), times)
    with FileStore(target).writing() as batch:
        batch.add(key, dataclasses.replace(made, meta={**made.meta, "number": batch.number}))
        batch.register(last.info)


def _cohorts(catalogue: Catalogue) -> set[str]:
    """The clocks that cut counts of people: additive dimensions on a code list that a programme counts by."""
    clocks = {name for one in catalogue.programmes.values() for name in one.clocks}
    return {
        d.code
        for one in catalogue.datasets.values()
        for d in one.free
        if d.codelist in clocks and one.confidential
    }


def _multiplied(artefact: Artefact, cohorts: set[str], times: int) -> Artefact:
    level = next(one["code"] for one in artefact.meta["levels"] if one["role"] == "operating")
    areas = artefact.parts["areas"].frame()
    own = set(areas[areas["level"] == level]["code"])
    parts: dict[str, Part] = {}
    for name, part in artefact.parts.items():
        frame = part.frame()
        places = [c for c in (level, "area", "ref_area") if c in frame]
        if name == "areas":
            frame = _again(frame, "code", own, times)
        for column in places:
            frame = _again(frame, column, own, times)
        for column in cohorts & set(frame.columns):
            frame = _again(frame, column, set(frame[column]), times)
        parts[name] = part if len(frame) == len(part.rows) else _like(part, frame)
    return Artefact(artefact.meta, parts)


def _again(frame: pd.DataFrame, column: str, codes: Collection[str], times: int) -> pd.DataFrame:
    """Write the rows of some codes again under other codes."""
    these = frame[frame[column].isin(codes)]
    copies = [these.assign(**{column: these[column] + f"_{n}"}) for n in range(1, times)]
    return pd.concat([frame, *copies], ignore_index=True) if len(these) else frame


def _like(part: Part, frame: pd.DataFrame) -> Part:
    """Make a part of a frame, with the columns and kinds of another."""
    converts = {"real": float, "integer": int, "bytes": bytes, "text": str}
    columns = [
        [None if pd.isna(value) else converts[kind](value) for value in frame[name].tolist()]
        if kind != "bytes"
        else frame[name].tolist()
        for name, kind in part.columns
    ]
    return Part(part.name, part.columns, list(zip(*columns, strict=True)))
