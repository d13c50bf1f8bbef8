from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.data.territories import Territories, TerritoryError

Spoil = Callable[[str, str, str], Path]


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("areas.csv", "code,name,level", "codice,name,level", r"areas\.csv, riga 1: mancano le colonne code"),
        ("areas.csv", "N,Quadrante di Tramontana,", "N,,", r"areas\.csv, riga 3: campo vuoto: name"),
        (
            "areas.csv",
            "Tramontana,quadrante",
            "Tramontana,ottante",
            r"riga 3: il livello «ottante» non esiste",
        ),
        ("areas.csv", "S,Quadrante", "N,Quadrante", r"areas\.csv, riga 4: il codice «N» compare due volte"),
        ("areas.csv", "21.0,41.0,12932", "21.0,41.0,molti", r"riga 3: «molti» non è un numero \(residents\)"),
        ("areas.csv", "21.0,41.0,12932", "est,41.0,12932", r"riga 3: «est» non è un numero \(lon\)"),
        ("areas.csv", "12932,,,", "12932,,", r"areas\.csv, riga 3: 10 campi invece di 11"),
        ("areas.csv", "1970-01-01", "1/1/1970", r"«1/1/1970» non è una data AAAA-MM-GG \(valid_from\)"),
        ("areas.csv", "quadrante,ERE", "quadrante,ERA", r"«N» appartiene a «ERA», che non esiste"),
        ("ambiti.csv", "partial", "quasi", r"ambiti\.csv, riga 5: composizione sconosciuta: «quasi»"),
        ("ambiti.csv", "D0102,", "D0101,", r"ambiti\.csv, riga 3: il codice «D0101» è già usato"),
        ("ambiti.csv", "D0102,", "001001,", r"ambiti\.csv, riga 3: il codice «001001» è già usato"),
        ("memberships.csv", "D0101,", "D9999,", r"memberships\.csv, riga 2: il gruppo «D9999» non esiste"),
        (
            "memberships.csv",
            "001001",
            "999999",
            r"memberships\.csv, riga 2: il territorio «999999» non esiste",
        ),
        ("memberships.csv", "1970-01-01,,,", "1970-01-01,,2,", r"riga 2: la quota «2» non sta fra 0 e 1"),
        ("levels.yaml", "role: main", "role: boss", r"levels\.yaml, riga 1: ruolo sconosciuto: boss"),
        ("levels.yaml", "role: main", "role: leaf", r"due livelli con lo stesso «role»"),
        ("levels.yaml", "code: contea", "code: regno", r"due livelli con lo stesso «code»"),
        ("levels.yaml", "code: contea", "codice: contea", r"un livello non ha i campi previsti"),
        ("levels.yaml", "role: main}", "role: main", r"levels\.yaml, riga \d+: non è YAML valido"),
    ],
)
def test_a_wrong_file_stops_with_file_line_and_reason(
    spoil: Spoil, name: str, old: str, new: str, message: str
) -> None:
    folder = spoil(name, old, new)
    with pytest.raises(TerritoryError, match=message):
        Territories.load(folder)


@pytest.mark.parametrize("name", ["levels.yaml", "areas.csv"])
def test_a_missing_file_is_named(country: Path, name: str) -> None:
    (country / name).unlink()
    with pytest.raises(TerritoryError, match=f"{name}: il file manca"):
        Territories.load(country)


def test_a_file_in_another_encoding_is_refused(country: Path) -> None:
    path = country / "areas.csv"
    path.write_bytes(path.read_bytes().replace(b"Aurorale", "Auroralé".encode("cp1252")))
    with pytest.raises(TerritoryError, match=r"areas\.csv, riga \d+: il testo non è in UTF-8"):
        Territories.load(country)


def test_blank_lines_are_passed_over(country: Path) -> None:
    with (country / "memberships.csv").open("a", encoding="utf-8") as stream:
        stream.write("\n\n")
    assert len(Territories.load(country)) == 34


