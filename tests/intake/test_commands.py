from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.__main__ import cli
from dashboard.intake import commands
from tests.intake.helpers import EREWHON, Deliver, row


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command of intake on Erewhon, with a ledger of its own."""
    monkeypatch.setenv("DEFINITIONS_DIR", str(EREWHON / "definitions"))
    monkeypatch.setenv("TERRITORIES_DIR", str(EREWHON / "territories"))
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("OPERATOR", "Ada")
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def call(name: str, *arguments: object) -> Result:
        return CliRunner().invoke(getattr(commands, name), [str(a) for a in arguments])

    return call


Run = Callable[..., Result]


def test_templates_are_written_and_counted(run: Run, tmp_path: Path) -> None:
    result = run("templates", tmp_path / "modelli")
    assert result.exit_code == 0 and "Scritti 4 modelli" in result.output
    assert len(list((tmp_path / "modelli").glob("*.xlsx"))) == 4
    assert run("templates", tmp_path / "m", "--dataset", "risorse").exit_code == 0
    unknown = run("templates", tmp_path / "m", "--dataset", "boh")
    assert unknown.exit_code == 2 and "Dataset sconosciuto: boh" in unknown.stderr


def test_check_prints_every_problem_and_ends_with_one_when_something_is_wrong(
    run: Run, deliver: Deliver
) -> None:
    bad = run("check", deliver("viandanti_stati.csv", [row(stato="x"), row(genere="y")]))
    assert bad.exit_code == 1 and bad.stdout.count("errore:") == 2
    assert (
        "riga 2, colonna «Stato raggiunto»" in bad.stdout
        and "da correggere; 2 righe, 2 errori, 0 avvisi" in bad.stdout
    )
    good = run("check", deliver("viandanti_stati.csv", [row(origine="dimostrativo")]))
    assert (
        good.exit_code == 0
        and "valido; 1 riga, 0 errori" in good.stdout
        and "dati dimostrativi" in good.stdout
    )


def test_check_speaks_json_for_other_programs(run: Run, deliver: Deliver) -> None:
    result = run("check", "--json", deliver("viandanti_stati.csv", [row(stato="x")]))
    [report] = json.loads(result.stdout)
    assert report["errori"] == 1 and report["problemi"][0]["row"] == 2


def test_problems_beyond_those_printed_are_all_in_the_report(
    run: Run, deliver: Deliver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "SHOWN", 3)
    path = deliver(
        "viandanti_stati.csv", [row(reference_date=f"19{70 + n}-01-01", nota="=A1") for n in range(9)]
    )
    result = run("check", path, "--report", tmp_path / "problemi.csv")
    assert result.stdout.count("errore:") == 3 and "Problemi mostrati: 3 su 9" in result.stdout
    with (tmp_path / "problemi.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    assert [r["riga"] for r in rows] == [str(n) for n in range(2, 11)]
    run("check", path, "--report", tmp_path / "problemi.json")
    assert len(json.loads((tmp_path / "problemi.json").read_text())[0]["problemi"]) == 9
    monkeypatch.setattr("dashboard.intake.problems.KEPT", 4)
    result = run("check", path, "--report", tmp_path / "problemi.csv")
    assert "altri 5 problemi per colonna" in result.stdout
    assert "altri 5 problemi" in (tmp_path / "problemi.csv").read_text(encoding="utf-8-sig")


def test_load_loads_says_so_and_says_when_nothing_changes(run: Run, deliver: Deliver) -> None:
    path = deliver("viandanti_stati.csv", [row()])
    first, again = run("load", path), run("load", path)
    assert first.exit_code == 0 and "caricata 1 riga come consegna 1" in first.stdout
    assert again.exit_code == 0 and "nulla è cambiato" in again.stdout
    listed = run("deliveries")
    assert "(Ada, in vigore)" in listed.stdout and "1 consegna." in listed.stdout
    loaded = json.loads(
        run("load", "--json", "--by", "Bea", deliver("viandanti_stati.csv", [row(viandanti=1)])).stdout
    )
    assert (loaded[0]["esito"], loaded[0]["consegna"], loaded[0]["righe_sostituite"]) == ("caricato", 2, 1)
    assert "(Bea, in vigore)" in run("deliveries", "--dataset", "viandanti_stati").stdout
    assert "0 consegne." in run("deliveries", "--dataset", "risorse").stdout


def test_load_of_several_files_loads_the_good_ones_and_ends_with_one(
    run: Run, deliver: Deliver, tmp_path: Path
) -> None:
    good = deliver("viandanti_stati__a.csv", [row()])
    bad = deliver("viandanti_stati__b.csv", [row(stato="x")])
    result = run("load", good, bad, "--report", tmp_path / "p.json")
    assert result.exit_code == 1 and "caricata 1 riga" in result.stdout and "non caricato" in result.stdout
    assert (tmp_path / "p.json").exists()


def test_a_delivery_is_replaced_and_withdrawn(run: Run, deliver: Deliver) -> None:
    run("load", deliver("viandanti_stati__a.csv", [row(origine="dimostrativo")]))
    path = deliver("viandanti_stati__b.csv", [row(viandanti=3)])
    assert run("load", path, "--replaces", 1).exit_code == 0
    assert run("withdraw", 2, "--reason", "di prova", "--by", "Ada").exit_code == 0
    listed = run("deliveries").stdout
    assert "in vigore · dati dimostrativi" in listed and "da Ada: di prova" in listed
    assert run("load", deliver("viandanti_stati__c.csv", [row(viandanti=4)]), "--replaces", 1).exit_code == 0
    assert "sostituita dalla 3" in run("deliveries").stdout


def test_what_is_wrong_outside_the_files_is_a_sentence_and_two(
    run: Run, deliver: Deliver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = deliver("viandanti_stati.csv", [row()])
    many = run("load", path, path, "--replaces", 1)
    assert many.exit_code == 2 and "un solo file" in many.stderr
    nothing = run("withdraw", 5, "--reason", "x")
    assert nothing.exit_code == 2 and "non esiste" in nothing.stderr
    folder = run("check", path, "--report", tmp_path / "nessuna" / "p.csv")
    assert folder.exit_code == 2 and "Errore" in folder.stderr
    monkeypatch.setenv("DATABASE_URL", "postgresql://nessuno@127.0.0.1:1/niente")
    unreachable = run("deliveries")
    assert unreachable.exit_code == 2 and "il registro non risponde" in unreachable.stderr
    monkeypatch.setenv("DEFINITIONS_DIR", str(tmp_path))
    assert run("load").exit_code == 2


def test_imported_territories_are_known_too(run: Run, deliver: Deliver, tmp_path: Path) -> None:
    extra = tmp_path / "var" / "territories"
    extra.mkdir(parents=True)
    head = "code,istat_code,name,kind,parent,seat,composition,valid_from,valid_to,source,demonstration"
    (extra / "ambiti.csv").write_text(f"{head}\nD0104,,Nuovo,distretto,01,001001,unknown,,,prova,\n")
    (extra / "memberships.csv").write_text("group,member,valid_from,valid_to,share,source\n")
    result = run("check", deliver("viandanti_stati.csv", [row(ref_area="D0104")]))
    assert result.exit_code == 0, result.output


def test_a_terminal_shows_a_bar_for_each_task(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    class Bar:
        def __init__(self, *, desc: str, **options: object) -> None:
            self.n, self.total = 0, 0
            shown.append(desc)

        def update(self, steps: int) -> None:
            self.n += steps

        def close(self) -> None:
            shown.append(f"fine a {self.n} di {self.total}")

    monkeypatch.setattr(commands, "tqdm", Bar)
    with commands._bar() as progress:
        progress(1, 2, "a")
        progress(2, 2, "a")
        progress(3, 3, "b")
    assert shown[0] == "a" and shown[1:3] == ["fine a 2 di 2", "b"] and shown[-1] == "fine a 3 di 3"


@pytest.mark.slow  # every preparation takes them
def test_the_program_takes_its_own_demonstration_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DEFINITIONS_DIR", "TERRITORIES_DIR", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    assert CliRunner().invoke(cli, ["demo"]).exit_code == 0
    files = sorted((tmp_path / "demo").glob("*__*.csv"))
    assert any(len(path.read_text(encoding="utf-8").splitlines()) > 1 for path in files)
    done = CliRunner().invoke(cli, ["load", *map(str, files)])
    assert done.exit_code == 0, done.output[-2_000:]


def test_a_dataset_that_is_none_is_answered_with_the_nearest(run: Run, tmp_path: Path) -> None:
    wrong = run("templates", tmp_path / "m", "--dataset", "risorsa")
    assert wrong.exit_code == 2 and "Forse: risorse." in wrong.stderr and "adesioni" not in wrong.stderr


def test_one_problem_and_one_delivery_are_told_in_the_singular(
    run: Run, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = deliver("viandanti_stati.csv", [row(stato="x"), row(genere="y")])
    monkeypatch.setattr("dashboard.intake.problems.KEPT", 1)
    assert "un altro problema per colonna" in run("check", path).stdout
    one = run("check", deliver("viandanti_stati.csv", [row(stato="x")])).stdout
    assert "1 riga, 1 errore, 0 avvisi" in one
