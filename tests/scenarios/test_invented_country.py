"""A country that does not exist, from filled files to tables: the engine knows no real one."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components.panels import PICTURES
from dashboard.data.definitions import Catalogue
from dashboard.data.indicators import compute
from dashboard.data.release import open_release
from dashboard.data.territories import Territories
from dashboard.intake.ledger import Ledger
from dashboard.intake.service import Intake, load_files
from dashboard.publishing import Options
from dashboard.publishing.service import publish_release
from dashboard.settings import PACKAGE, ROOT, Settings
from tests import erewhon
from tests.pages.screen import Screen

PEOPLE = """ref_area;reference_date;stato;genere;fascia;viandanti;origine;fonte
D0101;31/12/1972;avvistato;f;giovani;7;rilevato;Registro dei lampionai
D0101;31/12/1972;con_lanterna;f;giovani;5;rilevato;Registro dei lampionai
D0201;31/12/1972;avvistato;m;adulti;40;rilevato;Registro dei lampionai
D0201;31/12/1972;con_lanterna;m;adulti;10;rilevato;Registro dei lampionai
"""
JOINED = """programma;ref_area;annata;distretti;origine
lanterne;D0101;1971;1;rilevato
lanterne;D0102;1971;1;rilevato
lanterne;D0201;1972;1;rilevato
"""
MONEY = """programma;ref_area;annata;stanziato;speso;origine;fonte
lanterne;01;1971;12.500,50;6.250,25;pubblicato;Tesoro del regno
lanterne;02;1971;1.000,00;;pubblicato;Tesoro del regno
"""


@pytest.fixture(scope="module")
def erewhon_at_work(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Filled files loaded through the intake, and a release of them."""
    state = tmp_path_factory.mktemp("erewhon")
    settings = erewhon.settings(state)
    files = []
    for dataset, text in (("viandanti_stati", PEOPLE), ("adesioni", JOINED), ("risorse", MONEY)):
        files.append(state / f"{dataset}__prova.csv")
        files[-1].write_text(text, encoding="utf-8")
    ledger = Ledger(settings.database_url)
    ledger.upgrade()
    results = load_files(
        files, Intake(erewhon.catalogue(), erewhon.territories(), ledger=ledger), by="Gisella"
    )
    ledger.close()
    problems = [str(problem) for report, _ in results for problem in report.problems]
    assert [result.status for _, result in results] == ["loaded"] * 3, problems
    publish_release(settings, options=Options(reason="prima uscita"))
    return settings


def test_the_cabina_reads_exact_figures_of_every_level(erewhon_at_work: Settings) -> None:
    found = open_release(erewhon_at_work, "cabina")
    reached = found.table("viandanti_stati", by="contea", where={"stato": "avvistato"})
    assert reached.cell(contea="01").value == 7
    assert reached.cell(contea="01").note == "manca 1 Distretto su 2"
    assert reached.cell(contea="03").status == "not_participating"
    share = compute(found, erewhon.catalogue().indicators["quota_con_lanterna"], by="contea")
    assert share.cell(contea="02").value == 25


def test_the_public_reads_the_money_and_of_the_people_no_small_count(erewhon_at_work: Settings) -> None:
    found = open_release(erewhon_at_work, "pubblico")
    money = found.table("risorse", by="contea")
    assert money.cell(contea="01", measure="stanziato").value == 12500.5
    assert money.cell(contea="02", measure="speso").status == "not_collected"
    people = found.table("viandanti_stati", by="contea").frame["value"].dropna()
    assert len(people)
    assert not people.between(1, 4).any()
    assert set(found.deliveries()["dataset"]) == {"adesioni", "risorse"}


def test_a_referente_reads_the_own_county(erewhon_at_work: Settings) -> None:
    found = open_release(erewhon_at_work, "referente:02")
    cells = found.table("viandanti_stati", by="contea", where={"stato": "avvistato"})
    assert cells.cell(contea="02").value == 40
    others = open_release(erewhon_at_work, "pubblico").table(
        "viandanti_stati", by="contea", where={"stato": "avvistato"}
    )
    theirs, public = cells.cell(contea="01"), others.cell(contea="01")
    assert (theirs.value, theirs.status) == (public.value, public.status)


def test_publishing_again_changes_nothing(erewhon_at_work: Settings) -> None:
    assert publish_release(erewhon_at_work).unchanged


def test_the_release_is_made_of_the_files_that_were_loaded(erewhon_at_work: Settings) -> None:
    deliveries = open_release(erewhon_at_work, "cabina").deliveries()
    assert set(deliveries["received_by"]) == {"Gisella"}
    assert sorted(deliveries["file_name"]) == sorted(
        Path(f"{d}__prova.csv").name for d in ("viandanti_stati", "adesioni", "risorse")
    )


