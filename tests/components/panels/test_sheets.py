"""The sheet of a programme, and what it hands over."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from dashboard.components.panels import Ask, sheets
from dashboard.data.definitions import Catalogue
from dashboard.data.release import Release
from tests.components.markup import read
from tests.components.panels.conftest import AskFor

DONE = "vetraio"
HANDED = [
    ("Studio", "oleario", "Guida", "https://gilda.example/guida", DONE, "1972-05-01"),
    ("Prova", "vetraio", "Lume", "", "oleario", ""),
    ("Viaggio", "vetraio", "", "", DONE, "1972-06-01"),
    ("Atto", "stoppinaio", "", "https://gilda.example/atto", DONE, ""),
]


@pytest.fixture
def handed(ask: AskFor, monkeypatch: pytest.MonkeyPatch) -> Ask:
    names = ["bottega", "mestiere", "insegna", "sito", "altro_mestiere", "verificata_il"]
    frame = pd.DataFrame(HANDED, columns=names).assign(
        ref_area="001001", origine="dimostrativo", fonte="Gilda"
    )
    monkeypatch.setattr(Release, "records", lambda *_: frame)
    return ask(
        picture="handovers",
        dataset="botteghe",
        options={
            "product": "insegna",
            "link": "sito",
            "lane": "mestiere",
            "name": "bottega",
            "state": "altro_mestiere",
            "done": DONE,
            "days": ["verificata_il"],
        },
    )


def test_only_what_hands_something_over_is_listed_by_action(handed: Ask) -> None:
    unit = sheets.handovers(handed)
    rows = [
        [cell.text.removesuffix("◆") for cell in (*row.all("th"), *row.all("td"))]
        for row in read(unit.rows).all("tr")[1:]
    ]

    assert unit.title == "3 prodotti: 2 consegnati, 1 atteso"
    assert [row[0] for row in rows] == ["Lume", "Documento", "Guida"]
    assert rows[2] == ["Guida", "Oleario", "Studio", "Vetraio", "01/05/1972", "Apri"]
    assert rows[0][-2:] == ["", ""]
    assert unit.demonstration and unit.data is not None and len(unit.data) == 3


def test_without_products_it_is_said_who_hands_them_over(
    handed: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = Release.records(handed.release, "botteghe").assign(insegna="", sito=None)
    monkeypatch.setattr(Release, "records", lambda *_: bare)
    unit = sheets.handovers(handed)

    assert unit.empty == "Nessun prodotto o documento in «Elenco delle botteghe». Li consegna: Contea."
    assert (unit.title, unit.rows, unit.data) == ("Una prova", "", None)


def test_the_sheet_says_where_when_and_who(ask: AskFor, invented: Catalogue) -> None:
    told = ask(picture="sheet", dataset="viandanti_stati", options={"actions": "stato"})
    codes = invented.codelists["stato"]
    mine = [one.model_copy(update={"parent": "lanterne"}) for one in codes.codes[:2]]
    lists = {**invented.codelists, "stato": codes.model_copy(update={"codes": [*mine, codes.codes[2]]})}
    unit = sheets.sheet(replace(told, catalogue=invented.model_copy(update={"codelists": lists})))

    assert unit.title == "Lanterne: Erewhon, dal 1° gennaio 1971 al 31 dicembre 1975"
    assert unit.data is not None
    facts = dict(zip(unit.data["voce"], unit.data["testo"], strict=True))
    assert facts["Chi lo guida"] == "Gilda dei lampionai"
    assert facts["Azioni"] == "Avvistato; Con lanterna"
    assert "Elenco delle botteghe" in facts["Che cosa se ne vede qui"]
    assert facts["Quando"].startswith("Dal 1° gennaio 1971")


def test_a_programme_without_an_end_or_a_start_says_so(ask: AskFor) -> None:
    options = {"actions": "stato"}
    unit = sheets.sheet(ask(dataset="viandanti_stati", programmes=["mulini"], area="02", options=options))

    assert unit.title == "Mulini: Brumale, dal 1° marzo 1972, senza una data di fine"
    assert sheets._span_of(None, None) == "data di avvio non riportata dalla fonte"
