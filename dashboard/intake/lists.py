"""What the drop-down lists of a template offer: entries that the check reads back as codes."""

from __future__ import annotations

from collections import Counter

from dashboard.data.definitions import Catalogue
from dashboard.data.definitions.models import CodeList
from dashboard.intake.areas import AreaIndex
from dashboard.intake.columns import Column, fold

_DASH = " – "


def entries(column: Column, catalogue: Catalogue, areas: AreaIndex) -> dict[str, str]:
    """List the entries of a column's drop-down list.

    Args:
        column: a column of kind `code` or `area`; the others have no list.
        catalogue: the definitions.
        areas: the territories.

    Returns:
        Entry by code, in order: the label of a code («code – label» where two labels are alike), or
        «code – name» of a territory.
    """
    if column.kind == "area":
        found = [area for level in column.levels for area in areas.areas(level)]
        return {area.code: f"{area.code}{_DASH}{area.name}" for area in found}
    if column.kind == "code":
        return _of_codelist(catalogue.codelists[str(column.codelist)])
    return {}


def _of_codelist(codelist: CodeList) -> dict[str, str]:
    texts = Counter(fold(text) for c in codelist.codes for text in {c.label, c.short, c.code} if text)
    return {
        c.code: c.label if len(c.label) <= 250 and texts[fold(c.label)] == 1 else f"{c.code}{_DASH}{c.label}"
        for c in codelist.codes
    }
