from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard.data.territories import Area, Level, Membership, Territories, TerritoryError, UnknownAreaError

LEVELS = (
    Level("mondo", "Mondo", "Mondi", "m", "root"),
    Level("terra", "Terra", "Terre", "f", "main"),
    Level("lega", "Lega", "Leghe", "f", "operating", "L"),
    Level("borgo", "Borgo", "Borghi", "m", "leaf"),
)
WORLD = Area("W", "Mondo", "mondo")
EAST = Area("1", "Est", "terra", "W")
BIG = Area("11", "Grande", "borgo", "1", alt_code="C11")
SMALL = Area("12", "Piccolo", "borgo", "1", alt_code="C12", valid_to=date(1999, 12, 31))
NORTH = Area("L1", "Lega Nord", "lega", "1", seat="11")
SOUTH = Area("L2", "Lega Sud", "lega", "1", seat="11", valid_from=date(2000, 1, 1))
AREAS = (WORLD, EAST, BIG, SMALL, NORTH, SOUTH)


def test_the_country_has_every_level_and_every_area_of_2022(territories: Territories) -> None:
    counts = {level.role: len(territories.areas(level.code)) for level in territories.levels}
    assert counts["root"] == 1
    assert counts["group"] == 5
    assert counts["main"] == 20
    assert counts["province"] == 107
    assert counts["leaf"] == 7904
    assert counts["zone"] == 7
    assert counts["operating"] >= 18


def test_the_residents_of_a_level_add_up_to_those_of_the_country(territories: Territories) -> None:
    for role in ("group", "main", "province", "leaf"):
        areas = territories.areas(territories.level(role=role).code)
        assert sum(area.residents or 0 for area in areas) == territories.root.residents == 59_019_317


def test_the_autonomous_provinces_are_flagged(territories: Territories) -> None:
    flagged = {area.code for area in territories.areas("provincia") if "autonomous" in area.flags}
    assert flagged == {"021", "022"}


def test_every_comune_has_a_cadastral_code_of_its_own(territories: Territories) -> None:
    codes = [area.alt_code for area in territories.areas("comune")]
    assert len(set(codes)) == len(codes)
    assert all(codes)


def test_the_seven_zones_cover_their_regione_once(territories: Territories) -> None:
    members = [code for zone in territories.areas("zona") for code in territories.members(zone.code)]
    assert sorted(members) == [area.code for area in territories.descendants("16", "comune")]


def test_an_ambito_without_known_comuni_has_the_point_of_its_seat(territories: Territories) -> None:
    unknown = [area for area in territories.areas("ambito") if area.composition == "unknown" and area.seat]
    assert unknown
    for area in unknown:
        seat = territories.get(area.seat)
        assert territories.members(area.code) == ()
        assert (area.lon, area.lat) == (seat.lon, seat.lat)


def test_only_a_complete_ambito_counts_its_residents(territories: Territories) -> None:
    for area in territories.areas("ambito"):
        assert (area.residents is not None) == (area.composition == "complete")


def test_every_ambito_says_where_it_was_found(territories: Territories) -> None:
    assert all(area.source and not area.demonstration for area in territories.areas("ambito"))


def test_another_country_is_found_by_role_and_never_by_code(erewhon: Territories) -> None:
    main, leaf = erewhon.level(role="main").code, erewhon.level(role="leaf").code
    assert erewhon.root.name == "Erewhon"
    assert [area.code for area in erewhon.areas(main)] == ["01", "02", "03"]
    assert len(erewhon.descendants(erewhon.root.code, leaf)) == 12


def test_a_level_is_found_by_code_or_by_role(erewhon: Territories) -> None:
    assert erewhon.level("contea") is erewhon.level(role="main")
    assert erewhon.has_role("zone")
    with pytest.raises(KeyError):
        erewhon.level("provincia")


def test_an_unknown_code_is_an_error_with_a_sentence(erewhon: Territories) -> None:
    with pytest.raises(KeyError, match="nessun territorio ha il codice «999»"):
        erewhon.get("999")
    with pytest.raises(UnknownAreaError):
        erewhon.members("999")


def test_find_falls_back_on_the_second_code(erewhon: Territories) -> None:
    assert erewhon.find("Q003") is erewhon.get("002001")
    assert erewhon.find("002001") is erewhon.get("002001")
    assert erewhon.find("nessuno") is None
    assert "002001" in erewhon and "Q003" not in erewhon
    assert len(erewhon) == 34


def test_ancestors_go_up_to_the_root(erewhon: Territories) -> None:
    assert [area.code for area in erewhon.lineage("004002")] == ["004002", "004", "02", "N", "ERE"]
    group = erewhon.ancestor("D0301", "quadrante")
    assert group is not None and group.code == "S"
    assert erewhon.ancestor("ERE", "contea") is None


