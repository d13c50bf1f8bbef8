"""The catalogue: programmes, datasets, code lists, indicators, glossary (YAML) and their loader."""

from dashboard.data.definitions.loader import DefinitionError, load_catalogue
from dashboard.data.definitions.models import (
    Catalogue,
    Check,
    Code,
    CodeList,
    Dataset,
    Dimension,
    GlossaryEntry,
    Indicator,
    Measure,
    Programme,
)

__all__ = [
    "Catalogue",
    "Check",
    "Code",
    "CodeList",
    "Dataset",
    "DefinitionError",
    "Dimension",
    "GlossaryEntry",
    "Indicator",
    "Measure",
    "Programme",
    "load_catalogue",
]
