"""The catalogue shipped with the program: whole, sound, and true to what it is asked to describe."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from dashboard.data.definitions import Catalogue, Dataset, Indicator
from dashboard.data.territories import Territories
from dashboard.settings import PACKAGE

PUBLISHED = PACKAGE / "data" / "published"
FILES = sorted(PUBLISHED.glob("*.csv"))
DATASETS = {
    "participation_regioni", "participation", "care_leaver_states", "milestones", "path_positions", "exits",
    "outcomes", "economic_support", "tutors_staff", "governance_meetings", "youth_conference", "funding",
    "training_editions", "training_impact", "training_needs", "services_supplied", "services_directory",
    "people_in_charge", "partners", "agreements", "collaborations", "activities", "technical_assistance",
    "listening", "good_practices", "results", "published_facts", "children_in_care", "population",
    "social_workers", "territory_notes",
}  # fmt: skip


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle, delimiter=";")


def sides(indicator: Indicator) -> list[Any]:
    return [side for side in (indicator.numerator, indicator.denominator) if side is not None]


def dataset_of(path: Path, catalogue: Catalogue) -> Dataset:
    return catalogue.datasets[path.name.split("__")[0]]


# ---- datasets and code lists ----


def test_every_dataset_of_the_design_is_there(catalogue: Catalogue) -> None:
    assert set(catalogue.datasets) >= DATASETS


def test_no_code_list_is_an_orphan(catalogue: Catalogue) -> None:
    clocks = {clock for programme in catalogue.programmes.values() for clock in programme.clocks}
    used = clocks | {"unita"} | {a.codelist for a in catalogue.attributes if a.codelist}
    for dataset in catalogue.datasets.values():
        used |= {d.codelist for d in dataset.dimensions if d.codelist}
        used |= {a.codelist for a in dataset.attributes if a.codelist}

    assert set(catalogue.codelists) == used


def test_every_code_list_says_what_it_is_and_labels_differ_within_it(catalogue: Catalogue) -> None:
    for codelist in catalogue.codelists.values():
        labels = [code.label for code in codelist.codes]
        assert codelist.description, codelist.code
        assert len(set(labels)) == len(labels), codelist.code


def test_every_parent_of_a_code_exists_somewhere(catalogue: Catalogue) -> None:
    known = {code for codelist in catalogue.codelists.values() for code in codelist.by_code}

    assert {
        c.parent for codelist in catalogue.codelists.values() for c in codelist.codes if c.parent
    } <= known


def test_every_unit_is_used(catalogue: Catalogue) -> None:
    used = {m.unit for d in catalogue.datasets.values() for m in d.measures}
    used |= {i.unit for i in catalogue.indicators.values()}
    used |= {row["unita_conto"] for path in FILES for row in rows(path) if "unita_conto" in row}

    kept_for_results = {"documenti", "tirocini"}  # what those who fill in the results count

    assert set(catalogue.codelists["unita"].by_code) == used | kept_for_results


def test_every_area_dimension_names_levels_that_exist(catalogue: Catalogue, territories: Territories) -> None:
    levels = {level.code for level in territories.levels}

    for dataset in catalogue.datasets.values():
        assert dataset.area is not None and set(dataset.area.levels) <= levels, dataset.code


def test_every_menu_names_levels_that_exist_and_only_notes_have_no_table(
    catalogue: Catalogue, territories: Territories
) -> None:
    levels = {level.code for level in territories.levels}

    for dataset in catalogue.datasets.values():
        for audience in ("pubblico", "referente", "cabina"):
            tables = dataset.tables(audience)
            assert {table[0] for table in tables} <= levels, dataset.code
            assert tables or dataset.records_for or (dataset.confidential and audience == "pubblico"), (
                dataset.code
            )


def test_people_in_the_programmes_are_confidential_and_never_listed_row_by_row(catalogue: Catalogue) -> None:
    people = {"care_leaver_states", "milestones", "path_positions", "exits", "outcomes", "economic_support",
              "youth_conference", "people_in_charge", "people_in_charge_outcomes",
              "event_participants", "focus_group_participants"}  # fmt: skip

    assert {code for code, d in catalogue.datasets.items() if d.confidential} == people
    assert not any(catalogue.datasets[code].records_for for code in people)


def test_the_public_menu_of_people_is_no_wider_than_the_design_allows(catalogue: Catalogue) -> None:
    for dataset in catalogue.datasets.values():
        if dataset.confidential:
            menu = dataset.menu["pubblico"]
            assert set(menu.totals) <= {"italia", "regione", "ambito"}
            assert set(menu.one_way) <= {"italia", "regione"}
            assert set(menu.pairs) <= {"italia"}
            assert all(table[0] == "italia" and len(table) <= 2 for table in menu.tables)


def test_states_dates_and_years_that_cannot_be_summed_are_said_so(catalogue: Catalogue) -> None:
    for dataset in catalogue.datasets.values():
        for dimension in dataset.dimensions:
            if dimension.type == "date" or dimension.codelist in ("stato", "annualita", "unita", "momento"):
                assert not dimension.additive, f"{dataset.code}.{dimension.code}"


def test_the_example_of_a_template_is_a_row_that_could_be_filled(
    catalogue: Catalogue, territories: Territories
) -> None:
    for dataset in catalogue.datasets.values():
        wrong = list(faults(dataset.example, dataset, catalogue, territories))
        assert not wrong, f"{dataset.code}: {wrong}"


def test_every_row_carries_its_origin_source_and_note(catalogue: Catalogue) -> None:
    assert [a.code for a in catalogue.attributes] == ["origine", "fonte", "nota"]
    assert set(catalogue.codelists["origine"].by_code) == {"rilevato", "pubblicato", "dimostrativo"}


# ---- indicators, checks, glossary, programmes ----


def test_there_are_at_least_seventy_indicators_and_no_field_is_empty(catalogue: Catalogue) -> None:
    optional = {"denominator", "readable_after_months"}

    assert len(catalogue.indicators) >= 70
    for indicator in catalogue.indicators.values():
        fields = indicator.model_dump(exclude=optional)
        assert not [name for name, value in fields.items() if value in ("", (), None)], indicator.code


def test_every_dataset_with_a_measure_has_an_indicator(catalogue: Catalogue) -> None:
    used = {side.dataset for indicator in catalogue.indicators.values() for side in sides(indicator)}

    assert {code for code, dataset in catalogue.datasets.items() if dataset.measures} == used


def test_every_indicator_can_be_read_at_its_least_public_level(catalogue: Catalogue) -> None:
    for indicator in catalogue.indicators.values():
        for side in sides(indicator):
            dataset = catalogue.datasets[side.dataset]
            wanted = {indicator.least_public_level, *(d.code for d in dataset.free if d.code in side.where)}
            for audience in ("pubblico", "cabina"):
                if audience == "pubblico" and not dataset.tables(audience):
                    continue  # counted elsewhere too: the public reads nothing of it
                published = [set(table) for table in dataset.tables(audience)]
                assert wanted in published, f"{indicator.code}: {sorted(wanted)} ({audience})"


def test_an_indicator_never_adds_up_what_cannot_be_summed(catalogue: Catalogue) -> None:
    for indicator in catalogue.indicators.values():
        for side in sides(indicator):
            fixed = {d.code for d in catalogue.datasets[side.dataset].fixed}
            assert not [k for k, v in side.where.items() if k in fixed and not isinstance(v, str)], (
                indicator.code
            )


def test_a_percentage_has_a_base_or_is_a_figure_published_as_such(catalogue: Catalogue) -> None:
    for indicator in catalogue.indicators.values():
        if indicator.unit == "percento" and indicator.denominator is None:
            assert indicator.numerator.dataset == "published_facts", indicator.code
        if indicator.denominator is not None and indicator.unit == "percento":
            assert indicator.scale == 100, indicator.code


def test_an_indicator_without_denominator_has_the_unit_of_its_measure(catalogue: Catalogue) -> None:
    for indicator in catalogue.indicators.values():
        if indicator.denominator is None:
            dataset = catalogue.datasets[indicator.numerator.dataset]
            unit = next(m.unit for m in dataset.measures if m.code == indicator.numerator.measure)
            wanted = indicator.numerator.where.get("unita_conto", unit)
            assert indicator.unit == wanted or indicator.code == "tasso_fuori_famiglia", indicator.code


def test_every_least_public_level_is_a_level(catalogue: Catalogue, territories: Territories) -> None:
    levels = {level.code for level in territories.levels}

    assert {i.least_public_level for i in catalogue.indicators.values()} <= levels


def test_outcomes_are_not_read_before_the_path_can_be_over(catalogue: Catalogue) -> None:
    waits = {"conclusione": 36, "followup_6": 42, "followup_12": 48}
    outcomes = [i for i in catalogue.indicators.values() if i.numerator.dataset == "outcomes"]

    assert outcomes
    for indicator in (one for one in outcomes if one.denominator is not None):
        at = str(indicator.numerator.where.get("momento", "conclusione"))
        assert indicator.readable_after_months >= waits[at], indicator.code


def test_every_programme_has_key_figures_a_map_and_a_place(
    catalogue: Catalogue, territories: Territories
) -> None:
    assert set(catalogue.programmes) == set(catalogue.codelists["programmi"].by_code)
    for programme in catalogue.programmes.values():
        assert programme.key_figures and programme.map_indicators, programme.code
        assert [territories.get(code).code for code in programme.scope] == list(programme.scope)
        for code in (*programme.key_figures, *programme.map_indicators):
            assert programme.code in catalogue.indicators[code].programmes, f"{programme.code}: {code}"


def test_the_glossary_explains_at_least_sixty_words(catalogue: Catalogue) -> None:
    words = set(catalogue.glossary)

    assert len(words) >= 60
    assert words >= {
        "ATS",
        "PIPPI",
        "LEPS",
        "SIOSS",
        "ADE",
        "CAP",
        "CSF",
        "MSNA",
        "RdC",
        "AdI",
        "CPI",
        "PUC",
        "YCL",
    }


def test_every_check_compares_within_dimensions_that_both_sides_have(catalogue: Catalogue) -> None:
    assert {"progetto_entro_assessment", "presenti_entro_iscritti", "spesa_entro_stanziato"} <= set(
        catalogue.checks
    )
    for rule in catalogue.checks.values():
        assert rule.by, rule.code


# ---- published facts ----


def test_every_published_file_is_logged_with_its_source() -> None:
    log = yaml.safe_load((PUBLISHED / "SOURCES.yaml").read_text(encoding="utf-8"))["files"]

    assert {entry["path"] for entry in log} == {path.name for path in FILES}
    assert all(entry["what"] and entry["source"] and entry["licence"] for entry in log)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_published_file_is_a_filled_template(
    path: Path, catalogue: Catalogue, territories: Territories
) -> None:
    dataset = dataset_of(path, catalogue)
    known = {*dataset.columns, *(a.code for a in catalogue.attributes)}

    for number, row in enumerate(rows(path), 2):
        assert set(row) <= known
        assert row["origine"] == "pubblicato" and row["fonte"], number
        assert not list(faults(row, dataset, catalogue, territories)), number


def test_no_two_published_rows_tell_the_same_thing(catalogue: Catalogue) -> None:
    keys = [
        (dataset.code, *(row[d.code] for d in dataset.dimensions))
        for path in FILES
        for dataset in [dataset_of(path, catalogue)]
        for row in rows(path)
    ]

    assert len(set(keys)) == len(keys)


def test_every_published_fact_has_its_definition_and_its_precision(catalogue: Catalogue) -> None:
    facts = [row for path in PUBLISHED.glob("published_facts__*.csv") for row in rows(path)]

    assert {row["fatto"] for row in facts} == set(catalogue.codelists["fatto"].by_code)
    assert all(row["definizione"] and row["precisione"] for row in facts)


def test_what_a_source_leaves_in_doubt_stays_in_doubt() -> None:
    regioni = {
        row["ref_area"]: row for row in rows(PUBLISHED / "participation_regioni__care_leavers_2023.csv")
    }
    rates = {row["ref_area"]: row for row in rows(PUBLISHED / "children_in_care__quaderni.csv")
             if row["indicatore"].startswith("tasso")}  # fmt: skip

    assert sum(row["aderenza"] == "si" for row in regioni.values()) == 17
    assert regioni["02"]["aderente"] == "" and regioni["02"]["aderenza"] == "da_chiarire"
    assert {code for code, row in rates.items() if row["precisione"] == "al_piu"} == {"15", "13", "021"}
    assert all("potrebbe" in rates[code]["nota"] for code in ("01", "03", "08"))


def test_persons_and_families_keep_their_own_unit() -> None:
    units = {row["voce"]: row["unita_conto"] for row in rows(PUBLISHED / "results__assistenza_familiare.csv")}

    assert units["Orientamento al lavoro"] == "persone"
    assert units["Consulenza alle famiglie"] == "famiglie"


def faults(
    row: dict[str, str], dataset: Dataset, catalogue: Catalogue, territories: Territories
) -> Iterator[str]:
    """Say what would keep a row out of the ledger."""
    for dimension in dataset.dimensions:
        value = row.get(dimension.code, "")
        area = territories.find(value) if dimension.type == "area" else None
        if not value:
            yield f"{dimension.code} vuota"
        elif (dimension.type == "area" and (area is None or area.level not in dimension.levels)) or (
            dimension.codelist and value not in catalogue.codelists[dimension.codelist].by_code
        ):
            yield f"{dimension.code}: {value}"
    for measure in dataset.measures:
        value = row.get(measure.code, "").replace(",", ".")
        if not value and measure.required:
            yield f"{measure.code} vuota"
        if value and measure.minimum is not None and float(value) < measure.minimum:
            yield f"{measure.code}: {value}"
    for attribute in catalogue.attributes_of(dataset):
        value = row.get(attribute.code, "")
        if not value and attribute.required:
            yield f"{attribute.code} vuota"
        if value and attribute.codelist and value not in catalogue.codelists[attribute.codelist].by_code:
            yield f"{attribute.code}: {value}"
