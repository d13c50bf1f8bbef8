"""Places like mine, and each indicator for mine and for them, over Erewhon with numbers made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.components.panels import similar
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.data.cells import Cell, Status
from dashboard.data.definitions import Panel
from tests.components.markup import read
from tests.components.panels.conftest import AskFor

NUMBERS = {"01": 100.0, "02": 110.0, "03": 300.0, "04": 900.0}
DECLARED = {
    "code": "simili",
    "page": "prova",
    "section": "Prova",
    "label": "Territori simili",
    "picture": "similar",
    "programmes": ["lanterne"],
    "indicators": ["lanterne_accese", "quota_speso"],
    "options": {"most": "2"},
}


@pytest.fixture
def asked(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> AskFor:
    """An `Ask` whose four counties have numbers made by hand, all of them in the programme."""
    names = {code: f"Contea {code}" for code in NUMBERS}

    def look(self: Ask, indicator: object, by: object = (), **_: object) -> Slice:
        shift = 0 if indicator == self.catalogue.indicators["lanterne_accese"] else 5
        points = tuple(
            Point((c,), (names[c],), Cell(v + shift, Status.VALID, demonstration=True), v / 10, v)
            for c, v in NUMBERS.items()
        )
        return Slice(indicator, points, place="Contee")  # type: ignore[arg-type]

    def make(area: str = "01", choices: dict[str, str] | None = None, **panel: object) -> Ask:
        found = ask(area="01", **(DECLARED | panel))
        declared = Panel.model_validate(DECLARED)
        level = found.levels["main"][0]
        whole = found.programme.scope[0]
        return replace(
            found,
            area=area,
            catalogue=found.catalogue.model_copy(update={"panels": {"simili": declared}}),
            names={**names, whole: "Erewhon"},
            level_of={**dict.fromkeys(NUMBERS, level), whole: found.levels["root"][0]},
            choices=choices or {},
        )

    monkeypatch.setattr(Ask, "slice", look)
    monkeypatch.setattr(similar, "_participants", lambda ask, role: set(NUMBERS))
    monkeypatch.setattr(similar, "_within", lambda ask, code, top: True)
    similar._made.clear()
    return make


def test_the_nearest_are_named_with_the_reason_of_the_distance(asked: AskFor) -> None:
    unit = similar.similar(asked())

    assert unit.title == "Contea 01: i territori più simili sono Contea 02 e Contea 03"
    items = [item.text for item in read(unit.rows).all("li")]
    assert "Quasi uguali" in items[0]
    assert "più alto: 300 contro 100" in items[1]
    rows = read(unit.table).all("tr")
    assert [row.all("th")[0].text for row in rows[1:]] == ["Contea 01", "Contea 02", "Contea 03"]
    assert unit.demonstration


def test_the_file_says_how_much_of_each_distance_comes_from_each_variable(asked: AskFor) -> None:
    data = similar.similar(asked()).data

    assert data is not None
    near = data[data["territorio (codice)"] == "03"]
    assert near["parte della distanza (%)"].sum() == 100
    assert data[data["territorio (codice)"] == "01"]["distanza"].isna().all()


def test_only_the_variables_that_the_visitor_chose_count(asked: AskFor) -> None:
    unit = similar.similar(asked(choices={"variabili": "quota_speso"}))

    assert "quota spesa" in unit.caption
    assert "lanterna" not in unit.caption


def test_without_a_place_of_mine_all_are_shown_and_it_says_what_to_choose(asked: AskFor) -> None:
    unit = similar.similar(asked(area="ERE"))

    assert "4 territori su 2 variabili" in unit.title
    assert "sceglierlo" in unit.title
    assert unit.rows == ""


def test_an_indicator_is_shown_in_the_order_of_likeness_with_mine_first(asked: AskFor) -> None:
    unit = similar.dots(asked(picture="dots", indicators=["lanterne_accese"], label="Lanterne"))

    rows = read(unit.table).all("tr")[1:]
    assert [row.all("th")[0].text for row in rows] == ["Contea 01", "Contea 02", "Contea 03"]
    assert unit.title == "Lanterne, Contea 01: 100; nei territori simili da 110 a 300"
    assert "non dei valori" in unit.note


def test_a_share_has_its_interval_and_its_base(asked: AskFor) -> None:
    unit = similar.dots(
        asked(picture="dots", indicators=["quota_speso"], label="Quota", options={"interval": "share"})
    )

    assert "nel suo intervallo" in unit.title
    assert any("n\u00a0=\u00a0100" in "".join(trace.text or ()) for trace in unit.picture.data)
