from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.data import lookup
from dashboard.data.audience import PUBLIC
from dashboard.data.definitions import Indicator
from dashboard.data.indicators import compute
from dashboard.data.release import NotPublished, Release
from tests import erewhon
from tests.erewhon import RowsLedger, joined, money, people

DEFINED = erewhon.catalogue().indicators


def indicator(code: str, **changes: Any) -> Indicator:
    return DEFINED[code].model_copy(update=changes)


def side(dataset: str, measure: str, **where: str | tuple[str, ...]) -> Any:
    ratio = DEFINED["quota_speso"].numerator
    return ratio.model_copy(update={"dataset": dataset, "measure": measure, "where": where})


@pytest.fixture(scope="module")
def cabina(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return erewhon.release(tmp_path_factory.mktemp("cabina"), "cabina")


@pytest.fixture
def seen_by_the_public(cabina: Release, monkeypatch: pytest.MonkeyPatch) -> Release:
    """The exact figures as if the public could read them: to try the rules that protect the public."""
    monkeypatch.setattr(cabina, "audience", PUBLIC)
    return cabina


def test_an_indicator_without_denominator_is_the_measure(cabina: Release) -> None:
    table = compute(cabina, DEFINED["lanterne_accese"], by="contea")
    assert table.dims == ("contea", "reference_date")
    assert table.unit == {"lanterne_accese": "viandanti"}
    assert table.measures == ("lanterne_accese",)
    assert table.cell(contea="01").value == 5
    assert table.frame["denominator"].isna().all()


def test_a_share_is_numerator_over_denominator_with_both_beside_it(cabina: Release) -> None:
    table = compute(cabina, DEFINED["quota_con_lanterna"], by="contea")
    assert table.cell(contea="01").value == 50
    assert table.cell(contea="02").value == 25
    beside = table.frame.set_index("contea")
    assert (beside["numerator"]["02"], beside["denominator"]["02"]) == (10, 40)
    assert table.demonstration


def test_a_note_of_either_side_stays(cabina: Release) -> None:
    table = compute(cabina, DEFINED["quota_con_lanterna"], by="contea")
    assert table.cell(contea="01").note == "manca 1 Distretto su 2"


def test_a_zero_numerator_gives_a_zero(cabina: Release) -> None:
    cell = compute(cabina, DEFINED["quota_con_lanterna"], by="contea").cell(contea="03")
    assert (cell.value, cell.status) == (0, "zero")


def test_a_status_without_number_passes_to_the_indicator(cabina: Release) -> None:
    table = compute(cabina, DEFINED["quota_con_lanterna"], by="distretto")
    assert table.cell(distretto="D0102").status == "not_collected"
    assert table.cell(distretto="D0202").status == "not_participating"
    assert compute(cabina, DEFINED["quota_speso"]).cell().status == "not_collected"


def test_what_is_suppressed_for_a_referente_is_suppressed_in_the_indicator(tmp_path: Path) -> None:
    table = compute(erewhon.release(tmp_path, "referente:01"), DEFINED["quota_con_lanterna"], by="distretto")
    assert table.cell(distretto="D0201").status == "suppressed"
    assert table.cell(distretto="D0101").value == 50


def test_nothing_over_zero_is_not_applicable(tmp_path: Path) -> None:
    rows = {"risorse": money(("01", "1971", 0, 0), ("02", "1971", 0, None))}
    table = compute(
        erewhon.release(tmp_path, "cabina", RowsLedger(rows)), DEFINED["quota_speso"], by="contea"
    )
    cell = table.cell(contea="01")
    assert (cell.status, cell.note) == ("not_applicable", "nessun caso al denominatore")
    assert table.cell(contea="02").status == "not_collected"


def test_a_condition_applies_to_each_side_that_has_the_dimension(cabina: Release) -> None:
    table = compute(cabina, DEFINED["quota_con_lanterna"], by="contea", where={"genere": "f"})
    assert table.cell(contea="01").value == pytest.approx(500 / 7)


def test_a_denominator_that_lacks_a_dimension_is_repeated(cabina: Release) -> None:
    whole = indicator("quota_con_lanterna", denominator=side("risorse", "stanziato"))
    table = compute(cabina, whole, by=["contea", "genere"])
    assert table.cell(contea="01", genere="f").value == 10  # 5 of 50: the last year of the other clock
    assert table.cell(contea="01", genere="m").status == "zero"


def test_without_a_denominator_to_compare_with_nothing_is_told(cabina: Release) -> None:
    absent = indicator("quota_con_lanterna", denominator=side("risorse", "stanziato", annata="1973"))
    cell = compute(cabina, absent, by="contea").cell(contea="01")
    assert (cell.status, cell.note) == ("not_collected", "il denominatore non è disponibile")
    assert compute(cabina, absent).cell(regno="ERE").status == "not_collected"


def test_each_side_may_have_its_own_time(tmp_path: Path) -> None:
    rows = {"risorse": money(("01", "1971", 100, 10), ("01", "1972", 200, 30))}
    found = erewhon.release(tmp_path, "cabina", RowsLedger(rows))
    same = compute(found, DEFINED["quota_speso"], by="contea")
    assert same.cell(contea="01", annata="1972").value == 15
    other = compute(
        found,
        DEFINED["quota_speso"],
        by="contea",
        where={"annata": "1972"},
        denominator_where={"annata": "1971"},
    )
    assert other.cell(contea="01").value == 30


def test_a_denominator_that_is_not_one_number_must_be_told_apart(tmp_path: Path) -> None:
    rows = {"risorse": money(("01", "1972", 100, 10))}
    rows["risorse"] += [{**row, "programma": "mulini"} for row in rows["risorse"]]
    rows |= {
        "adesioni": joined(("D0101", "1971")),
        "viandanti_stati": people(("D0101", "con_lanterna", "f", "adulti", 3)),
    }
    found = erewhon.release(tmp_path, "cabina", RowsLedger(rows))
    unclear = indicator("quota_con_lanterna", denominator=side("risorse", "stanziato"))
    with pytest.raises(NotPublished, match="più valori di «programma»"):
        compute(found, unclear, by="contea")


def test_listed_values_of_an_additive_dimension_are_summed_if_all_are_there(cabina: Release) -> None:
    both = indicator(
        "lanterne_accese",
        numerator=side("viandanti_stati", "viandanti", genere=("f", "m"), stato="avvistato"),
    )
    table = compute(cabina, both, by="contea")
    assert table.cell(contea="01").value == 10
    assert table.cell(contea="01").note == "manca 1 Distretto su 2"
    assert compute(cabina, both, by="distretto").cell(distretto="D0102").status == "not_collected"
    assert compute(cabina, both).cell(regno="ERE").value == 52


def test_listed_values_of_a_dimension_that_is_never_summed_are_refused(cabina: Release) -> None:
    reached = side("viandanti_stati", "viandanti", stato=("avvistato", "con_lanterna"))
    with pytest.raises(NotPublished, match="«stato» non si somma"):
        compute(cabina, indicator("lanterne_accese", numerator=reached), by="contea")


def test_a_dimension_the_numerator_has_not_is_refused(cabina: Release) -> None:
    with pytest.raises(NotPublished, match="statura"):
        compute(cabina, DEFINED["quota_speso"], by="contea", where={"statura": "alta"})


# ---- rules for the public ----


def test_a_percentage_about_people_needs_a_base_of_twenty(seen_by_the_public: Release) -> None:
    table = compute(seen_by_the_public, DEFINED["quota_con_lanterna"], by="contea")
    cell = table.cell(contea="01")
    assert (cell.status, cell.value) == ("suppressed", None)
    assert "base inferiore a 20" in cell.note
    assert table.cell(contea="02").value == 25


@pytest.mark.parametrize(
    ("part", "whole", "value", "note"),
    [
        (1, 40, 5, "5 o meno"),
        (0, 40, 5, "5 o meno"),
        (39, 40, 95, "95 o più"),
        (1, 200, 0, ""),
        (2, 300, 1, ""),
        (20, 60, 33, ""),
    ],
)
def test_percentages_about_people_are_whole_and_capped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int, whole: int, value: float, note: str
) -> None:
    rows = {
        "adesioni": joined(("D0101", "1971")),
        "viandanti_stati": people(
            ("D0101", "con_lanterna", "f", "adulti", part), ("D0101", "avvistato", "f", "adulti", whole)
        ),
    }
    found = erewhon.release(tmp_path, "cabina", RowsLedger(rows))
    monkeypatch.setattr(found, "audience", PUBLIC)
    cell = compute(found, DEFINED["quota_con_lanterna"], by="contea").cell(contea="01")
    assert (cell.value, cell.note) == (value, note)


