"""The shape of a definition, in the words of SDMX: dataset, dimension, code list, measure, attribute.

Every class forbids unknown fields, so that a misspelt field stops the program instead of being ignored.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from itertools import combinations
from typing import Literal, Self

from pydantic import Field, model_validator

from dashboard.data.definitions.base import CodeText, Definition, repeated
from dashboard.data.definitions.panels import Panel

AudienceKind = Literal["pubblico", "referente", "cabina"]
AUDIENCE_KINDS: tuple[AudienceKind, ...] = ("pubblico", "referente", "cabina")


class Code(Definition):
    """One value of a code list; `label` is what people read, `short` what fits on a picture."""

    code: CodeText
    label: str
    short: str = ""
    description: str = ""
    parent: str | None = None
    start: date | None = None
    end: date | None = None


class CodeList(Definition):
    """A closed list of values, in the order in which they are shown."""

    code: CodeText
    label: str
    description: str = ""
    source: str = ""
    codes: tuple[Code, ...]

    @model_validator(mode="after")
    def _each_code_once(self) -> Self:
        if again := repeated(item.code for item in self.codes):
            raise ValueError(f"codici ripetuti nell'elenco: {', '.join(again)}")
        return self

    @cached_property
    def by_code(self) -> dict[str, Code]:
        """The codes by their code text."""
        return {item.code: item for item in self.codes}


class Dimension(Definition):
    """What a dataset is broken down by.

    Attributes:
        type: `area` (a territory code), `code` (one of `codelist`), `date` (a day), `year`, `integer`,
            `text` (a short free key, e.g. the name of a partner).
        levels: for an area, the levels of territory at which rows are delivered.
        additive: whether a sum over it means something. A dimension that is not additive (a date of
            observation, a state reached) is part of every table of the dataset.
        sensitive: whether nobody's value may be told, in public, by a line in which everybody has the same
            one (citizenship, outcome): such lines are hidden, whatever their counts.
        same_people: of a dimension that is not additive: each person is counted once for each of its values
            (the areas of an outcome), so that tables that tell nothing of those areas are the same for all
            values. What is hidden for one is then hidden for all.
    """

    code: CodeText
    label: str
    type: Literal["area", "code", "date", "year", "integer", "text"]
    codelist: str | None = None
    levels: tuple[str, ...] = ()
    additive: bool = True
    sensitive: bool = False
    same_people: bool = False
    description: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.sensitive and (self.type == "area" or not self.additive):
            raise ValueError("«sensitive» si dice delle dimensioni che si sommano, territorio a parte")
        if self.same_people and (self.type != "code" or self.additive):
            raise ValueError("«same_people» si dice delle dimensioni con un elenco che non si sommano")
        if (self.type == "code") != (self.codelist is not None):
            raise ValueError("il tipo «code» vuole un elenco (codelist), gli altri tipi no")
        if (self.type == "area") != bool(self.levels):
            raise ValueError("il tipo «area» vuole i livelli (levels), gli altri tipi no")
        return self


class Measure(Definition):
    """A number of a dataset, with what it counts.

    Attributes:
        unit: code in the code list `unita` (persone, famiglie, progetti, euro, ore ...).
        type: `count` and `money` and `hours` are sums; `score` and `percent` are not added up.
        minimum: the least value allowed (0 by default; None: no floor).
        shown_with: of a measure of a confidential dataset that counts no people (months paid, meetings), the
            count of people beside which the public may read it: it is hidden wherever that one is.
    """

    code: CodeText
    label: str
    unit: CodeText
    type: Literal["count", "money", "hours", "number", "score", "percent"] = "count"
    required: bool = True
    minimum: float | None = 0
    maximum: float | None = None
    shown_with: CodeText | None = None
    description: str = ""

    @property
    def additive(self) -> bool:
        """Whether values of this measure may be summed."""
        return self.type not in ("score", "percent")


class Attribute(Definition):
    """What qualifies a row without identifying it: a note, a source, a date of publication."""

    code: CodeText
    label: str
    type: Literal["text", "code", "date", "url"] = "text"
    codelist: str | None = None
    required: bool = False
    max_length: int = 4000
    description: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.type == "code") != (self.codelist is not None):
            raise ValueError("il tipo «code» vuole un elenco (codelist), gli altri tipi no")
        return self


class Menu(Definition):
    """The closed list of tables that one audience may see.

    `totals`, `one_way`, `pairs` list the levels of territory at which the total, each single additive
    dimension, and each pair of them are published; `tables` adds single tables by their dimensions.
    """

    totals: tuple[str, ...] = ()
    one_way: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    tables: tuple[tuple[str, ...], ...] = ()


class Dataset(Definition):
    """A dataflow: who delivers which rows, how often, and what each audience may see of it.

    Attributes:
        confidential: counts of people in charge or in the experiment: never public unprotected.
        records_for: audiences that may read the single rows (only for datasets that are not confidential).
        perimeter: code of the dataset that says which areas take part, so that a missing row can be told
            apart: not participating, or not collected.
        membership: of a perimeter, code of the dataset that says of wider areas whether they take part: 1,
            0, or empty while it is unclear.
        approved_on: attribute with the day on which a row was approved for publication: no release holds rows
            that were not, on its day.
        example: one filled row (column code → text), shown in the template.
    """

    code: CodeText
    label: str
    description: str
    programmes: tuple[CodeText, ...]
    source: str
    filled_by: str
    frequency: str
    confidential: bool
    dimensions: tuple[Dimension, ...]
    measures: tuple[Measure, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    menu: dict[AudienceKind, Menu]
    records_for: tuple[AudienceKind, ...] = ()
    perimeter: str | None = None
    membership: str | None = None
    approved_on: CodeText | None = None
    example: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _columns_once(self) -> Self:
        if again := repeated(self.columns):
            raise ValueError(f"colonne ripetute: {', '.join(again)}")
        if sum(d.type == "area" for d in self.dimensions) > 1:
            raise ValueError("un dataset ha al più una dimensione di tipo «area»")
        dated = {a.code for a in self.attributes if a.type == "date"}
        if self.approved_on is not None and self.approved_on not in dated:
            raise ValueError(f"approved_on non nomina un attributo con una data: «{self.approved_on}»")
        return self

    @model_validator(mode="after")
    def _shown_with_people(self) -> Self:
        people = {m.code for m in self.measures if m.type == "count" and not m.shown_with}
        for measure in self.measures:
            if measure.shown_with and (not self.confidential or measure.shown_with not in people):
                raise ValueError(f"shown_with di «{measure.code}» non nomina un conteggio di persone")
        return self

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Codes of its own columns: dimensions, measures, attributes."""
        dimensions, measures = [d.code for d in self.dimensions], [m.code for m in self.measures]
        return (*dimensions, *measures, *(a.code for a in self.attributes))

    @cached_property
    def fields(self) -> tuple[Dimension | Measure | Attribute, ...]:
        """Its own columns, as defined: dimensions, measures, attributes."""
        return (*self.dimensions, *self.measures, *self.attributes)

    def heading(self, column: str) -> str:
        """Label of one of its own columns; the code itself when it has no such column."""
        return next((one.label for one in self.fields if one.code == column), column)

    @cached_property
    def area(self) -> Dimension | None:
        """The dimension that holds the territory, if there is one."""
        return next((d for d in self.dimensions if d.type == "area"), None)

    @cached_property
    def fixed(self) -> tuple[Dimension, ...]:
        """The dimensions that are never summed away: every table of the dataset has them."""
        return tuple(d for d in self.dimensions if not d.additive)

    @cached_property
    def free(self) -> tuple[Dimension, ...]:
        """The additive dimensions other than the territory: tables choose among them."""
        return tuple(d for d in self.dimensions if d.additive and d.type != "area")

    def dimension(self, code: str) -> Dimension:
        """Return a dimension by code.

        Raises:
            KeyError: the dataset has no such dimension.
        """
        for item in self.dimensions:
            if item.code == code:
                return item
        raise KeyError(code)

    def tables(self, audience: AudienceKind) -> tuple[tuple[str, ...], ...]:
        """List the tables of an audience's menu, each as its chosen dimensions.

        A level of territory, if any, comes first; dimensions that are never summed are understood.
        """
        menu = self.menu.get(audience, Menu())
        free = [d.code for d in self.free]
        found: dict[tuple[str, ...], None] = {}
        for level in menu.totals:
            found[(level,)] = None
        for level in menu.one_way:
            found.update({(level, code): None for code in free})
        for level in menu.pairs:
            found.update({(level, *pair): None for pair in combinations(free, 2)})
        for table in menu.tables:
            found[tuple(table)] = None
        return tuple(found)


