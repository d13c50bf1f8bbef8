"""Servizi: the kind that is chosen is the kind that is counted."""

from __future__ import annotations

from dashboard.data.definitions import Catalogue
from tests.pages.conftest import ScreenFor
from tests.pages.oracle import Oracle


def test_the_sites_by_kind_are_those_of_the_rows(
    screen: ScreenFor, oracle: Oracle, catalogue: Catalogue
) -> None:
    side = catalogue.indicators["sedi"].numerator
    rows = oracle.rows(side.dataset)
    for clock in ("rilevazione", "reference_date", "anno"):
        if clock in rows:
            rows = rows[rows[clock] == rows[clock].max()]
    sums = rows.groupby("tipo_servizio")[side.measure].sum()
    page = screen("cabina").opens("servizi", programma="humus", sezione="Dove sono")
    assert len(sums)
    labels = catalogue.codelists["tipo_servizio"].by_code
    told = page.table("Sedi per tipo di servizio")

    for code, number in sums.items():
        shown = next(
            row for name, row in told.items() if name in (labels[str(code)].short, labels[str(code)].label)
        )
        assert shown[0] == f"{number:,.0f}".replace(",", "."), code
