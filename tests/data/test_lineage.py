"""Which area lies in which."""

import pandas as pd
import pytest

from dashboard.data.lineage import Lineage


@pytest.fixture
def lineage() -> Lineage:
    areas = [("ERE", "regno", ""), ("01", "contea", "ERE"), ("02", "contea", "ERE")]
    areas += [("D1", "distretto", "01"), ("D2", "distretto", "02")]
    return Lineage(pd.DataFrame(areas, columns=["code", "level", "parent"]))


def test_an_area_knows_those_above_it(lineage: Lineage) -> None:
    assert lineage.chain("D1") == ["D1", "01", "ERE"]
    assert lineage.ancestor("D1", "contea") == "01"
    assert lineage.ancestor("01", "distretto") is None


def test_areas_inside_others_lie_in_one_of_each_level(lineage: Lineage) -> None:
    assert lineage.inside("distretto", {"contea": ["01", "02"]}) == {"D1", "D2"}
    assert lineage.inside("distretto", {"regno": ["ERE"], "contea": ["02"]}) == {"D2"}
    assert lineage.inside("distretto", {"contea": ["ERE", "nowhere"]}) == set()


def test_around_an_area_is_all_that_it_holds_and_all_that_holds_it(lineage: Lineage) -> None:
    assert lineage.within(["01"]) == {"01", "D1"}
    assert lineage.around(["01"]) == {"ERE", "01", "D1"}


def test_the_words_of_a_level_are_one_object(lineage: Lineage) -> None:
    assert lineage.words("contea") is lineage.words("contea")
    assert lineage.words("contea").texts.tolist() == ["01", "02"]
