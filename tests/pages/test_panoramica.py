"""The state of a programme in one screen: key figures and charts."""

from __future__ import annotations

import pytest

from dashboard.data.definitions import Catalogue
from tests.pages.conftest import PROGRAMMES, ScreenFor, written
from tests.pages.oracle import Oracle


def test_bars_over_time_start_at_zero_and_bear_their_mark(screen: ScreenFor) -> None:
    page = screen("cabina").opens()

    assert page.charts
    small = page.charts[-1]  # one chart a place: their common floor is tested with the chart itself
    for chart in page.charts[:-1]:
        axes = (chart["layout"].get("yaxis", {}), chart["layout"].get("xaxis", {}))
        ranges = [axis["range"] for axis in axes if "range" in axis]
        assert [low for low, _ in ranges] == [0]
    assert small["data"][0]["base"]


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_key_figures_are_those_of_the_rows_and_none_is_lost(
    programme: str, screen: ScreenFor, oracle: Oracle, catalogue: Catalogue
) -> None:
    one = catalogue.programmes[programme]
    level = oracle.territories.get(one.scope[0]).level
    page = screen("cabina").opens("", programma=programme)

    for code in one.key_figures:
        indicator = catalogue.indicators[code]
        value = oracle.values(indicator, level=level, programme=programme).get(one.scope[0])
        if value is None:
            missing = indicator.label not in page.cards and any(indicator.label in n for n in page.notes)
            assert missing or page.cards[indicator.label].split()[0] == "0", code
        else:
            assert written(value, indicator) in page.cards[indicator.label], code


def test_a_key_figure_says_how_it_differs_from_a_year_before(screen: ScreenFor, oracle: Oracle) -> None:
    rows = oracle.rows("participation")
    taking = rows[rows["programma"] == "care_leavers"]["annualita"].value_counts()
    page = screen("cabina").opens("", annualita="2021")

    trend = {
        card.all("p", css="cr-card-label")[0].text: card.all("p", css="cr-card-trend")[0].text
        for card in page.html.all("article", css="cr-card")
        if card.all("p", css="cr-card-trend")
    }
    difference = int(taking["2021"] - taking["2020"])
    assert trend["Ambiti partecipanti"] == f"{'+' if difference > 0 else '−'}{abs(difference)} dal 2020"


def test_figures_published_by_others_are_never_a_series(screen: ScreenFor, catalogue: Catalogue) -> None:
    page = screen("pubblico").opens()
    published = [i.label for i in catalogue.indicators.values() if i.numerator.dataset == "published_facts"]

    cards = [
        card
        for card in page.html.all("article", css="cr-card")
        if card.all("p", css="cr-card-label")[0].text in published
    ]
    assert len(cards) > 3
    assert not [card for card in cards if card.all("p", css="cr-card-trend")]


def test_what_is_worth_a_look_is_what_the_rows_say(screen: ScreenFor, oracle: Oracle) -> None:
    rows = oracle.rows("training_editions")
    last = rows[rows["programma"] == "care_leavers"]
    last = last[last["anno"] == last["anno"].max()]
    areas = last["ref_area"].map(lambda code: oracle.territories.ancestor(code, "regione"))
    sums = last.assign(regione=areas).dropna(subset=["regione", "iscritti", "iscritti_previsti"])
    sums = sums.assign(regione=[area.name for area in sums["regione"]])
    sums = sums.groupby("regione")[["iscritti", "iscritti_previsti"]].sum()
    low = sums[(sums["iscritti"] / sums["iscritti_previsti"] < 0.75) & (sums["iscritti_previsti"] >= 10)]

    page = screen("pubblico").opens()

    title = next(h.text for h in page.html.all("h3") if "Iscritti alla formazione" in h.text)
    assert f": {len(low)} Region" in title
    told = [item.text for ul in page.html.all("ul", css="cr-signals") for item in ul.all("li")]
    for name, line in low.iterrows():
        words = f"{line['iscritti']:.0f} iscritti su {line['iscritti_previsti']:.0f} previsti"
        assert any(text.startswith(f"{name}: {words}") for text in told), name
    links = [a.attributes.get("href", "") for a in page.html.all("a")]
    assert any(link.startswith("formazione?programma=care_leavers") for link in links)


def test_every_regione_has_its_small_chart_with_the_same_figures_in_a_table(
    screen: ScreenFor, oracle: Oracle
) -> None:
    rows = oracle.rows("participation")
    taking = rows[(rows["programma"] == "care_leavers") & (rows["annualita"] == "2023")]
    above = {code: oracle.territories.ancestor(code, "regione") for code in taking["ref_area"]}
    names = taking["ref_area"].map({code: area.name for code, area in above.items() if area})
    page = screen("pubblico").opens(territorio="09")

    table = next(
        t for t in page.html.all("table") if "Ambiti partecipanti per annualità" in t.all("caption")[0].text
    )
    last = {
        row.all("th")[0].text: row.all("td")[-1].text.removesuffix("◆").removesuffix("*")
        for row in table.all("tr")[1:]
    }
    for name, count in names.value_counts().items():
        assert last[str(name)] == str(count)
    assert last["Basilicata"] == "non aderente"
