import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components import legends, palette
from dashboard.components.palette import Classes, make_classes
from dashboard.data.cells import Cell, Status

CLASSES = Classes((1.0, 5.0, 20.0), 1.0)


# ---- the marks ----


def test_zero_hidden_not_collected_and_not_participating_never_look_alike() -> None:
    fills = [
        legends.fill_of(Cell(0, Status.ZERO), CLASSES),
        legends.fill_of(Cell(None, Status.SUPPRESSED), CLASSES),
        legends.fill_of(Cell(None, Status.NOT_COLLECTED), CLASSES),
        legends.fill_of(Cell(None, Status.NOT_PARTICIPATING), CLASSES),
        *(palette.rgba(colour) for colour in palette.CLASSES),
    ]

    assert len({tuple(fill) for fill in fills}) == len(fills)


def test_who_does_not_participate_is_an_outline_only() -> None:
    assert legends.fill_of(None, CLASSES)[3] == 0
    assert legends.fill_of(Cell(None, Status.NOT_PARTICIPATING), CLASSES)[3] == 0
    assert legends.fill_of(Cell(None, Status.NOT_APPLICABLE), CLASSES)[3] == 0


def test_a_provisional_number_is_painted_by_its_class() -> None:
    provisional, valid = Cell(5, Status.PROVISIONAL), Cell(5, Status.VALID)

    assert legends.fill_of(provisional, CLASSES) == legends.fill_of(valid, CLASSES)


def test_the_marks_of_the_legend_have_names_of_their_own() -> None:
    entries = legends.of_classes(CLASSES, unit="persone", decimals=0, statuses=list(Status))

    assert len({swatch for swatch, _ in entries}) == len({text for _, text in entries}) == len(entries)


def test_the_legend_tells_only_the_marks_that_occur() -> None:
    entries = legends.of_classes(None, unit="persone", decimals=0, statuses=[Status.VALID, Status.ZERO])

    assert entries == [("zero", "zero")]


# ---- the legend of classes ----


def ends(text: str) -> tuple[float, float]:
    numbers = [float(part.replace(".", "").replace(",", ".")) for part in re.split(" – ", text)]
    return numbers[0], numbers[-1]


@given(st.lists(st.integers(min_value=1, max_value=900).map(float), min_size=1, max_size=50))
def test_the_legend_names_each_count_once_under_the_colour_it_has_on_the_map(values: list[float]) -> None:
    classes = make_classes(values, whole=True)
    assert classes is not None

    entries = legends.of_classes(classes, unit="persone", decimals=0, statuses=[])

    for value in values:
        swatches = [fill for fill, text in entries if ends(text)[0] <= value <= ends(text)[1]]
        assert swatches == [classes.colour(value)]


def test_large_classes_share_their_limits_as_on_a_scale() -> None:
    entries = legends.of_classes(Classes((5000.0, 90000.0), 1200.0), unit="euro", decimals=0, statuses=[])

    assert [text.replace("\u00a0", " ") for _, text in entries] == ["1.200 € – 5.000 €", "5.000 € – 90.000 €"]


@pytest.mark.parametrize("decimals", [0, 1])
def test_a_class_of_one_value_is_told_as_one_number(decimals: int) -> None:
    entries = legends.of_classes(Classes((4.0,), 4.0), unit="persone", decimals=decimals, statuses=[])

    assert [text for _, text in entries] == [f"4{',0' if decimals else ''}"]