def test_money_has_no_such_rule(tmp_path: Path) -> None:
    found = erewhon.release(tmp_path, "pubblico")
    assert compute(found, indicator("quota_speso", decimals=1), by="contea").cell(contea="01").value == 40


def test_the_public_does_not_go_below_the_least_level(seen_by_the_public: Release) -> None:
    with pytest.raises(NotPublished, match="fino al livello «contea»"):
        compute(seen_by_the_public, DEFINED["quota_con_lanterna"], by="distretto")


# ---- cohorts ----


def test_of_a_young_cohort_it_is_too_early_to_tell(tmp_path: Path) -> None:
    rows = RowsLedger({"risorse": money(("01", "1971", 100, 10), ("01", "1972", 100, 20))})
    erewhon.published(tmp_path, rows, today=date(1973, 2, 1))
    found = lookup_release(tmp_path)
    table = compute(found, indicator("quota_speso", readable_after_months=24), by="contea")
    early = table.cell(contea="01", annata="1972")
    assert (early.status, early.note) == ("not_applicable", "troppo presto per dirlo")
    assert table.cell(contea="01", annata="1971").value == 10


def lookup_release(state: Path) -> lookup.Release:
    from dashboard.data.release import open_release

    return open_release(erewhon.settings(state), "cabina", today=erewhon.TODAY)


def test_an_indicator_of_a_dataset_the_audience_has_not_is_not_published(tmp_path: Path) -> None:
    found = erewhon.release(tmp_path, "pubblico", RowsLedger({"risorse": money(("ERE", "1971", 1, 1))}))
    with pytest.raises(NotPublished, match="viandanti_stati"):
        compute(found, DEFINED["lanterne_accese"], by="contea")
