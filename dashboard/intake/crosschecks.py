"""Checks between datasets: left ≤ right wherever both are known. They warn; they keep nothing out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from dashboard.data.definitions import Catalogue, Check
from dashboard.data.definitions.models import CheckSide
from dashboard.intake.checking import CheckedFile
from dashboard.intake.columns import NOTE
from dashboard.intake.problems import Problem, Severity

_FILE, _ROW, _VALUE = "__file", "__row", "__value"
_SMALLEST = 1e-9
_SHOWN_ROWS = 5

Current = Callable[[str], pd.DataFrame]
"""A function from the code of a dataset to its current rows in the ledger (may be empty)."""


def cross_check(files: Sequence[CheckedFile], catalogue: Catalogue, current: Current) -> None:
    """Add to the reports of some files the warnings of the cross-checks they touch.

    The files are looked at together, over what the ledger holds: a row of a file takes the place of the
    ledger's row with the same dimensions. Only combinations that a file touches are reported.

    Args:
        files: checked files; those with errors are left out.
        catalogue: the definitions, with the checks.
        current: gives the rows of a dataset that count today.
    """
    fresh = {index: f for index, f in enumerate(files) if f.dataset is not None and f.report.valid}
    touched = {f.dataset.code for f in fresh.values() if f.dataset}
    for check in catalogue.checks.values():
        if touched.isdisjoint((check.left.dataset, check.right.dataset)):
            continue
        left = _side(check.left, check, catalogue, fresh, current)
        right = _side(check.right, check, catalogue, fresh, current)
        _compare(check, left, right, files)


def _side(
    side: CheckSide, check: Check, catalogue: Catalogue, fresh: Mapping[int, CheckedFile], current: Current
) -> pd.DataFrame:
    """Return the rows of one side: the check's dimensions, value, note, file (-1: the ledger) and row."""
    dataset = catalogue.datasets[side.dataset]
    dimensions = [d.code for d in dataset.dimensions]
    wanted = [*dimensions, NOTE, _VALUE, _FILE, _ROW]
    ledger = current(side.dataset).rename(columns={side.measure: _VALUE, "row_number": _ROW})
    ledger[_FILE] = -1
    frames = [ledger.reindex(columns=wanted)]
    for index, checked in fresh.items():
        if checked.dataset is dataset:
            frames.append(_new_rows(index, checked, side.measure).reindex(columns=wanted))
    filled = [f for f in frames if len(f)]
    rows = pd.concat(filled, ignore_index=True) if filled else frames[0]
    rows = rows.drop_duplicates(subset=dimensions, keep="last")
    for name, value in side.where.items():
        rows = rows[rows[name].isin([value] if isinstance(value, str) else list(value))]
    return rows[[*check.by, NOTE, _VALUE, _FILE, _ROW]].dropna(subset=[_VALUE])


def _new_rows(index: int, checked: CheckedFile, measure: str) -> pd.DataFrame:
    frames = []
    for batch in checked.spool:
        frame = pd.DataFrame(json.loads("[" + ",".join(batch.keys) + "]"))
        measures = json.loads("[" + ",".join(batch.measures) + "]")
        attributes = json.loads("[" + ",".join(batch.attributes) + "]")
        frame[_VALUE] = pd.to_numeric(pd.Series([m.get(measure) for m in measures], dtype="object"))
        frame[NOTE] = [a.get(NOTE, "") for a in attributes]
        frame[_ROW] = batch.numbers
        frames.append(frame)
    rows = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    rows[_FILE] = index
    return rows


def _compare(check: Check, left: pd.DataFrame, right: pd.DataFrame, files: Sequence[CheckedFile]) -> None:
    by = list(check.by)
    lefts, rights = (side.groupby(by, sort=True)[_VALUE].sum() for side in (left, right))
    both = pd.concat({"left": lefts, "right": rights}, axis=1, join="inner")
    broken = both[both["left"] > both["right"] + _SMALLEST]
    if broken.empty:
        return
    places = {side: dict(list(frame.groupby(by))) for side, frame in (("left", left), ("right", right))}
    for key, row in broken.iterrows():
        group = key if isinstance(key, tuple) else (key,)
        rows = places["left"][group]
        if check.unless_noted and rows[NOTE].fillna("").str.strip().ne("").any():
            continue
        new = rows[rows[_FILE] >= 0]
        if new.empty:
            other = places["right"][group]
            new = other[other[_FILE] >= 0]
        if new.empty:
            continue
        checked = files[int(new[_FILE].iloc[0])]
        at = [int(r) for r in new.loc[new[_FILE] == new[_FILE].iloc[0], _ROW].head(_SHOWN_ROWS)]
        where = ", ".join(f"{name}={value}" for name, value in zip(by, group, strict=True))
        remedy = "Controllare i due valori"
        remedy += f"; se sono giusti, spiegarlo nella colonna «{NOTE}»." if check.unless_noted else "."
        if len(at) > 1:
            remedy += f" Righe: {', '.join(map(str, at))}."
        checked.report.add(
            Problem(
                checked.report.file,
                "",
                at[0],
                check.left.measure if checked.dataset and _is_left(check, checked) else check.right.measure,
                f"{_plain(row['left'])} contro {_plain(row['right'])} ({where})",
                f"«{check.label}»: {_name(check.left)} non maggiore di {_name(check.right)}",
                remedy,
                Severity.WARNING,
            )
        )


def _is_left(check: Check, checked: CheckedFile) -> bool:
    return checked.dataset is not None and checked.dataset.code == check.left.dataset


def _name(side: CheckSide) -> str:
    values = [v if isinstance(v, str) else "/".join(v) for v in side.where.values()]
    return f"{side.dataset}.{side.measure}" + (f" [{', '.join(values)}]" if values else "")


def _plain(value: float) -> str:
    return f"{value:.10g}".replace(".", ",")
