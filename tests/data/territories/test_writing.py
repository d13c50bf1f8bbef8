from datetime import date
from pathlib import Path

import pytest

from dashboard.data.territories import Area, Membership
from dashboard.data.territories.loading import read_groups, read_memberships
from dashboard.data.territories.writing import write_group_file, write_groups

FULL = Area(
    "D0199",
    'Prova, «di» "virgole"',
    "distretto",
    "01",
    alt_code="TE99",
    seat="001001",
    kind="Lega",
    composition="partial",
    valid_from=date(1970, 1, 1),
    valid_to=date(1975, 12, 31),
    source="prova",
    demonstration=True,
    note="due\nrighe",
)
PLAIN = Area("D0198", "Semplice", "distretto", "01", composition="unknown")


def test_what_is_written_of_a_group_is_read_back_whole(tmp_path: Path) -> None:
    write_groups(
        [FULL, PLAIN], [Membership("D0199", "001001", date(1970, 1, 1), None, 0.5, "prova")], tmp_path
    )

    loaded = [area for _, area in read_groups(tmp_path / "ambiti.csv", "distretto")]
    bonds = [bond for _, bond in read_memberships(tmp_path / "memberships.csv")]

    assert loaded == [PLAIN, FULL]
    assert bonds == [Membership("D0199", "001001", date(1970, 1, 1), None, 0.5, "prova")]


def test_the_order_in_which_groups_come_does_not_change_the_file(tmp_path: Path) -> None:
    one, other = (
        write_group_file(groups, tmp_path / name)
        for groups, name in (([FULL, PLAIN], "a"), ([PLAIN, FULL], "b"))
    )

    assert one.read_bytes() == other.read_bytes()


def test_a_file_that_cannot_be_finished_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_group_file([PLAIN], tmp_path / "ambiti.csv")
    before = path.read_bytes()

    monkeypatch.setattr("dashboard.data.territories.writing.csv.writer", lambda *a, **k: _Broken())
    with pytest.raises(OSError, match="disco pieno"):
        write_group_file([FULL], path)

    assert path.read_bytes() == before


class _Broken:
    def writerow(self, row: object) -> None:
        raise OSError("disco pieno")
