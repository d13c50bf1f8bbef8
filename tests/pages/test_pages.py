"""Every page for every audience: it is whole, it keeps what was chosen, it says what it does not have."""

from __future__ import annotations

import re

import pytest

from dashboard.components import wording
from dashboard.data.cells import Status
from dashboard.data.definitions import Catalogue
from dashboard.pages import DOORS
from tests.pages.conftest import ScreenFor
from tests.pages.oracle import Oracle
from tests.pages.screen import Screen

AUDIENCES = ["pubblico", "cabina", "referente:16"]
FRONT = DOORS[0]


def address(door: str) -> str:
    return "" if door == FRONT.address else door


@pytest.fixture
def confidential(catalogue: Catalogue) -> set[str]:
    """The indicators that count people."""
    return {
        code
        for code, one in catalogue.indicators.items()
        for side in (one.numerator, one.denominator)
        if side and catalogue.datasets[side.dataset].confidential
    }


# ---- the frame ----


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.address)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_page_opens_for_every_audience_and_says_what_it_is(
    audience: str, door: type, screen: ScreenFor, catalogue: Catalogue
) -> None:
    page = screen(audience).opens(address(door.address))  # type: ignore[attr-defined]

    assert page.title == door.title  # type: ignore[attr-defined]
    assert page.maps
    assert set(page.facts) == {
        "Rilascio",
        "Dati al",
        "Stato",
        "Perimetro",
        "Prossimo aggiornamento",
        "Vista",
    }
    assert page.facts["Dati al"] == "31/12/2023"
    assert wording.DEMONSTRATION_LONG in page.html.text
    for code in catalogue.programmes:
        page.chooses("Programma", code)


def test_each_audience_is_told_whose_view_it_has(screen: ScreenFor) -> None:
    views = [screen(audience).opens().facts["Vista"] for audience in AUDIENCES]

    assert views == ["pubblica", "Cabina di regia", "referente Puglia"]


def test_a_referente_starts_from_the_own_territory(screen: ScreenFor) -> None:
    assert screen("referente:16").opens().stands_on("Territorio") == "16"
    assert screen("pubblico").opens().stands_on("Territorio") == "IT"


def test_who_takes_part_is_said_with_two_counts(screen: ScreenFor) -> None:
    page = screen("pubblico").opens()

    assert re.fullmatch(r"\d+ Regioni, \d+ Ambiti", page.facts["Perimetro"])


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_number_is_written_as_machines_do(audience: str, screen: ScreenFor) -> None:
    page = screen(audience)

    for door in DOORS:
        page.opens(address(door.address))
        cells = [cell.text for cell in (*page.html.all("td"), *page.html.all("p", css="cr-card-value"))]
        assert cells
        assert not [text for text in cells if re.search(r"\d\.\d{1,2}(?!\d)|nan|None|e\+", text)]


# ---- marks ----


@pytest.mark.parametrize("programme", ["care_leavers", "humus"])
def test_the_mark_of_demonstration_stands_wherever_the_data_are(programme: str, screen: ScreenFor) -> None:
    page = screen("cabina").opens("territori", programma=programme)
    table = page.html.all("table")[0]

    marked = [bool(cell.all(css="cr-demo")) for cell in table.all("td")]
    caption = page.html.all("p", css="cr-caption")[0]
    assert bool(caption.all(css="cr-is-demo")) == any(marked)


def test_figures_already_public_bear_no_mark(screen: ScreenFor) -> None:
    page = screen("cabina").opens("territori", indicatore="pubblicato_quota_assessment")

    assert not page.html.all("table")[0].all(css="cr-demo")
    assert not page.html.all("p", css="cr-caption")[0].all(css="cr-is-demo")


def test_who_does_not_take_part_is_not_a_zero(screen: ScreenFor) -> None:
    shown = screen("cabina").opens("territori").table("Ambiti")

    outside = [name for name, cells in shown.items() if cells == ["non aderente"]]
    assert {"Basilicata", "Trentino-Alto Adige/Südtirol"} <= set(outside)
    assert wording.STATUS_MARK[Status.NOT_PARTICIPATING] not in {"0", ""}


# ---- what the public may not see ----


