"""What is sensitive and why, what must stay, who knows what."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dashboard.disclosure.building import Wishes, build, insiders_of
from dashboard.disclosure.files import InputError
from dashboard.disclosure.layout import Bools
from dashboard.disclosure.problem import Problem, Rule
from dashboard.disclosure.tidy import Description, named, read_tidy

PLAIN = Description({})
TABLE = """area,state,n,p,h,k
A,in,40,0,0,0
B,in,3,0,0,1
B,out,6,1,0,0
C,in,7,0,1,0
C,out,8,0,0,0
"""


def built(folder: Path, rule: Rule, wishes: Wishes, text: str = TABLE) -> Problem:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    flags = wishes.columns
    tidy = read_tidy(path, PLAIN, count="n", dimensions=["area", "state"], flags=flags)
    return build(tidy, rule, wishes, PLAIN)


def told(problem: Problem, mask: Bools | None = None) -> dict[str, str]:
    assert problem.layout is not None
    cells = np.flatnonzero(problem.sensitive if mask is None else mask).tolist()
    return {named(problem.layout, cell): problem.reasons.get(cell, "") for cell in cells}


def test_small_counts_are_sensitive(tmp_path: Path) -> None:
    problem = built(tmp_path, Rule(), Wishes())
    assert told(problem) == {"area=B, state=in": "conteggio sotto 5"}


def test_zeros_can_be_sensitive_too(tmp_path: Path) -> None:
    problem = built(tmp_path, Rule(zeros="sensitive"), Wishes())
    assert set(told(problem)) == {"area=A, state=out", "area=B, state=in"}


def test_a_column_takes_the_place_of_the_threshold(tmp_path: Path) -> None:
    problem = built(tmp_path, Rule(), Wishes(primary="p"))
    assert told(problem) == {"area=B, state=out": "indicata come riservata"}


def test_a_column_and_sensitive_zeros_go_together(tmp_path: Path) -> None:
    problem = built(tmp_path, Rule(zeros="sensitive"), Wishes(primary="p"))
    assert told(problem) == {"area=A, state=out": "zero", "area=B, state=out": "indicata come riservata"}


def test_reasons_add_up(tmp_path: Path) -> None:
    problem = built(tmp_path, Rule(threshold=50), Wishes(sensitive=["state"], hide="h"))
    reasons = told(problem)
    assert reasons["area=A, state=in"] == "conteggio sotto 50; linea in una sola categoria"
    assert reasons["area=A, state=out"] == "linea in una sola categoria"
    assert reasons["area=C, state=in"] == "conteggio sotto 50; da nascondere per scelta"


def test_what_an_earlier_table_hides_stays_hidden(tmp_path: Path) -> None:
    old = tmp_path / "old.csv"
    old.write_text(
        "state,area,count,status\n"
        "in,C,,hidden\nin,Z,,hidden\nout,C,1,published\nout,Z,1,published\n"
        "in,Total,,hidden\nout,Total,2,published\nTotal,C,5,published\nTotal,Z,5,published\nTotal,Total,10,published\n"
    )
    problem = built(tmp_path, Rule(), Wishes(earlier=[old]))
    assert told(problem)["area=C, state=in"] == "già nascosta in un rilascio precedente"
    assert told(problem)["area=Total, state=in"] == "già nascosta in un rilascio precedente"
    assert set(told(problem)) == {"area=C, state=in", "area=Total, state=in", "area=B, state=in"}


def test_an_earlier_table_of_other_dimensions_is_refused(tmp_path: Path) -> None:
    old = tmp_path / "old.csv"
    old.write_text("area,count,status\nA,,hidden\nTotal,8,published\n")
    with pytest.raises(InputError, match=r"old.csv: le dimensioni sono «area»"):
        built(tmp_path, Rule(), Wishes(earlier=[old]))


def test_what_must_stay_is_forced(tmp_path: Path) -> None:
    problem = built(tmp_path, Rule(threshold=2), Wishes(publish="k"))
    assert list(told(problem, problem.forced)) == ["area=B, state=in"]


def test_what_must_both_stay_and_go_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"«area=B, state=in» va pubblicata e va nascosta \(conteggio sotto 5\)"
    ):
        built(tmp_path, Rule(), Wishes(publish="k"))


def test_a_sensitive_dimension_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--sensitive: «sex» non è fra le dimensioni «area», «state»"):
        built(tmp_path, Rule(), Wishes(sensitive=["sex"]))


def test_insiders_are_the_nodes_of_a_level(tmp_path: Path) -> None:
    for wanted in ("area", "area@1"):
        problem = built(tmp_path, Rule(), Wishes(insiders=[wanted]))
        assert [insider.name for insider in problem.insiders] == ["area=A", "area=B", "area=C"]


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ("sex", "«sex» non è fra le dimensioni"),
        ("sex@1", "«sex» non è fra le dimensioni"),
        ("area@0", "i livelli di «area» vanno da 1 a 1"),
        ("area@2", "i livelli di «area» vanno da 1 a 1"),
        ("area@x", "i livelli di «area» vanno da 1 a 1"),
    ],
)
def test_insiders_that_are_none_are_refused(tmp_path: Path, wanted: str, says: str) -> None:
    problem = built(tmp_path, Rule(), Wishes())
    assert problem.layout is not None
    with pytest.raises(InputError, match=says):
        insiders_of(problem.layout, [wanted])


def test_totals_alone_tell_nothing_of_insiders(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("area,state,n\nA,Total,9\n")
    description = Description({}, [["area"]])
    tidy = read_tidy(path, description, count="n")
    with pytest.raises(InputError, match="servono le righe di dettaglio"):
        build(tidy, Rule(), Wishes(insiders=["area"]), description)
