from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.data.definitions.models import Catalogue
from dashboard.data.territories import Territories
from dashboard.demonstration import generate
from dashboard.demonstration.book import SUFFIX
from dashboard.demonstration.facts import MissingFactError
from dashboard.demonstration.generate import MAKERS
from dashboard.intake.service import Intake, check_files
from dashboard.settings import ROOT
from tests.demonstration.conftest import Made

PUBLISHED = ROOT / "dashboard" / "data" / "published"


def test_every_dataset_is_covered_by_published_or_demonstration_rows(made: Made) -> None:
    assert set(made.catalogue.datasets) == set(made.datasets) | set(made.facts.rows)


def test_every_row_bears_the_mark_and_its_source(made: Made) -> None:
    for dataset in made.datasets:
        frame = made.frame(dataset)
        assert len(frame)
        assert set(frame["origine"]) == {"dimostrativo"}, dataset
        assert frame["fonte"].str.startswith("Dati dimostrativi generati dal programma (seme ").all(), dataset


def test_no_published_row_is_repeated(made: Made) -> None:
    for dataset in made.datasets:
        dims = [d.code for d in made.catalogue.datasets[dataset].dimensions]
        keys = set(made.frame(dataset)[dims].itertuples(index=False, name=None))
        published = {tuple(row.get(d, "") for d in dims) for row in made.facts.rows.get(dataset, ())}
        assert not keys & published, dataset


def test_the_intake_finds_no_error_and_only_a_few_warnings_that_life_would_give(made: Made) -> None:
    files = sorted(PUBLISHED.glob("*__*.csv")) + sorted(made.folder.glob(f"*{SUFFIX}"))
    reports = check_files(files, Intake(made.catalogue, made.territories))
    assert [r.file for r in reports if not r.valid] == []
    warned = {r.dataset: r.warnings for r in reports if r.warnings}
    assert set(warned) <= {"funding", "governance_meetings", "youth_conference"}
    assert 1 <= sum(warned.values()) <= 20


def test_the_same_seed_gives_the_same_bytes_whatever_the_order_of_sets(made: Made, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from dashboard.settings import Settings\n"
        "from dashboard.data.definitions.loader import load_catalogue\n"
        "from dashboard.data.territories import Territories\n"
        "from dashboard.demonstration import generate\n"
        "s = Settings({}); generate(load_catalogue(s.definitions_dir), "
        "Territories.load(s.territories_dir), Path(sys.argv[1]))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "12345", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, env=environment, cwd=ROOT)
    names = {path.relative_to(made.folder) for path in made.folder.rglob("*.csv")}
    assert names == {path.relative_to(tmp_path) for path in tmp_path.rglob("*.csv")}
    for name in sorted(names):
        assert (made.folder / name).read_bytes() == (tmp_path / name).read_bytes(), name


def test_an_earlier_demonstration_is_replaced_and_does_not_stand_in_the_way(
    made: Made, tmp_path: Path
) -> None:
    (tmp_path / f"old{SUFFIX}").write_text("x")
    # The territories at hand hold the Ambiti of an earlier run: the result is the same.
    generate(made.catalogue, made.territories, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in made.folder.iterdir()}
    ours, theirs = (folder / "territories" / "memberships.csv" for folder in (tmp_path, made.folder))
    assert ours.read_bytes() == theirs.read_bytes()


def test_another_seed_gives_other_people_and_progress_is_told_to_the_end(
    made: Made, territories: Territories, tmp_path: Path
) -> None:
    told: list[tuple[int, int, str]] = []
    generate(made.catalogue, territories, tmp_path, seed=7, progress=lambda *step: told.append(step))
    name = f"care_leaver_states{SUFFIX}"
    assert (made.folder / name).read_bytes() != (tmp_path / name).read_bytes()
    assert [done for done, _, _ in told] == list(range(len(MAKERS) + 4))
    assert {total for _, total, _ in told} == {told[-1][0]}


def test_without_the_published_figures_it_stops_and_says_which(
    catalogue: Catalogue, territories: Territories, tmp_path: Path
) -> None:
    with pytest.raises(MissingFactError, match="in_assessment"):
        generate(catalogue, territories, tmp_path, published=tmp_path)


@pytest.mark.slow
def test_at_scale_two_there_are_twice_as_many_people_and_smaller_ambiti(
    catalogue: Catalogue, territories: Territories, made: Made, tmp_path: Path
) -> None:
    generate(catalogue, territories, tmp_path, scale=2)
    double = Made(tmp_path, catalogue, made.facts, made.territories)
    for measure in ("in_assessment", "individuato"):
        once, twice = (
            frame[(frame["stato"] == measure) & (frame["reference_date"] == "2023-12-31")][
                "care_leavers"
            ].sum()
            for frame in (made.frame("care_leaver_states"), double.frame("care_leaver_states"))
        )
        assert twice == pytest.approx(2 * once, abs=2)
    one, two = (len(x.frame("participation")["ref_area"].unique()) for x in (made, double))
    assert two > 1.5 * one


@pytest.mark.parametrize(
    ("dataset", "smaller", "larger"),
    [
        ("training_editions", "presenti", "iscritti"),
        ("training_editions", "certificati", "presenti"),
        ("training_editions", "edizioni_svolte", "edizioni_previste"),
        ("services_supplied", "sedi_art93", "sedi"),
        ("technical_assistance", "svolte", "previste"),
        ("events", "svolti", "previsti"),
        ("focus_groups", "tenuti", "previsti"),
    ],
)
def test_what_is_part_of_something_never_exceeds_it(
    made: Made, dataset: str, smaller: str, larger: str
) -> None:
    frame = made.frame(dataset)
    assert (frame[smaller].fillna(0) <= frame[larger]).all()


def test_invented_bodies_and_texts_say_that_they_are_invented(made: Made) -> None:
    said = {
        "partners": ["partner"],
        "network_ties": ["ente_da", "ente_a"],
        "agreements": ["titolo"],
        "statements": ["testo"],
        "good_practices": ["titolo"],
        "territory_notes": ["testo", "ufficio"],
        "activities": ["attivita"],
        "results": ["voce"],
    }
    for dataset, columns in said.items():
        for column in columns:
            assert made.frame(dataset)[column].str.contains("dimostrativ", case=False).all(), (
                dataset,
                column,
            )
