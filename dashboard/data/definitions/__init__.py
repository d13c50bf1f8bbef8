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
from dashboard.data.definitions.panels import Panel

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
    "Panel",
    "Programme",
    "load_catalogue",
]
