from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dashboard.data.territories import Area, Level, Territories, TerritoryError
from dashboard.data.territories.imports import ImportReport, describe_columns, import_ambiti, write_ambiti

HEADING = "codice_ambito,nome,regione,comune,codice_catastale,valido_dal,valido_al,capofila,piu_ambiti\n"
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def make(rows: str) -> Path:
        path = tmp_path / "ambiti.csv"
        path.write_text(HEADING + rows, encoding="utf-8")
        return path

    return make


def told(report: ImportReport, kind: str) -> list[tuple[int | None, str]]:
    return [(one.row, one.text) for one in report.of(kind)]


def test_a_good_table_becomes_groups(write: Write, erewhon: Territories, erewhon_dir: Path) -> None:
    path = write(
        "X1,Alba,01,001001,,01/01/1972,,sì,\nX1,Alba,1,1002,,1972-01-01,,,\nX2,Notte,aurorale,Q003,,,31/12/1975,,\n"
    )
    groups, memberships, report = import_ambiti(path, erewhon, erewhon_dir)
    assert [(one.code, one.name, one.alt_code, one.parent, one.seat, one.composition) for one in groups] == [
        ("D01001", "Alba", "X1", "01", "001001", "complete"),
        ("D01002", "Notte", "X2", "01", "", "complete"),
    ]
    assert (groups[0].valid_from, groups[0].valid_to) == (date(1972, 1, 1), None)
    assert groups[1].valid_to == date(1975, 12, 31)
    assert [(one.group, one.member) for one in memberships] == [
        ("D01001", "001001"),
        ("D01001", "001002"),
        ("D01002", "002001"),
    ]
    assert report.clean
    assert told(report, "unassigned") == [(None, "002002 Merlaia (Aurorale)")]
    assert len(report.of("already")) == 2


def test_known_codes_keep_their_group(write: Write, erewhon: Territories) -> None:
    groups, _, report = import_ambiti(
        write("D0101,Selvabianca,01,001001,,,,,\nTE02001,Nebbiolago,02,003001,,,,,\n"), erewhon
    )
    assert [one.code for one in groups] == ["D0101", "D0201"]
    assert groups[1].seat == "003001"
    assert not report.of("already")


def test_every_row_that_is_not_understood_is_told_with_its_number(write: Write, erewhon: Territories) -> None:
    path = write(
        "X1,Alba,01,001001,,,,,\n"
        "X1,Alba,01,999999,,,,,\n"
        "X1,Alba,01,003001,,,,,\n"
        "X1,Alba,77,001002,,,,,\n"
        "X1,,01,001002,,,,,\n"
        "X1,Alba,01,,,,,,\n"
        "X1,Alba,01,001002,,ieri,,,\n"
        "X1,Alba,01,001002,,2020-01-02,2020-01-01,,\n"
        "X1,Alba,01,,Q999,,,,\n"
        "X1,Alba,01,01,,,,,\n"
    )
    groups, memberships, report = import_ambiti(path, erewhon)
    assert told(report, "unmatched") == [
        (3, "Comune «999999» sconosciuto"),
        (4, "003001 Foscarella sta in Brumale, non in Aurorale"),
        (5, "Regione «77» sconosciuta"),
        (10, "Comune «Q999» sconosciuto"),
        (11, "Comune «01» sconosciuto"),
    ]
    assert [row for row, _ in told(report, "incomplete")] == [6, 7, 8, 9]
    assert groups[0].composition == "partial"
    assert len(memberships) == 1
    assert not report.clean


def test_a_comune_in_two_ambiti_is_told_and_kept_in_both(write: Write, erewhon: Territories) -> None:
    _, memberships, report = import_ambiti(
        write("X1,Alba,01,001001,,,,,\nX2,Notte,01,001001,,,,,\n"), erewhon
    )
    assert told(report, "duplicate") == [
        (3, "001001 Primalba è negli Ambiti X1 e X2 nello stesso periodo (riga 2)")
    ]
    assert len(memberships) == 2
    assert not report.clean


def test_a_large_comune_may_hold_several_ambiti_when_the_table_says_so(
    write: Write, erewhon: Territories
) -> None:
    _, memberships, report = import_ambiti(write("X1,A,01,001001,,,,,sì\nX2,B,01,001001,,,,,SI\n"), erewhon)
    assert not report.of("duplicate")
    assert len(memberships) == 2


def test_one_ambito_after_the_other_is_no_double(write: Write, erewhon: Territories) -> None:
    path = write("X1,A,01,001001,,,31/12/1972,,\nX2,B,01,001001,,01/01/1973,,,\n")
    assert not import_ambiti(path, erewhon)[2].of("duplicate")


def test_a_row_written_twice_is_told_and_counts_once(write: Write, erewhon: Territories) -> None:
    _, memberships, report = import_ambiti(write("X1,A,01,001001,,,,,\nX1,A,01,001001,,,,,\n"), erewhon)
    assert told(report, "duplicate")[0][0] == 3
    assert "due volte" in told(report, "duplicate")[0][1]
    assert len(memberships) == 1


def test_rows_that_contradict_each_other_are_told(write: Write, erewhon: Territories) -> None:
    path = write("X1,Alba,01,001001,Q009,,,,\nX1,Tramonto,02,003001,,,,,\n")
    groups, _, report = import_ambiti(path, erewhon)
    assert told(report, "inconsistent") == [
        (2, "001001 ha codice catastale Q001, non «Q009»"),
        (3, "l'Ambito X1 si chiama «Alba» e «Tramonto»"),
        (3, "l'Ambito X1 è in Aurorale e Brumale"),
    ]
    assert (groups[0].name, groups[0].parent) == ("Alba", "01")


