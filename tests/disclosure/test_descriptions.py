"""Hierarchies and menus in YAML, all as text, with sentences for what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.descriptions import read_hierarchies, read_menu
from dashboard.disclosure.files import InputError


def yaml_file(folder: Path, text: str) -> Path:
    path = folder / "h.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_all_is_text_even_what_yaml_takes_for_numbers_and_truths(tmp_path: Path) -> None:
    read = read_hierarchies(
        yaml_file(tmp_path, "prov: {Piemonte: [NO, 001, 2020-01-01], Italia: [Piemonte]}")
    )
    assert read == {"prov": ({"Piemonte": ["NO", "001", "2020-01-01"], "Italia": ["Piemonte"]},)}


def test_several_trees_stand_over_the_same_leaves(tmp_path: Path) -> None:
    read = read_hierarchies(yaml_file(tmp_path, "age:\n - {all: [a, b, c]}\n - {all: [x, c], x: [a, b]}\n"))
    assert [dict(tree) for tree in read["age"]] == [
        {"all": ["a", "b", "c"]},
        {"all": ["x", "c"], "x": ["a", "b"]},
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "ci vuole «dimensione"),
        ("- a", "ci vuole «dimensione"),
        ("a: {b: [c]", "riga 1: non è YAML"),
        ("a: \x01", "non è YAML"),
        ("a: !!binary x\nb: {", "non è YAML"),
        ("a: []", "non ha alcuna gerarchia"),
        ("a: b", "ci vuole {genitore"),
        ("a: {}", "ci vuole {genitore"),
        ("a: {b: c}", "i figli di «b»"),
        ("a: {b: []}", "i figli di «b»"),
        ("a: {b: [[c]]}", "ogni nodo è un nome"),
        ("a: {b: [c, '']}", "ogni nodo è un nome"),
        ("a: {b: [c, c]}", "due volte lo stesso figlio"),
        ("a: {b: [c]}\na: {b: [d]}", "«a» compare due volte"),
        ("a: {b: [c], b: [d]}", "«b» compare due volte"),
        ("a: {b: [Total]}", "«Total» è un totale e sta anche fra le foglie"),
        ("a: [{t: [x, y]}, {t: [z], z: [x, y], x: [w]}]", "«x» è un totale e sta anche fra le foglie"),
        ("a: [{t: [x, z], x: [p]}, {t: [x, p], x: [z]}]", "«x» somma foglie diverse"),
        ("a: {b: [c, d], c: [b]}", "gira in tondo"),
        ("a: {b: [c], c: [c]}", "gira in tondo"),
        ("a: {b: [c, d], c: [e], d: [e]}", "«e» ha due genitori"),
    ],
)
def test_a_hierarchy_that_is_none_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as error:
        read_hierarchies(yaml_file(tmp_path, text))
    assert str(error.value).startswith("h.yaml")


def test_a_menu_is_a_list_of_tables(tmp_path: Path) -> None:
    read = read_menu(yaml_file(tmp_path, "- [area, sex]\n- [area@1]\n- []\n"))
    assert read == [["area", "sex"], ["area@1"], []]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "elenco di tabelle"),
        ("[]", "elenco di tabelle"),
        ("a: b", "elenco di tabelle"),
        ("- area", "tabella 1"),
        ("- [area]\n- [[area]]", "tabella 2"),
        ("- [area, '']", "tabella 1"),
    ],
)
def test_a_menu_that_is_none_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_menu(yaml_file(tmp_path, text))


@given(st.text("ab:{}[], -&*!?\n\"'|>%@`#", max_size=25))
def test_any_text_is_read_or_refused_with_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = yaml_file(tmp_path_factory.mktemp("yaml"), text)
    for read in (read_hierarchies, read_menu):
        try:
            assert isinstance(read(path), dict | list)
        except InputError as error:
            assert str(error).startswith("h.yaml")
