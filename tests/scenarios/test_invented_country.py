"""A country that does not exist, from filled files to tables: the engine knows no real one."""

from pathlib import Path

import pytest

from dashboard.data.indicators import compute
from dashboard.data.release import NotPublished, open_release
from dashboard.intake.ledger import Ledger
from dashboard.intake.service import Intake, load_files
from dashboard.publishing import Options
from dashboard.publishing.service import publish_release
from dashboard.settings import Settings
from tests import erewhon

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


def test_the_public_reads_the_money_and_not_the_people(erewhon_at_work: Settings) -> None:
    found = open_release(erewhon_at_work, "pubblico")
    money = found.table("risorse", by="contea")
    assert money.cell(contea="01", measure="stanziato").value == 12500.5
    assert money.cell(contea="02", measure="speso").status == "not_collected"
    with pytest.raises(NotPublished, match="riguarda persone"):
        found.table("viandanti_stati")
    assert set(found.deliveries()["dataset"]) == {"adesioni", "risorse"}


def test_a_referente_reads_the_own_county(erewhon_at_work: Settings) -> None:
    found = open_release(erewhon_at_work, "referente:02")
    cells = found.table("viandanti_stati", by="contea", where={"stato": "avvistato"})
    assert cells.cell(contea="02").value == 40
    assert cells.cell(contea="01").status == "suppressed"


def test_publishing_again_changes_nothing(erewhon_at_work: Settings) -> None:
    assert publish_release(erewhon_at_work).unchanged


def test_the_release_is_made_of_the_files_that_were_loaded(erewhon_at_work: Settings) -> None:
    deliveries = open_release(erewhon_at_work, "cabina").deliveries()
    assert set(deliveries["received_by"]) == {"Gisella"}
    assert sorted(deliveries["file_name"]) == sorted(
        Path(f"{d}__prova.csv").name for d in ("viandanti_stati", "adesioni", "risorse")
    )