def test_a_recoded_comune_is_found_by_its_second_code_and_told(write: Write, erewhon: Territories) -> None:
    _, memberships, report = import_ambiti(
        write("X1,Alba,01,118001,q001,,,,\nX1,Alba,01,,Q002,,,,\n"), erewhon
    )
    assert told(report, "recoded") == [(2, "118001 è 001001 Primalba (codice catastale Q001)")]
    assert [one.member for one in memberships] == ["001001", "001002"]
    assert report.clean


def test_all_of_sardinia_can_change_code_without_losing_a_comune(
    tmp_path: Path, territories: Territories
) -> None:
    leaves = territories.descendants("20", "comune")
    lines = ["codice_ambito,nome,regione,comune,codice_catastale"]
    lines += [f"S1,Isola,20,{300_000 + number},{leaf.alt_code}" for number, leaf in enumerate(leaves)]
    path = tmp_path / "sardegna.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    _, memberships, report = import_ambiti(path, territories)
    assert len(leaves) == len(report.of("recoded")) == 377
    assert [one.member for one in memberships] == [leaf.code for leaf in leaves]
    assert report.clean and not report.of("unassigned")


def test_a_member_that_does_not_touch_the_rest_is_told(
    tmp_path: Path, territories: Territories, italia_dir: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "codice_ambito;nome;regione;comune\n"
        "X;Prova;16;072006\nX;Prova;16;072027\nX;Prova;16;075035\nY;Altro;16;075093\n",
        encoding="utf-8",
    )
    _, _, report = import_ambiti(path, territories, italia_dir)
    assert [text for _, text in told(report, "detached")] == [
        "075035 Lecce non confina con il resto di Prova"
    ]


def test_codes_can_run_out(write: Write) -> None:
    levels = (
        Level("w", "W", "W", "m", "root"),
        Level("t", "T", "T", "m", "main"),
        Level("l", "L", "L", "m", "operating", "L"),
        Level("b", "B", "B", "m", "leaf"),
    )
    areas = [Area("W", "W", "w"), Area("1", "T", "t", "W"), Area("11", "B", "b", "1")]
    full = [Area(f"L1{number:03d}", "x", "l", "1") for number in range(1, 1000)]
    with pytest.raises(TerritoryError, match="non ci sono più codici liberi per L1"):
        import_ambiti(write("X1,A,1,11,,,,,\n"), Territories(levels, [*areas, *full]))


def test_what_is_written_is_read_back(
    write: Write, erewhon: Territories, erewhon_dir: Path, tmp_path: Path
) -> None:
    out = tmp_path / "importati"
    groups, memberships, _ = import_ambiti(write("X1,Alba,01,001001,,01/01/1972,,sì,\n"), erewhon)
    write_ambiti(groups, memberships, out)
    first = Territories.load(erewhon_dir, out)
    more, bonds, _ = import_ambiti(write("X2,Notte,01,002001,,,,,\n"), first)
    write_ambiti(more, bonds, out)
    loaded = Territories.load(erewhon_dir, out)
    alba, notte = loaded.find("X1"), loaded.find("X2")
    assert alba is not None and notte is not None and alba.code != notte.code
    assert loaded.members(alba.code) == ("001001",)
    assert loaded.members(alba.code, date(1971, 12, 31)) == ()
    assert loaded.members(notte.code) == ("002001",)
    assert not list(out.glob("*.tmp"))


def test_an_empty_table_is_no_ambito(
    write: Write, erewhon: Territories, erewhon_dir: Path, tmp_path: Path
) -> None:
    groups, memberships, report = import_ambiti(write(""), erewhon, erewhon_dir)
    assert (groups, memberships) == ([], [])
    assert report.summary == ["0 righe lette, 0 Ambiti, 0 appartenenze."]
    assert len(write_ambiti(groups, memberships, tmp_path / "o")) == 2


OTHER = "codice_ats,nome_ats,regione,comune,pro_com_t,cod_catastale,provincia,stato\n"


def test_the_headings_of_other_tables_are_understood(tmp_path: Path, erewhon: Territories) -> None:
    path = tmp_path / "altra.csv"
    path.write_text(
        OTHER + "X1,Alba,Aurorale,Primalba,001001,,AU,x\n,Notte,Aurorale,Un nome,,Q003,AU,x\n"
        ",Notte,Aurorale,,001002,,AU,\n",
        encoding="utf-8",
    )
    groups, memberships, report = import_ambiti(path, erewhon)
    assert [(one.name, one.alt_code) for one in groups] == [("Alba", "X1"), ("Notte", "")]
    assert [one.member for one in memberships] == ["001001", "002001", "001002"]
    assert report.clean


def test_an_ambito_without_code_is_known_again_by_its_name(tmp_path: Path, erewhon: Territories) -> None:
    path = tmp_path / "altra.csv"
    path.write_text(OTHER + ",SELVABIANCA,Aurorale,,001001,,AU,\n", encoding="utf-8")
    groups, _, _ = import_ambiti(path, erewhon)
    assert [one.code for one in groups] == ["D0101"]


def test_every_column_that_is_read_is_described() -> None:
    told = describe_columns()
    assert len(told.splitlines()) == len(HEADING.strip().split(","))
    for name in HEADING.strip().split(","):
        assert f"  {name}" in told
    assert "codice_ambito (codice_ats): " in told and "comune (pro_com_t): " in told
    assert told.count("(obbligatoria)") == 4