def test_the_public_gets_no_number_of_what_counts_people(
    screen: ScreenFor, catalogue: Catalogue, confidential: set[str]
) -> None:
    page = screen("pubblico")
    seen = 0

    for programme in catalogue.programmes.values():
        page.opens("", programma=programme.code)
        hidden = [catalogue.indicators[c] for c in programme.key_figures if c in confidential]
        for indicator in hidden:
            assert indicator.label not in page.cards
            assert any(f"«{indicator.label}»" in note for note in page.notes)
        page.opens("territori", programma=programme.code)
        for code in (c for c in programme.map_indicators if c in confidential):
            indicator = catalogue.indicators[code]
            page.chooses("Indicatore", code)
            sheet = page.table("indicatori della mappa")[indicator.short or indicator.label]
            assert set(sheet) == {wording.STATUS_MARK[Status.SUPPRESSED]}
            assert not page.maps
            assert page.files == []
            assert any("non è pubblicato in questa vista" in note for note in page.notes)
            seen += 1
    assert seen


def test_no_figure_about_people_is_in_what_is_sent_to_the_public(
    screen: ScreenFor, oracle: Oracle, catalogue: Catalogue, confidential: set[str]
) -> None:
    """Numbers that only confidential rows have, looked for in all that a public page holds."""
    one = catalogue.programmes["care_leavers"]
    canaries = {
        wording.number(value, decimals=catalogue.indicators[code].decimals)
        for code in confidential & {*one.key_figures, *one.map_indicators}
        for level in ("italia", "regione", "ambito")
        for value in oracle.values(catalogue.indicators[code], level=level, programme=one.code).values()
        if value >= 10
    }

    def found(page: Screen) -> set[str]:
        cells = [*page.html.all("td"), *page.html.all("p", css="cr-card-value"), *page.html.all("h2")]
        return canaries & set(re.findall(r"\d[\d.,]*\d", " ".join(cell.text for cell in cells)))

    code = next(c for c in one.map_indicators if c in confidential)
    elsewhere = found(screen("pubblico").opens("territori"))  # numbers that happen to be of other things too
    assert len(found(screen("cabina").opens("territori", indicatore=code)) - elsewhere) > 5
    assert not found(screen("pubblico").opens("territori", indicatore=code)) - elsewhere


def test_a_referente_sees_the_own_people_and_not_those_of_the_others(
    screen: ScreenFor, catalogue: Catalogue, confidential: set[str]
) -> None:
    code = next(c for c in catalogue.programmes["care_leavers"].map_indicators if c in confidential)

    page = screen("referente:16").opens("territori", territorio="IT", indicatore=code)
    shown = page.table(catalogue.indicators[code].label)

    numbers = {name for name, cells in shown.items() if cells[0][0].isdigit()}
    assert numbers <= {"Puglia"}
    assert shown["Toscana"] == ["c"]


# ---- the filters ----


def test_an_address_opens_what_it_names(screen: ScreenFor) -> None:
    page = screen("cabina").opens("territori", programma="humus", territorio="16")

    assert (page.stands_on("Programma"), page.stands_on("Territorio")) == ("humus", "16")
    assert page.html.all("h2")[-1].text == "Puglia"


def test_what_an_address_asks_for_in_vain_is_told(screen: ScreenFor) -> None:
    page = screen("pubblico").opens("territori", programma="care_leavers", territorio="9Z", indicatore="boh")

    warnings = [warning.value for warning in page.app.warning]
    assert [next(w for w in ("9Z", "boh") if w in text) for text in warnings] == ["9Z", "boh"]
    assert page.stands_on("Territorio") == "IT"


def test_what_was_chosen_is_kept_from_page_to_page_and_written_in_the_address(screen: ScreenFor) -> None:
    page = screen("cabina").opens().chooses("Programma", "humus").chooses("Territorio", "16")

    page.goes_to("territori")
    assert (page.stands_on("Programma"), page.stands_on("Territorio")) == ("humus", "16")
    assert page.app.query_params["territorio"] == "16"
    page.chooses("Territorio", "IT").goes_to("")
    assert page.stands_on("Territorio") == "IT"
    assert page.app.query_params["programma"] == "humus"


def test_a_choice_that_another_programme_has_not_falls_back_without_an_error(screen: ScreenFor) -> None:
    page = screen("cabina").opens("territori", programma="humus", indicatore="sedi_csf")

    page.chooses("Programma", "care_leavers")

    assert page.stands_on("Indicatore") == "ambiti_partecipanti"


