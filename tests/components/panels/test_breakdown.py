"""Bars, parts and plans: the message, the numbers, the base and the interval."""

from __future__ import annotations

import pytest

from dashboard.components import panels, wording
from dashboard.components.panels import breakdown
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.definitions import Indicator
from dashboard.data.release import Release
from tests.components.panels.conftest import HIDDEN, AskFor, valid


def test_bars_say_their_numbers_and_bear_place_unit_and_day(ask: AskFor) -> None:
    unit = panels.draw(ask(indicators=["lanterne_accese"], by=["genere"]))

    assert unit.title == "Viandanti con lanterna: Femmine 15 viandanti e Maschi 0"
    assert unit.caption == "Una prova · viandanti · Erewhon · al 31 dicembre 1972"
    assert unit.alt == f"{unit.caption}. {unit.title}"
    assert list(unit.picture.data[0].x) == [15, 0]
    assert unit.data is not None and list(unit.data["valore"]) == [15, 0]
    assert unit.demonstration and wording.DEMONSTRATION.upper() in set(unit.data["origine"])


def test_a_share_has_its_base_beside_it_and_an_interval_around_it(ask: AskFor) -> None:
    unit = panels.draw(ask(indicators=["quota_con_lanterna"], by=[], area="02"))

    bar = unit.picture.data[0]
    assert list(bar.x) == [25]
    assert bar.error_x.array[0] > 10 and bar.error_x.arrayminus[0] > 5
    assert "n\u00a0=\u00a040" in unit.picture.data[1].text[0]
    assert "intervallo" in unit.note


def test_the_areas_of_a_level_show_mine_in_colour(ask: AskFor) -> None:
    unit = panels.draw(ask(indicators=["lanterne_accese"], level="main", area="02"))

    names = [text for text in unit.picture.data[0].y]
    colours = dict(zip(names, unit.picture.data[0].marker.color, strict=True))
    assert len(set(colours.values())) == 2
    assert list(colours.values()).count(colours["Brumale"]) == 1


def test_the_longest_bar_comes_first_where_asked(ask: AskFor) -> None:
    unit = panels.draw(ask(indicators=["lanterne_accese"], by=["fascia"], options={"order": "value"}))
    drawn = list(unit.picture.data[0].x)
    assert drawn == sorted(drawn, reverse=True) and len(drawn) > 1
    assert unit.title.startswith("Viandanti con lanterna: Adulti 10")


def test_many_bars_are_said_from_the_least_to_the_most_or_each_where_asked(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breakdown, "FEW", 1)
    panel = {"indicators": ["lanterne_accese"], "by": ["fascia"]}

    ends = panels.draw(ask(**panel)).title
    each = panels.draw(ask(**panel, options={"said": "each"})).title

    assert ends == "Viandanti con lanterna: da 5 (Giovani) a 10 viandanti (Adulti)"
    assert each == "Viandanti con lanterna: Giovani 5 viandanti e Adulti 10"


def test_what_was_not_recorded_is_no_end_of_the_message(ask: AskFor) -> None:
    unit = panels.draw(ask(indicators=["lanterne_accese"], by=["genere"], options={"unknown": "m"}))

    assert unit.title == "Viandanti con lanterna: Femmine 15 viandanti"


def test_parts_of_each_bar_are_the_cells_of_two_dimensions(ask: AskFor) -> None:
    unit = panels.draw(ask(picture="parts", indicators=["lanterne_accese"], by=["genere", "fascia"]))

    drawn = {trace.name: list(trace.x) for trace in unit.picture.data}
    assert drawn == {"Giovani": [5, 0], "Adulti": [10, 0]}
    assert unit.title.startswith("Viandanti con lanterna, Femmine: soprattutto Adulti (10)")


def test_a_grid_has_a_cell_for_each_row_and_column(ask: AskFor) -> None:
    unit = panels.draw(ask(picture="grid", indicators=["lanterne_accese"], by=["genere", "fascia"]))

    heat, _ = unit.picture.data
    assert [list(line) for line in heat.z] == [[5, 10], [0, 0]]
    assert "Femmine, Adulti (10 viandanti)" in unit.title


def test_a_plan_tells_what_was_done_of_what_was_due(ask: AskFor) -> None:
    unit = panels.draw(
        ask(picture="plan", indicators=["stanziato_annata", "speso_per_lanterna"], by=["annata"], area="01")
    )

    assert "20" in unit.title and "50" in unit.title and "(40%)" in unit.title


def test_time_goes_from_the_earliest_to_the_latest(ask: AskFor) -> None:
    unit = panels.draw(ask(picture="trend", indicators=["speso_per_lanterna"], area="01"))
    assert list(unit.picture.data[0].x) == sorted(unit.picture.data[0].x)


def test_what_is_not_published_has_no_picture_and_says_why(ask: AskFor, pubblico: Release) -> None:
    unit = panels.draw(ask(indicators=["lanterne_accese"], by=["genere"], release=pubblico))

    assert unit.picture is None and unit.data is None and not unit.table
    assert "riconosciuto" in unit.empty
    assert unit.title == "Una prova"


def test_numbers_side_by_side_are_of_one_moment_though_one_of_them_is_hidden_there(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(self: Ask, indicator: Indicator, by: object = (), *, where: object = None, **_: object) -> Slice:
        old = indicator.code == "stanziato_annata" and where is None
        cell = valid(4) if old or indicator.code == "lanterne_accese" else HIDDEN
        moments = {"giorno": "1971-12-31" if old else "1972-12-31"}
        return Slice(indicator, (Point(("ERE",), ("Erewhon",), cell),), place="Erewhon", moments=moments)

    monkeypatch.setattr(Ask, "slice", look)
    unit = panels.draw(ask(indicators=["lanterne_accese", "stanziato_annata"], by=[]))

    assert unit.data is not None and unit.data["valore"].isna().tolist() == [False, True]
