from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from dashboard.components.panels import Ask, listening
from dashboard.data.definitions import Catalogue, Dataset
from dashboard.data.release import Release
from tests.components.markup import read
from tests.components.panels.conftest import AskFor

SAID = [
    {"ref_area": "001001", "bottega": shop, "mestiere": "vetraio", "insegna": said, "dal": day}
    for shop, said, day in (
        ("Uno", "Luce è vita", "1970-01-01"),
        ("Due", "Vita <dura>", "1973-01-31"),
        ("Tre", "Mai detta", "1999-01-01"),
        ("Mai", "Mai detta", ""),
    )
]
NOUNS = {"one": "voce", "many": "voci"}


@pytest.fixture
def shops(ask: AskFor, invented: Catalogue, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Texts of four shops, two of them approved by the day of the release."""
    fields = invented.datasets["botteghe"].model_dump()
    dated = {"code": "dal", "label": "Dal", "type": "date"}
    dataset = Dataset.model_validate(
        {**fields, "attributes": [*fields["attributes"], dated], "approved_on": "dal"}
    )
    catalogue = invented.model_copy(update={"datasets": {**invented.datasets, "botteghe": dataset}})
    frame = pd.DataFrame(SAID).assign(origine="dimostrativo", fonte="Verbale", nota="")
    monkeypatch.setattr(Release, "records", lambda *_: frame)
    made = ask(
        picture="quotes",
        dataset="botteghe",
        options={
            "text": "insegna",
            "tags": ["mestiere"],
            "fields": ["bottega"],
            "one": "voce",
            "many": "voci",
        },
    )
    return replace(made, catalogue=catalogue)


def shown(unit: Any) -> list[str]:
    return [one.text for one in read(unit.rows).all("blockquote")]


def test_only_what_was_approved_by_the_day_of_the_release_is_shown(shops: Ask) -> None:
    unit = listening.quotes(shops)

    assert shown(unit) == ["Luce è vita", "Vita <dura>"]
    assert unit.title.startswith("2 voci")
    assert unit.demonstration
    assert unit.data is not None and len(unit.data) == 2
    assert "Mai detta" not in str(unit)


@pytest.mark.parametrize(
    ("query", "title", "texts"),
    [
        ("VITA", "2 voci su 2 contengono «VITA»", ["Luce è vita", "Vita <dura>"]),
        ("vita luc", "1 voce su 2 contiene «vita luc»", ["Luce è vita"]),
    ],
)
def test_a_search_says_how_many_it_finds(query: str, title: str, texts: list[str], shops: Ask) -> None:
    unit = listening.quotes(replace(shops, choices={listening.SEARCH: query}))

    assert unit.title == title
    assert shown(unit) == texts
    assert "<mark>" in unit.rows
    assert unit.data is not None and len(unit.data) == len(texts)


def test_a_search_in_vain_says_what_to_do(shops: Ask) -> None:
    unit = listening.quotes(replace(shops, choices={listening.SEARCH: "mai"}))

    assert unit.title == "Nessuna voce, su 2, contiene «mai»"
    assert "vuotare la casella" in unit.rows
    assert unit.data is None
    assert not unit.empty


def test_a_practice_is_a_card_with_its_fields(shops: Ask) -> None:
    card = read(listening.cards(shops).rows).all("article")[0]

    assert card.all("h3")[0].text == "Luce è vita"
    assert [one.text for one in card.all("dd")] == ["Uno"]


def test_nothing_to_show_says_who_fills_it(shops: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    late = pd.DataFrame(SAID[2:]).assign(origine="rilevato", fonte="", nota="")
    monkeypatch.setattr(Release, "records", lambda *_: late)

    unit = listening.quotes(shops)
    assert unit.empty
    assert not unit.rows
