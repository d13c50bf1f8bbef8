"""What the domain names has a dataset, an indicator and a place on screen: `docs/coverage.md` says where."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from dashboard.data.definitions import Catalogue
from dashboard.pages import DOORS
from dashboard.settings import ROOT

COVERAGE = ROOT / "docs" / "coverage.md"
MAPS = {"panoramica", "territori"}
"""Pages that show the key figures and the map indicators of a programme besides their panels."""
BESIDE_FIGURES = {"territory_notes"}
"""Shown beside the figures of their topic, on the pages themselves."""


@dataclass(frozen=True)
class Line:
    """One line of the document."""

    programme: str
    what: str
    dataset: str
    indicators: tuple[str, ...]
    page: str


def lines() -> list[Line]:
    """Read the tables of the document, each under the heading of its programme."""
    found, programme = [], ""
    for text in COVERAGE.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"## (\w+): ", text):
            programme = heading[1]
        elif text.startswith("## "):
            programme = ""
        elif text.startswith("| ") and not text.startswith("| what "):
            what, dataset, indicators, page = (part.strip() for part in text.strip("|").split("|"))
            codes = tuple(code.strip() for code in indicators.split(",") if code.strip())
            found.append(Line(programme, what, dataset, codes, page))
    return found


LINES = lines()


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.programme}: {line.what}")
def test_a_line_of_the_domain_stands_where_the_document_says(line: Line, catalogue: Catalogue) -> None:
    assert line.dataset in catalogue.datasets
    assert line.page in {door.address for door in DOORS}
    assert set(line.indicators) <= set(catalogue.indicators)
    if line.dataset in BESIDE_FIGURES:
        return
    programmes = [line.programme] if line.programme else list(catalogue.programmes)
    shown: set[str] = set()
    rows: set[str] = set()
    for programme in programmes:
        for panel in catalogue.panels_of(line.page, programme):
            shown.update(panel.indicators)
            rows.add(panel.dataset or "")
        if line.page in MAPS:
            one = catalogue.programmes[programme]
            shown.update((*one.key_figures, *one.map_indicators, *(c for pair in one.plans for c in pair)))
    assert set(line.indicators) <= shown, f"non su «{line.page}»: {set(line.indicators) - shown}"
    sides = [
        side.dataset
        for code in line.indicators
        for side in (catalogue.indicators[code].numerator, catalogue.indicators[code].denominator)
        if side
    ]
    assert line.dataset in {*sides, *(rows if not line.indicators else ())}


def test_every_programme_and_every_dataset_has_its_lines(catalogue: Catalogue) -> None:
    assert {line.programme for line in LINES} >= set(catalogue.programmes)
    missing = set(catalogue.datasets) - {line.dataset for line in LINES}
    assert not missing, f"senza una riga: {sorted(missing)}"


def test_nothing_in_the_document_is_empty() -> None:
    assert len(LINES) > 60
    assert all(line.what and line.dataset and line.page for line in LINES)