class Ratio(Definition):
    """One side of an indicator: a measure of a dataset, where some dimensions have given values."""

    dataset: CodeText
    measure: CodeText
    where: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)


class Indicator(Definition):
    """What a number on screen means: one definition read by intake, release, pages, handouts and tests.

    Attributes:
        numerator, denominator: what is divided by what; without denominator the number is the measure.
        scale: the factor of the ratio (100 for a percentage, 1000 for a rate per thousand).
        unit: code in the code list `unita`.
        polarity: `alta` more is better, `bassa` less is better, `neutra` neither.
        next_update: text of the date or rhythm of the next update.
        least_public_level: the finest level of territory at which the public may read it.
        readable_after_months: months from a cohort's entry before which it is too early to read it.
    """

    code: CodeText
    label: str
    short: str = ""
    definition: str
    unit: CodeText
    numerator: Ratio
    denominator: Ratio | None = None
    scale: float = 1
    polarity: Literal["alta", "bassa", "neutra"]
    decimals: int = Field(ge=0, le=3)
    how_to_read: str
    limits: str
    source: str
    last_update: str
    next_update: str
    least_public_level: str
    readable_after_months: int = Field(default=0, ge=0)
    programmes: tuple[CodeText, ...]
    topics: tuple[CodeText, ...] = ()


