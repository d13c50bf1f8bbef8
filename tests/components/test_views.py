from datetime import date
from pathlib import Path

import pytest

from dashboard.components import views, wording
from dashboard.components.views import View
from dashboard.data.cells import Cell, Status
from dashboard.data.definitions import Catalogue, Dataset
from dashboard.data.definitions.models import CodeList
from dashboard.data.indicators import compute
from dashboard.data.release import Release
from dashboard.publishing import Options
from tests import erewhon
from tests.erewhon import RowsLedger, joined, money, people

NOUN = ("Contea", "Contee")


def look(release: Release, catalogue: Catalogue, code: str, level: str = "contea", **chosen: str) -> View:
    return views.look_up(
        release,
        catalogue,
        catalogue.indicators[code],
        level=level,
        programme="lanterne",
        chosen=chosen,
    )


@pytest.fixture(scope="module")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Three years of money, the last after the day that the release is of; two programmes."""
    rows = money(("01", "1971", 50, 20), ("02", "1971", 50, 0), ("01", "1972", 80, 44), ("01", "1973", 90, 1))
    other = [{**row, "programma": "mulini", "speso": 999} for row in money(("02", "1972", 70, 9))]
    ledger = RowsLedger({"adesioni": joined(("D0101", "1971"), ("D0201", "1972")), "risorse": rows + other})
    state = tmp_path_factory.mktemp("anni")
    erewhon.published(state, ledger, options=Options(as_of=date(1972, 12, 31)))
    return erewhon.open_release(erewhon.settings(state), "cabina", today=erewhon.TODAY)


# ---- looking up ----


def test_every_number_is_the_one_of_the_release(cabina: Release, invented: Catalogue) -> None:
    view = look(cabina, invented, "quota_con_lanterna")

    table = compute(cabina, invented.indicators["quota_con_lanterna"], by=["contea"])
    assert view.cells == {where["contea"]: cell for where, cell in table.cells()}
    assert view.known == {"01": 50, "02": 25, "03": 0}
    assert view.when == "al 31 dicembre 1972"


def test_the_moment_is_the_last_not_after_the_day_of_the_release(
    two_years: Release, invented: Catalogue
) -> None:
    view = look(two_years, invented, "speso_per_lanterna")

    assert view.moments == ("1971", "1972", "1973")
    assert view.moment == {"annata": "1972"}
    assert view.known == {"01": 44}


def test_the_moment_is_the_chosen_one(two_years: Release, invented: Catalogue) -> None:
    view = look(two_years, invented, "speso_per_lanterna", annata="1971")

    assert (view.when, view.known) == ("1971", {"01": 20, "02": 0})


def test_the_scale_is_that_of_every_moment_so_that_colours_mean_the_same(
    two_years: Release, invented: Catalogue
) -> None:
    scales = [look(two_years, invented, "speso_per_lanterna", annata=year).scale for year in ("1971", "1973")]

    assert sorted(scales[0]) == sorted(scales[1]) == [0, 1, 20, 44]


def test_the_money_of_another_programme_is_not_this_one_s(two_years: Release, invented: Catalogue) -> None:
    assert 999 not in look(two_years, invented, "speso_per_lanterna").scale


def test_the_rounds_of_a_survey_count_time_though_they_have_no_dates(
    two_years: Release, invented: Catalogue
) -> None:
    dated = invented.codelists["annata"]
    rounds = tuple(code.model_copy(update={"start": None, "end": None}) for code in dated.codes)
    undated = CodeList.model_validate({**dated.model_dump(), "codes": rounds})
    catalogue = invented.model_copy(update={"codelists": {**invented.codelists, "annata": undated}})

    view = look(two_years, catalogue, "speso_per_lanterna")

    assert view.moment == {"annata": "1973"}
    assert view.known["01"] == 1


def test_a_clock_that_an_indicator_has_not_changes_nothing(cabina: Release, invented: Catalogue) -> None:
    assert look(cabina, invented, "lanterne_accese", annata="1971").cells == (
        look(cabina, invented, "lanterne_accese").cells
    )


def test_what_is_withheld_says_why_and_shows_nothing(pubblico: Release, invented: Catalogue) -> None:
    view = look(pubblico, invented, "lanterne_accese")

    assert view.cells == {}
    assert view.table is None
    assert not view.demonstration
    assert "non è pubblicato in questa vista" in view.refusal
    assert "persone" in view.refusal


def test_a_level_that_is_not_published_says_so(cabina: Release, invented: Catalogue) -> None:
    assert "incrocio" in look(cabina, invented, "quota_speso", "distretto").refusal


def test_demonstration_is_told_of_what_is_shown(cabina: Release, invented: Catalogue) -> None:
    assert look(cabina, invented, "lanterne_accese").demonstration
    assert not look(cabina, invented, "quota_speso").demonstration


# ---- over time ----


def test_a_series_stops_at_the_day_of_the_release(two_years: Release, invented: Catalogue) -> None:
    clock, items = views.series(
        two_years,
        invented,
        invented.indicators["speso_per_lanterna"],
        area="01",
        level="contea",
        programme="lanterne",
    )

    assert clock is not None
    assert clock.code == "annata"
    assert [(moment, label, cell.value) for moment, label, cell in items] == [
        ("1971", "1971", 20),
        ("1972", "1972", 44),
    ]


def test_the_days_of_a_series_are_written_as_they_fit_under_a_bar(
    cabina: Release, invented: Catalogue
) -> None:
    indicator = invented.indicators["lanterne_accese"]

    _, items = views.series(cabina, invented, indicator, area="01", level="contea")

    assert [(label, cell.value) for _, label, cell in items] == [("31/12/1972", 5)]


def test_a_series_that_is_withheld_is_empty(pubblico: Release, invented: Catalogue) -> None:
    indicator = invented.indicators["lanterne_accese"]

    clock, items = views.series(pubblico, invented, indicator, area="01", level="contea")

    assert clock is not None
    assert items == []


def test_what_counts_no_time_has_no_series(cabina: Release, invented: Catalogue) -> None:
    whole = invented.datasets["viandanti_stati"].model_dump()
    dimensions = [d for d in whole["dimensions"] if d["type"] != "date"]
    timeless = Dataset.model_validate({**whole, "dimensions": dimensions})
    without = invented.model_copy(update={"datasets": {**invented.datasets, "viandanti_stati": timeless}})

    found = views.series(cabina, without, invented.indicators["lanterne_accese"], area="01", level="contea")

    assert found == (None, [])


def test_a_release_that_holds_no_moment_yet_reached_shows_the_last_one_there_is(
    tmp_path: Path, invented: Catalogue
) -> None:
    ledger = RowsLedger({"adesioni": joined(("D0101", "1971")), "risorse": money(("01", "1973", 5, 1))})
    erewhon.published(tmp_path, ledger, options=Options(as_of=date(1971, 6, 1)))
    release = erewhon.open_release(erewhon.settings(tmp_path), "cabina", today=erewhon.TODAY)

    assert look(release, invented, "speso_per_lanterna").moment == {"annata": "1973"}


# ---- in words ----


def test_moments_are_written_as_their_kind_of_time_is(invented: Catalogue) -> None:
    day = invented.datasets["viandanti_stati"].dimension("reference_date")
    year = invented.datasets["botteghe"].dimension("anno_apertura")
    code = invented.datasets["risorse"].dimension("annata")

    assert views.in_words(day, "1972-12-31", invented) == "al 31 dicembre 1972"
    assert views.in_words(year, "1972", invented) == "anno 1972"
    assert views.in_words(code, "1972", invented) == invented.label("annata", "1972")
    assert views.short(day, "1972-12-31", invented) == "31/12/1972"
    assert views.short(year, "1972", invented) == "1972"
    assert views.short(code, "9999", invented) == "9999"


def of(cells: dict[str, Cell], catalogue: Catalogue, refusal: str = "") -> View:
    return View(catalogue.indicators["lanterne_accese"], "contea", cells, {}, "", None, refusal=refusal)


def test_the_message_says_how_many_and_from_what_to_what(invented: Catalogue, names: dict[str, str]) -> None:
    cells = {
        "01": Cell(5, Status.VALID),
        "02": Cell(1200, Status.VALID),
        "03": Cell(None, Status.NOT_COLLECTED),
    }

    said = views.spread(of(cells, invented), noun=NOUN, names=names)

    assert said == "2 Contee con un valore, 1 senza dato: da 5 (Aurorale) a 1.200 (Brumale)"


def test_equal_values_are_said_once(invented: Catalogue, names: dict[str, str]) -> None:
    two = {"01": Cell(5, Status.VALID), "02": Cell(5, Status.VALID)}

    assert views.spread(of(two, invented), noun=NOUN, names=names).endswith(": 5 per ciascuno")
    assert views.spread(of({"01": two["01"]}, invented), noun=NOUN, names=names) == (
        "1 Contea con un valore: 5"
    )


def test_without_values_the_message_is_the_reason(invented: Catalogue, names: dict[str, str]) -> None:
    nothing = {"01": Cell(None, Status.SUPPRESSED)}

    assert views.spread(of(nothing, invented), noun=NOUN, names=names) == "Nessun valore pubblicato."
    assert views.spread(of({}, invented, "Perché no."), noun=NOUN, names=names) == "Perché no."


@pytest.mark.parametrize("status", [status for status in Status if not status.has_value])
def test_every_absence_is_counted_in_its_own_words(
    status: Status, invented: Catalogue, names: dict[str, str]
) -> None:
    cells = {"01": Cell(5, Status.VALID), "02": Cell(None, status), "03": Cell(None, status)}

    assert f"2 {wording.STATUS_COUNTED[status]}" in views.spread(of(cells, invented), noun=NOUN, names=names)


def test_areas_come_in_the_order_of_their_codes(
    cabina: Release, invented: Catalogue, names: dict[str, str]
) -> None:
    found = views.ordered(look(cabina, invented, "lanterne_accese").cells, names)

    assert [name for _, name in found] == ["Aurorale", "Brumale", "Cinerina"]


def test_people_of_the_ledger_are_those_of_the_map(tmp_path: Path, invented: Catalogue) -> None:
    rows = people(("D0101", "con_lanterna", "f", "giovani", 6), ("D0201", "con_lanterna", "m", "adulti", 8))
    ledger = RowsLedger({"adesioni": joined(("D0101", "1971"), ("D0201", "1971")), "viandanti_stati": rows})

    view = look(erewhon.release(tmp_path, "cabina", ledger), invented, "lanterne_accese", "distretto")

    assert view.known == {row["ref_area"]: row["viandanti"] for row in rows}
