from __future__ import annotations

import pytest

from dashboard.components import searching


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("équipe", True),
        ("EQUIPE", True),
        ("forli equipe", True),
        ("equ for", True),
        ("quipe", False),
        ("equipe milano", False),
        ("...", True),
    ],
)
def test_words_are_found_in_any_order_without_accents_from_their_beginning(query: str, found: bool) -> None:
    assert searching.finds(query, ["L'équipe", "di Forlì"]) is found


def test_found_words_are_set_off_and_nothing_becomes_markup() -> None:
    assert searching.marked("equ", "L'Équipe <b>") == "L&#x27;<mark>Équipe</mark> &lt;b&gt;"
    assert searching.marked("", "a & b") == "a &amp; b"
    assert searching.marked("ss", "straße così") == "straße così"


def test_a_plain_text_has_as_many_letters_as_the_text() -> None:
    for text in ("Perché è così", "STRASSE straße", "ﬁume İstanbul"):
        assert len(searching.plain(text)) == len(text)
