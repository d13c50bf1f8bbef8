"""Indicators: a published number, or one over another; nothing is added up from hidden cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dashboard.data.cells import Status, Table
from dashboard.data.columns import GRADE, WITHOUT_VALUE, Array, Columns
from dashboard.data.definitions import Indicator
from dashboard.data.definitions.models import Ratio
from dashboard.data.filling import DatasetInfo
from dashboard.data.lookup import NotPublished, Release, Where
from dashboard.data.withholding import guard_percentages, too_early

_NO_BASE = "nessun caso al denominatore"
_NO_COMPARISON = "il denominatore non è disponibile"
_NOT_COLLECTED, _NOT_APPLICABLE, _PROVISIONAL, _VALID, _ZERO = (
    GRADE[status.value]
    for status in (
        Status.NOT_COLLECTED,
        Status.NOT_APPLICABLE,
        Status.PROVISIONAL,
        Status.VALID,
        Status.ZERO,
    )
)


@dataclass(frozen=True)
class _Side:
    """One side of an indicator, read from the release: its cells, by the dimensions it is joined by."""

    info: DatasetInfo
    cells: Columns


def compute(
    release: Release,
    indicator: Indicator,
    by: str | Iterable[str] = (),
    where: Where | None = None,
    *,
    denominator_where: Where | None = None,
) -> Table:
    """Compute an indicator: numerator / denominator × scale, or the numerator alone.

    Both sides are published tables, joined on the dimensions they share; a denominator that lacks some
    is repeated. A side fixes the dimensions that its definition fixes; `where` applies to each side that has
    the dimension. Where the two sides count time at different moments, the last value of the denominator
    stands.

    Args:
        release: where the cells are.
        indicator: its definition.
        by: level of territory and dimensions to read by.
        where: value, or values, by dimension or level.
        denominator_where: the same for the denominator alone; it takes the place of `where` name by name.

    Returns:
        A table with the indicator as its one measure; its frame also has `numerator` and `denominator`, so
        that n can stand beside each percentage (NaN where there is no number, or no denominator).

    Raises:
        NotPublished: a side is not published for the audience, or not at this level for the public.
    """
    names = (by,) if isinstance(by, str) else tuple(by)
    found = figures(release, indicator, names, where, denominator_where=denominator_where)
    return as_table(release, indicator, found)


def as_table(release: Release, indicator: Indicator, found: Columns) -> Table:
    """Make a table of the figures of an indicator."""
    sides = [release.info(one.dataset) for one in (indicator.numerator, indicator.denominator) if one]
    meta = {
        **release.about(sides[0]),
        "indicator": indicator.code,
        "confidential": any(info.confidential for info in sides),
    }
    frame = found.frame(indicator.code)
    return Table(indicator.code, found.dims, frame, {indicator.code: indicator.unit}, meta)


def figures(
    release: Release,
    indicator: Indicator,
    by: Sequence[str],
    where: Where | None = None,
    *,
    denominator_where: Where | None = None,
) -> Columns:
    """Compute an indicator as `compute` does, without making a frame of it: numerator and base stand beside.

    Raises:
        NotPublished: a side is not published for the audience, or not at this level for the public.
    """
    names = tuple(by)
    _check_level(release, indicator, (*names, *(where or {})))
    top = _read(release, indicator.numerator, names, where or {})
    alone = np.full(len(top.cells), np.nan)
    found = replace(top.cells, numerator=top.cells.value, base=alone)
    if indicator.denominator is not None:
        given = {**(where or {}), **(denominator_where or {})}
        base = _read(release, indicator.denominator, names, given, like=top, fixed=denominator_where or {})
        found = _divide(found, base.cells, indicator.scale)
        people = top.info.confidential or base.info.confidential
        if people and release.audience.is_public and indicator.scale == 100:
            found = guard_percentages(found)
    return too_early(found, top.info, indicator.readable_after_months, release.meta["as_of"])


def _check_level(release: Release, indicator: Indicator, names: Sequence[str]) -> None:
    """Refuse the public a level finer than the definition allows."""
    levels = [level["code"] for level in release.meta["levels"]]
    asked = [levels.index(name) for name in names if name in levels]
    least = indicator.least_public_level
    if release.audience.is_public and least in levels and asked and max(asked) > levels.index(least):
        raise NotPublished(indicator.code, f"il pubblico lo legge fino al livello «{least}».")


def _read(
    release: Release,
    ratio: Ratio,
    by: tuple[str, ...],
    where: Where,
    *,
    like: _Side | None = None,
    fixed: Where | None = None,
) -> _Side:
    """Read one side: the cells of its measure, with the dimensions its definition fixes taken away.

    Args:
        release: where the cells are.
        ratio: dataset, measure and fixed dimensions.
        by: what the indicator is read by; a denominator keeps what it has.
        where: conditions; the side keeps those on dimensions it has, and its definition wins.
        like: the numerator, for a denominator.
        fixed: conditions meant for this side alone.
    """
    info = release.info(ratio.dataset)
    levels = {level["code"] for level in release.meta["levels"]}
    own = {*info.fixed, *info.free, *((info.area, *levels) if info.area else ())} - {""}
    conditions = {name: value for name, value in where.items() if name in own} | dict(ratio.where)
    if like is None:
        lacking = [name for name in (*by, *where) if name not in own]
        if lacking:
            raise NotPublished(ratio.dataset, f"il dataset non ha la dimensione «{', '.join(lacking)}».")
    found = release.columns(
        ratio.dataset, [name for name in by if name in own], conditions, measure=ratio.measure
    )
    told = {name for name in ratio.where if name not in by}
    dims = [name for name in found.dims if name not in told]
    if like is not None:
        found, dims = _aligned(found, dims, like, info, set(fixed or {}))
    if len(np.unique(found.numbers(dims))) < len(found):
        found = _summed(found, dims, ratio, info)
    return _Side(info, replace(found, dims=tuple(dims)))


def _aligned(
    cells: Columns, dims: Sequence[str], like: _Side, info: DatasetInfo, fixed: set[str]
) -> tuple[Columns, list[str]]:
    """Bring a denominator to the dimensions of its numerator: where they tell other times, its last one."""
    kept: list[str] = []
    for name in dims:
        values = cells.distinct(name)
        if name in like.cells.dims and name not in fixed:
            meets = not set(values).isdisjoint(like.cells.distinct(name))
            if meets or name not in info.clocks or not values:
                kept.append(name)
                continue
        if name in info.clocks and values:
            rank = {code: i for i, code in enumerate(info.order.get(name, ()))}
            cells = cells.only(name, max(values, key=lambda value: (rank.get(value, -1), value)))
        elif len(values) > 1:
            raise NotPublished(info.code, f"il denominatore ha più valori di «{name}»: va detto quale.")
    return cells, kept


def _summed(cells: Columns, dims: Sequence[str], ratio: Ratio, info: DatasetInfo) -> Columns:
    """Add up the values that the definition lists for an additive dimension: published cells, all of them.

    A sum in which any cell has no number takes the status of the gravest.

    Raises:
        NotPublished: the definition lists values of a dimension, or of a measure, that is never summed.
    """
    listed = [name for name, value in ratio.where.items() if not isinstance(value, str)]
    never = [name for name in listed if name in info.fixed]
    if never or not info.measures[ratio.measure]["additive"]:
        raise NotPublished(info.code, f"«{', '.join(never) or ratio.measure}» non si somma.")
    _, first, group = np.unique(cells.numbers(dims), return_index=True, return_inverse=True)
    grade = np.full(len(first), _ZERO, dtype=np.int8)
    np.minimum.at(grade, group, cells.grade)
    notes: list[dict[str, None]] = [{} for _ in first]
    for at, note in zip(group.tolist(), cells.note.tolist(), strict=True):
        notes[at] |= {note: None} if note else {}
    found = replace(
        cells.take(first),
        value=_sums(cells.value, group, len(first)),
        grade=grade,
        demonstration=np.bincount(group, weights=cells.demonstration, minlength=len(first)) > 0,
        note=np.array([*("; ".join(note) for note in notes), None], dtype=object)[:-1],
    )
    return _resolved(found).take(np.argsort(first, kind="stable"))


def _sums(values: Array, group: Array, groups: int) -> Array:
    """Add values up by group, keeping what rounding loses (Kahan); what is missing counts nothing."""
    found, lost = [0.0] * groups, [0.0] * groups
    for at, value in zip(group.tolist(), values.tolist(), strict=True):
        if value == value:
            added = value - lost[at]
            total = found[at] + added
            lost[at] = total - found[at] - added
            found[at] = total
    return np.array(found, dtype=np.float64)


def _resolved(cells: Columns) -> Columns:
    """Settle value and status by the gravest grade: a number only where every cell behind it had one."""
    has_value = cells.grade > WITHOUT_VALUE
    counted = np.where(cells.value != 0, _VALID, _ZERO)
    settled = has_value & (cells.grade != _PROVISIONAL)
    grade = np.where(settled, counted, cells.grade).astype(np.int8)
    return replace(cells, value=np.where(has_value, cells.value, np.nan), grade=grade)


def _divide(top: Columns, base: Columns, scale: float) -> Columns:
    """Divide each cell by that of the base; the gravest of the two statuses stands."""
    at = _partners(top, base)
    value = np.append(base.value, np.nan)[at]
    other = np.append(base.grade, _NOT_COLLECTED)[at]
    counted = top.grade > WITHOUT_VALUE
    empty = (value == 0) & counted
    note = np.where(top.note != "", top.note, np.append(base.note, "")[at])
    note[(at < 0) & counted] = _NO_COMPARISON
    note[empty] = _NO_BASE
    with np.errstate(over="ignore", invalid="ignore"):
        ratio = top.value / np.where(value != 0, value, np.nan) * scale
    divided = replace(
        top,
        value=ratio,
        grade=np.where(empty, _NOT_APPLICABLE, np.minimum(top.grade, other)),
        base=value,
        demonstration=top.demonstration | np.append(base.demonstration, False)[at],
        note=note,
    )
    return _resolved(divided)


def _partners(top: Columns, base: Columns) -> Array:
    """Return, for each cell, the place of the cell of the base with the same values; -1 where there is none.

    The base stands for all values of the dimensions that it lacks.
    """
    wanted = top.numbers(base.dims)
    codes = {name: base.words[name].found_in(top.words[name])[base.codes[name]] for name in base.dims}
    known = np.ones(len(base), dtype=bool)
    for column in codes.values():
        known &= column >= 0
    there = np.flatnonzero(known)
    words = {name: top.words[name] for name in base.dims}
    number = replace(base, words=words, codes=codes).take(there).numbers(base.dims)
    order = np.argsort(number, kind="stable")
    at = np.searchsorted(number[order], wanted)
    met = np.append(number[order], -1)[at] == wanted
    return np.where(met, np.append(there[order], -1)[at], -1)