def test_an_annualita_inside_a_triennio_offers_only_its_own(screen: ScreenFor) -> None:
    page = screen("cabina").opens()
    everything = page.options("Annualità")

    page.chooses("Triennio", "2018-2020")

    assert page.options("Annualità") == [wording.LATEST, "2018", "2019", "2020"]
    assert set(page.options("Annualità")) < set(everything)
    assert "2020" in page.html.all("p", css="cr-caption")[0].text


def test_another_annualita_shows_another_map(screen: ScreenFor, oracle: Oracle) -> None:
    rows = oracle.rows("participation")
    page = screen("cabina").opens("territori")

    for year in ("2018", "2021"):
        page.chooses("Annualità", year)
        taking = rows[(rows["programma"] == "care_leavers") & (rows["annualita"] == year)]
        inside = taking["ref_area"].map(lambda code: oracle.territories.ancestor(code, "regione"))
        counts = inside.map(lambda area: area.name).value_counts()
        shown = {name: cells[0] for name, cells in page.table("Ambiti").items() if cells[0].isdigit()}
        assert shown == {name: str(count) for name, count in counts.items()}


# ---- the unit ----


def test_every_figure_has_message_table_reading_files_and_a_link(screen: ScreenFor) -> None:
    page = screen("cabina").opens("territori")

    assert [expander.label for expander in page.app.expander] == [
        "I dati in tabella",
        "Come si legge, limiti e fonte",
    ]
    assert {"CSV", "XLSX"} <= set(page.files)
    assert "rilascio=1" in page.app.code[0].value
    assert page.html.all("h2")[0].text
    assert page.html.all("h2")[0].text in next(page.drawn)  # who does not see the map is told the same


def test_two_moments_stand_side_by_side_on_one_scale_with_one_table(screen: ScreenFor) -> None:
    page = screen("cabina").opens("territori", annualita="2021")
    before = page.table("Ambiti")

    page.chooses("Confronta con", "2018")

    assert len(page.maps) == 2
    legends = [legend.text for legend in page.html.all("ul", css="cr-key")]
    scales = [re.sub("non aderente|n.d.|zero", "", text) for text in legends]
    assert scales[0] == scales[1]
    both = page.table("Ambiti")
    assert {name: cells[1] for name, cells in both.items()} == {n: c[0] for n, c in before.items()}
    assert page.files == ["CSV", "XLSX"]


def test_a_region_in_sight_shows_its_ambiti_over_its_comuni(screen: ScreenFor, oracle: Oracle) -> None:
    page = screen("cabina").opens("territori", territorio="16")
    inside = {area.name for area in oracle.territories.descendants("16", "ambito")}

    assert set(page.table("Ambiti")) <= inside
    assert any("comune/16" in str(layer.get("data")) for layer in page.maps[0]["layers"])


def test_a_programme_of_one_region_looks_at_its_own(screen: ScreenFor) -> None:
    view = screen("cabina").opens("", programma="humus").maps[0]["initialViewState"]

    assert 14.5 < view["longitude"] < 18.6
    assert 39.7 < view["latitude"] < 42.3


def test_bars_over_time_start_at_zero_and_bear_their_mark(screen: ScreenFor) -> None:
    page = screen("cabina").opens()

    assert page.charts
    for chart in page.charts:
        axes = (chart["layout"].get("yaxis", {}), chart["layout"].get("xaxis", {}))
        ranges = [axis["range"] for axis in axes if "range" in axis]
        assert [low for low, _ in ranges] == [0]


def test_the_news_tell_the_release_and_the_last_deliveries_of_the_programme(screen: ScreenFor) -> None:
    items = [item.text for item in screen("cabina").opens().html.all("ul", css="cr-news")[0].all("li")]

    assert "Rilascio 1" in items[0]
    assert len(items) > 1
    assert all(re.search(r"\d+ righ[ae]", item) for item in items[1:])


# ---- permalinks ----


def test_a_link_to_this_release_opens_it_and_says_nothing_more(screen: ScreenFor) -> None:
    page = screen("pubblico").opens("", rilascio="1")

    assert page.facts["Rilascio"].startswith("1 del ")
    assert not any("più recente" in note for note in page.notes)


@pytest.mark.parametrize("number", ["99", "0", "²", "-1", "ultimo"])
def test_a_link_to_a_release_that_is_not_there_is_told_and_opens_the_last(
    number: str, screen: ScreenFor
) -> None:
    page = screen("pubblico").opens("", rilascio=number)

    assert page.facts["Rilascio"].startswith("1 del ")
    assert any(number in warning.value for warning in page.app.warning)
