import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.handouts import lettering


def test_letters_are_as_long_as_the_typeface_says() -> None:
    assert lettering.length("mm", size=10) == 2 * lettering.length("m", size=10)
    assert lettering.length("m", size=20) == pytest.approx(2 * lettering.length("m", size=10))
    assert lettering.length("massimo", size=10, weight=700) > lettering.length("massimo", size=10)
    assert lettering.length("◆", size=10) > 0
    assert lettering.length("\U0010fffd", size=10) == pytest.approx(6)


@given(st.lists(st.text("abcdefg", min_size=1, max_size=12), min_size=1, max_size=30))
def test_a_text_breaks_between_words_and_loses_none(words: list[str]) -> None:
    lines = lettering.wrap(" ".join(words), width=80, size=12)

    assert " ".join(lines).split() == words
    assert all(lettering.length(line, size=12) <= 80 or " " not in line for line in lines)


def test_markup_of_plotly_is_taken_away() -> None:
    assert lettering.plain("<b>a</b><br>b &lt; <i>c</i>") == "a\nb < c"
    assert lettering.plain("3 < 4") == "3 < 4"
    assert lettering.weight_of("<b>a</b>") == 600
    assert lettering.weight_of("<b>a</b> b <b>c</b>") == 400


def test_what_the_typeface_has_not_is_a_piece_of_its_own() -> None:
    assert lettering.pieces("◆ Più di €") == ["◆", " Più di €"]
    assert lettering.pieces("") == []
