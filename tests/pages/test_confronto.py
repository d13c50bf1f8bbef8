"""Places like mine: who they are is computed again here from the rows, with numpy alone."""

from __future__ import annotations

import numpy as np

from dashboard.data.definitions import Catalogue
from tests.pages.conftest import ScreenFor, written
from tests.pages.oracle import Oracle

PROGRAMME = "care_leavers"


def nearest(oracle: Oracle, catalogue: Catalogue, mine: str, codes: list[str], most: int = 5) -> list[str]:
    """The areas nearest to mine, on some variables, among the Regioni that take part."""
    rows = oracle.rows("participation")
    taking = rows[rows["programma"] == PROGRAMME]["ref_area"]
    above = [oracle.territories.ancestor(code, "regione") for code in taking]
    inside = {area.code for area in above if area}
    scores = []
    for code in codes:
        found = oracle.values(catalogue.indicators[code], level="regione", programme=PROGRAMME)
        found = {area: value for area, value in found.items() if area in inside}
        if mine not in found or len(found) < 4:
            continue
        numbers = np.array(list(found.values()))
        numbers = np.log(numbers) if code in ("residenti_18_21", "densita") else numbers
        centre = np.median(numbers)
        spread = 1.4826 * np.median(np.abs(numbers - centre))
        scores.append(dict(zip(found, (numbers - centre) / spread, strict=True)))
    distances = {
        area: np.sqrt(np.mean([(s[area] - s[mine]) ** 2 for s in scores if area in s]))
        for area in inside - {mine}
    }
    return sorted(distances, key=lambda area: (distances[area], area))[:most]


def test_the_places_like_mine_are_those_of_the_rows(
    screen: ScreenFor, oracle: Oracle, catalogue: Catalogue
) -> None:
    codes = list(catalogue.panels["confronto_simili"].indicators)
    page = screen("pubblico").opens("confronto", territorio="16")

    title = page.html.all("h2")[0].text
    names = [oracle.territories.get(code).name for code in nearest(oracle, catalogue, "16", codes)]
    assert title == f"Puglia: i territori più simili sono {', '.join(names[:-1])} e {names[-1]}"
    assert list(page.table("Territori simili")) == ["Puglia", *names]


def test_other_variables_make_other_places_alike(
    screen: ScreenFor, oracle: Oracle, catalogue: Catalogue
) -> None:
    page = screen("pubblico").opens("confronto", territorio="16", variabili="residenti_18_21")

    names = [
        oracle.territories.get(code).name for code in nearest(oracle, catalogue, "16", ["residenti_18_21"])
    ]
    assert list(page.table("Territori simili")) == ["Puglia", *names]
    assert page.app.query_params["variabili"] in ("residenti_18_21", ["residenti_18_21"])


def test_each_indicator_is_that_of_the_rows_in_the_order_of_likeness(
    screen: ScreenFor, oracle: Oracle, catalogue: Catalogue
) -> None:
    near = nearest(oracle, catalogue, "16", list(catalogue.panels["confronto_simili"].indicators))
    page = screen("cabina").opens("confronto", territorio="16", sezione="Ragazze e ragazzi")

    for panel in catalogue.panels_of("confronto", PROGRAMME):
        if panel.section != "Ragazze e ragazzi":
            continue
        indicator = catalogue.indicators[panel.indicators[0]]
        values = oracle.values(indicator, level="regione", programme=PROGRAMME)
        table = page.table(panel.label)
        expected = ["16", *near]
        assert list(table) == [oracle.territories.get(code).name for code in expected]
        for code, cells in zip(expected, table.values(), strict=True):
            if code in values:
                assert cells == [written(values[code], indicator)]


def test_the_variables_that_were_chosen_hold_in_every_section(
    screen: ScreenFor, oracle: Oracle, catalogue: Catalogue
) -> None:
    chosen = nearest(oracle, catalogue, "16", ["residenti_18_21"])
    usual = nearest(oracle, catalogue, "16", list(catalogue.panels["confronto_simili"].indicators))
    page = screen("cabina").opens(
        "confronto", territorio="16", sezione="Ragazze e ragazzi", variabili="residenti_18_21"
    )

    panels = catalogue.panels_of("confronto", PROGRAMME)
    label = next(panel.label for panel in panels if panel.section == "Ragazze e ragazzi")
    names = [oracle.territories.get(code).name for code in ("16", *chosen)]
    assert chosen != usual
    assert list(page.table(label)) == names


def test_the_indicators_are_listed_one_topic_at_a_time(screen: ScreenFor, catalogue: Catalogue) -> None:
    page = screen("cabina").opens("confronto", sezione="Tutti gli indicatori", tema="youth_conference")

    of_the_topic = [
        one.label
        for one in catalogue.indicators.values()
        if PROGRAMME in one.programmes and one.topics[:1] == ("youth_conference",)
    ]
    title = page.html.all("h2")[0].text
    assert title.endswith(f"su {len(of_the_topic)}")


def test_the_list_opens_on_a_topic_of_which_the_view_has_something(screen: ScreenFor) -> None:
    title = screen("pubblico").opens("confronto", sezione="Tutti gli indicatori").html.all("h2")[0].text

    assert ": 0 indicatori" not in title


def test_with_the_whole_country_all_the_places_are_there_and_none_is_ranked(screen: ScreenFor) -> None:
    page = screen("pubblico").opens("confronto")

    assert "sceglierlo dall'elenco «Territorio»" in page.html.all("h2")[0].text
    shown = list(page.table("Territori simili"))
    assert shown == sorted(shown)
    assert len(shown) > 10
