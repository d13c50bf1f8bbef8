"""Read the catalogue from its YAML files; a wrong definition stops with file, line and reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from dashboard.data.definitions.models import (
    Attribute,
    Catalogue,
    Check,
    CodeList,
    Dataset,
    GlossaryEntry,
    Indicator,
    Programme,
)
from dashboard.data.definitions.panels import Panel
from dashboard.data.definitions.references import broken_references

Model = TypeVar("Model", bound=BaseModel)

# One folder (or one file) a kind of definition; every file holds a list of definitions.
_KINDS: dict[str, type[BaseModel]] = {
    "programmes": Programme,
    "codelists": CodeList,
    "datasets": Dataset,
    "indicators": Indicator,
    "checks": Check,
    "glossary": GlossaryEntry,
    "attributes": Attribute,
    "panels": Panel,
}
_WORDS_OF_THE_SCREEN = ("panels",)
"""Kinds that change no data: a release does not become another for them."""
_LINE = "__line__"
_REASONS = {
    "missing": "manca",
    "extra_forbidden": "campo sconosciuto",
    "literal_error": "valore non previsto, si aspetta {expected}",
    "string_pattern_mismatch": "codice con caratteri non ammessi",
    "string_type": "si aspetta un testo",
    "tuple_type": "si aspetta un elenco",
    "dict_type": "si aspettano dei campi",
    "model_type": "si aspettano dei campi",
    "bool_parsing": "si aspetta true o false",
    "int_parsing": "si aspetta un numero intero",
    "float_parsing": "si aspetta un numero",
    "date_from_datetime_parsing": "si aspetta una data aaaa-mm-gg",
    "date_parsing": "si aspetta una data aaaa-mm-gg",
    "greater_than_equal": "non può essere minore di {ge}",
    "less_than_equal": "non può essere maggiore di {le}",
}


class DefinitionError(ValueError):
    """A definition that cannot be used: file, line and reason, in Italian.

    Attributes:
        problems: every problem found, each `file:riga: motivo`.
    """

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("Catalogo non valido:\n" + "\n".join(f"  {p}" for p in self.problems))


_FASTEST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C, where PyYAML was built with it, takes a tenth of the time."""


class _LineLoader(_FASTEST):
    """A YAML loader that keeps the line of every mapping and refuses repeated keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        repeated = sorted({str(k) for k in keys if keys.count(k) > 1})
        if repeated:
            line = node.start_mark.line + 1
            raise yaml.MarkedYAMLError(
                problem=f"campo ripetuto: {', '.join(repeated)} (voce alla riga {line})",
                problem_mark=node.start_mark,
            )
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        mapping[_LINE] = node.start_mark.line + 1
        return mapping


# Codes such as 2018 or 01 and words such as `no` are texts in a catalogue: only true/false, null, and
# numbers written where a number is asked for (pydantic converts) keep a type.
_KEPT = ("tag:yaml.org,2002:null", "tag:yaml.org,2002:merge")
_LineLoader.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if tag in _KEPT]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load_catalogue(base: Path) -> Catalogue:
    """Read and check every definition below `base`.

    Args:
        base: folder with `programmes`, `codelists`, `datasets`, `indicators`, `checks`, `glossary`,
            `attributes`, `panels`, each a `.yaml` file or a folder of `.yaml` files that hold lists.

    Returns:
        The whole catalogue; `fingerprint` is the SHA-256 of its files, but for those of the panels.

    Raises:
        DefinitionError: with every problem found (file, line, reason).
    """
    problems: list[str] = []
    found: dict[str, list[tuple[Any, str]]] = {kind: [] for kind in _KINDS}
    digest = hashlib.sha256()
    for kind, model in _KINDS.items():
        for path in _files(base, kind):
            if kind not in _WORDS_OF_THE_SCREEN:
                digest.update(path.read_bytes())
            found[kind] += _read(path, base, model, problems)
    if not found["datasets"] and not problems:
        problems.append(f"{base}: nessuna definizione trovata in questa cartella")
    keyed = {kind: _by_code(kind, items, problems) for kind, items in found.items()}
    if not problems:
        problems += broken_references(keyed, {k: {_key(d): w for d, w in v} for k, v in found.items()})
    if problems:
        raise DefinitionError(problems)
    return Catalogue(
        **{kind: items for kind, items in keyed.items() if kind != "attributes"},
        attributes=tuple(keyed["attributes"].values()),
        fingerprint=digest.hexdigest(),
    )


def _files(base: Path, kind: str) -> list[Path]:
    single = base / f"{kind}.yaml"
    folder = base / kind
    return ([single] if single.exists() else []) + (sorted(folder.glob("*.yaml")) if folder.is_dir() else [])


def _read(path: Path, base: Path, model: type[BaseModel], problems: list[str]) -> list[tuple[Any, str]]:
    name = path.relative_to(base).as_posix()
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LineLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        problems.append(f"{name}:{line}: YAML non leggibile: {error.problem}")
        return []
    except (yaml.YAMLError, UnicodeDecodeError):
        problems.append(f"{name}:1: il file non è un testo UTF-8")
        return []
    if not isinstance(content, list):
        problems.append(f"{name}:1: il file deve contenere un elenco di definizioni")
        return []
    read = []
    for raw in content:
        line = raw.get(_LINE, 1) if isinstance(raw, dict) else 1
        try:
            read.append((model.model_validate(_without_lines(raw)), f"{name}:{line}"))
        except ValidationError as error:
            for issue in error.errors():
                at = _line_of(raw, issue["loc"], line)
                field = ".".join(str(part) for part in issue["loc"])
                owner = raw.get("code") or raw.get("term") if isinstance(raw, dict) else None
                where = ": ".join(str(part) for part in (owner, field) if part)
                problems.append(f"{name}:{at}: {where or 'voce'}: {_reason(issue)}")
    return read


def _reason(issue: Mapping[str, Any]) -> str:
    """Say in Italian what is wrong with a field, and what was found where that helps."""
    context = issue.get("ctx", {})
    if issue["type"] == "value_error":
        return str(context["error"])
    told = {key: str(value).replace("' or '", "' o '") for key, value in context.items()}
    reason = _REASONS.get(issue["type"], "valore non valido").format_map(told)
    found = issue.get("input")
    return f"{reason} (trovato: «{found}»)" if isinstance(found, str) else reason


def _without_lines(raw: Any) -> Any:
    if isinstance(raw, dict):
        return {key: _without_lines(value) for key, value in raw.items() if key != _LINE}
    return [_without_lines(item) for item in raw] if isinstance(raw, list) else raw


def _line_of(raw: Any, location: tuple[int | str, ...], line: int) -> int:
    for part in location:
        try:
            raw = raw[part]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(raw, dict):
            line = raw.get(_LINE, line)
    return line


def _key(definition: Any) -> str:
    return str(getattr(definition, "code", None) or definition.term)


def _by_code(kind: str, items: list[tuple[Any, str]], problems: list[str]) -> dict[str, Any]:
    keyed: dict[str, tuple[Any, str]] = {}
    for definition, where in items:
        key = _key(definition)
        if key in keyed:
            problems.append(f"{where}: {kind}: «{key}» è già definito in {keyed[key][1]}")
        keyed.setdefault(key, (definition, where))
    return {key: definition for key, (definition, _) in keyed.items()}
