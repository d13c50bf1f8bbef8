"""Places like mine, over Erewhon with numbers made by hand."""

from __future__ import annotations

from dashboard.components.panels import similar
from tests.components.markup import read
from tests.components.panels.conftest import AskFor


def test_the_nearest_are_named_with_the_reason_of_the_distance(alike: AskFor) -> None:
    unit = similar.similar(alike())

    assert unit.title == "Contea 01: i territori più simili sono Contea 02 e Contea 03"
    items = [item.text for item in read(unit.rows).all("li")]
    assert "Quasi uguali" in items[0]
    assert "più alto: 300 contro 100" in items[1]
    rows = read(unit.table).all("tr")
    assert [row.all("th")[0].text for row in rows[1:]] == ["Contea 01", "Contea 02", "Contea 03"]
    assert unit.demonstration


def test_the_file_says_how_much_of_each_distance_comes_from_each_variable(alike: AskFor) -> None:
    data = similar.similar(alike()).data

    assert data is not None
    near = data[data["territorio (codice)"] == "03"]
    assert near["parte della distanza (%)"].sum() == 100
    assert data[data["territorio (codice)"] == "01"]["distanza"].isna().all()


def test_only_the_variables_that_the_visitor_chose_count(alike: AskFor) -> None:
    unit = similar.similar(alike(choices={"variabili": "quota_speso"}))

    assert "quota spesa" in unit.caption
    assert "lanterna" not in unit.caption


def test_without_a_place_of_mine_all_are_shown_and_it_says_what_to_choose(alike: AskFor) -> None:
    unit = similar.similar(alike(area="ERE"))

    assert "4 territori su 2 variabili" in unit.title
    assert "sceglierlo" in unit.title
    assert unit.rows == ""
