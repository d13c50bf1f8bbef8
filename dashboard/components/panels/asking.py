"""What a panel asks of the release: published cells, for the place and the moment that are chosen.

Nothing is computed here from hidden cells: every number is a published cell, or one over another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard.components import views, wording
from dashboard.components.panels.declared import Declared
from dashboard.components.panels.slices import Point, Slice
from dashboard.data.columns import Array, Columns
from dashboard.data.definitions import Dataset, Dimension, Indicator
from dashboard.data.indicators import figures
from dashboard.data.release import NotPublished

__all__ = ["Ask", "Point", "Slice"]


@dataclass(frozen=True)
class Ask(Declared):
    """Everything a picture may ask: besides what it stands on, the numbers."""

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
        """Look an indicator up along some dimensions; kept where the areas of a level are laid out.

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
        if not role:
            return self._found(indicator, by, asked, role, place, climb)
        told = (self.programme.code, tuple(self.clocks.items()), tuple(self.choices.items()))
        key = (*told, indicator.code, tuple(by), tuple(asked.items()), role, place, climb)
        return self.slices.get(key, lambda: self._found(indicator, by, asked, role, place, climb))

    def _found(
        self,
        indicator: Indicator,
        by: Sequence[str],
        asked: Mapping[str, str | tuple[str, ...]],
        role: str,
        place: str,
        climb: bool,
    ) -> Slice:
        """Look an indicator up as `slice` does; the same for whoever asks for the same place."""
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

    # ---- inside ----

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

    def _moment(self, found: Columns, clock: Dimension) -> str:
        """The moment of a clock that is shown: the chosen one (in the bar or on the page), or the last."""
        values = set(views.moments_of(found, clock.code))
        if not values:
            return ""
        order = self.order_of(clock)
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
            order = self.order(dataset, name)
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


def _rows(columns: Sequence[Sequence[Any]], many: int) -> list[tuple[Any, ...]]:
    """Turn columns into rows; without columns, as many empty ones."""
    return list(zip(*columns, strict=True)) if columns else [()] * many


def _numbers(column: Array | None) -> list[float | None]:
    """Return plain numbers, None where there is none."""
    assert column is not None  # an indicator has both sides
    return [value if value == value else None for value in column.tolist()]
