"""Where those who came in are: the flow, the funnel with its observed base, what is hidden."""

from __future__ import annotations

import pytest

from dashboard.components.panels import flows
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.cells import Cell, Status
from tests.components.panels.conftest import AskFor

OPTIONS = {"steps": ["avvistato", "arrivato"], "done": "f", "left": "m", "open": "in_corso"}
COUNTS: dict[tuple[str, str], float | None] = {
    ("avvistato", "in_corso"): 30,
    ("avvistato", "m"): 10,
    ("con_lanterna", "in_corso"): 20,  # a step that is not shown counts with the one before
    ("arrivato", "in_corso"): 5,
    ("arrivato", "m"): 15,
    ("arrivato", "f"): 20,
}


def asked(ask: AskFor, monkeypatch: pytest.MonkeyPatch, counts: dict[tuple[str, str], float | None]) -> Ask:
    """A panel whose look-up finds these counts; the genders play how the path stands."""

    def look(self: Ask, indicator: object, *args: object, **more: object) -> Slice:
        points = [
            Point(codes, codes, Cell(value, Status.SUPPRESSED if value is None else Status.VALID, True))
            for codes, value in counts.items()
        ]
        return Slice(self.indicators[0], tuple(points), place="Erewhon")

    monkeypatch.setattr(Ask, "slice", look)
    return ask(indicators=["lanterne_accese"], by=["stato", "genere"], options=OPTIONS)


def test_the_flow_says_how_many_ended_go_on_and_left(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = flows.flow(asked(ask, monkeypatch, COUNTS))

    assert unit.title == "100 persone entrate: femmine 20, in_corso 55 e maschi 25"
    assert unit.data is not None and unit.demonstration
    between = {
        (a, b): n for a, b, n in zip(unit.data["da"], unit.data["a"], unit.data["persone"], strict=True)
    }
    assert between["Avvistato", "Arrivato alla mèta"] == 40
    assert between["Avvistato", "in_corso"] == 50  # with those of the step that is not shown
    assert sum(n for (a, _), n in between.items() if a == "Avvistato") == 100


def test_the_funnel_leaves_out_of_its_base_who_may_still_go_on(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = flows.path_funnel(asked(ask, monkeypatch, COUNTS))

    assert unit.data is not None
    assert list(unit.data["arrivati"]) == [100, 40, 20]
    assert list(unit.data["base_osservata"])[1:] == [50, 35]  # 40 + 10 who left, 20 + 15
    assert list(unit.data["ancora_in_corso_prima"])[1:] == [50, 5]
    assert unit.data["quota"][1] == 80
    assert unit.title.startswith("Entrati: 100; arrivati a «Arrivato alla mèta»: 40; dei percorsi chiusi")
    assert "57\u00a0%" in unit.title and unit.title.endswith("n = 35")


def test_the_funnel_says_when_no_path_is_closed_yet(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> None:
    going = {("avvistato", "in_corso"): 3.0, ("arrivato", "in_corso"): 2.0}
    unit = flows.path_funnel(asked(ask, monkeypatch, {**going}))

    assert unit.title.endswith("nessun percorso si è ancora chiuso dopo quella tappa")


@pytest.mark.parametrize("picture", [flows.flow, flows.path_funnel])
def test_a_hidden_passage_leaves_no_picture(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch, picture: object
) -> None:
    unit = picture(asked(ask, monkeypatch, {**COUNTS, ("arrivato", "f"): None}))  # type: ignore[operator]

    assert unit.picture is None and unit.data is None
    assert "coperti" in unit.empty
