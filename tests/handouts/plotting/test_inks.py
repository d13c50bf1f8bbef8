from types import SimpleNamespace

import pytest

from dashboard.handouts.plotting import inks


def test_a_colour_is_read_however_plotly_writes_it() -> None:
    assert inks.colour("#ff0000") == inks.colour("rgb(255, 0, 0)") == inks.colour("red") == (1, 0, 0, 1)
    assert inks.colour("rgba(0,0,255,0.5)", opacity=0.5) == (0, 0, 1, 0.25)
    assert inks.colour("transparent")[3] == 0
    with pytest.raises(inks.Undrawable):
        inks.colour("azzurrino")


def test_one_setting_serves_all_and_what_is_missing_is_the_default() -> None:
    assert inks.many("a", 2, "z") == ["a", "a"]
    assert inks.many(None, 2, "z") == ["z", "z"]
    assert inks.many(["a", None], 3, "z") == ["a", "z", "z"]


def test_numbers_stand_on_a_scale_of_colours() -> None:
    scale = SimpleNamespace(colorscale=[[0, "#000000"], [1, "#ffffff"]], cmin=0, cmax=10)

    dark, middle, beyond = inks.colours([0, 5, 99], 3, default="red", scale=scale)

    assert (dark[:3], beyond[:3]) == ((0, 0, 0), (1, 1, 1))
    assert middle[0] == pytest.approx(0.5)
    assert inks.Ramp("Blues", 1, 1)(1) == inks.Ramp("Blues", 0, 2)(1)


def test_marks_and_dashes_that_we_do_not_draw_say_so() -> None:
    assert inks.mark("diamond-open") == ("D", False)
    assert inks.mark(None) == ("o", True)
    for wrong in (lambda: inks.mark("hourglass"), lambda: inks.dash("5px 2px")):
        with pytest.raises(inks.Undrawable):
            wrong()


def test_a_text_on_a_dark_ground_is_white() -> None:
    assert inks.on(inks.colour("#003366")) == "#ffffff"
    assert inks.on(inks.colour("#d6e9fb")) == inks.on(inks.colour("#003366", opacity=0)) == inks.TEXT
