from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dashboard.data.territories import Area, Membership, Territories
from dashboard.data.territories.imports import ImportReport, carry_groups, write_carried


def recoded(erewhon: Territories, *, without: tuple[str, ...] = ()) -> Territories:
    """Erewhon after a recoding: every village of the county 01 begins with 9, groups not yet carried over."""
    areas: list[Area] = []
    for level in erewhon.levels:
        if level.role in ("operating", "zone"):
            continue
        for area in erewhon.areas(level.code):
            if area.code not in without:
                new = "9" + area.code[1:] if level.role == "leaf" and area.code < "003" else area.code
                areas.append(replace(area, code=new))
    return Territories(erewhon.levels, areas)


def test_groups_follow_their_members_to_the_new_codes(erewhon: Territories) -> None:
    report = ImportReport("prova")
    groups, memberships = carry_groups(erewhon, recoded(erewhon), report)
    assert len(groups) == 10
    assert [one.member for one in memberships if one.group == "D0101"] == ["901001", "901002"]
    assert next(one.seat for one in groups if one.code == "D0101") == "901001"
    assert report.clean


def test_a_member_that_is_gone_is_told_and_its_group_is_partial(erewhon: Territories) -> None:
    report = ImportReport("prova")
    groups, memberships = carry_groups(erewhon, recoded(erewhon, without=("001002",)), report)
    assert next(one.composition for one in groups if one.code == "D0101") == "partial"
    assert [one.text for one in report.of("unmatched")] == ["001002, membro di D0101 Selvabianca"]
    assert len([one for one in memberships if one.group == "D0101"]) == 1


def test_groups_of_a_main_area_that_is_gone_are_left_behind(erewhon: Territories) -> None:
    small = Territories(erewhon.levels, [erewhon.root, erewhon.get("N"), erewhon.get("02")])
    groups, memberships = carry_groups(erewhon, small, ImportReport("prova"))
    assert {one.parent for one in groups} == {"02"}
    assert all(one.seat == "" for one in groups)
    assert memberships == []


def test_every_level_of_groups_gets_its_file(erewhon: Territories, tmp_path: Path) -> None:
    groups, memberships = carry_groups(erewhon, recoded(erewhon), ImportReport("prova"))
    assert sorted(one.name for one in write_carried(groups, memberships, erewhon, tmp_path)) == [
        "ambiti.csv",
        "memberships.csv",
        "zone.csv",
    ]
    written = write_carried([], [], erewhon, tmp_path / "vuoto")
    assert [one.name for one in written] == ["ambiti.csv", "memberships.csv"]


def test_a_country_without_zones_is_carried_too() -> None:
    from tests.data.territories.test_model import AREAS, LEVELS

    world = Territories(LEVELS, AREAS, [Membership("L1", "11")])
    groups, memberships = carry_groups(world, world, ImportReport("prova"))
    assert [one.code for one in groups] == ["L1", "L2"]
    assert [one.member for one in memberships] == ["11"]
