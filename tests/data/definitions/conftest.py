"""A sound catalogue of an invented programme, to be spoilt one text at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.data.definitions import DefinitionError, load_catalogue

SOUND: dict[str, str] = {
    "programmes.yaml": """
- code: semina
  label: Semina
  short: Semina
  description: Un programma inventato.
  scope: [X]
  led_by: Nessuno
  source: Inventato
  key_figures: [semi_per_campo]
  clocks: [giro]
""",
    "codelists/base.yaml": """
- code: unita
  label: Unità
  codes:
    - {code: semi, label: semi}
    - {code: campi, label: campi}
- code: giro
  label: Giro
  codes:
    - {code: 01, label: Primo}
    - {code: no, label: Nessuno}
""",
    "datasets.yaml": """
- code: semine
  label: Semine
  description: Semi per campo.
  programmes: [semina]
  source: Contadini
  filled_by: Contadini
  frequency: annuale
  confidential: false
  perimeter: semine
  dimensions:
    - {code: luogo, label: Luogo, type: area, levels: [valle]}
    - {code: giro, label: Giro, type: code, codelist: giro}
  measures:
    - {code: semi, label: Semi, unit: semi}
    - {code: campi, label: Campi, unit: campi, required: false, minimum: null}
  menu:
    pubblico: {totals: [valle], tables: [[valle, giro]]}
  example: {giro: 01, semi: 20, origine: vero}
""",
    "attributes.yaml": "- {code: origine, label: Origine}\n",
    "indicators.yaml": """
- code: semi_per_campo
  label: Semi per campo
  definition: Semi divisi per campi.
  unit: semi
  numerator: {dataset: semine, measure: semi, where: {giro: [01, no]}}
  denominator: {dataset: semine, measure: campi}
  polarity: alta
  decimals: 1
  how_to_read: Così.
  limits: Molti.
  source: Contadini
  last_update: ieri
  next_update: domani
  least_public_level: valle
  programmes: [semina]
""",
    "checks.yaml": """
- code: campi_prima
  label: I campi non superano i semi
  by: [luogo]
  left: {dataset: semine, measure: campi}
  right: {dataset: semine, measure: semi, where: {giro: 01}}
""",
    "glossary.yaml": "- {term: Seme, definition: Da cui nasce la pianta., see_also: [Seme]}\n",
}


Change = tuple[str, str, str]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write the sound catalogue with some texts changed: `write((file, old, new), …)`."""

    def make(*changes: Change) -> Path:
        files = dict(SOUND)
        for file, old, new in changes:
            assert files[file].count(old) == 1, f"«{old}» in {file}"
            files[file] = files[file].replace(old, new)
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.lstrip("\n"), encoding="utf-8")
        return tmp_path

    return make


def problems(base: Path) -> tuple[str, ...]:
    with pytest.raises(DefinitionError) as caught:
        load_catalogue(base)
    assert all(problem in str(caught.value) for problem in caught.value.problems)
    return caught.value.problems
