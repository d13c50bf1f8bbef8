"""How datasets, columns and values are called in a message: by label and name, as in the templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.data.definitions import Catalogue, Check
from dashboard.data.definitions.models import CheckSide, Dimension
from dashboard.intake.areas import AreaIndex
from dashboard.intake.columns import NOTE


def level_names(areas: AreaIndex, levels: Sequence[str]) -> str:
    """Name some levels of territory: «Italia, Regione o Ambito».

    Args:
        areas: the territories, which know their levels.
        levels: codes, at least one.
    """
    *first, last = (areas.level(code).label for code in levels)
    return f"{', '.join(first)} o {last}" if first else last


class Labels:
    """The words for what the cross-checks compare.

    Args:
        catalogue: the definitions.
        areas: the territories.
    """

    def __init__(self, catalogue: Catalogue, areas: AreaIndex) -> None:
        self._catalogue, self._areas = catalogue, areas

    def measure(self, dataset: str, code: str) -> str:
        """Return the label of a measure."""
        return next(m.label for m in self._catalogue.datasets[dataset].measures if m.code == code)

    def note(self, dataset: str) -> str:
        """Return the label of the column that explains a row, between quotes, as in a CSV file's messages."""
        attributes = self._catalogue.attributes_of(self._catalogue.datasets[dataset])
        return next((f"«{a.label}»" for a in attributes if a.code == NOTE), f"«{NOTE}»")

    def key(self, dataset: str, values: Mapping[str, str]) -> str:
        """Say a combination of values, by code of dimension: «Ambito: Lecce (A16001); Anno: 2023»."""
        found = {d.code: d for d in self._catalogue.datasets[dataset].dimensions}
        return "; ".join(f"{found[c].label}: {self._value(found[c], value)}" for c, value in values.items())

    def side(self, side: CheckSide, check: Check) -> str:
        """Say one side of a check: the measure, its dataset where the other is another, and which rows."""
        text = f"«{self.measure(side.dataset, side.measure)}»"
        if check.left.dataset != check.right.dataset:
            text += f" di «{self._catalogue.datasets[side.dataset].label}»"
        dimensions = {d.code: d for d in self._catalogue.datasets[side.dataset].dimensions}
        parts = []
        for code, wanted in side.where.items():
            values = [wanted] if isinstance(wanted, str) else list(wanted)
            parts.append(" o ".join(self._value(dimensions[code], value) for value in values))
        return f"{text} ({'; '.join(parts)})" if parts else text

    def _value(self, dimension: Dimension, value: str) -> str:
        if dimension.type == "area":
            area = self._areas.find(value)
            return f"{area.name} ({value})" if area else value
        if dimension.codelist:
            item = self._catalogue.codelists[dimension.codelist].by_code.get(value)
            return item.label if item else value
        year, _, rest = value.partition("-")
        return "/".join([*reversed(rest.split("-")), year]) if dimension.type == "date" else value
