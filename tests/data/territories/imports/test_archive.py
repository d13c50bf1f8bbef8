from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from dashboard.data.territories import TerritoryError
from dashboard.data.territories.imports import archive


def pack(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return path


def test_an_honest_archive_opens_and_unpacks_flat(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"dentro/uno.txt": b"1", "due.txt": b"22"})
    with archive.open_archive(path) as opened:
        archive.extract(opened, opened.infolist(), tmp_path)
    assert (tmp_path / "uno.txt").read_bytes() == b"1"
    assert (tmp_path / "due.txt").read_bytes() == b"22"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = pack(tmp_path / "bomba.zip", {"zeri.shp": bytes(20_000_000)})
    with pytest.raises(TerritoryError, match=r"bomba\.zip: «zeri\.shp» si gonfia troppo"):
        archive.open_archive(path)


def test_too_much_in_all_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_TOTAL", 3_000_000)
    path = pack(tmp_path / "a.zip", {"a": bytes(2_000_000), "b": bytes(2_000_000)})
    with pytest.raises(TerritoryError, match="occuperebbe 4 MB, più dei 3 ammessi"):
        archive.open_archive(path)


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {str(number): b"" for number in range(501)})
    with pytest.raises(TerritoryError, match="contiene 501 file"):
        archive.open_archive(path)


@pytest.mark.parametrize("name", ["../fuori.txt", "/etc/fuori.txt", "..\\fuori.txt"])
def test_a_path_that_leaves_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(TerritoryError, match="esce dall'archivio"):
        archive.open_archive(pack(tmp_path / "a.zip", {name: b"x"}))


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"a": b"x"})
    raw = bytearray(path.read_bytes())
    central = raw.index(b"PK\x01\x02")
    raw[central + 8] |= 1
    path.write_bytes(raw)
    with pytest.raises(TerritoryError, match="«a» è cifrato"):
        archive.open_archive(path)


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as zipped:
        zipped.writestr("a", b"contenuto")
    path.write_bytes(path.read_bytes().replace(b"contenuto", b"cantenuto"))
    with archive.open_archive(path) as opened, pytest.raises(TerritoryError, match="«a» è danneggiato"):
        archive.extract(opened, opened.infolist(), tmp_path)


def test_what_is_not_a_zip_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"ciao")
    with pytest.raises(TerritoryError, match="non è un archivio zip"):
        archive.open_archive(tmp_path / "a.zip")
    with pytest.raises(TerritoryError, match="il file non esiste"):
        archive.open_archive(tmp_path / "b.zip")
