"""Whether what a definition names exists: a reference that dangles is told with file and line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dashboard.data.definitions.models import CheckSide, CodeList, Dataset, Ratio

Found = Mapping[str, Mapping[str, Any]]
"""Definitions by kind and code."""
UNITS = "unita"
"""Code of the code list that holds the units of count."""


def broken_references(found: Found, where: Mapping[str, Mapping[str, str]]) -> list[str]:
    """List every code that points at nothing, so that a definition cannot dangle.

    Args:
        found: the definitions, by kind and code.
        where: file and line of each definition, by kind and code.

    Returns:
        One sentence a problem, each `file:riga: definizione: motivo`.
    """
    finders = {
        "programmes": _of_programme,
        "attributes": _of_attribute,
        "datasets": _of_dataset,
        "indicators": _of_indicator,
        "checks": _of_check,
        "glossary": _of_entry,
        "panels": _of_panel,
    }
    return [
        f"{where[kind][code]}: {code}: {problem}"
        for kind, finder in finders.items()
        for code, definition in found[kind].items()
        for problem in finder(definition, found)
    ]


def _unknown(wanted: Iterable[str], known: Iterable[str], what: str) -> Iterator[str]:
    names = set(known)
    for name in wanted:
        if name not in names:
            yield f"{what} «{name}» non esiste nel catalogo"


def _of_programme(programme: Any, found: Found) -> Iterator[str]:
    pairs = (code for pair in programme.plans for code in pair)
    shown = (*programme.key_figures, *programme.map_indicators, *pairs)
    yield from _unknown(shown, found["indicators"], "l'indicatore")
    yield from _unknown(programme.clocks, found["codelists"], "l'elenco")


def _of_attribute(attribute: Any, found: Found) -> Iterator[str]:
    if attribute.codelist:
        yield from _unknown([attribute.codelist], found["codelists"], "l'elenco")


def _of_dataset(dataset: Dataset, found: Found) -> Iterator[str]:
    yield from _unknown(dataset.programmes, found["programmes"], "il programma")
    lists = [*(d.codelist for d in dataset.dimensions), *(a.codelist for a in dataset.attributes)]
    yield from _unknown(filter(None, lists), found["codelists"], "l'elenco")
    yield from _unknown((m.unit for m in dataset.measures), _units(found), "l'unità")
    others = [code for code in (dataset.perimeter, dataset.membership) if code]
    yield from _unknown(others, found["datasets"], "il dataset")
    common = set(found["attributes"])
    yield from _unknown(dataset.example, {*dataset.columns, *common}, "la colonna dell'esempio")
    for column in sorted(common & set(dataset.columns)):
        yield f"la colonna «{column}» è già un attributo comune"
    for table in {table for menu in dataset.menu.values() for table in menu.tables}:
        # The first name may be a level of territory, which the catalogue does not know.
        free = {d.code for d in dataset.free} | ({table[0]} if dataset.area and table else set())
        yield from _unknown(table, free, "la dimensione del menu")
    if dataset.confidential and dataset.records_for:
        yield "un dataset riservato non pubblica le righe"


def _of_indicator(indicator: Any, found: Found) -> Iterator[str]:
    yield from _unknown([indicator.unit], _units(found), "l'unità")
    yield from _unknown(indicator.programmes, found["programmes"], "il programma")
    for side in filter(None, (indicator.numerator, indicator.denominator)):
        yield from _of_side(side, found)


def _of_check(rule: Any, found: Found) -> Iterator[str]:
    for side in (rule.left, rule.right):
        yield from _of_side(side, found)
        if side.dataset in found["datasets"]:
            dimensions = [d.code for d in found["datasets"][side.dataset].dimensions]
            yield from _unknown(rule.by, dimensions, f"in {side.dataset} la dimensione")


def _of_entry(entry: Any, found: Found) -> Iterator[str]:
    yield from _unknown(entry.see_also, found["glossary"], "la voce")


def _of_panel(panel: Any, found: Found) -> Iterator[str]:
    yield from _unknown(panel.programmes, found["programmes"], "il programma")
    yield from _unknown(panel.indicators, found["indicators"], "l'indicatore")
    known = [found["indicators"][code] for code in panel.indicators if code in found["indicators"]]
    datasets = [indicator.numerator.dataset for indicator in known]
    if panel.dataset:
        yield from _unknown([panel.dataset], found["datasets"], "il dataset")
        datasets.append(panel.dataset)
    if not datasets and panel.about == "data":
        yield "una figura mostra almeno un indicatore o un dataset"
    defined = [found["datasets"][code] for code in datasets if code in found["datasets"]]
    columns = {name for dataset in defined for name in dataset.columns}
    if columns:
        yield from _unknown([*panel.by, *panel.where], columns | set(found["attributes"]), "la colonna")


def _units(found: Found) -> Iterable[str]:
    units = found["codelists"].get(UNITS)
    return units.by_code if units else ()


def _of_side(side: Ratio | CheckSide, found: Found) -> Iterator[str]:
    dataset: Dataset | None = found["datasets"].get(side.dataset)
    if dataset is None:
        yield from _unknown([side.dataset], (), "il dataset")
        return
    if side.measure not in {m.code for m in dataset.measures}:
        yield f"la misura «{side.measure}» non esiste in {side.dataset}"
    dimensions = {d.code: d for d in dataset.dimensions}
    for name, wanted in side.where.items():
        if name not in dimensions:
            yield f"la dimensione «{name}» non esiste in {side.dataset}"
            continue
        codelist: CodeList | None = found["codelists"].get(dimensions[name].codelist or "")
        for value in (wanted,) if isinstance(wanted, str) else wanted:
            if codelist and value not in codelist.by_code:
                yield f"«{value}» non è nell'elenco {codelist.code}"