def test_descendants_follow_the_parents_and_then_the_members(erewhon: Territories) -> None:
    def codes(code: str, level: str) -> list[str]:
        return [area.code for area in erewhon.descendants(code, level)]

    assert codes("01", "villaggio") == ["001001", "001002", "002001", "002002"]
    assert codes("01", "contea") == ["01"]
    assert codes("02", "distretto") == ["D0201", "D0202", "D0203"]
    assert codes("004", "distretto") == ["D0202", "D0203"]
    assert codes("D0201", "villaggio") == ["003001", "003002"]
    assert codes("001001", "contea") == []


def test_descendants_are_those_of_the_day(erewhon: Territories) -> None:
    before, after = date(1971, 1, 1), date(1975, 1, 1)
    assert [one.code for one in erewhon.descendants("03", "distretto", before)] == ["D0301", "D0302"]
    assert [one.code for one in erewhon.descendants("03", "distretto", after)] == ["D0301", "D0303"]


def test_the_memory_of_descendants_does_not_grow_for_ever() -> None:
    world = Territories(LEVELS, AREAS)
    for day in range(1, 5000):
        world.descendants("W", "borgo", date.fromordinal(day))
    assert len(world._known_descendants) <= 4097
    assert [one.code for one in world.descendants("W", "borgo", date(2020, 1, 1))] == ["11"]


def test_members_change_with_the_day(erewhon: Territories) -> None:
    assert erewhon.members("D0302", date(1971, 1, 1)) == ("006001", "006002")
    assert erewhon.members("D0302", date(1973, 1, 1)) == ()
    assert erewhon.members("D0302") == ("006001", "006002"), "without a day, the latest known members"
    assert erewhon.members("001001") == ("001001",)
    assert erewhon.members("001") == ("001001", "001002")


def test_without_a_day_the_members_are_the_latest_ones() -> None:
    past = Membership("L1", "12", valid_to=date(1999, 12, 31))
    world = Territories(LEVELS, AREAS, [past, Membership("L1", "11", valid_from=date(2000, 1, 1))])
    assert world.members("L1") == ("11",)
    assert world.members("L1", date(1990, 1, 1)) == ("12",)


def test_a_large_leaf_may_hold_several_groups() -> None:
    world = Territories(LEVELS, AREAS, [Membership("L1", "11"), Membership("L2", "11", share=None)])
    assert [group.code for group in world.groups_of("11")] == ["L1", "L2"]
    assert [group.code for group in world.groups_of("11", date(1999, 1, 1))] == ["L1"]
    assert world.groups_of("11", level="borgo") == ()
    assert world.members("L1") == world.members("L2") == ("11",)
    assert [one.group for one in world.memberships("L2")] == ["L2"]


def test_areas_on_a_day_are_those_that_exist(erewhon: Territories) -> None:
    on = date(1971, 1, 1)
    assert [one.code for one in erewhon.areas("distretto", on)][-2:] == ["D0301", "D0302"]
    assert "D0203" not in {one.code for one in erewhon.areas("distretto", on)}


def test_the_frame_has_a_row_an_area_and_text_codes(erewhon: Territories) -> None:
    frame = erewhon.frame("contea")
    assert list(frame["code"]) == ["01", "02", "03"]
    assert {"name", "parent", "lon", "lat", "residents"} <= set(frame.columns)
    assert list(Territories(LEVELS[:2] + LEVELS[3:], [WORLD]).frame("terra").columns) == list(frame.columns)


@pytest.mark.parametrize(
    ("areas", "reason"),
    [
        ((WORLD, EAST, replace(EAST, name="Ovest")), "il codice «1» è di due territori"),
        ((WORLD, replace(EAST, level="mare")), "livello sconosciuto"),
        ((WORLD, replace(EAST, parent="X")), "appartiene a «X», che non esiste"),
        ((WORLD, replace(EAST, parent="")), "non dice a quale territorio appartiene"),
        ((WORLD, EAST, replace(BIG, seat="99")), "ha sede in «99», che non esiste"),
        ((WORLD, replace(EAST, parent="11"), replace(BIG, parent="1")), "a sé stesso"),
        ((EAST,), "un solo territorio"),
    ],
)
def test_a_country_that_does_not_hold_together_is_refused(areas: tuple[Area, ...], reason: str) -> None:
    with pytest.raises(TerritoryError, match=reason):
        Territories(LEVELS, areas)


@pytest.mark.parametrize(
    ("membership", "reason"),
    [
        (Membership("L9", "11"), "nomina «L9», che non esiste"),
        (Membership("L1", "99"), "comprende «99», che non esiste"),
        (Membership("L1", "1"), "comprende «1», che non esiste"),
    ],
)
def test_a_membership_of_nobody_is_refused(membership: Membership, reason: str) -> None:
    with pytest.raises(TerritoryError, match=reason):
        Territories(LEVELS, AREAS, [membership])


def test_the_needed_roles_must_be_there() -> None:
    with pytest.raises(TerritoryError, match="manca un livello con il ruolo leaf"):
        Territories(LEVELS[:3], [WORLD])
