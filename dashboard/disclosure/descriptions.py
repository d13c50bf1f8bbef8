"""What describes the tables: the hierarchies of the dimensions and the menu of the tables, in YAML.

Everything is read as text: codes keep their leading zeros, and the province of Novara (`NO`) is no false.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from dashboard.disclosure.files import InputError, path_errors
from dashboard.disclosure.layout import TOTAL, Tree


class _Text(yaml.BaseLoader):
    """A loader that reads everything as text and refuses a key that occurs twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        for key in keys:
            if keys.count(key) > 1:
                raise InputError(f"la voce «{key}» compare due volte")
        return super().construct_mapping(node, deep)


def _read_yaml(path: Path) -> Any:
    with path_errors(path):
        text = path.read_text(encoding="utf-8-sig")
    try:
        return yaml.load(text, Loader=_Text)  # a BaseLoader makes nothing but text
    except InputError as error:
        raise InputError(f"{path.name}: {error}") from error
    except yaml.MarkedYAMLError as error:
        line = f", riga {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise InputError(f"{path.name}{line}: non è YAML regolare (rientri, due punti, parentesi)") from error
    except (yaml.YAMLError, RecursionError, TypeError) as error:
        raise InputError(f"{path.name}: non è YAML regolare") from error


def read_hierarchies(path: Path) -> dict[str, tuple[Tree, ...]]:
    """Read the trees of each dimension: `dimension: {parent: [children]}` or a list of such trees.

    Raises:
        InputError: something else stands there, or the trees of a dimension do not go together.
    """
    found = _read_yaml(path)
    if not isinstance(found, dict):
        raise InputError(f"{path.name}: ci vuole «dimensione: {{genitore: [figli]}}» per ogni dimensione")
    trees: dict[str, tuple[Tree, ...]] = {}
    for dimension, written in found.items():
        where = f"{path.name}, dimensione «{dimension}»"
        one_or_more = written if isinstance(written, list) else [written]
        if not one_or_more:
            raise InputError(f"{where}: non ha alcuna gerarchia; togliere la voce o scriverne una")
        trees[str(dimension)] = tuple(_read_tree(where, tree) for tree in one_or_more)
        _check_together(where, trees[str(dimension)])
    return trees


def _read_tree(where: str, tree: Any) -> Tree:
    if not isinstance(tree, dict) or not tree:
        raise InputError(
            f"{where}: ci vuole {{genitore: [figli]}}, o un elenco di più gerarchie così scritte"
        )
    for parent, children in tree.items():
        if not isinstance(children, list) or not children:
            raise InputError(f"{where}: i figli di «{parent}» vanno scritti in un elenco, [uno, due]")
        for child in [parent, *children]:
            if not isinstance(child, str) or not child.strip():
                raise InputError(f"{where}, presso «{parent}»: ogni nodo è un nome non vuoto, non un elenco")
        if len(set(children)) < len(children):
            raise InputError(f"{where}: «{parent}» ha due volte lo stesso figlio")
    return {str(parent): [str(child) for child in children] for parent, children in tree.items()}


def _check_together(where: str, trees: Sequence[Tree]) -> None:
    """Refuse a node that is a leaf in one tree and a parent in another, or adds up different leaves."""
    opened = {parent for tree in trees for parent in tree}  # what is open in its own tree is no leaf there
    members: dict[str, frozenset[str]] = {}
    for tree in trees:
        for node in _leaves_below(where, tree):
            if node in opened or node == TOTAL:
                raise InputError(f"{where}: «{node}» è un totale e sta anche fra le foglie")
        for parent in tree:
            below = frozenset(_leaves_below(where, tree, parent))
            if members.setdefault(parent, below) != below:
                raise InputError(f"{where}: «{parent}» somma foglie diverse in due gerarchie; usare due nomi")


def _leaves_below(where: str, tree: Tree, node: str | None = None) -> Iterator[str]:
    """Yield the leaves of a node, or of the whole tree."""
    if node is None:
        yield from (child for children in tree.values() for child in children if child not in tree)
        return
    waiting, seen = [node], {node}
    while waiting:
        for child in tree[waiting.pop()]:
            if child in seen:
                raise InputError(f"{where}: «{child}» ha due genitori, o la gerarchia gira in tondo")
            seen.add(child)
            if child in tree:
                waiting.append(child)
            else:
                yield child


def read_menu(path: Path) -> list[list[str]]:
    """Read the list of tables, each a list of `dimension` or `dimension@level`; `[]` is the grand total.

    Raises:
        InputError: something else stands there.
    """
    found = _read_yaml(path)
    if not isinstance(found, list) or not found:
        raise InputError(f"{path.name}: ci vuole un elenco di tabelle, come «- [regione, sesso]»")
    for number, table in enumerate(found, start=1):
        if not isinstance(table, list) or not all(isinstance(item, str) and item for item in table):
            raise InputError(
                f"{path.name}, tabella {number}: ci vuole un elenco di dimensioni, come [regione, sesso@1]"
            )
    return found
