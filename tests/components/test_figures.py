import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components import figures, wording
from dashboard.components.figures import KeyFigure
from dashboard.data.cells import Cell, Status
from dashboard.data.definitions import Catalogue
from tests.components.markup import read

HOSTILE = "<img src=x onerror=alert(1)> & \"'"


def key_figure(cell: Cell, **changes: str) -> KeyFigure:
    texts = {
        "label": "Viandanti con lanterna",
        "unit": "persone",
        "unit_label": "viandanti",
        "when": "al 31 dicembre 1972",
        "where": "Erewhon",
        "definition": "Chi ha una lanterna",
        "source": "Registro",
        "prefix": "",
    } | changes
    return KeyFigure(cell=cell, decimals=0, **texts)  # type: ignore[arg-type]


def test_a_card_has_label_number_unit_place_and_day_and_its_definition_on_demand() -> None:
    card = read(figures.cards_html([key_figure(Cell(1234, Status.VALID), prefix="oltre")])).all("article")[0]

    assert card.all("p", css="cr-card-label")[0].text == "Viandanti con lanterna"
    assert card.all("p", css="cr-card-value")[0].text == "oltre 1.234 viandanti"
    assert card.all("p", css="cr-card-meta")[0].text.strip() == "Erewhon · al 31 dicembre 1972"
    details = card.all("details")[0].text
    assert "Chi ha una lanterna" in details
    assert "Registro" in details


def test_a_unit_with_a_symbol_is_not_said_twice() -> None:
    card = figures.cards_html([key_figure(Cell(24_600_000, Status.VALID), unit="euro", unit_label="euro")])

    value = read(card).all("p", css="cr-card-value")[0].text.strip()
    assert value == f"24,6{wording.NON_BREAKING}mln{wording.NON_BREAKING}€"


@given(st.lists(st.booleans(), min_size=1, max_size=6))
def test_the_cards_of_demonstration_data_bear_the_mark_and_no_other_does(told: list[bool]) -> None:
    html = figures.cards_html([key_figure(Cell(3, Status.VALID, demonstration)) for demonstration in told])

    marked = [bool(card.all(css="cr-is-demo")) for card in read(html).all("article")]
    assert marked == told


def test_the_cards_say_why_there_is_no_number_each_reason_in_its_words() -> None:
    reasons = [status for status in Status if not status.has_value]
    html = figures.cards_html([key_figure(Cell(None, status)) for status in reasons])

    texts = [value.text for value in read(html).all("p", css="cr-absent")]
    assert len(set(texts)) == len(reasons)
    zero = figures.cards_html([key_figure(Cell(0, Status.ZERO))])
    assert read(zero).all("p", css="cr-card-value")[0].text == "0 viandanti"
    assert not read(zero).all(css="cr-absent")


@pytest.mark.parametrize("field", ["label", "unit_label", "when", "where", "definition", "source", "prefix"])
def test_a_hostile_text_on_a_card_is_shown_and_not_run(field: str) -> None:
    card = read(figures.cards_html([key_figure(Cell(3, Status.VALID), **{field: HOSTILE})]))

    assert not card.all("img")
    assert HOSTILE in card.text


def test_the_strip_and_the_facts_pair_names_and_texts() -> None:
    strip = read(figures.strip_html([("Rilascio", "1"), ("Vista", HOSTILE)]))
    facts = read(figures.facts_html([("Codice", "01"), ("Fonte", ""), ("Nome", HOSTILE)]))

    assert [(dt.text, dd.text) for dt, dd in zip(strip.all("dt"), strip.all("dd"), strict=True)] == [
        ("Rilascio", "1"),
        ("Vista", HOSTILE),
    ]
    assert [dt.text for dt in facts.all("dt")] == ["Codice", "Nome"]


def test_the_legend_shows_a_colour_or_a_mark_beside_each_text() -> None:
    legend = read(
        figures.legend_html(
            [("#0066cc", "1 – 5"), ("hidden", "c, coperto"), ("zero", HOSTILE)], label="Legenda"
        )
    )

    swatches = [item.all("i")[0].attributes for item in legend.all("li")]
    assert swatches == [{"style": "background:#0066cc"}, {"class": "cr-hidden"}, {"class": "cr-zero"}]
    assert [item.text for item in legend.all("li")] == ["1 – 5", "c, coperto", HOSTILE]
    assert figures.legend_html([], label="Legenda") == ""


def test_every_indicator_has_everything_that_must_stand_beside_it(catalogue: Catalogue) -> None:
    for indicator in catalogue.indicators.values():
        empty = [heading for heading, text in figures.reading_of(indicator) if not text]
        assert not empty, f"{indicator.code}: {empty}"
