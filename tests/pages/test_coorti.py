"""The path of those who came in, on screen, is that of the rows."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.data.definitions import Catalogue, Panel
from dashboard.pages import coorti
from dashboard.pages.coorti import READINGS, SAYS
from tests.pages.conftest import ScreenFor
from tests.pages.oracle import Oracle


def test_who_came_in_ended_left_and_goes_on_are_those_of_the_rows(screen: ScreenFor, oracle: Oracle) -> None:
    page = screen("cabina").opens("coorti")

    ends = oracle.rows("path_positions").groupby("situazione")["care_leavers"].sum()
    wanted = (
        f"{ends.sum():.0f} persone entrate: percorso concluso {ends['conclusione']:.0f}, "
        f"percorso ancora in corso {ends['in_corso']:.0f} e uscita anticipata {ends['uscita_anticipata']:.0f}"
    )
    assert page.html.all("h2")[0].text == wanted
    assert page.table("Imbuto")["Individuazione"][0] == f"{ends.sum():.0f}"


def test_each_reading_has_its_own_explanation() -> None:
    assert set(SAYS) == set(READINGS)
    assert len(set(SAYS.values())) == len(READINGS)


@pytest.mark.parametrize(
    ("told", "first"), [({"coorti_stati_coorte"}, "entry"), ({"coorti_stati"}, "date"), (set(), "date")]
)
def test_one_comes_to_the_reading_of_which_the_view_holds_something(
    told: set[str], first: str, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unit_of(context: Any, selection: Any, panel: Panel, **_: Any) -> Any:
        return SimpleNamespace(empty="" if panel.code in told else "non pubblicato")

    monkeypatch.setattr(coorti.board, "unit_of", unit_of)
    context: Any = SimpleNamespace(catalogue=catalogue)
    selection: Any = SimpleNamespace(programme=catalogue.programmes["care_leavers"])

    assert coorti._default(context, selection) == first

    mine = [
        one for one in catalogue.panels_of("coorti", "care_leavers") if one.options.get("reading") == "entry"
    ]
    order = [one.code for one in coorti.told_first(context, selection, mine, {})]
    assert sorted(order) == sorted(one.code for one in mine)
    of_entry = told & set(order)
    assert set(order[: len(of_entry)]) == of_entry
