"""Indicators: a published number, or one over another; nothing is added up from hidden cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard.data.cells import Status, Table
from dashboard.data.definitions import Indicator
from dashboard.data.definitions.models import Ratio
from dashboard.data.filling import DatasetInfo
from dashboard.data.lookup import NotPublished, Release, Where

LEAST_BASE = 20
"""Least base of a percentage about people, in public."""
CAPPED_BASE = 100
LOWEST, HIGHEST = 5, 95
"""Below this base a percentage about people is not told, in public, under the lowest or over the highest."""

_GRAVITY = (
    Status.SUPPRESSED,
    Status.NOT_COLLECTED,
    Status.NOT_PARTICIPATING,
    Status.NOT_APPLICABLE,
    Status.PROVISIONAL,
    Status.VALID,
    Status.ZERO,
)
_RANK = {status.value: i for i, status in enumerate(_GRAVITY)}
_WITHOUT_VALUE = _RANK[Status.NOT_APPLICABLE.value]
_NO_BASE = "nessun caso al denominatore"
_NO_COMPARISON = "il denominatore non è disponibile"
_SMALL_BASE = f"percentuale non pubblicata: base inferiore a {LEAST_BASE}"
_TOO_EARLY = "troppo presto per dirlo"
_SIDE = ["value", "status", "demonstration", "note"]


@dataclass(frozen=True)
class _Side:
    """One side of an indicator, read from the release.

    Attributes:
        dims: the dimensions it is joined by.
        frame: `dims` + value, status, demonstration, note.
    """

    info: DatasetInfo
    dims: tuple[str, ...]
    frame: pd.DataFrame
    meta: Mapping[str, Any]


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
    _check_level(release, indicator, (*names, *(where or {})))
    top = _read(release, indicator.numerator, names, where or {})
    frame = top.frame.assign(numerator=top.frame["value"], denominator=float("nan"))
    people = top.info.confidential
    if indicator.denominator is not None:
        given = {**(where or {}), **(denominator_where or {})}
        base = _read(release, indicator.denominator, names, given, like=top, fixed=denominator_where or {})
        people = people or base.info.confidential
        frame = _divide(frame, base, top.dims, indicator.scale)
        if people and release.audience.is_public and indicator.scale == 100:
            frame = _guard_percentages(frame)
    frame = _too_early(frame, top.info, indicator.readable_after_months, release.meta["as_of"])
    frame.insert(len(top.dims), "measure", indicator.code)
    columns = [*top.dims, "measure", *_SIDE, "numerator", "denominator"]
    meta = {**top.meta, "indicator": indicator.code, "confidential": people}
    return Table(indicator.code, top.dims, frame[columns], {indicator.code: indicator.unit}, meta)


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
    table = release.table(ratio.dataset, [name for name in by if name in own], conditions)
    frame = table.frame[table.frame["measure"] == ratio.measure]
    told = {name for name in ratio.where if name not in by}
    dims = [name for name in table.dims if name not in told]
    if like is not None:
        frame, dims = _aligned(frame, dims, like, info, set(fixed or {}))
    if len(frame) and frame.duplicated(dims).any() if dims else len(frame) > 1:
        frame = _summed(frame, dims, ratio, info)
    return _Side(info, tuple(dims), frame[[*dims, *_SIDE]].reset_index(drop=True), table.meta)


def _aligned(
    frame: pd.DataFrame, dims: list[str], like: _Side, info: DatasetInfo, fixed: set[str]
) -> tuple[pd.DataFrame, list[str]]:
    """Bring a denominator to the dimensions of its numerator: where they tell other times, its last one."""
    kept: list[str] = []
    for name in dims:
        if name in like.dims and name not in fixed:
            meets = not set(frame[name]).isdisjoint(like.frame[name])
            if meets or name not in info.clocks or frame.empty:
                kept.append(name)
                continue
        if name in info.clocks and len(frame):
            rank = {code: i for i, code in enumerate(info.order.get(name, ()))}
            last = max(frame[name].unique(), key=lambda value: (rank.get(value, -1), value))
            frame = frame[frame[name] == last]
        elif frame[name].nunique() > 1:
            raise NotPublished(info.code, f"il denominatore ha più valori di «{name}»: va detto quale.")
    return frame, kept


def _summed(frame: pd.DataFrame, dims: list[str], ratio: Ratio, info: DatasetInfo) -> pd.DataFrame:
    """Add up the values that the definition lists for an additive dimension: published cells, all of them.

    A sum in which any cell has no number takes the status of the gravest.

    Raises:
        NotPublished: the definition lists values of a dimension, or of a measure, that is never summed.
    """
    listed = [name for name, value in ratio.where.items() if not isinstance(value, str)]
    never = [name for name in listed if name in info.fixed]
    if never or not info.measures[ratio.measure]["additive"]:
        raise NotPublished(info.code, f"«{', '.join(never) or ratio.measure}» non si somma.")
    ranked = frame.assign(_rank=frame["status"].map(_RANK))
    if not dims:
        ranked, dims = ranked.assign(_all=""), ["_all"]
    groups = ranked.groupby(dims, sort=False)
    found = groups.agg(
        value=("value", "sum"),
        _rank=("_rank", "min"),
        demonstration=("demonstration", "any"),
        note=("note", lambda notes: "; ".join(dict.fromkeys(filter(None, notes)))),
    ).reset_index()
    return _resolved(found.drop(columns="_all", errors="ignore"))


def _resolved(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn the gravest rank into a status; a number only where every cell behind it had one."""
    has_value = frame["_rank"] > _WITHOUT_VALUE
    status = frame["_rank"].map(dict(enumerate(s.value for s in _GRAVITY))).astype("object")
    provisional = status.eq(Status.PROVISIONAL.value)
    counted = frame["value"].ne(0).map({True: Status.VALID.value, False: Status.ZERO.value})
    status = status.where(~has_value | provisional, counted)
    return frame.assign(value=frame["value"].where(has_value), status=status).drop(columns="_rank")


