"""Protected tables are read back as they were written, and an altered one is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.files import InputError
from dashboard.disclosure.layout import Axis, Layout
from dashboard.disclosure.published import read_published, write_published
from dashboard.disclosure.tidy import Description
from tests.examples import examples

TREE = {"area": ({"Italia": ["N", "S"], "N": ["a", "b"], "S": ["c"]},)}
GOOD = """area,sex,count,status
A,F,,hidden
A,M,9,published
B,F,,hidden
B,M,8,published
A,Total,,hidden
B,Total,,hidden
Total,F,7,published
Total,M,17,published
Total,Total,24,published
"""


def out(folder: Path, text: str) -> Path:
    path = folder / "out.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_hidden_numbers_are_not_in_the_file_and_both_kinds_look_alike(tmp_path: Path) -> None:
    layout = Layout.of([Axis.of("area", ["A", "B"])])
    path = tmp_path / "out.csv"
    write_published(path, layout, np.array([777, 888, 1665]), np.array([True, True, False]))
    assert path.read_text() == "area,count,status\nA,,hidden\nB,,hidden\nTotal,1665,published\n"


def test_other_values_behind_the_hidden_cells_give_the_same_bytes(tmp_path: Path) -> None:
    layout = Layout.of([Axis.of("area", ["A", "B"])])
    hidden = np.array([True, True, False])
    texts = []
    for values in ([1, 9, 10], [4, 6, 10]):
        write_published(tmp_path / "out.csv", layout, np.array(values), hidden)
        texts.append((tmp_path / "out.csv").read_bytes())
    assert texts[0] == texts[1]


@examples(25)
@given(st.lists(st.integers(0, 9), min_size=6, max_size=6), st.lists(st.booleans(), min_size=18, max_size=18))
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, counts: list[int], hide: list[bool]
) -> None:
    description = Description(TREE)
    layout = Layout.of([Axis.of("area", [], TREE["area"]), Axis.of("sex", ["F", "M"])])
    values = np.asarray(layout.add_up(np.arange(6), np.array(counts, dtype=np.int64)))
    hidden = np.array(hide[: len(layout)])
    path = tmp_path_factory.mktemp("out") / "out.csv"
    write_published(path, layout, values, hidden)
    again, read = read_published(path, description)
    assert [again.names(cell) for cell in range(len(again))] == [
        layout.names(cell) for cell in range(len(layout))
    ]
    np.testing.assert_array_equal(read, np.where(hidden, np.nan, values))


def test_a_dimension_shown_as_a_total_alone_is_read_back(tmp_path: Path) -> None:
    text = "area,sex,count,status\nA,Total,3,published\nB,Total,,hidden\n"
    layout, values = read_published(out(tmp_path, text), Description({}, [["area"]]))
    assert layout.names(0) == ("A", "Total")
    np.testing.assert_array_equal(values, [3, np.nan])


def test_the_order_of_rows_and_columns_does_not_matter(tmp_path: Path) -> None:
    head, *lines = GOOD.splitlines()
    turned = [head, *lines[::-1]]
    swapped = [",".join(line.split(",")[::-1]) for line in turned]
    plain = read_published(out(tmp_path, GOOD), Description({}))
    for text in (turned, swapped):
        layout, values = read_published(out(tmp_path, "\n".join(text)), Description({}))
        mine = {frozenset(layout.names(cell)): str(value) for cell, value in enumerate(values)}
        theirs = {frozenset(plain[0].names(cell)): str(value) for cell, value in enumerate(plain[1])}
        assert mine == theirs


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("B,M,8,published\n", "", "celle che mancano: 1, fra cui «area=B, sex=M»"),
        ("B,M,8,published\n", "B,M,8,published\nB,M,8,published\n", "c’è già nella riga 5"),
        ("B,M,8,published\n", "B,M,8,hidden\n", "riga 5: la cella è nascosta ma ha un numero"),
        ("B,M,8,published\n", "B,M,,published\n", "riga 5: la cella è pubblicata ma non ha un numero"),
        ("B,M,8,published\n", "B,M,8,primary\n", "riga 5: lo stato è «primary»"),
        ("B,M,8,published\n", "B,M,8.5,published\n", "riga 5: nella colonna «count» c’è «8.5»"),
        ("B,M,8,published\n", "B,M,9,published\n", "le somme non tornano presso «area=Total, sex=M»"),
        (
            "Total,F,7,published\n",
            "Total,F,8,published\n",
            "somme non tornano presso «area=Total, sex=Total»",
        ),
        ("A,Total,,hidden\n", "A,Total,5,published\n", "il totale è 5, le parti almeno 9"),
        (",status\n", ",stato\n", "la colonna «status»"),
        ("A,F,,hidden\n", "A,F,,hidden\nC,F,,hidden\n", "celle che mancano: 2"),
    ],
)
def test_an_altered_file_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in GOOD
    with pytest.raises(InputError, match=says):
        read_published(out(tmp_path, GOOD.replace(old, new)), Description({}))


def test_counts_may_have_another_name_when_they_stand_before_the_status(tmp_path: Path) -> None:
    plain = read_published(out(tmp_path, GOOD), Description({}))[1]
    named = read_published(out(tmp_path, GOOD.replace(",count,", ",n,")), Description({}))[1]
    np.testing.assert_array_equal(named, plain)


@pytest.mark.parametrize(
    "text", ["area,sex,status\nA,F,hidden\n", "status,area\nhidden,A\n", "area,n,status\nA,,hidden\n"]
)
def test_a_file_without_counts_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="la colonna «count» per i conteggi non c’è"):
        read_published(out(tmp_path, text), Description({}))


def test_a_cell_that_no_table_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match="riga 2: nessuna tabella ha questa cella; se la tabella ha gerarchie"
    ):
        read_published(out(tmp_path, GOOD), Description({}, [["area"], ["sex"], []]))
