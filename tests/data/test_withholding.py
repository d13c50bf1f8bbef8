"""What is computed and not told: percentages of few people in public, cohorts that are too young."""

import numpy as np
import pytest

from dashboard.data.columns import GRADE, GRAVITY, Columns, Words
from dashboard.data.filling import DatasetInfo
from dashboard.data.withholding import guard_percentages, too_early


def share(value: float, base: float) -> Columns:
    words = Words(["C1"])
    return Columns(
        ("coorte",),
        {"coorte": words},
        {"coorte": words.codes(["C1"])},
        value=np.array([value], dtype=np.float64),
        grade=np.array([GRADE["valid"]], dtype=np.int8),
        demonstration=np.array([False]),
        note=np.array([""], dtype=object),
        numerator=np.array([value * base / 100]),
        base=np.array([base], dtype=np.float64),
    )


def told(cells: Columns) -> tuple[float | None, str, str]:
    (cell,) = cells.cells()
    return cell.value, cell.status.value, cell.note


@pytest.mark.parametrize(
    ("value", "base", "expected"),
    [
        (40.4, 19, (None, "suppressed", "percentuale non pubblicata: base inferiore a 20")),
        (40.4, 20, (40.0, "valid", "")),
        (3.0, 99, (5.0, "valid", "5 o meno")),
        (96.0, 99, (95.0, "valid", "95 o più")),
        (3.4, 100, (3.0, "valid", "")),
        (0.4, 100, (0.0, "zero", "")),
    ],
)
def test_a_percentage_of_people_is_whole_and_says_nothing_of_few(
    value: float, base: float, expected: tuple[float | None, str, str]
) -> None:
    assert told(guard_percentages(share(value, base))) == expected


@pytest.mark.parametrize(("as_of", "status"), [("1972-06-30", "not_applicable"), ("1972-07-01", "valid")])
def test_of_a_young_cohort_nothing_is_told(as_of: str, status: str) -> None:
    info = DatasetInfo.from_json(
        {name: () for name in DatasetInfo.__dataclass_fields__} | {"clocks": {"coorte": {"C1": "1972-01-01"}}}
    )

    assert told(too_early(share(40, 100), info, 6, as_of))[1] == status
    assert told(too_early(share(40, 100), info, 0, as_of))[1] == "valid"


def test_the_arrays_that_came_in_stay_as_they_were() -> None:
    cells = share(3.0, 30)
    guard_percentages(cells)

    assert (cells.value[0], GRAVITY[cells.grade[0]].value, cells.note[0]) == (3.0, "valid", "")
