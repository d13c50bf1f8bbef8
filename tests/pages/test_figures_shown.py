"""Every figure on screen is the one that plain pandas finds in the rows that were loaded."""

from __future__ import annotations

import pytest

from dashboard.components import wording
from dashboard.data.definitions import Catalogue, Indicator, load_catalogue
from dashboard.settings import Settings
from tests.pages.conftest import ScreenFor
from tests.pages.oracle import Oracle

PROGRAMMES = sorted(load_catalogue(Settings({}).definitions_dir).programmes)
ABSENT = {mark for status, mark in wording.STATUS_MARK.items() if not status.has_value}


def written(value: float, indicator: Indicator) -> str:
    return wording.amount(value, unit=indicator.unit, decimals=indicator.decimals)


def zero(indicator: Indicator) -> str:
    return written(0, indicator)


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
