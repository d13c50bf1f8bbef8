"""The columns of a dataset's file, from its definition, and how headings are matched with them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from dashboard.data.definitions import Catalogue, Dataset

Role = Literal["dimension", "measure", "attribute"]

NOTE = "nota"
"""The common attribute that explains a row; it silences the cross-checks that allow it."""

DEMONSTRATION = ("origine", "dimostrativo")
"""The common attribute, and its value, that marks a row as demonstration data."""

EXAMPLE_MARK = "← ESEMPIO"
"""How the cell that marks a template's example row begins; it stands to the right of the last column."""


@dataclass(frozen=True)
class Column:
    """One column of a dataset's file.

    Attributes:
        code: code in the definition; also the heading that CSV files use.
        label: heading in a template (Italian).
        kind: area, code, date, year, integer, text, url, or the type of a measure.
        role: dimension, measure or attribute.
        required: whether every row must have a value.
        codelist: code of its code list, for kind `code`.
        levels: levels of territory allowed, for kind `area`.
        minimum, maximum: bounds of a measure.
        max_length: the most characters of a text.
        unit: unit of count of a measure.
        description: what to write in it.
    """

    code: str
    label: str
    kind: str
    role: Role
    required: bool
    codelist: str | None = None
    levels: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    max_length: int = 200
    unit: str = ""
    description: str = ""

    @property
    def is_text(self) -> bool:
        """Whether a spreadsheet must treat the column as text (leading zeros survive)."""
        return self.kind in ("area", "code", "text", "url")


def columns_of(catalogue: Catalogue, dataset: Dataset) -> tuple[Column, ...]:
    """List the columns of a dataset: dimensions, measures, its own attributes, the common ones."""
    dimensions = [
        Column(d.code, d.label, d.type, "dimension", True, d.codelist, d.levels, description=d.description)
        for d in dataset.dimensions
    ]
    measures = [
        Column(
            m.code,
            m.label,
            m.type,
            "measure",
            m.required,
            minimum=m.minimum,
            maximum=m.maximum,
            unit=m.unit,
            description=m.description,
        )
        for m in dataset.measures
    ]
    attributes = [
        Column(
            a.code,
            a.label,
            a.type,
            "attribute",
            a.required,
            a.codelist,
            max_length=a.max_length,
            description=a.description,
        )
        for a in catalogue.attributes_of(dataset)
    ]
    return (*dimensions, *measures, *attributes)


def fold(text: str) -> str:
    """Return a text without accents, case, repeated spaces and typographic variants, to compare by."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("–", "-").replace("—", "-"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(plain.casefold().split())


def fold_heading(text: str) -> str:
    """Fold a heading: as `fold`, and the mark of a required column and the underscores do not count."""
    return re.sub(r"[\s_]+", " ", fold(text).rstrip("* ")).strip()


@dataclass(frozen=True)
class Matching:
    """What the headings of a file are.

    Attributes:
        positions: position in the file of each column found, by column code.
        unknown: (position, heading, nearest heading or empty) of the headings that are no column.
        repeated: (position, heading, first position) of the headings met before.
        blank: positions without heading.
        missing: required columns that are not there.
    """

    positions: dict[str, int]
    unknown: tuple[tuple[int, str, str], ...]
    repeated: tuple[tuple[int, str, int], ...]
    blank: tuple[int, ...]
    missing: tuple[Column, ...]


def match_headings(headings: Sequence[str], columns: Sequence[Column]) -> Matching:
    """Match headings with columns by code or Italian label; accents, case and spaces do not count.

    Args:
        headings: the texts of the first row, in order.
        columns: the columns of the dataset.

    Returns:
        What was matched and what was not; nothing is dropped.
    """
    names = {fold_heading(c.label): c.code for c in columns} | {fold_heading(c.code): c.code for c in columns}
    positions: dict[str, int] = {}
    unknown, repeated, blank = [], [], []
    for position, heading in enumerate(headings):
        folded = fold_heading(heading)
        code = names.get(folded)
        if not folded:
            blank.append(position)
        elif code is None:
            near = get_close_matches(folded[:100], names, n=1, cutoff=0.7)
            unknown.append((position, heading, _label(columns, names[near[0]]) if near else ""))
        elif code in positions:
            repeated.append((position, heading, positions[code]))
        else:
            positions[code] = position
    missing = tuple(c for c in columns if c.required and c.code not in positions)
    return Matching(positions, tuple(unknown), tuple(repeated), tuple(blank), missing)


def _label(columns: Sequence[Column], code: str) -> str:
    return next(c.label for c in columns if c.code == code)


def letter(position: int) -> str:
    """Return the letters of a spreadsheet column (0 → A, 26 → AA)."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
