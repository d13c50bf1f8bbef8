"""The map to explore: its figures are those that plain pandas finds in the rows that were loaded."""

from __future__ import annotations

import re

import pytest

from dashboard.components import wording
from dashboard.data.cells import Status
from dashboard.data.definitions import Catalogue
from tests.pages.conftest import ABSENT, PROGRAMMES, ScreenFor, written, zero
from tests.pages.oracle import Oracle
from tests.pages.screen import Screen


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


def test_every_figure_has_message_table_reading_files_and_a_link(screen: ScreenFor) -> None:
    page = screen("cabina").opens("territori")

    assert [expander.label for expander in page.app.expander][:2] == [
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
    assert page.files[:2] == ["CSV", "XLSX"]


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_map_and_its_table_show_the_figures_of_every_indicator(
    programme: str, screen: ScreenFor, oracle: Oracle, catalogue: Catalogue
) -> None:
    one = catalogue.programmes[programme]
    national = one.scope[0] == oracle.territories.root.code
    role = "main" if national else "operating"
    level = oracle.territories.level(role=role).code
    main = oracle.territories.level(role="main").code
    cabina = screen("cabina").opens("territori", programma=programme)
    seen = 0

    for code in one.map_indicators:
        indicator = catalogue.indicators[code]
        tables = catalogue.datasets[indicator.numerator.dataset].tables("cabina")
        shown_at = level if (level,) in tables else main
        expected = oracle.values(indicator, level=shown_at, programme=programme)
        if shown_at != main:
            inside = {a.code for a in oracle.territories.descendants(one.scope[0], shown_at)}
            expected = {area: value for area, value in expected.items() if area in inside}
        cabina.chooses("Indicatore", code)
        if not cabina.maps:
            assert not ((shown_at,) in tables and expected), f"{code}: nessuna mappa"
            assert any("pubblicato" in note for note in cabina.notes)
            continue
        shown = cabina.table(indicator.label)

        names = {area: oracle.territories.get(area).name for area in expected}
        assert {names[area]: shown[names[area]] for area in expected} == {
            names[area]: [written(value, indicator)] for area, value in expected.items()
        }
        others = {name: cells for name, cells in shown.items() if name not in names.values()}
        assert {cells[0] for cells in others.values()} <= ABSENT | {zero(indicator)}, code
        seen += len(expected)
    assert seen


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_sheet_of_the_territory_shows_them_beside_those_of_the_country(
    programme: str, screen: ScreenFor, oracle: Oracle, catalogue: Catalogue
) -> None:
    one = catalogue.programmes[programme]
    root = oracle.territories.root
    place = oracle.territories.get(one.scope[0])
    places = list(dict.fromkeys([place.code, root.code]))
    sheet = screen("cabina").opens("territori", programma=programme).table("indicatori della mappa")
    seen = 0

    for code in one.map_indicators:
        indicator = catalogue.indicators[code]
        for at, shown in zip(places, sheet[indicator.short or indicator.label], strict=True):
            level = oracle.territories.get(at).level
            value = oracle.values(indicator, level=level, programme=programme).get(at)
            if value is None:
                assert shown in ABSENT | {zero(indicator)}, (code, at)
            else:
                assert shown == written(value, indicator), (code, at)
                seen += 1
    assert seen


def test_the_approved_notes_of_a_territory_are_shown_and_only_its_own(
    screen: ScreenFor, oracle: Oracle
) -> None:
    rows = oracle.rows("territory_notes")
    inside = [a.code for a in oracle.territories.descendants("09", "ambito")]
    own = rows[rows["ref_area"].isin(["09", *inside]) & (rows["programma"] == "care_leavers")]
    page = screen("pubblico").opens("territori", territorio="09")

    (listed,) = page.html.all("ul", css="cr-notes")
    items = [item.text for item in listed.all("li")]
    assert len(items) == len(own) > 0
    for row in own.itertuples():
        assert any(str(row.testo) in text and str(row.ufficio) in text for text in items)
    assert "Nessuna nota approvata" in screen("pubblico").opens("territori", territorio="17").html.text


def test_what_is_worth_a_look_is_that_of_the_chosen_territory(screen: ScreenFor) -> None:
    page = screen("cabina").opens("territori", territorio="09")

    titles = [h.text for h in page.html.all("h3")]
    assert titles
    assert all("Toscana" in title for title in titles)
