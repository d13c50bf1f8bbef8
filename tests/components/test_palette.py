import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components import palette
from dashboard.components.palette import Classes, make_classes

SOME = st.one_of(st.integers(min_value=0, max_value=12), st.integers(min_value=0, max_value=200_000))
COUNTS = st.lists(SOME.map(float), min_size=1, max_size=60).filter(any)
AMOUNTS = st.lists(st.floats(min_value=0, max_value=1e9), min_size=1, max_size=60).filter(any)


def classes_of(values: list[float], *, whole: bool = False) -> Classes:
    classes = make_classes(values, whole=whole)
    assert classes is not None
    return classes


@given(st.one_of(COUNTS, AMOUNTS), st.booleans())
def test_every_positive_value_falls_in_exactly_one_class(values: list[float], whole: bool) -> None:
    classes = classes_of(values, whole=whole)
    lowers = (0.0, *classes.uppers[:-1])

    for value in (v for v in values if v > 0):
        holding = [
            i for i, (low, up) in enumerate(zip(lowers, classes.uppers, strict=True)) if low < value <= up
        ]
        assert holding == [classes.index(value)]


@given(st.one_of(COUNTS, AMOUNTS), st.booleans())
def test_there_are_at_most_five_classes_from_few_to_many(values: list[float], whole: bool) -> None:
    classes = classes_of(values, whole=whole)

    assert 1 <= len(classes.uppers) <= palette.MOST_CLASSES == 5
    assert list(classes.uppers) == sorted(set(classes.uppers))
    assert classes.uppers[-1] == max(values)
    assert classes.lowest == min(v for v in values if v > 0)


@given(st.one_of(COUNTS, AMOUNTS))
def test_more_is_never_painted_lighter(values: list[float]) -> None:
    classes = classes_of(values)
    positive = sorted(v for v in values if v > 0)

    shades = [palette.CLASSES.index(classes.colour(v)) for v in positive]
    assert shades == sorted(shades)
    assert len(set(classes.positions)) == len(classes.uppers)


@given(AMOUNTS.flatmap(lambda values: st.tuples(st.just(values), st.permutations(values))))
def test_classes_don_t_depend_on_the_order_of_the_values(both: tuple[list[float], list[float]]) -> None:
    values, shuffled = both

    assert make_classes(values, whole=False) == make_classes(shuffled, whole=False)


@given(COUNTS)
def test_the_limits_of_counts_are_whole_numbers(values: list[float]) -> None:
    classes = classes_of(values, whole=True)

    assert all(upper == int(upper) for upper in classes.uppers)


def test_zeros_have_no_class() -> None:
    assert make_classes([0, 0], whole=True) is None
    assert make_classes([], whole=True) is None
    assert make_classes([0, 7], whole=True) == make_classes([7], whole=True)


def test_a_value_beyond_the_scale_falls_in_the_last_class() -> None:
    classes = classes_of([1, 2, 3])

    assert classes.index(1000) == 2


def test_few_values_have_a_class_each_and_use_the_whole_range() -> None:
    classes = classes_of([3, 1, 2])

    assert classes.uppers == (1, 2, 3)
    assert {classes.colour(1), classes.colour(3)} == {palette.CLASSES[0], palette.CLASSES[-1]}


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast by the WCAG 2.1 formula."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_neighbouring_classes_can_be_told_apart_in_grey() -> None:
    steps = zip(palette.CLASSES, palette.CLASSES[1:], strict=False)

    assert all(contrast(light, dark) >= 1.3 for light, dark in steps)
    assert [_luminance(c) for c in palette.CLASSES] == sorted(
        (_luminance(c) for c in palette.CLASSES), reverse=True
    )


@pytest.mark.parametrize(
    "colour", [palette.BLUE, palette.SLATE, palette.INK, palette.ORANGE, palette.RED, palette.GREEN]
)
def test_the_colours_of_texts_can_be_read_on_white(colour: str) -> None:
    assert contrast(colour, palette.WHITE) >= 4.5


def test_a_colour_becomes_the_four_numbers_of_a_layer() -> None:
    assert palette.rgba("#0066cc") == [0, 0x66, 0xCC, 255]
    assert palette.rgba(palette.WHITE, 110) == [255, 255, 255, 110]
