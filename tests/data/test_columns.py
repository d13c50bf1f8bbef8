"""Cells column by column: words in their order, numbers that tell lines apart, cells and frames of them."""

import numpy as np
import pytest

from dashboard.data.cells import Status
from dashboard.data.columns import GRADE, Columns, Words, strides


def columns() -> Columns:
    words = {"anno": Words(["1972", "1971"]), "genere": Words(["m", "f"], order=("f", "m"))}
    return Columns(
        ("anno", "genere"),
        words,
        {"anno": words["anno"].codes(["1971", "1972"]), "genere": words["genere"].codes(["m", "f"])},
        value=np.array([3.0, np.nan]),
        grade=np.array([GRADE["valid"], GRADE["suppressed"]], dtype=np.int8),
        demonstration=np.array([True, False]),
        note=np.array(["stima", ""], dtype=object),
    )


def test_words_follow_their_list_and_what_it_does_not_name_comes_last_with_one_rank() -> None:
    words = Words(["z", "m", "f", "y", "m"], order=("f", "a", "m"))

    assert words.texts.tolist() == ["f", "m", "z", "y"]
    assert words.rank.tolist() == [0, 1, 2, 2]
    assert Words(["b", "a"]).texts.tolist() == ["a", "b"]


def test_words_are_found_in_others_and_chosen() -> None:
    words = Words(["a", "b", "c"])

    assert words.found_in(Words(["c", "a"])).tolist() == [0, -1, 1]
    assert words.found_in(words).tolist() == [0, 1, 2]
    assert words.chosen(["c", "x"]).tolist() == [False, False, True]


def test_one_number_tells_a_line_from_all_others_or_says_that_it_cannot() -> None:
    assert strides([2, 3, 4]) == [12, 4, 1]
    with pytest.raises(OverflowError):
        strides([2**40, 2**40])


def test_cells_are_typed_and_a_frame_has_the_columns_of_a_table() -> None:
    found = columns()
    known, hidden = found.cells()

    assert (known.value, known.status, known.demonstration, known.note) == (3.0, Status.VALID, True, "stima")
    assert (hidden.value, hidden.status) == (None, Status.SUPPRESSED)
    frame = found.frame("viandanti")
    assert list(frame) == ["anno", "genere", "measure", "value", "status", "demonstration", "note"]
    assert frame["measure"].tolist() == ["viandanti"] * 2
    assert frame["genere"].tolist() == ["m", "f"]


def test_some_cells_are_taken_by_a_value() -> None:
    found = columns().only("genere", "f")

    assert found.distinct("anno") == ["1972"]
    assert len(columns().only("genere", "x")) == 0
