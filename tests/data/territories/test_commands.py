from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.data.territories import Territories, commands
from dashboard.data.territories.commands import build_command, import_ambiti_command, import_istat_command


def test_a_table_of_ambiti_lands_in_the_state_folder(
    tmp_path: Path, erewhon_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERRITORIES_DIR", str(erewhon_dir))
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "var"))
    table = tmp_path / "ambiti.csv"
    table.write_text(
        "codice_ambito;nome;regione;comune\nX1;Nuovo;01;001001\nX1;Nuovo;01;001002\n", encoding="utf-8"
    )
    report = import_ambiti_command(table)
    assert "2 righe lette, 1 Ambito, 2" in report
    assert "Scritti 2 file" in report
    loaded = Territories.load(erewhon_dir, tmp_path / "var" / "territories")
    found = loaded.find("X1")
    assert found is not None and loaded.members(found.code) == ("001001", "001002")
    assert "D0101" in report, "the group that was there before shares the same leaves"
    again = import_ambiti_command(table)
    assert again == report
    assert Territories.load(erewhon_dir, tmp_path / "var" / "territories").find("X1") == found


def test_a_table_with_nothing_usable_writes_nothing(
    tmp_path: Path, erewhon_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERRITORIES_DIR", str(erewhon_dir))
    table = tmp_path / "ambiti.csv"
    table.write_text("codice_ambito,nome,regione,comune\nX1,Nuovo,99,001001\n", encoding="utf-8")
    report = import_ambiti_command(table, tmp_path / "out")
    assert "riga 2: Regione «99» sconosciuta" in report
    assert "Nessun file scritto." in report
    assert not (tmp_path / "out").exists()


def test_a_zip_of_istat_becomes_a_country_that_loads(tmp_path: Path, istat_zip: Path) -> None:
    report = import_istat_command(istat_zip, tmp_path)
    assert "Anno 2022: 3 Regioni, 11 Province, 565 Comuni letti." in report
    loaded = Territories.load(tmp_path)
    assert len(loaded.areas("comune")) == 565
    assert len(loaded.areas("zona")) == 7
    lecce = next(one for one in loaded.areas("ambito") if one.name == "Lecce")
    assert len(loaded.members(lecce.code)) == 10


@pytest.mark.slow
def test_the_same_zip_twice_gives_the_same(tmp_path: Path, istat_zip: Path) -> None:
    assert import_istat_command(istat_zip, tmp_path) == import_istat_command(istat_zip, tmp_path)


def test_build_goes_to_the_folder_in_use_unless_told(
    tmp_path: Path, erewhon_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Path, Path]] = []

    def fake(out: Path, reference: Path) -> list[Path]:
        asked.append((out, reference))
        (tmp_path / "areas.csv").write_text("x", encoding="utf-8")
        return [tmp_path / "areas.csv"]

    monkeypatch.setenv("TERRITORIES_DIR", str(erewhon_dir))
    monkeypatch.setattr(commands, "build", fake)
    assert "Scritto 1 file" in build_command()
    build_command(tmp_path)
    assert asked == [(erewhon_dir, erewhon_dir), (tmp_path, erewhon_dir)]


def test_the_command_line_prints_the_report_or_the_reason(
    tmp_path: Path, istat_zip: Path, erewhon_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*words: object) -> tuple[int, str]:
        done = CliRunner().invoke(commands.territories, [str(word) for word in words])
        return done.exit_code, done.output

    code, text = run("import-istat", istat_zip, tmp_path / "istat")
    assert code == 0 and "565 Comuni letti" in text
    table = tmp_path / "t.csv"
    table.write_text("a,b\n", encoding="utf-8")
    code, text = run("import-ambiti", table, "--out", tmp_path / "ambiti")
    assert code == 1 and "mancano le colonne" in text and "Traceback" not in text
    monkeypatch.setattr(commands, "build", lambda out, reference: [])
    assert run("build", "--out", tmp_path) == (0, "Nessun file scritto.\n")
