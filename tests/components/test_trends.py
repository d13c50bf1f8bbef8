import dataclasses

from dashboard.components import trends
from dashboard.components.views import View
from dashboard.data.cells import Status
from tests.components.markup import read

NOUN = ("Contea", "Contee")


def test_planned_and_reached_stand_side_by_side_where_both_are_known(
    people: View, money: View, names: dict[str, str]
) -> None:
    unit = trends.plan_unit(money, people, key="piano", names=names, noun=NOUN, unit_label="viandanti")

    known = [code for code in people.known if code in money.known]
    assert [row.all("th")[0].text for row in read(unit.table).all("tr")[1:]] == [names[c] for c in known]
    assert unit.data is not None
    assert len(unit.data) == 2 * len(known)
    assert unit.demonstration


def test_a_figure_over_time_without_values_says_so(people: View) -> None:
    unit = trends.moments_unit([], people, key="tempo", place="Erewhon", unit_label="viandanti")

    assert unit.empty == unit.title == "Nessun valore pubblicato."


def test_a_figure_that_never_changes_is_said_once(people: View) -> None:
    cell = dataclasses.replace(people.cells["01"], note="")
    items = [("1971", "1971", cell), ("1972", "1972", cell)]

    unit = trends.moments_unit(items, people, key="tempo", place="Aurorale", unit_label="viandanti")

    assert unit.title == "Aurorale: 5 viandanti in ogni periodo, dal 1971 al 1972"
    assert unit.demonstration
    assert cell.status is Status.VALID


def test_a_note_on_a_figure_of_the_message_stands_under_it(people: View) -> None:
    cell = dataclasses.replace(people.cells["01"], note="manca una consegna")

    unit = trends.moments_unit(
        [("1971", "1971", cell)], people, key="tempo", place="Aurorale", unit_label="viandanti"
    )

    assert "5 viandanti*" in unit.title
    assert "* manca una consegna" in unit.caption
