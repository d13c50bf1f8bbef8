"""Classes of places."""

from __future__ import annotations

import pytest

from dashboard.components.panels.places import class_names, class_of


@pytest.mark.parametrize(("value", "wanted"), [(0, 0), (49.9, 0), (50, 1), (99.9, 1), (100, 2), (125, 2)])
def test_a_limit_belongs_to_the_class_above_it(value: float, wanted: int) -> None:
    assert class_of(value, [50, 100]) == wanted


def test_classes_are_named_with_their_limits() -> None:
    names = [name.replace("\u00a0", " ") for name in class_names([50, 100], "percento")]

    assert names == ["meno di 50 %", "da 50 % a meno di 100 %", "100 % e più"]
