"""What a panel asks of the release: published cells, for the place and the moment that are chosen.

Nothing is computed here from hidden cells: every number is a published cell, or one over another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dashboard.components import views, wording
from dashboard.components.atlas import Atlas
from dashboard.data.cells import Cell, Status
from dashboard.data.columns import Array, Columns
from dashboard.data.definitions import Catalogue, Dataset, Dimension, Indicator, Panel, Programme
from dashboard.data.indicators import figures
from dashboard.data.release import NotPublished, Release


@dataclass(frozen=True)
class Point:
    """One number of a panel.

    Attributes:
        codes: values of the dimensions (and level of territory) that it is laid out by, in order.
        labels: the same in words, short.
        cell: the number, or why there is none.
        numerator, base: the two sides of a ratio; None where there is none.
    """

    codes: tuple[str, ...]
    labels: tuple[str, ...]
    cell: Cell
    numerator: float | None = None
    base: float | None = None

    @property
    def code(self) -> str:
        """Value of the last dimension."""
        return self.codes[-1]

    @property
    def label(self) -> str:
        """The last dimension in words."""
        return self.labels[-1]


@dataclass(frozen=True)
class Slice:
    """The numbers of an indicator along some dimensions, for a place at a moment.

    Attributes:
        indicator: what they are of.
        points: in the order of the code lists.
        place: name of the territory; of the level when several are laid out.
        when: the moment in words; empty when a dimension of time is laid out.
        notice: what was asked for and could not be given (a narrower place, a cohort).
        refusal: why there is nothing; empty when there is something.
        laid: the level of territory and the dimensions that the points are laid out by.
        level: level of territory of the numbers; empty where the dataset has no territory.
        conditions: values of dimensions, or areas by level, that they keep to.
        moments: the moment of each dimension of time that is not laid out.
    """

    indicator: Indicator
    points: tuple[Point, ...] = ()
    place: str = ""
    when: str = ""
    notice: str = ""
    refusal: str = ""
    laid: tuple[str, ...] = ()
    level: str = ""
    conditions: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    moments: Mapping[str, str] = field(default_factory=dict)

    @property
    def known(self) -> list[Point]:
        """The points that have a number."""
        return [one for one in self.points if one.cell.value is not None]

    @property
    def hidden(self) -> bool:
        """Whether any cell is hidden."""
        return any(one.cell.status is Status.SUPPRESSED for one in self.points)

    @property
    def demonstration(self) -> bool:
        """Whether any of it is demonstration data."""
        return any(one.cell.demonstration for one in self.points)


@dataclass(frozen=True)
class Ask:
    """Everything a picture may ask: the panel, the release, the definitions, and what is chosen.

    Attributes:
        panel: the definition at work.
        release, catalogue: where the cells and the definitions are.
        programme: the chosen programme.
        area: code of the chosen territory (the scope of the programme when the whole country is chosen).
        clocks: chosen values of the clocks, by dimension code.
        names: names of the areas.
        levels: role of a level → (code, singular, plural).
        level_of: level of each area.
        choices: what the visitor chose with the page's own controls, by name.
        width: pixels of the visitor's window, as far as known.
        atlas: where things are, for the pictures that are maps.
        door: writes the address of a page of the site for what is chosen: `door("risorse", sezione="...")`.
    """

    panel: Panel
    release: Release
    catalogue: Catalogue
    programme: Programme
    area: str
    clocks: Mapping[str, str]
    names: Mapping[str, str]
    levels: Mapping[str, tuple[str, str, str]]
    level_of: Mapping[str, str]
    choices: Mapping[str, str] = field(default_factory=dict)
    width: int = 1440
    atlas: Atlas | None = None
    door: Callable[..., str] = lambda address, **more: ""

    # ---- definitions ----

    @property
    def indicators(self) -> list[Indicator]:
        """The indicators of the panel."""
        return [self.catalogue.indicators[code] for code in self.panel.indicators]

    def option(self, name: str, default: str = "") -> str:
        """An option of the panel that is one text."""
        value = self.panel.options.get(name, default)
        return value if isinstance(value, str) else ",".join(value)

    def options(self, name: str) -> tuple[str, ...]:
        """An option of the panel that is a list."""
        value = self.panel.options.get(name, ())
        return (value,) if isinstance(value, str) else tuple(value)

    def unit_label(self, unit: str) -> str:
        """A unit in words."""
        return self.catalogue.label("unita", unit)

    def dimension(self, dataset: str, name: str) -> Dimension | None:
        """A dimension of a dataset; None for a level of territory."""
        return next((d for d in self.catalogue.datasets[dataset].dimensions if d.code == name), None)

    def heading(self, dataset: str, name: str) -> str:
        """A dimension, or a level of territory, in words."""
        found = self.dimension(dataset, name)
        if found is not None:
            return found.label
        return next((label for code, label, _ in self.levels.values() if code == name), name)

    def word(self, dataset: str, name: str, value: str, *, long: bool = False) -> str:
        """A value of a dimension (or a territory) in words: short, or as its list has it in full."""
        dimension = self.dimension(dataset, name)
        if dimension is None:
            return self.names.get(value, value)
        if dimension.codelist:
            item = self.catalogue.codelists[dimension.codelist].by_code.get(value)
            return (item.label if long else item.short or item.label) if item else value
        return wording.day(value) if dimension.type == "date" else value

    # ---- numbers ----

    def slice(
        self,
        indicator: Indicator,
        by: Sequence[str] = (),
        *,
        where: Mapping[str, str | tuple[str, ...]] | None = None,
        level: str | None = None,
        area: str | None = None,
        moment: str = "latest",
        climb: bool = True,
    ) -> Slice:
        """Look an indicator up along some dimensions.

        Args:
            indicator: what to look up.
            by: dimensions to lay out; one of time shows all its moments.
            where: conditions, besides those of the panel.
            level: role of a level whose areas are laid out (first of the codes); None takes the panel's, ""
                one place.
            area: the place; the chosen one when not given.
            moment: `latest` (or what the clocks stand on) for the dimensions of time that are not laid out.
            climb: look at the nearest wider place when this one has nothing published by those dimensions.

        Returns:
            The cells that are published, each with its status; a refusal in words when there are none.
        """
        role = self.panel.level if level is None else level
        place = area if area is not None else self.area
        asked = {**self.panel.where, **(where or {})}
        clocks = self._clocks(indicator, asked, by)
        tries = [(place, clocks), (place, {})] if clocks else [(place, {})]
        tries += [(above, {}) for above in self.above(place)] if climb else []
        first: Slice | None = None
        refusal: NotPublished | None = None
        for at, cut in tries:
            try:
                found = self._look(indicator, tuple(by), {**asked, **cut}, role, at)
            except NotPublished as error:
                refusal = refusal or error
                continue
            notices = [self._notice(indicator, place, at, {} if cut else clocks), found.notice]
            told = replace(found, notice=" ".join(filter(None, notices)))
            if told.known or told.hidden:
                return told
            first = first or told
        dataset = self.catalogue.datasets[indicator.numerator.dataset]
        return replace(first or Slice(indicator), refusal=self.nothing(dataset, refusal))

    def nothing(self, dataset: Dataset, refusal: NotPublished | None = None) -> str:
        """Say why there is nothing of a dataset, and what would fill it."""
        if refusal is not None and self.release.has(dataset.code):
            return (
                f"Questo incrocio di «{dataset.label}» non è pubblicato in questa vista: "
                f"{wording.why_confidential(dataset.confidential)}"
            )
        if dataset.confidential and not self.release.has(dataset.code):
            return f"«{dataset.label}» non è pubblicato in questa vista: {wording.why_confidential(True)}"
        say = wording.nothing_here if self.release.has(dataset.code) else wording.to_be_filled
        return say(dataset.label, dataset.filled_by, dataset.frequency)

    @property
    def top(self) -> str:
        """The widest place: the scope of the programme."""
        return self.programme.scope[0]

    @property
    def places(self) -> list[str]:
        """The chosen place, then the wider ones up to the scope of the programme, nearest first."""
        return [self.area, *self.above(self.area)]

    # ---- inside ----

    def above(self, area: str) -> list[str]:
        """The wider places, nearest first, up to the scope of the programme; outside of it, that scope."""
        found: list[str] = []
        here = area
        while here != self.top:
            parent = str(self.release.area(here).get("parent") or "")
            if not parent or parent not in self.level_of:
                return [self.top]
            found.append(parent)
            here = parent
        return found

    def _clocks(self, indicator: Indicator, asked: Mapping[str, object], by: Sequence[str]) -> dict[str, str]:
        """The chosen clocks that cut an additive dimension of the indicator (a cohort)."""
        dataset = self.catalogue.datasets[indicator.numerator.dataset]
        free = {d.code for d in dataset.free}
        taken = {*asked, *by, *indicator.numerator.where}
        return {k: v for k, v in self.clocks.items() if v and k in free and k not in taken}

    def _look(
        self,
        indicator: Indicator,
        by: tuple[str, ...],
        where: Mapping[str, str | tuple[str, ...]],
        role: str,
        at: str,
    ) -> Slice:
        """Read the published cells for one place (or for the areas of a level inside it) at one moment.

        Raises:
            NotPublished: the audience has no such table.
        """
        dataset = self.catalogue.datasets[indicator.numerator.dataset]
        conditions = {**views.of_programme(self.release, indicator, self.programme.code), **where}
        laid = names = list(by)
        place = level = ""
        moments: dict[str, str] = {}
        if dataset.area is not None:
            inside = self.container(role, at) if role else at
            level = self.levels[role][0] if role else self.level_of[at]
            names = [level, *by]
            laid = names if role else laid
            if not role or self.level_of[inside] != level:
                conditions[self.level_of[inside]] = inside
            place = f"{self.levels[role][2]}, {self.names[inside]}" if role else self.names[at]
        found = figures(self.release, indicator, names, conditions)
        told, notices = [], []
        for clock in views.time_dimensions(dataset, self.catalogue):
            if clock.code in by:
                continue
            if clock.code in found.dims:
                moment = self._moment(found, clock)
                found = found.only(clock.code, moment)
                moments[clock.code] = moment
                asked = self.choices.get(clock.code, "")
                if asked and moment and asked != moment:
                    words = [views.in_words(clock, value, self.catalogue) for value in (asked, moment)]
                    notices.append(wording.moment_instead(*words))
            else:
                fixed = {**indicator.numerator.where, **where}.get(clock.code, "")
                moment = fixed if isinstance(fixed, str) else ""
            told += [views.in_words(clock, moment, self.catalogue)] if moment else []
        points = self._points(found, indicator, dataset, laid)
        return Slice(
            indicator,
            tuple(points),
            place=place,
            when=", ".join(told),
            notice=" ".join(notices),
            laid=tuple(laid),
            level=level,
            conditions=conditions,
            moments=moments,
        )

    def container(self, role: str, at: str) -> str:
        """The place whose areas are laid out: the scope, or the main area around what is chosen."""
        main = self.levels["main"][0]
        around = self.release.ancestor(at, main)
        return self.top if role == "main" or around is None else around

    def _moment(self, found: Columns, clock: Dimension) -> str:
        """The moment of a clock that is shown: the chosen one (in the bar or on the page), or the last."""
        values = set(views.moments_of(found, clock.code))
        if not values:
            return ""
        order = self._order_of(clock)
        chosen = self.clocks.get(clock.code, "") or self.choices.get(clock.code, "")
        ordered = sorted(values, key=order)
        return chosen if chosen in values else views.last(ordered, clock, self.release, self.catalogue)

    def _notice(self, indicator: Indicator, place: str, at: str, dropped: Mapping[str, str]) -> str:
        """Say what was asked for and is not what is shown."""
        told = [] if at == place else [wording.shown_instead(self.names[place], self.names[at])]
        dataset = indicator.numerator.dataset
        told += [wording.clock_not_published(self.word(dataset, k, v, long=True)) for k, v in dropped.items()]
        return " ".join(told)

    def _points(
        self, found: Columns, indicator: Indicator, dataset: Dataset, laid: Sequence[str]
    ) -> list[Point]:
        """Make the points of some cells, in the order of the code lists; areas by name."""
        columns, labels, ranks = [], [], []
        for name in laid:
            order = self._order(dataset, name)
            values, codes = found.words[name].texts.tolist(), found.codes[name].tolist()
            used = {code: values[code] for code in codes}
            label = {code: self.word(dataset.code, name, value) for code, value in used.items()}
            rank = {code: order(value) for code, value in used.items()}
            columns.append([values[code] for code in codes])
            labels.append([label[code] for code in codes])
            ranks.append([rank[code] for code in codes])
        many = len(found)
        points = [
            Point(codes, words, cell, above, below)
            for codes, words, cell, above, below in zip(
                _rows(columns, many),
                _rows(labels, many),
                found.cells(),
                _numbers(found.numerator),
                _numbers(found.base),
                strict=True,
            )
        ]
        if len({point.codes for point in points}) < many:
            raise NotPublished(dataset.code, wording.ambiguous(indicator.label))
        rank_of = _rows(ranks, many)
        return [points[at] for at in sorted(range(many), key=rank_of.__getitem__)]

    def _order(self, dataset: Dataset, name: str) -> Callable[[str], tuple[float, str]]:
        """How the values of a dimension are put in order; areas by name."""
        dimension = self.dimension(dataset.code, name)
        if dimension is None:
            return lambda code: (0, self.names.get(code, code))
        return self._order_of(dimension)

    def _order_of(self, dimension: Dimension) -> Callable[[str], tuple[float, str]]:
        if dimension.codelist:
            order = {c.code: i for i, c in enumerate(self.catalogue.codelists[dimension.codelist].codes)}
            return lambda code: (order.get(code, len(order)), code)
        if dimension.type in ("integer", "year"):
            return lambda code: (float(code) if code.lstrip("-").isdigit() else 0, code)
        return lambda code: (0, code)


def _rows(columns: Sequence[Sequence[Any]], many: int) -> list[tuple[Any, ...]]:
    """Turn columns into rows; without columns, as many empty ones."""
    return list(zip(*columns, strict=True)) if columns else [()] * many


def _numbers(column: Array | None) -> list[float | None]:
    """Return plain numbers, None where there is none."""
    assert column is not None  # an indicator has both sides
    return [value if value == value else None for value in column.tolist()]
