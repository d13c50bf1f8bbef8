"""CSV and JSON files, read with sentences and written whole."""

from __future__ import annotations

import csv
import io
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure.files import InputError, listed, read_json, read_rows, whole, write_json, written


def csv_file(folder: Path, text: str | bytes) -> Path:
    path = folder / "table.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_codes_keep_their_zeros_and_text_its_accents(tmp_path: Path) -> None:
    rows = read_rows(csv_file(tmp_path, "\ufeffcodice,città,n\n001, Forlì ,3\n"))
    assert rows.columns == ("codice", "città", "n")
    assert rows.lines == ((2, ("001", "Forlì", "3")),)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found(tmp_path: Path, separator: str) -> None:
    rows = read_rows(csv_file(tmp_path, separator.join("abn") + "\r\n" + separator.join(["x y", "z", "3"])))
    assert rows.lines[0][1] == ("x y", "z", "3")


def test_empty_lines_are_passed_over_and_rows_keep_their_number(tmp_path: Path) -> None:
    rows = read_rows(csv_file(tmp_path, 'a,n\n\n"x\ny",1\n , \nz,2\n'))
    assert [line for line, _ in rows.lines] == [4, 6]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "è vuoto"),
        ("\n\n", "è vuoto"),
        ("a,a,n\n", "«a» compare due volte"),
        ("a,,n\n", "una colonna non ha nome"),
        ("a,n\nx\n", "riga 2: ha 1 valori, ma le colonne sono 2"),
        ("a,n\nx,1,2\n", "riga 2: ha 3 valori"),
        ('a,n\n"x,1\n', "virgolette"),
        (b"a,n\nForl\xec,1\n", "UTF-8"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, text: str | bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as error:
        read_rows(csv_file(tmp_path, text))
    assert str(error.value).startswith("table.csv")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="non esiste"):
        read_rows(tmp_path / "none.csv")
    with pytest.raises(InputError, match="è una cartella"):
        read_rows(tmp_path)
    with pytest.raises(InputError, match="carattere non ammesso"):
        read_rows(Path("a\0b"))


@given(st.lists(st.lists(st.text("ab,;\"'\n 0é", max_size=4), min_size=2, max_size=2), max_size=5))
def test_whatever_a_csv_writer_writes_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([["one", "two"], *rows])
    read = read_rows(csv_file(tmp_path_factory.mktemp("csv"), text.getvalue()))
    wanted = [tuple(value.strip() for value in row) for row in rows]
    assert [texts for _, texts in read.lines] == [row for row in wanted if any(row)]


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_with_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = csv_file(tmp_path_factory.mktemp("bytes"), content)
    try:
        assert read_rows(path).columns
    except InputError as error:
        assert str(error).startswith("table.csv")


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("3", 3), ("3.0", 3), ("007", 7)])
def test_whole_numbers_are_read(text: str, number: int) -> None:
    assert whole(text, "riga 2", "n") == number


@pytest.mark.parametrize(
    "text", ["3,5", "3.5", "-1", "", "abc", "1.000", "1e3", "٣", "+2", "nan", "1_0", "9" * 12]
)
def test_other_counts_are_refused_with_their_row(text: str) -> None:
    with pytest.raises(InputError, match="riga 2: nella colonna «n»"):
        whole(text, "riga 2", "n")


def test_flags_are_zero_or_one(tmp_path: Path) -> None:
    rows = read_rows(csv_file(tmp_path, "a,p,q\nx,1,1\ny,0,si\nz,,0\nw,1.0,0\n"))
    assert rows.flags("p", "i segni") == [True, False, False, True]
    with pytest.raises(InputError, match="riga 3: nella colonna «q» c’è «si»"):
        rows.flags("q", "i segni")
    with pytest.raises(InputError, match="la colonna «r» per i segni non c’è; le colonne sono «a», «p», «q»"):
        rows.flags("r", "i segni")


def test_a_long_list_is_cut() -> None:
    assert listed(["a", "b"]) == "«a», «b»"
    assert listed([str(i) for i in range(10)], most=3) == "«0», «1», «2» e altre 7"


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("before")
    with pytest.raises(RuntimeError), written(path) as handle:
        handle.write("half")
        raise RuntimeError
    assert path.read_text() == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["out.txt"]
    with written(path) as handle:
        handle.write("after")
    assert path.read_text() == "after"


def test_secrets_are_for_their_owner_alone(tmp_path: Path) -> None:
    write_json(tmp_path / "secret.json", {"é": 1}, secret=True)
    write_json(tmp_path / "open.json", {"é": 1})
    assert stat.S_IMODE((tmp_path / "secret.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "open.json").stat().st_mode) & 0o400
    assert read_json(tmp_path / "secret.json") == read_json(tmp_path / "open.json") == {"é": 1}


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="non esiste"), written(tmp_path / "no" / "out.txt"):
        pass
    with pytest.raises(ValueError, match="ours"), written(tmp_path / "out.txt"):
        raise ValueError("ours")


def test_what_is_no_json_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"table.csv: non è JSON"):
        read_json(csv_file(tmp_path, "{"))
