"""A published table, indexed once: then what is asked of it costs as much as the answer is long."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from dashboard.data.columns import GRADE, Array, Columns, Words, strides
from dashboard.data.filling import DatasetInfo, Filler

MEASURE = "measure"


class TableIndex:
    """The cells of a published table in their order, by area, with what tells those that nobody delivered.

    A release holds the cells that have rows behind them and, once for all, who takes part and whose returns
    have come. The other cells follow from that, and are made when somebody asks for them.

    Args:
        info: what is known of the dataset.
        dims: its dimension columns, the level of territory first.
        columns: the values, by column: `dims`, measure, value, status, demonstration, note.
        filler: tells what stands in the cells that nobody delivered; None for a table without territory.
    """

    def __init__(
        self,
        info: DatasetInfo,
        dims: Sequence[str],
        columns: Mapping[str, Sequence[object]],
        filler: Filler | None = None,
    ) -> None:
        self.dims = tuple(dims)
        self._info = info
        self._filler = filler
        self._seen: dict[str, Array] | None = None
        self._level = filler.level if filler else ""
        self._others = [name for name in (*self.dims, MEASURE) if name != self._level]
        order = {**info.order, MEASURE: tuple(info.measures)}
        texts = {name: [str(v) for v in columns[name]] for name in (*self.dims, MEASURE)}
        self.words = {name: Words(texts[name], order.get(name, ())) for name in self._others}
        if filler:
            areas, own = filler.areas, set(texts[self._level])
            self.words[self._level] = areas if own <= areas.index.keys() else Words(own.union(areas.index))
        codes = {name: words.codes(texts[name]) for name, words in self.words.items()}
        names = [self._level, *self._others] if filler else self._others
        sizes = [len(self.words[name]) for name in names]
        self._stride = dict(zip(names, strides(sizes), strict=True))
        sorting = np.argsort(self._numbers(codes, ranked=True), kind="stable")
        self._cells = Columns(
            self.dims,
            self.words,
            {name: code[sorting] for name, code in codes.items()},
            np.array([np.nan if v is None else v for v in columns["value"]], dtype=np.float64)[sorting],
            np.array([GRADE[str(v)] for v in columns["status"]], dtype=np.int8)[sorting],
            np.array(columns["demonstration"], dtype=bool)[sorting],
            np.array([*columns["note"], None], dtype=object)[:-1][sorting],
        )
        self._number = self._numbers(self._cells.codes)
        self._tied = any(len(set(self.words[n].rank.tolist())) < len(self.words[n]) for n in self._others)
        if filler:
            self._know_coverage(filler)

    def _know_coverage(self, filler: Filler) -> None:
        """Find the rows and the lines of coverage of each area, and note the returns that cells lack."""
        areas = self.words[self._level]
        self._line_area = filler.areas.found_in(areas)[filler.at]
        at = np.arange(len(areas) + 1)
        self._rows_of = np.searchsorted(self._cells.codes[self._level], at)
        self._lines_of = np.searchsorted(self._line_area, at)
        clock = self._info.clock if self._info.clock in self._others else ""
        times = self.words[clock].index if clock else {}
        place = [times.get(time, -1) for time in filler.times] if clock else [0] * len(filler.times)
        self._clock, self._line_time = clock, np.array(place, dtype=np.int64)
        many = len(times) if clock else 1
        line_of = np.full(len(areas) * many, -1, dtype=np.int64)
        met = np.flatnonzero(self._line_time >= 0)
        line_of[self._line_area[met] * many + self._line_time[met]] = met
        time = self._cells.codes[clock] if clock else 0
        line = line_of[self._cells.codes[self._level].astype(np.int64) * many + time]
        note, lacking = self._cells.note, np.append(filler.missing != "", False)
        for row in np.flatnonzero(lacking[line] & ~np.isnan(self._cells.value)):
            missing = filler.missing[line[row]]
            note[row] = f"{note[row]}; {missing}" if note[row] else missing

    def select(self, areas: Collection[str] | None, where: Mapping[str, Collection[str]]) -> Columns:
        """Return the cells asked for, those that nobody delivered too.

        Args:
            areas: the areas asked for, None for all; counts for nothing without territory.
            where: the values asked for, by dimension other than the territory, or by `measure`.
        """
        chosen = {name: self.words[name].chosen(values) for name, values in where.items()}
        if self._filler is None:
            rows = np.arange(len(self._cells))
            return self._cells.take(self._kept(rows, chosen)) if chosen else self._cells
        index = self.words[self._level].index
        places = None if areas is None else sorted(index[area] for area in areas if area in index)
        rows = self._kept(_of(self._rows_of, places), chosen)
        present = self._cells.take(rows)
        if set(self._others) & set(self._info.texts):  # the combinations of free texts cannot be known
            return present
        lines = _of(self._lines_of, places)
        if not len(lines):
            return present
        return self._filled(self._filler, present, self._number[rows], lines, chosen)

    def _kept(self, rows: Array, chosen: Mapping[str, Array]) -> Array:
        for name, mask in chosen.items():
            rows = rows[mask[self._cells.codes[name][rows]]]
        return rows

    def _filled(
        self, filler: Filler, present: Columns, numbers: Array, lines: Array, chosen: Mapping[str, Array]
    ) -> Columns:
        """Put the cells that nobody delivered among those that somebody did."""
        combinations = self._combinations(chosen)
        of = self._numbers(combinations)
        line, combination = self._met(lines, combinations)
        number = of[combination] + self._line_area[line] * self._stride[self._level]
        absent = np.flatnonzero(~np.isin(number, numbers))
        if not len(absent):
            return present
        line, combination, number = line[absent], combination[absent], number[absent]
        made = {name: codes[combination] for name, codes in combinations.items()}
        value, grade, demonstration, note = filler.absent(line, made, self.words)
        made[self._level] = self._line_area[line]
        both = {name: np.concatenate([codes, made[name]]) for name, codes in present.codes.items()}
        key = self._numbers(both, ranked=True) if self._tied else np.concatenate([numbers, number])
        return Columns(
            self.dims,
            self.words,
            both,
            np.concatenate([present.value, value]),
            np.concatenate([present.grade, grade]),
            np.concatenate([present.demonstration, demonstration]),
            np.concatenate([present.note, note]),
        ).take(np.argsort(key, kind="stable"))

    def _combinations(self, chosen: Mapping[str, Array]) -> dict[str, Array]:
        """List the cells an area may have: what was observed somewhere.

        Where returns are summed, each value of a dimension that may be summed away goes with each combination
        of the others: who delivered, and has no row for it, has a zero.
        """
        free = [n for n in self._others if n in self._info.free] if self._info.area_additive else []
        observed = self._observed(free)
        keep = np.ones(len(next(iter(observed.values()))), dtype=bool)
        for name, codes in observed.items():
            if name in chosen:
                keep &= chosen[name][codes]
        found = {name: codes[keep] for name, codes in observed.items()}
        for name in free:
            values = np.flatnonzero(chosen[name]) if name in chosen else np.arange(len(self.words[name]))
            many = len(next(iter(found.values())))
            found = {other: np.repeat(codes, len(values)) for other, codes in found.items()}
            found[name] = np.tile(values, many)
        return found

    def _observed(self, free: Sequence[str]) -> dict[str, Array]:
        """List the combinations observed of what is never summed and the measures; found once."""
        if self._seen is None:
            names = [name for name in self._others if name not in free]
            _, first = np.unique(self._cells.numbers(names), return_index=True)
            self._seen = {name: self._cells.codes[name][np.sort(first)] for name in names}
        return self._seen

    def _met(self, lines: Array, combinations: Mapping[str, Array]) -> tuple[Array, Array]:
        """Pair each combination with each line of coverage of its time: the lines, and the combinations."""
        many = len(combinations[MEASURE])
        time = combinations[self._clock] if self._clock else np.zeros(many, dtype=np.int64)
        at = self._line_time[lines]
        order = np.argsort(at, kind="stable")
        begin, end = np.searchsorted(at[order], time), np.searchsorted(at[order], time, side="right")
        length = end - begin
        combination = np.repeat(np.arange(many), length)
        within = np.arange(len(combination)) - np.repeat(np.cumsum(length) - length, length)
        return lines[order[begin[combination] + within]], combination

    def _numbers(self, codes: Mapping[str, Array], *, ranked: bool = False) -> Array:
        """Return one number a line that tells it from all others (or, ranked, that puts it in order)."""
        found = np.zeros(len(next(iter(codes.values()))), dtype=np.int64)
        for name, column in codes.items():
            place = self.words[name].rank[column] if ranked else column.astype(np.int64)
            found += place * self._stride[name]
        return found


def _of(bounds: Array, places: Sequence[int] | None) -> Array:
    """Return the rows of some areas, given where those of each begin."""
    if places is None:
        return np.arange(bounds[-1])
    if not places:
        return np.zeros(0, dtype=np.int64)
    return np.concatenate([np.arange(bounds[at], bounds[at + 1]) for at in places])