def _divide(frame: pd.DataFrame, base: _Side, dims: tuple[str, ...], scale: float) -> pd.DataFrame:
    """Divide each cell by that of the base; the gravest of the two statuses stands."""
    names = {name: f"_{name}" for name in _SIDE}
    on = list(base.dims)
    right = base.frame.rename(columns=names)
    joined = frame.merge(right, on=on, how="left") if on else frame.merge(right, how="cross")
    if not on and right.empty:
        joined = frame.assign(**{name: None for name in names.values()})
    alone = joined["_status"].isna()
    rank = joined["status"].map(_RANK)
    other = joined["_status"].map(_RANK).fillna(_RANK[Status.NOT_COLLECTED.value])
    base_value = pd.to_numeric(joined["_value"])
    empty = base_value.eq(0) & rank.gt(_WITHOUT_VALUE)
    gravest = rank.combine(other, min).mask(empty, _WITHOUT_VALUE)
    notes = joined["note"].where(joined["note"].ne(""), joined["_note"].fillna(""))
    notes = notes.mask(alone & rank.gt(_WITHOUT_VALUE), _NO_COMPARISON).mask(empty, _NO_BASE)
    divided = joined.assign(
        value=joined["value"] / base_value.where(base_value.ne(0)) * scale,
        denominator=base_value,
        demonstration=joined["demonstration"] | joined["_demonstration"].eq(True),
        note=notes,
        _rank=gravest,
    )
    return _resolved(divided.drop(columns=list(names.values())))


def _guard_percentages(frame: pd.DataFrame) -> pd.DataFrame:
    """Apply the rule of the percentages about people in public.

    Integer percentages; none on a base under 20; on a base under 100 those up to 5 and from 95 are told only
    as «5 or less», «95 or more».
    """
    told = frame["value"].notna()
    hidden = told & frame["denominator"].lt(LEAST_BASE)
    capped = told & ~hidden & frame["denominator"].lt(CAPPED_BASE)
    rounded = frame["value"].round()
    low, high = capped & rounded.le(LOWEST), capped & rounded.ge(HIGHEST)
    value = rounded.mask(low, LOWEST).mask(high, HIGHEST).mask(hidden)
    status = frame["status"].mask(hidden, Status.SUPPRESSED.value).mask(low, Status.VALID.value)
    status = status.mask(told & ~hidden & value.eq(0), Status.ZERO.value)
    note = (
        frame["note"].mask(hidden, _SMALL_BASE).mask(low, f"{LOWEST} o meno").mask(high, f"{HIGHEST} o più")
    )
    return frame.assign(value=value, status=status, note=note)


def _too_early(frame: pd.DataFrame, info: DatasetInfo, months: int, as_of: str) -> pd.DataFrame:
    """Say of a cohort that entered less than so many months before the as-of date that it is too early."""
    cohorts = [name for name in frame.columns if info.clocks.get(str(name))]
    if not months or not cohorts:
        return frame
    day = date.fromisoformat(as_of)
    early = pd.Series(False, index=frame.index)
    for name in cohorts:
        first = info.clocks[name]
        young = {code: _months(date.fromisoformat(start), day) < months for code, start in first.items()}
        early |= frame[name].map(young).fillna(False).astype(bool)
    status = frame["status"].mask(early, Status.NOT_APPLICABLE.value)
    return frame.assign(
        value=frame["value"].mask(early), status=status, note=frame["note"].mask(early, _TOO_EARLY)
    )


def _months(start: date, end: date) -> int:
    """Return the whole months from one day to another."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
