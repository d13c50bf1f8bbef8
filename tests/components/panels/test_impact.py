"""Before and after on the same people: how large a change is, in words, and when it is uncertain."""

from __future__ import annotations

import pytest

from dashboard.components import wording
from dashboard.components.panels import impact
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.cells import Cell, Status
from dashboard.data.statistics import Effect, Interval
from tests.components.panels.conftest import AskFor

FIVE = ["lanterne_accese", "quota_con_lanterna", "stanziato_annata", "speso_per_lanterna", "quota_speso"]
"""They play: mean before, mean after, deviation before, deviation of the difference, people."""


@pytest.mark.parametrize(
    ("size", "low", "high", "word"),
    [
        (0.9, 0.1, 2, "grande"),
        (0.5, 0.1, 2, "medio"),
        (0.49, 0.1, 2, "piccolo"),
        (0.1, 0.1, 2, "trascurabile"),
        (-0.6, -2, -0.1, "medio, in calo"),
        (0.9, -0.1, 2, "incerto"),
    ],
)
def test_the_size_of_an_effect_has_a_word(size: float, low: float, high: float, word: str) -> None:
    assert impact.word_of(Effect(1, Interval(low, high), size)) == word


def asked(ask: AskFor, monkeypatch: pytest.MonkeyPatch, **lines: tuple[float | None, ...]) -> Ask:
    """A panel whose five indicators have these five numbers for each thing."""

    def look(self: Ask, indicator: object, *args: object, **more: object) -> Slice:
        number = [one.code for one in self.indicators].index(indicator.code)  # type: ignore[attr-defined]
        points = []
        for name, values in lines.items():
            value = values[number]
            status = Status.SUPPRESSED if value is None else Status.VALID
            points.append(Point((name,), (name,), Cell(value, status, True)))
        return Slice(self.indicators[number], tuple(points), place="Erewhon")

    monkeypatch.setattr(Ask, "slice", look)
    return ask(indicators=FIVE, by=["genere"])


def test_the_sentence_says_in_how_many_things_scores_rose_and_where_most(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = impact.impact(
        asked(ask, monkeypatch, ascolto=(5, 7, 2, 1.5, 40), rete=(5, 5.1, 2, 2, 40), norme=(4, 5, 2, 1, 40))
    )

    assert unit.title == (
        "Dopo la formazione il punteggio cresce in 2 delle 3 misure; "
        "il guadagno più ampio: ascolto, +2,0 punti, effetto grande"
    )
    assert unit.data is not None and list(unit.data["effetto"]) == ["grande", "incerto", "piccolo"]
    assert unit.demonstration and "molto largo" not in unit.note


def test_one_thing_alone_with_few_people_is_said_to_be_in_doubt(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = impact.impact(asked(ask, monkeypatch, ascolto=(5, 7, 2, 1.5, 12)))

    assert unit.title == "Dopo la formazione +2,0 punti in ascolto: effetto grande"
    assert "Con meno di 20 persone l'intervallo è molto largo." in unit.note


def test_without_the_spread_there_is_no_effect_and_without_a_mean_no_line(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = impact.impact(asked(ask, monkeypatch, ascolto=(5, 7, 2, None, 40), rete=(5, None, 2, 1, 40)))

    assert unit.title == wording.ALL_HIDDEN
    assert unit.data is not None and list(unit.data["media dopo"]) == [7]
    assert list(unit.data["differenza"]) == [None]