def test_a_country_without_groups_is_fine(country: Path) -> None:
    for name in ("ambiti.csv", "zone.csv", "memberships.csv"):
        (country / name).unlink()
    assert Territories.load(country).areas("distretto") == ()


def test_groups_of_a_later_folder_take_the_place_of_the_same_code(country: Path, tmp_path: Path) -> None:
    extra = tmp_path / "importati"
    extra.mkdir()
    (extra / "ambiti.csv").write_text(
        "code,name,parent,demonstration\nD0101,Selvanera,01,si\nD0109,Nuovo,01,\n", encoding="utf-8"
    )
    (extra / "memberships.csv").write_text("group,member\nD0101,002001\n", encoding="utf-8")
    loaded = Territories.load(country, extra, tmp_path / "manca")
    assert loaded.get("D0101").name == "Selvanera"
    assert loaded.get("D0101").demonstration
    assert loaded.members("D0101") == ("002001",)
    assert loaded.get("D0109").composition == ""
    assert loaded.members("D0102") == ("002001", "002002")


def test_a_group_without_seat_has_the_middle_of_its_members(country: Path, spoil: Spoil) -> None:
    spoil("ambiti.csv", "01,001001,complete", "01,,complete")
    group = Territories.load(country).get("D0101")
    assert (group.lon, group.lat) == (20.5, 40.5)
    assert group.residents == 1137 + 1274


def test_a_group_of_which_nothing_is_known_has_no_point(country: Path, spoil: Spoil) -> None:
    spoil("ambiti.csv", "02,004002,unknown", "02,,unknown")
    group = Territories.load(country).get("D0203")
    assert (group.lon, group.lat, group.residents) == (None, None, None)


def test_a_shared_member_leaves_the_residents_unknown(country: Path, spoil: Spoil) -> None:
    spoil("memberships.csv", "D0101,001001,1970-01-01,,,", "D0101,001001,1970-01-01,,0.5,")
    loaded = Territories.load(country)
    assert loaded.get("D0101").residents is None
    assert loaded.memberships("D0101")[0].share == 0.5


def test_members_without_a_point_give_none(country: Path, spoil: Spoil) -> None:
    spoil("ambiti.csv", "01,001001,complete", "01,,complete")
    spoil("areas.csv", "Q001,20.25,40.5", "Q001,,")
    spoil("areas.csv", "Q002,20.75,40.5", "Q002,,")
    assert Territories.load(country).get("D0101").lon is None


def test_the_copy_of_a_country_reads_as_the_original(tmp_path: Path, erewhon_dir: Path) -> None:
    copy = shutil.copytree(erewhon_dir, tmp_path / "copia")
    assert len(Territories.load(copy)) == len(Territories.load(erewhon_dir))


# ---- groups of another edition ----


def test_groups_of_a_further_folder_that_name_lost_areas_are_loaded_as_far_as_they_can_be(
    country: Path, tmp_path: Path
) -> None:
    further = tmp_path / "altri"
    further.mkdir()
    head = "code,name,parent,seat,composition"
    (further / "ambiti.csv").write_text(
        f"{head}\nD0901,Intero,01,001001,complete\nD0902,Monco,02,999001,complete\nD0903,Perso,99,,complete\n"
    )
    (further / "memberships.csv").write_text(
        "group,member\nD0901,001001\nD0902,003001\nD0902,999001\nD0903,001002\n"
    )

    found = Territories.load(country, further)

    assert (found.get("D0901").composition, found.get("D0901").seat) == ("complete", "001001")
    assert (found.get("D0902").composition, found.get("D0902").seat) == ("partial", "")
    assert found.members("D0902") == ("003001",)
    assert found.find("D0903") is None
    assert found.left_out == (
        "999001, sede di D0902",
        "D0903 Perso, in 99",
        "999001, membro di D0902",
        "001002, membro di D0903",
    )
    assert Territories.load(country).left_out == ()
