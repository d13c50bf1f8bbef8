"""The words of demonstration listening: short, each said once, of themes and voices that exist."""

from __future__ import annotations

import re

from dashboard.data.definitions import Catalogue
from dashboard.demonstration.sayings import PRACTICES, SAID

SENTENCES = [text for voices in SAID.values() for texts in voices.values() for text in texts]
LONGEST = 100
"""Letters: a statement is read on a card, in one breath."""


def test_themes_and_voices_are_those_of_the_lists(catalogue: Catalogue) -> None:
    assert set(SAID) == set(catalogue.codelists["tema_ascolto"].by_code)
    voices = {voice for told in SAID.values() for voice in told}
    assert voices <= set(catalogue.codelists["voce"].by_code)


def test_no_sentence_is_empty_said_twice_or_too_long_for_its_card() -> None:
    assert len(set(SENTENCES)) == len(SENTENCES)
    assert all(voices and all(voices.values()) for voices in SAID.values())
    assert all(0 < len(text) <= LONGEST and text == text.strip() for text in SENTENCES)


def test_no_invented_word_names_a_person_a_day_or_a_figure_that_could_be_taken_for_a_fact() -> None:
    words = " ".join([*SENTENCES, *(text for one in PRACTICES for text in one.values())])
    assert not re.search(r"\d", words)


def test_every_practice_has_the_same_fields_all_filled_and_a_title_of_its_own(catalogue: Catalogue) -> None:
    columns = set(catalogue.datasets["good_practices"].columns) | {
        a.code for a in catalogue.attributes_of(catalogue.datasets["good_practices"])
    }
    assert len({one["titolo"] for one in PRACTICES}) == len(PRACTICES)
    for one in PRACTICES:
        assert set(one) == set(PRACTICES[0]) <= columns
        assert all(text.strip() for text in one.values()), one["titolo"]
