"""Places worth a look, as they are told."""

from __future__ import annotations

import pandas as pd

from dashboard.components.figures import Unit
from dashboard.components.panels import signals
from dashboard.components.panels.signals import Signal, Watch
from tests.components.markup import read
from tests.components.panels.conftest import AskFor


def told(ask: AskFor, number: int, *, area: str = "ERE") -> Unit:
    marked = tuple(Signal("01", f"cifra {n}", float(n)) for n in range(number))
    watch = Watch("Si segnala chi è sotto.", marked, looked_at=max(number, 1), unknown=2)
    return signals.unit_of_watch(ask(area=area), watch, "", pd.DataFrame(), [])


def test_the_first_are_told_in_words_and_the_others_counted(ask: AskFor) -> None:
    items = [item.text for item in read(told(ask, 8).rows).all("li")]

    assert len(items) == signals.MOST + 1
    assert items[0] == "Aurorale: cifra 0" and items[-1] == "e altri 3: sono nella tabella."


def test_the_rule_stands_under_them_with_how_many_could_not_be_judged(ask: AskFor) -> None:
    rule = "Si segnala chi è sotto. Senza un valore pubblicato, e quindi non giudicati: 2."

    assert rule in told(ask, 2).rows


def test_a_place_alone_is_named(ask: AskFor) -> None:
    assert told(ask, 1, area="01").title == "Una prova, Aurorale: da guardare"
    assert told(ask, 0, area="01").title == "Una prova, Aurorale: niente da segnalare"
