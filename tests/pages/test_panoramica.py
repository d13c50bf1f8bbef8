"""The state of a programme in one screen: key figures and charts."""

from __future__ import annotations

import pytest

from dashboard.data.definitions import Catalogue
from tests.pages.conftest import PROGRAMMES, ScreenFor, written
from tests.pages.oracle import Oracle


def test_bars_over_time_start_at_zero_and_bear_their_mark(screen: ScreenFor) -> None:
    page = screen("cabina").opens()

    assert page.charts
    for chart in page.charts:
        axes = (chart["layout"].get("yaxis", {}), chart["layout"].get("xaxis", {}))
        ranges = [axis["range"] for axis in axes if "range" in axis]
        assert [low for low, _ in ranges] == [0]


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
