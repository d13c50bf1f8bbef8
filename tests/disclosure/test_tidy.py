"""Tidy tables become cells; totals must agree with the details."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure import tidy as module
from dashboard.disclosure.files import InputError
from dashboard.disclosure.tidy import NO_LEAF, Description, Tidy, named, read_own, read_tidy
from tests.examples import examples

PLAIN = Description({})
PLACES = Description({"area": ({"Italia": ["N", "S"], "N": ["01", "02"], "S": ["03"]},)})


def table(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def cells(read: Tidy) -> dict[str, int]:
    values = read.layout.add_up(read.inner, read.counts)
    return {named(read.layout, cell): int(value) for cell, value in enumerate(values.tolist())}


def test_absent_combinations_count_nothing_and_totals_are_added(tmp_path: Path) -> None:
    read = read_tidy(table(tmp_path, "area,sex,n\nA,F,3\nB,M,8\n"), PLAIN, count="n")
    assert cells(read) == {
        "area=A, sex=F": 3,
        "area=A, sex=M": 0,
        "area=B, sex=F": 0,
        "area=B, sex=M": 8,
        "area=A, sex=Total": 3,
        "area=B, sex=Total": 8,
        "area=Total, sex=F": 3,
        "area=Total, sex=M": 8,
        "area=Total, sex=Total": 11,
    }
    assert read.detailed


def test_the_leaves_of_a_hierarchy_are_there_even_without_data(tmp_path: Path) -> None:
    read = read_tidy(table(tmp_path, "area,n\n01,3\n03,4\n"), PLACES, count="n")
    found = cells(read)
    assert found["area=02"] == 0
    assert found["area=N"] == 3
    assert found["area=Italia"] == 7


def test_only_the_tables_of_the_menu_have_cells(tmp_path: Path) -> None:
    description = Description(PLACES.trees, [["area@1"], []])
    read = read_tidy(table(tmp_path, "area,sex,n\n01,F,3\n03,M,4\n"), description, count="n")
    assert cells(read) == {
        "area=N, sex=Total": 3,
        "area=S, sex=Total": 4,
        "area=Italia, sex=Total": 7,
    }


def test_the_order_of_rows_and_leaves_is_that_of_the_alphabet(tmp_path: Path) -> None:
    lines = ["10-14,1", "5-9,2", "b,3", "0-4,4", "²,5"]
    orders = [lines, lines[::-1]]
    found = [read_tidy(table(tmp_path, "\n".join(["a,n", *order])), PLAIN, count="n") for order in orders]
    assert (
        found[0].layout.axes[0].nodes[:5]
        == found[1].layout.axes[0].nodes[:5]
        == ("0-4", "5-9", "10-14", "b", "²")
    )
    assert cells(found[0]) == cells(found[1])


def test_right_totals_are_accepted_and_their_flags_count(tmp_path: Path) -> None:
    text = "area,sex,n,p\nA,F,3,0\nB,F,8,1\nTotal,F,11,1\nA,Total,3,0\n"
    read = read_tidy(table(tmp_path, text), PLAIN, count="n", flags=["p"])
    marked = [named(read.layout, int(cell)) for cell in np.flatnonzero(read.flags["p"])]
    assert marked == ["area=B, sex=F", "area=Total, sex=F"]


def test_a_flag_on_a_cell_no_table_shows_marks_nothing(tmp_path: Path) -> None:
    description = Description({}, [["area"]])
    read = read_tidy(table(tmp_path, "area,sex,n,p\nA,F,3,1\n"), description, count="n", flags=["p"])
    assert not read.flags["p"].any()


@pytest.mark.parametrize("menu", [None, [["area"]]])
def test_a_wrong_total_is_refused_in_every_menu(tmp_path: Path, menu: list[list[str]] | None) -> None:
    path = table(tmp_path, "area,sex,n\nA,F,3\nB,M,8\nTotal,F,4\n")
    with pytest.raises(InputError, match="riga 4: il totale è 4, ma le sue parti sommano 3"):
        read_tidy(path, Description({}, menu), count="n")


def test_right_totals_outside_the_menu_are_accepted(tmp_path: Path) -> None:
    path = table(tmp_path, "area,sex,n\n01,F,3\n03,M,8\nN,Total,3\nItalia,F,3\n")
    assert cells(read_tidy(path, Description(PLACES.trees, [[]]), count="n")) == {
        "area=Italia, sex=Total": 11
    }


def test_totals_without_details_are_enough_when_the_menu_has_no_more(tmp_path: Path) -> None:
    path = table(tmp_path, "area,sex,n\nA,Total,3\nB,Total,9\nTotal,F,7\nTotal,M,5\nTotal,Total,12\n")
    read = read_tidy(path, Description({}, [["area"], ["sex"], []]), count="n")
    assert not read.detailed
    assert cells(read) == {
        "area=A, sex=Total": 3,
        "area=B, sex=Total": 9,
        "area=Total, sex=F": 7,
        "area=Total, sex=M": 5,
        "area=Total, sex=Total": 12,
    }


def test_totals_without_details_are_refused_when_a_cell_lacks(tmp_path: Path) -> None:
    path = table(tmp_path, "area,sex,n\nA,Total,3\nTotal,F,3\nTotal,M,0\nTotal,Total,3\n")
    with pytest.raises(InputError, match="manca la riga «area=A, sex=F»"):
        read_tidy(path, PLAIN, count="n")


def test_totals_that_no_table_can_have_are_refused(tmp_path: Path) -> None:
    path = table(tmp_path, "area,sex,n\nA,Total,3\nTotal,F,2\nTotal,Total,4\n")
    with pytest.raises(InputError, match="nessuna tabella può averli"):
        read_tidy(path, Description({}, [["area"], ["sex"], []]), count="n")


def test_a_dimension_with_totals_alone_has_one_unnamed_leaf(tmp_path: Path) -> None:
    read = read_tidy(table(tmp_path, "area,sex,n\nA,Total,3\n"), Description({}, [["area"]]), count="n")
    assert read.layout.axes[1].nodes == (NO_LEAF, "Total")
    assert cells(read) == {"area=A, sex=Total": 3}


def test_the_dimensions_can_be_chosen(tmp_path: Path) -> None:
    read = read_tidy(table(tmp_path, "a,note,n\nx,hello,3\ny,there,4\n"), PLAIN, count="n", dimensions=["a"])
    assert cells(read) == {"a=x": 3, "a=y": 4, "a=Total": 7}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("area,m\nA,3\n", "la colonna «n» per i conteggi non c’è"),
        ("n\n3\n", "non ci sono colonne di dimensioni"),
        ("area,n\n", "dopo i nomi delle colonne non ci sono righe"),
        ("area,n\nA,3\nB,-1\n", "riga 3: nella colonna «n» c’è «-1»"),
        ("area,n\nA,3\nB,\n", "riga 3: nella colonna «n» manca il conteggio"),
        ("area,n\nA,3\n,4\n", "riga 3: manca il valore della dimensione «area»"),
        ("area,n\nA,3\nA\u200b,4\n", r"riga 3: il valore .* di «area» ha caratteri che non si vedono"),
        ("area,n\nA,3\nA,4\n", "riga 3: la combinazione «A» c’è già nella riga 2"),
        ("area,n\nA,3\nTotale,3\n", "riga 3: «Totale» di «area» sembra un totale"),
        ("area,status,n\nA,x,3\n", "non può chiamarsi «status»"),
        ("area,count,n\nA,x,3\n", "non può chiamarsi «count»"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_tidy(table(tmp_path, text), PLAIN, count="n")


def test_hierarchies_and_data_must_go_together(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="il valore «09» di «area» non è nella gerarchia"):
        read_tidy(table(tmp_path, "area,n\n09,3\n"), PLACES, count="n")
    with pytest.raises(InputError, match="le gerarchie nominano «area», che non è fra le dimensioni: «sex»"):
        read_tidy(table(tmp_path, "sex,n\nF,3\n"), PLACES, count="n")
    with pytest.raises(InputError, match="il menu nomina «age»"):
        read_tidy(table(tmp_path, "sex,n\nF,3\n"), Description({}, [["age"]]), count="n")


def test_several_roots_have_the_one_total(tmp_path: Path) -> None:
    description = Description({"area": ({"N": ["a"], "S": ["b"]},)})
    read = read_tidy(table(tmp_path, "area,n\na,3\nb,4\nTotal,7\n"), description, count="n")
    assert cells(read)["area=Total"] == 7


def test_a_column_cannot_be_two_things(tmp_path: Path) -> None:
    path = table(tmp_path, "area,n\nA,3\n")
    with pytest.raises(InputError, match="la colonna «n» non può essere anche una dimensione"):
        read_tidy(path, PLAIN, count="n", dimensions=["area", "n"])
    with pytest.raises(InputError, match="la colonna «zone» per una dimensione non c’è"):
        read_tidy(path, PLAIN, count="n", dimensions=["zone"])


def test_too_many_cells_are_refused_before_they_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = table(tmp_path, "a,b,n\n1,1,3\n2,2,3\n3,3,3\n")
    monkeypatch.setattr(module, "MOST_CELLS", 10)
    with pytest.raises(InputError, match="più di 10 celle; elencare con un menu"):
        read_tidy(path, PLAIN, count="n")
    assert len(read_tidy(path, Description({}, [["a"], ["b@0"]]), count="n").layout) == 4


def test_too_many_combinations_are_refused(tmp_path: Path) -> None:
    names = [f"d{i}" for i in range(63)]
    rows = [",".join([*names, "n"]), *(",".join([value] * 63 + ["3"]) for value in "xy")]
    with pytest.raises(InputError, match="le dimensioni sono troppe"):
        read_tidy(table(tmp_path, "\n".join(rows)), Description({}, [["d0"]]), count="n")


def test_own_figures_are_read_for_a_layout_that_exists(tmp_path: Path) -> None:
    layout = read_tidy(table(tmp_path, "area,sex,n\nA,F,3\nB,M,8\n"), PLAIN, count="n").layout
    inner, counts = read_own(table(tmp_path, "sex,area,k\nM,B,8\nM,Total,8\n"), layout, count="k")
    assert (inner.tolist(), counts.tolist()) == ([3], [8])
    with pytest.raises(InputError, match="riga 2: «C» non è un valore di «area»"):
        read_own(table(tmp_path, "sex,area,k\nM,C,8\n"), layout, count="k")


@examples(25)
@given(st.lists(st.integers(0, 9), min_size=6, max_size=6), st.randoms(use_true_random=False))
def test_a_whole_table_with_totals_is_read_as_its_details(
    tmp_path_factory: pytest.TempPathFactory, counts: list[int], order: object
) -> None:
    folder = tmp_path_factory.mktemp("tidy")
    details = [f"{a},{b},{n}" for (a, b), n in zip(product("xy", "pqr"), counts, strict=True)]
    plain = read_tidy(table(folder, "\n".join(["a,b,n", *details])), PLAIN, count="n")
    whole = [name.replace("a=", "").replace(" b=", "") + f",{n}" for name, n in cells(plain).items()]
    order.shuffle(whole)  # type: ignore[attr-defined]
    assert cells(read_tidy(table(folder, "\n".join(["a,b,n", *whole])), PLAIN, count="n")) == cells(plain)


def test_counts_that_no_solver_tells_apart_any_more_are_refused(tmp_path: Path) -> None:
    path = table(tmp_path, "a,n\nx,1000000000\ny,3\nz,1000000000\n")
    with pytest.raises(InputError, match="sommano 2000000003"):
        read_tidy(path, PLAIN, count="n")
