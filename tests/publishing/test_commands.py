from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.data.audience import PUBLIC
from dashboard.data.store import FileStore
from dashboard.intake.ledger import Ledger
from dashboard.intake.service import Intake, load_files
from dashboard.publishing import Publication, Summary
from dashboard.publishing.auditing import Outcome
from dashboard.publishing.commands import audit, describe, describe_audit, release, releases
from dashboard.publishing.protection import Count
from tests import erewhon
from tests.erewhon import published, small_ledger

MONEY = "programma;ref_area;annata;stanziato;speso;origine\nlanterne;01;1971;100;50;pubblicato\n"
JOINED = "programma;ref_area;annata;distretti;origine\nlanterne;D0101;1971;1;rilevato\n"


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings = erewhon.settings(tmp_path)
    for name in ("STATE_DIR", "DEFINITIONS_DIR", "TERRITORIES_DIR"):
        monkeypatch.setenv(name, settings[name])
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path


def fill(state: Path) -> None:
    files = [state / "risorse__prova.csv", state / "adesioni__prova.csv"]
    for path, text in zip(files, (MONEY, JOINED), strict=True):
        path.write_text(text, encoding="utf-8")
    ledger = Ledger(erewhon.settings(state).database_url)
    ledger.upgrade()
    load_files(files, Intake(erewhon.catalogue(), erewhon.territories(), ledger=ledger), by="Gisella")
    ledger.close()


def run(command: object, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, arguments)  # type: ignore[arg-type]
    return done.exit_code, done.output


def test_a_release_says_what_each_audience_got_and_what_was_left_out(state: Path) -> None:
    fill(state)
    code, said = run(release, "--reason", "prima uscita", "--final", "--as-of", "31/12/1971")
    assert code == 0
    assert "Rilascio 1 pubblicato" in said
    assert "referente:01" in said
    code, said = run(release, "--final", "--as-of", "1971-12-31")
    assert (code, said) == (
        0,
        "Il rilascio 1 è già aggiornato: dati, catalogo e opzioni non sono cambiati.\n",
    )


def test_the_register_is_listed(state: Path) -> None:
    assert run(releases) == (0, "Nessun rilascio pubblicato.\n")
    fill(state)
    run(release, "--audience", "pubblico", "--embargo", "2100-01-01", "--reason", "prima uscita")
    run(release, "--audience", "pubblico", "--corrects", "1", "--reason", "refuso")
    said = run(releases)[1].splitlines()
    assert "embargo fino al 2100-01-01" in said[0]
    assert said[0].endswith("(1 artefatto)  prima uscita")
    assert "corregge il 1" in said[1]


def test_only_the_audience_asked_for_is_published(state: Path) -> None:
    fill(state)
    assert run(release, "--audience", "cabina")[0] == 0
    entry = FileStore(state / "releases").entry(1)
    assert entry is not None
    assert set(entry.digests) == {"cabina"}


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--audience", "tutti"), "non è un pubblico"),
        (("--as-of", "ieri"), "«ieri» non è una data"),
        (("--corrects", "9", "--reason", "x"), "Il rilascio 9, da correggere, non esiste"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(
    state: Path, arguments: tuple[str, ...], reason: str
) -> None:
    fill(state)
    code, said = run(release, *arguments)
    assert code != 0
    assert reason in " ".join(said.replace("│", " ").split())


def test_an_empty_ledger_is_told(state: Path) -> None:
    code, said = run(release)
    assert code == 1
    assert "Il registro è vuoto" in said


@pytest.mark.parametrize(("operator", "name"), [("Gisella", "Gisella"), ("", "utente")])
def test_who_publishes_is_the_operator_or_the_user_of_the_system(
    state: Path, operator: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(state)
    monkeypatch.setenv("OPERATOR", operator)
    monkeypatch.setattr("getpass.getuser", lambda: "utente")
    assert run(release, "--audience", "cabina")[0] == 0
    entry = FileStore(state / "releases").entry(1)
    assert entry is not None
    assert entry.info["published_by"] == name


def test_a_release_says_how_much_of_each_table_is_hidden_and_why() -> None:
    counts = (
        Count("viandanti", ("contea", "genere"), 40, {"conteggio sotto 5": 4, "a protezione di altre": 6}),
        Count("viandanti", (), 0, {}),
    )
    said = describe(Publication(3, False, (Summary(PUBLIC, 2, 41, {}, counts),))).splitlines()
    assert "contea × genere" in said[2]
    assert said[2].endswith("10 coperte su 40 (25%): 6 a protezione di altre; 4 conteggio sotto 5")
    assert said[3].split()[-5:] == ["0", "coperte", "su", "0", "(–)"]


def test_what_is_on_line_is_audited_again(state: Path) -> None:
    assert run(audit) == (2, "Errore: Nessun rilascio pubblico da verificare.\n")
    fill(state)
    run(release)
    assert run(audit) == (0, "Rilascio 1: nessuna tabella di persone è pubblica.\n")
    published(state, small_ledger())
    assert "prove" not in run(audit)[1]
    for path in (state / "evidence").iterdir():
        path.unlink()
    code, said = run(audit)
    assert code == 0, said
    assert "viandanti_stati, viandanti: 11 celle coperte, sicura" in said
    assert "Le prove dell’ufficio dati non ci sono tutte" in said
    assert run(audit, "7")[0] == 2
    file = next((state / "releases").glob("rilascio-0002-pubblico.sqlite"))
    file.chmod(0o644)
    file.write_bytes(b"altro")
    code, said = run(audit, "2")
    assert code == 2
    assert "non è quello pubblicato" in " ".join(said.split())


def test_an_audit_says_what_is_not_safe() -> None:
    found = [
        Outcome("a", "n", 10, 1),
        Outcome("a", "n", 5, 0),
        Outcome("b", "n", 1, 0, "le cifre non sono quelle protette"),
    ]
    said = describe_audit(4, found).splitlines()
    assert said[1] == "  a, n: 15 celle coperte, NON SICURA: 1 cella non è protetta"
    assert said[2] == "  b, n: 1 cella coperta, NON SICURA: le cifre non sono quelle protette"
    assert len(said) == 3
