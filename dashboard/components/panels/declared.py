"""What a panel stands on: its definition, the words of the catalogue, the places around what is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dashboard.components import wording
from dashboard.components.atlas import Atlas
from dashboard.components.kept import Kept
from dashboard.data.definitions import Catalogue, Dataset, Dimension, Indicator, Panel, Programme
from dashboard.data.release import Release

NARROW = 600
"""Pixels under which a window is a phone's."""


@dataclass(frozen=True)
class Declared:
    """The panel at work, the release and the definitions it stands on, and what is chosen.

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
        width: pixels of the visitor's window less its margins, as far as known.
        atlas: where things are, for the pictures that are maps.
        slices: what was looked up for more than one place, for whoever asks the same.
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
    slices: Kept = field(default_factory=Kept)
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

    # ---- places ----

    @property
    def top(self) -> str:
        """The widest place: the scope of the programme."""
        return self.programme.scope[0]

    @property
    def places(self) -> list[str]:
        """The chosen place, then the wider ones up to the scope of the programme, nearest first."""
        return [self.area, *self.above(self.area)]

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

    def container(self, role: str, at: str) -> str:
        """The place whose areas are laid out: the scope, or the main area around what is chosen."""
        main = self.levels["main"][0]
        around = self.release.ancestor(at, main)
        return self.top if role == "main" or around is None else around

    # ---- order ----

    def order(self, dataset: Dataset, name: str) -> Callable[[str], tuple[float, str]]:
        """How the values of a dimension are put in order; areas by name."""
        dimension = self.dimension(dataset.code, name)
        if dimension is None:
            return lambda code: (0, self.names.get(code, code))
        return self.order_of(dimension)

    def order_of(self, dimension: Dimension) -> Callable[[str], tuple[float, str]]:
        """How the values of a dimension are put in order: as its list has them, as numbers, or as text."""
        if dimension.codelist:
            order = {c.code: i for i, c in enumerate(self.catalogue.codelists[dimension.codelist].codes)}
            return lambda code: (order.get(code, len(order)), code)
        if dimension.type in ("integer", "year"):
            return lambda code: (float(code) if code.lstrip("-").isdigit() else 0, code)
        return lambda code: (0, code)