OWN_NAME = "Cruscotto Care Leavers"
"""What the program itself is called."""
NOT_ENGINE = {PACKAGE / "__init__.py", PACKAGE / "preparation.py"}
"""What the whole is for, and the reason of the demonstration release."""
PARTS_OF_A_RELEASE = {"participation"}
"""Plain words that name a part of every release, and happen to be the code of a dataset too."""


# ---- on screen ----


@pytest.fixture
def screen(erewhon_at_work: Settings, monkeypatch: pytest.MonkeyPatch) -> Screen:
    """The app as the Cabina of Erewhon sees it."""
    for name in ("STATE_DIR", "DEFINITIONS_DIR", "TERRITORIES_DIR"):
        monkeypatch.setenv(name, erewhon_at_work[name])
    monkeypatch.setenv("AUDIENCE", "cabina")
    return Screen(AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60))


def real_names(catalogue: Catalogue, territories: Territories) -> set[str]:
    """What only the shipped country, its programmes and its indicators are called."""
    named = [area.name for level in ("italia", "regione") for area in territories.areas(level)]
    named += [label for one in catalogue.programmes.values() for label in (one.label, one.short)]
    named += [one.label for one in catalogue.indicators.values()]
    named += [one.label for one in catalogue.datasets.values()]
    own = erewhon.catalogue()
    invented = [one.label for one in own.indicators.values()] + [one.label for one in own.datasets.values()]
    return {name for name in named if not any(name in label for label in invented)}


@pytest.mark.parametrize("programme", ["lanterne", "mulini"])
@pytest.mark.parametrize("door", ["", "territori"])
def test_a_page_of_the_invented_country_shows_its_names_and_none_of_the_real_ones(
    door: str, programme: str, screen: Screen, catalogue: Catalogue, territories: Territories
) -> None:
    shown = screen.opens(door, programma=programme).text.replace(OWN_NAME, "")

    assert erewhon.catalogue().programmes[programme].short in shown
    assert "Brumale" in shown
    names = real_names(catalogue, territories)
    assert not [name for name in names if re.search(rf"\b{re.escape(name)}\b", shown)]


def test_the_map_of_the_invented_country_shows_its_figures(screen: Screen) -> None:
    screen.opens("territori", indicatore="lanterne_accese")

    assert screen.table("Viandanti con lanterna")["Brumale"] == ["10"]
    assert screen.maps[0]["layers"][0]["id"] == "contea"
    assert screen.facts["Perimetro"] == "2 Contee, 3 Distretti"


def test_a_county_is_chosen_and_its_districts_are_shown(screen: Screen) -> None:
    screen.opens("territori", territorio="01", indicatore="lanterne_accese")

    assert "Aurorale" in [heading.text for heading in screen.html.all("h2")]
    assert set(screen.table("Viandanti con lanterna")) <= {
        area.name for area in erewhon.territories().descendants("01", "distretto")
    }


def test_a_panel_of_another_country_is_a_definition_and_nothing_else(screen: Screen) -> None:
    screen.opens("coorti", programma="lanterne")

    assert screen.table("per genere ·") == {"Femmine": ["5"], "Maschi": ["10"]}
    assert {chart["data"][0]["type"] for chart in screen.charts} == {"bar", "heatmap"}


def test_a_page_without_panels_for_a_programme_says_which_programmes_have_some(screen: Screen) -> None:
    screen.opens("coorti", programma="mulini")

    assert any("«Mulini» non ha figure" in note and "Lanterne" in note for note in screen.notes)


# ---- in the code ----


def test_engine_code_names_no_region_programme_dataset_or_indicator(
    catalogue: Catalogue, territories: Territories
) -> None:
    """Names are looked for as whole words; codes of one plain word only inside quotes."""
    labels = {area.name for area in territories.areas("regione")}
    labels |= {label for one in catalogue.programmes.values() for label in (one.label, one.short)}
    codes = {*catalogue.programmes, *catalogue.datasets, *catalogue.indicators}
    whole = {name for name in labels | codes if re.search(r"[ _/-]", name) or name in labels}
    quoted = codes - whole - PARTS_OF_A_RELEASE - set(PICTURES)
    longest_first = "|".join(re.escape(name) for name in sorted(whole, key=len, reverse=True))
    words = re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)")
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if "demonstration" in path.parts or path in NOT_ENGINE:
            continue
        text = path.read_text(encoding="utf-8").replace(OWN_NAME, "")
        found += [f"{path.relative_to(PACKAGE)}: {name}" for name in words.findall(text)]
        found += [f"{path.relative_to(PACKAGE)}: «{name}»" for name in quoted if f'"{name}"' in text]

    assert not found