class Programme(Definition):
    """A programme: what it is, where and when, who runs it, and which indicators lead its page.

    Attributes:
        scope: codes of the areas in which it runs (the root of the country for a national one).
        key_figures: indicators of its first screen, in order.
        map_indicators: indicators that make sense on a map, the first is the default.
        plans: pairs of indicators, planned and reached, to be seen side by side.
        clocks: code lists that count its time (cohorts, years of the fund ...), coarsest first.
    """

    code: CodeText
    label: str
    short: str
    description: str
    scope: tuple[str, ...]
    start: date | None = None
    end: date | None = None
    led_by: str
    source: str
    key_figures: tuple[CodeText, ...] = ()
    map_indicators: tuple[CodeText, ...] = ()
    plans: tuple[tuple[CodeText, CodeText], ...] = ()
    clocks: tuple[CodeText, ...] = ()
    order: int = 0


class CheckSide(Definition):
    """One side of a cross-check: the sum of a measure where some dimensions have given values."""

    dataset: CodeText
    measure: CodeText
    where: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)


class Check(Definition):
    """A rule between two numbers of the ledger: left ≤ right for each combination of `by`; it only warns.

    `unless_noted`: a note on the rows of the left side silences the warning.
    """

    code: CodeText
    label: str
    by: tuple[str, ...]
    left: CheckSide
    right: CheckSide
    unless_noted: bool = False


class GlossaryEntry(Definition):
    """A word of the field, explained in a sentence, with its source and related words."""

    term: str
    definition: str
    source: str = ""
    see_also: tuple[str, ...] = ()


class Catalogue(Definition):
    """All definitions, by code and in the order of their files."""

    programmes: dict[str, Programme]
    codelists: dict[str, CodeList]
    datasets: dict[str, Dataset]
    indicators: dict[str, Indicator]
    checks: dict[str, Check]
    glossary: dict[str, GlossaryEntry]
    attributes: tuple[Attribute, ...]
    fingerprint: str
    panels: dict[str, Panel] = Field(default_factory=dict)

    def attributes_of(self, dataset: Dataset) -> tuple[Attribute, ...]:
        """The attributes of a dataset's rows: its own, then those common to all datasets."""
        return (*dataset.attributes, *self.attributes)

    def panels_of(self, page: str, programme: str) -> list[Panel]:
        """The pictures declared for a page and a programme, in the order of their definitions."""
        return [one for one in self.panels.values() if one.page == page and programme in one.programmes]

    def label(self, codelist: str, code: str) -> str:
        """The label of a code; the code itself when the list does not hold it."""
        item = self.codelists[codelist].by_code.get(code) if codelist in self.codelists else None
        return item.label if item else code
