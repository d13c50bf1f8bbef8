import pandas as pd
import pytest

from dashboard.data.cells import AmbiguousCellError, Cell, Status, Table, to_cell

FRAME = pd.DataFrame(
    {
        "regione": ["01", "02", "03"],
        "measure": "persone",
        "value": [5.0, 0.0, float("nan")],
        "status": ["valid", "zero", "suppressed"],
        "demonstration": [False, True, False],
        "note": ["", "", "tre"],
    }
)


def table() -> Table:
    return Table("stati", ("regione",), FRAME, {"persone": "persone"})


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (None, Status.VALID),
        (3.0, Status.SUPPRESSED),
        (0.0, Status.NOT_COLLECTED),
        (None, Status.PROVISIONAL),
    ],
)
def test_a_number_and_a_status_that_contradict_each_other_are_refused(
    value: float | None, status: Status
) -> None:
    with pytest.raises(ValueError, match="cannot have value"):
        Cell(value, status)


def test_only_some_statuses_carry_a_number() -> None:
    assert {status for status in Status if status.has_value} == {
        Status.VALID,
        Status.ZERO,
        Status.PROVISIONAL,
    }


def test_a_table_without_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="note"):
        Table("stati", ("regione",), FRAME.drop(columns="note"))


def test_cells_come_with_their_coordinates() -> None:
    found = list(table().cells())
    assert found[0] == ({"regione": "01", "measure": "persone"}, Cell(5.0, Status.VALID))
    assert found[1] == ({"regione": "02", "measure": "persone"}, Cell(0.0, Status.ZERO, True))
    assert found[2][1] == Cell(None, Status.SUPPRESSED, False, "tre")


def test_one_cell_is_found_by_its_coordinates() -> None:
    assert table().cell(regione="01", measure="persone").value == 5.0
    with pytest.raises(AmbiguousCellError, match="3 cells"):
        table().cell()
    with pytest.raises(AmbiguousCellError, match="0 cells"):
        table().cell(regione="99")


def test_a_selection_keeps_dataset_and_units() -> None:
    found = table().select(regione=["01", "02"])
    assert len(found) == 2
    assert (found.dataset, found.unit) == ("stati", {"persone": "persone"})
    with pytest.raises(KeyError, match="provincia"):
        table().select(provincia="001")


def test_one_demonstration_cell_marks_the_whole_table() -> None:
    assert table().demonstration
    assert not table().select(regione="01").demonstration
    assert table().measures == ("persone",)


def test_a_number_under_a_status_that_has_none_never_gets_out() -> None:
    assert to_cell(7, "suppressed").value is None
    assert to_cell(7, "valid").value == 7.0
