from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from dashboard.data.territories import Territories
from dashboard.demonstration.generate import BOUNDARIES
from dashboard.demonstration.groups import LEAST, MOST, Builder, known_group
from tests.demonstration.conftest import Made


def invented(made: Made) -> list[str]:
    return [area.code for area in made.territories.areas("ambito") if area.demonstration]


def test_a_demonstration_ambito_cannot_be_taken_for_a_real_one(made: Made, territories: Territories) -> None:
    codes = invented(made)
    assert len(codes) >= 48
    for code in codes:
        area = made.territories.get(code)
        assert area.name.startswith("Ambito dimostrativo ")
        assert area.kind == "Ambito dimostrativo"
        assert "dimostrativi" in area.source
        assert territories.find(code) is None


def test_it_is_made_of_comuni_of_one_provincia_near_one_another(made: Made) -> None:
    for code in invented(made):
        members = [made.territories.get(one) for one in made.territories.members(code)]
        assert len({one.parent for one in members}) == 1
        assert made.territories.ancestor(members[0].code, "regione") == made.territories.ancestor(
            code, "regione"
        )
        seat = made.territories.get(made.territories.get(code).seat)
        assert seat in members
        for one in members:
            east = ((one.lon or 0) - (seat.lon or 0)) * math.cos(math.radians(seat.lat or 0))
            assert math.hypot(east, (one.lat or 0) - (seat.lat or 0)) * 111.2 < 90


def test_no_comune_is_in_two_of_them_or_in_a_known_ambito(made: Made, territories: Territories) -> None:
    members = [one for code in invented(made) for one in made.territories.members(code)]
    assert len(members) == len(set(members))
    for area in territories.areas("ambito"):
        assert not {area.seat, *territories.members(area.code)} & set(members)


def test_those_of_the_experiment_have_the_residents_of_an_ambito(made: Made) -> None:
    taking_part = set(made.frame("care_leaver_states")["ref_area"])
    for code in taking_part & set(invented(made)):
        residents = sum(made.territories.get(one).residents or 0 for one in made.territories.members(code))
        assert LEAST <= residents <= MOST


def test_it_makes_fewer_when_the_comuni_do_not_suffice(territories: Territories) -> None:
    made = Builder(territories, BOUNDARIES).build("14", 50, np.random.default_rng(3))
    assert 0 < len(made) < 50


def test_codes_go_on_elsewhere_when_the_first_numbers_are_used_up(territories: Territories) -> None:
    made = Builder(territories, BOUNDARIES, scale=10).build("03", 60, np.random.default_rng(3))
    numbers = [one.code[3:] for one in made]
    assert len(set(numbers)) == 60
    assert {"951", "999", "501"} <= set(numbers)


def test_without_boundaries_an_ambito_is_a_single_comune(territories: Territories, tmp_path: Path) -> None:
    made = Builder(territories, tmp_path).build("08", 3, np.random.default_rng(3))
    assert all(len(one.members) == 1 for one in made)


def test_a_known_ambito_without_known_comuni_stands_at_its_seat(territories: Territories) -> None:
    by_members = {bool(territories.members(a.code)): a for a in territories.areas("ambito") if a.seat}
    alone, formed = known_group(by_members[False], territories), known_group(by_members[True], territories)
    assert alone.members == ()
    assert alone.provincia == territories.get(alone.seat).parent
    assert formed.residents == sum(territories.get(one).residents or 0 for one in formed.members)
