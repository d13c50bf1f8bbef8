"""A release in memory: look-ups of published tables, and nothing else.

Nothing here sums anything: a table is either published or it is not.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

import pandas as pd

from dashboard.data.artefact import Artefact
from dashboard.data.audience import Audience
from dashboard.data.cells import Table
from dashboard.data.columns import Columns
from dashboard.data.content import Content
from dashboard.data.filling import DatasetInfo, Filler, LevelWords
from dashboard.data.indexing import MEASURE, TableIndex

Where = Mapping[str, str | Sequence[str]]
_KEPT_CELLS = 500_000
"""Cells of look-ups kept in memory, some 60 bytes each: those not asked for longest go first."""


class NotPublished(LookupError):
    """A table that this audience has not: the message says why, in Italian.

    Attributes:
        nearest: the published tables of the same dataset (their level and dimensions), nearest first.
    """

    def __init__(self, dataset: str, reason: str, nearest: Sequence[tuple[str, ...]] = ()) -> None:
        super().__init__(f"Incrocio non pubblicato ({dataset}): {reason}")
        self.dataset = dataset
        self.reason = reason
        self.nearest = tuple(nearest)


@dataclass(frozen=True)
class _Listed:
    """A line of the manifest: where a published table is kept, and its columns."""

    name: str
    level: str
    dims: tuple[str, ...]
    chosen: frozenset[str]


class Release(Content):
    """What one audience may read of one release, in memory; it is made of what `Content` is made of."""

    def __init__(
        self, artefact: Artefact, audience: Audience, newest: Callable[[], int | None] | None = None
    ) -> None:
        super().__init__(artefact, audience, newest)
        self._indexes: dict[str, TableIndex] = {}
        self._kept: OrderedDict[Any, Columns] = OrderedDict()
        self._kept_cells = 0
        self._lock = Lock()
        self._datasets = {
            code: DatasetInfo.from_json(info) for code, info in artefact.meta.get("datasets", {}).items()
        }
        self._levels: dict[str, None] = dict.fromkeys(level["code"] for level in self.meta["levels"])
        self._values: dict[tuple[str, str], list[str]] = {}
        self._fillers: dict[tuple[str, str], Filler] = {}
        self._listed: dict[str, dict[frozenset[str], _Listed]] = {}
        for line in self._frame("tables").itertuples(index=False):
            dims = tuple(str(line.dims).split(","))
            chosen = frozenset(filter(None, str(line.chosen).split(",")))
            listed = _Listed(str(line.name), str(line.level), tuple(filter(None, dims)), chosen)
            self._listed.setdefault(str(line.dataset), {})[chosen] = listed

    # ---- look-ups ----

    def has(self, dataset: str) -> bool:
        """Tell whether the audience has any cell or any row of a dataset."""
        tables = (self._parts[one.name] for one in self._listed.get(dataset, {}).values())
        records = self._parts.get(f"records_{dataset}")
        return any(part.rows for part in tables) or bool(records and records.rows)

    def info(self, dataset: str) -> DatasetInfo:
        """Return what the release remembers of the definition of a dataset.

        Raises:
            NotPublished: the audience has nothing of it.
        """
        if dataset in self._datasets:
            return self._datasets[dataset]
        left_out: Mapping[str, str] = self.meta.get("left_out", {})
        raise NotPublished(dataset, left_out.get(dataset, "il rilascio non contiene questo dataset."))

    def published(self, dataset: str) -> tuple[tuple[str, ...], ...]:
        """List the published tables of a dataset, each as its level and the dimensions it chooses."""
        return tuple(self._named(one) for one in self._listed.get(dataset, {}).values())

    def table(self, dataset: str, by: str | Iterable[str] = (), where: Where | None = None) -> Table:
        """Look a published table up.

        The table is the one of the level of territory and of the additive dimensions named in `by` or in
        `where`; dimensions that are never summed (a date of observation, a state) are always there, and
        `where` filters them. Without a level it is the total of the whole country. A wider level in `where`
        keeps the areas inside the given ones.

        Args:
            dataset: code of the dataset.
            by: level of territory and dimensions to read by.
            where: value, or values, by dimension or level.

        Returns:
            One row a cell; the columns of the dimensions are the level, those never summed, the chosen ones.

        Raises:
            NotPublished: the audience has no such table; `nearest` says which there are.
        """
        found = self.columns(dataset, by, where)
        info = self.info(dataset)
        units = {code: str(measure["unit"]) for code, measure in info.measures.items()}
        return Table(dataset, found.dims, found.frame(), units, self.about(info))

    def columns(
        self, dataset: str, by: str | Iterable[str] = (), where: Where | None = None, *, measure: str = ""
    ) -> Columns:
        """Look a published table up as `table` does, without making a frame of it.

        Args:
            dataset: code of the dataset.
            by: level of territory and dimensions to read by.
            where: value, or values, by dimension or level.
            measure: the one measure wanted; all of them when not given.

        Raises:
            NotPublished: the audience has no such table; `nearest` says which there are.
        """
        names = (by,) if isinstance(by, str) else tuple(by)
        given = {k: (v,) if isinstance(v, str) else tuple(v) for k, v in (where or {}).items()}
        key = (dataset, names, tuple(sorted(given.items())), measure)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = self._look_up(dataset, names, given, measure)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = found
                self._kept_cells += len(found)
            while self._kept_cells > _KEPT_CELLS:
                self._kept_cells -= len(self._kept.popitem(last=False)[1])
        return found

    def about(self, info: DatasetInfo) -> dict[str, Any]:
        """Return what the caption of a picture must say of the release and of the sources of a dataset."""
        names = ("number", "date", "as_of", "state")
        return {**{name: self.meta.get(name) for name in names}, "sources": info.sources}

    def records(self, dataset: str) -> pd.DataFrame:
        """Return the single rows of a dataset: dimensions, measures and attributes.

        Raises:
            NotPublished: the audience may not read its rows.
        """
        name = f"records_{dataset}"
        if name not in self._parts:
            info = self._datasets.get(dataset) or self.info(dataset)
            raise NotPublished(
                info.code,
                "le singole righe non sono pubblicate per questo pubblico.",
                self.published(dataset),
            )
        return self._frame(name).copy(deep=False)

    def values(self, dataset: str, dimension: str) -> list[str]:
        """Return the values of a dimension (or level) that occur in what is published, in order.

        Raises:
            NotPublished: the audience has nothing of the dataset, or no table by that dimension.
        """
        if (dataset, dimension) in self._values:
            return list(self._values[dataset, dimension])
        info = self.info(dataset)
        found: set[str] = set()
        names = [*(one.name for one in self._listed.get(dataset, {}).values()), f"records_{dataset}"]
        holding = [
            (part, [name for name, _ in part.columns].index(dimension))
            for part in (self._parts[name] for name in names if name in self._parts)
            if dimension in (name for name, _ in part.columns)
        ]
        if not holding:
            raise NotPublished(dataset, f"nessuna tabella ha «{dimension}».", self.published(dataset))
        for part, at in holding:
            found.update(row[at] for row in part.rows if row[at] is not None)
        rank = {code: i for i, code in enumerate(info.order.get(dimension, ()))}
        ordered = sorted(found, key=lambda value: (rank.get(value, len(rank)), value))
        self._values[dataset, dimension] = ordered
        return list(ordered)

    def latest(self, dataset: str, dimension: str) -> str | None:
        """Return the last value of a dimension that counts time, None when the dataset is empty."""
        found = self.values(dataset, dimension)
        return found[-1] if found else None

    def manifest(self) -> pd.DataFrame:
        """List the published tables: dataset, level, dims, chosen, their cells and how many are hidden."""
        return self._manifest.copy(deep=False)

    # ---- inside ----

    @cached_property
    def _manifest(self) -> pd.DataFrame:
        listed, hidden = self._frame("tables"), []
        for name in listed["name"]:
            part = self._parts[name]
            at = [column for column, _ in part.columns].index("status")
            hidden.append(sum(row[at] == "suppressed" for row in part.rows))
        return listed[["dataset", "level", "dims", "chosen"]].assign(cells=listed["rows"], hidden=hidden)

    @cached_property
    def _coverage(self) -> dict[tuple[str, str], pd.DataFrame]:
        frame = self._frame("coverage")
        return {(str(d), str(lv)): lines for (d, lv), lines in frame.groupby(["dataset", "level"])}

    def _named(self, listed: _Listed) -> tuple[str, ...]:
        return tuple(name for name in listed.dims if name == listed.level or name in listed.chosen)

    def _look_up(
        self, dataset: str, by: tuple[str, ...], given: dict[str, tuple[str, ...]], measure: str
    ) -> Columns:
        info = self.info(dataset)
        level, areas, conditions = self._territory(info, by, given)
        chosen = frozenset(
            ({level} if level else set()) | ({*by, *conditions} - {*info.fixed, info.area, level})
        )
        chosen -= self._levels.keys() - {level}
        listed = self._listed.get(dataset, {}).get(chosen)
        if listed is None:
            raise self._not_published(info, chosen)
        wanted = {**conditions, MEASURE: (measure,)} if measure else conditions
        return self._index(listed, info, level).select(areas, wanted)

    def _index(self, listed: _Listed, info: DatasetInfo, level: str) -> TableIndex:
        """Return a published table, indexed when it is first asked for."""
        if listed.name not in self._indexes:
            part = self._parts[listed.name]
            columns = {name: column for (name, _), column in zip(part.columns, part.values, strict=True)}
            filler = self._filler(info, level) if level else None
            self._indexes[listed.name] = TableIndex(info, listed.dims, columns, filler)
        return self._indexes[listed.name]

    def _filler(self, info: DatasetInfo, level: str) -> Filler:
        if (info.code, level) not in self._fillers:
            self._fillers[info.code, level] = Filler(
                info,
                level,
                self._coverage.get((info.code, level), self._frame("coverage").iloc[:0]),
                self._lineage.words(level),
                self._words.get(info.due_level),
                self._scopes,
                self._unclear,
                int(self.meta["as_of"][:4]),
            )
        return self._fillers[info.code, level]

    def _territory(
        self, info: DatasetInfo, by: tuple[str, ...], given: dict[str, tuple[str, ...]]
    ) -> tuple[str, set[str] | None, dict[str, tuple[str, ...]]]:
        """Tell the level asked for, the areas that `where` keeps (None: all) and the other conditions."""
        conditions = dict(given)
        known = self._lineage.areas
        if info.area in conditions and info.area:
            codes = conditions.pop(info.area)
            for code in codes:
                name = known[code]["level"] if code in known else self.root_level
                conditions[name] = (*conditions.get(name, ()), code)
        levels = [name for name in self._levels if name in by]
        if len(levels) > 1:
            raise NotPublished(
                info.code, "una tabella ha un solo livello di territorio.", self.published(info.code)
            )
        named = [name for name in self._levels if name in conditions]
        inside = {name: conditions.pop(name) for name in named}
        level = levels[0] if levels else (named[-1] if named else "")
        if not level:
            return (self.root_level if info.area else ""), None, conditions
        return level, self._lineage.inside(level, inside) if inside else None, conditions

    def _not_published(self, info: DatasetInfo, chosen: frozenset[str]) -> NotPublished:
        tables = self._listed.get(info.code, {}).values()
        near = sorted(tables, key=lambda one: (len(one.chosen ^ chosen), len(one.chosen), one.name))
        known = {*info.free, *info.fixed, *self._levels}
        unknown = sorted(chosen - known)
        asked = " × ".join(sorted(chosen)) or "totale"
        if unknown:
            reason = f"il dataset non ha la dimensione «{', '.join(unknown)}»."
        else:
            reason = f"«{asked}» non è fra le tabelle previste per {self.audience}."
        return NotPublished(info.code, reason, [self._named(one) for one in near])

    @cached_property
    def _scopes(self) -> dict[str, frozenset[str]]:
        """The areas in which each programme runs, for those that do not run in the whole country."""
        areas, found = self._lineage.areas, {}
        for programme, scope in self.meta.get("scopes", {}).items():
            inside = [code for code in scope if code in areas]
            if all(areas[code]["level"] != self.root_level for code in inside):
                found[programme] = self._lineage.around(inside)
        return found

    @cached_property
    def _unclear(self) -> dict[str, frozenset[str]]:
        """The areas whose membership of a programme is unclear, with all that lies inside them."""
        unclear = self.meta.get("unclear", {})
        return {programme: self._lineage.within(areas) for programme, areas in unclear.items()}

    @cached_property
    def _words(self) -> dict[str, LevelWords]:
        return {level["code"]: LevelWords(level["label"], level["plural"]) for level in self.meta["levels"]}
