"""Single rows: those of a place, and how they are listed."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from dashboard.components.panels import rows
from dashboard.components.panels.rows import Line
from dashboard.data.release import Release
from tests.components.markup import read
from tests.components.panels.conftest import AskFor


def test_rows_are_those_of_the_place_or_of_the_nearest_wider_one(ask: AskFor) -> None:
    near = rows.rows_of(ask(dataset="botteghe", area="01"))
    far = rows.rows_of(ask(dataset="botteghe", area="02"))

    assert (near.place, near.notice, list(near.frame["bottega"])) == ("Aurorale", "", ["Al lume di luna"])
    assert far.place != "Brumale"
    assert far.notice.startswith("Per Brumale")
    assert list(far.frame["bottega"]) == ["Al lume di luna"]


def test_a_condition_that_no_row_meets_leaves_a_refusal(ask: AskFor) -> None:
    kept = rows.rows_of(ask(dataset="botteghe", where={"mestiere": ["vetraio", "oleario"]}))
    none = rows.rows_of(ask(dataset="botteghe", where={"mestiere": "oleario"}))

    assert len(kept.frame) == 1 and not kept.refusal
    assert none.frame.empty
    assert "«Elenco delle botteghe»" in none.refusal


def test_rows_of_another_programme_are_left_out(ask: AskFor) -> None:
    assert rows.rows_of(ask(dataset="adesioni")).place == "Erewhon"
    assert set(rows.rows_of(ask(dataset="adesioni")).frame["programma"]) == {"lanterne"}
    assert rows.rows_of(ask(dataset="adesioni", programmes=["mulini"], area="02")).refusal


def test_one_row_of_demonstration_marks_the_file_and_no_other_row(
    ask: AskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = pd.DataFrame(
        {
            "ref_area": ["001001"] * 2,
            "bottega": ["Uno", "Due"],
            "mestiere": ["vetraio", "oleario"],
            "origine": ["rilevato", "dimostrativo"],
            "fonte": ["Gilda", "Gilda"],
        }
    )
    monkeypatch.setattr(Release, "records", lambda *_: frame)
    told = ask(dataset="botteghe")
    found = rows.rows_of(told)
    file = rows.file_of(told, rows.dataset_of(told), found.frame)

    assert found.demonstration and found.sources == ["Gilda"]
    assert list(file["Mestiere (codice)"]) == ["vetraio", "oleario"]
    assert list(file["Mestiere"]) == ["Vetraio", "Oleario"]
    assert list(file["Villaggio"]) == ["Primalba", "Primalba"]
    assert [one == file["origine"][1] for one in file["origine"]] == [False, True]


def test_a_list_marks_demonstration_escapes_texts_and_opens_only_the_web() -> None:
    told = rows.list_of(
        [
            Line(["<b>Uno</b>", "Apri"], True, "https://gilda.example"),
            Line(["Due", "Apri"], False, "javascript:x"),
        ],
        ["Nome", "Pagina"],
        caption="Due voci",
    )
    whole = read(told)

    assert [one.text for one in whole.all("th")[2:]] == ["<b>Uno</b>◆", "Due"]
    assert [one.text for one in whole.all("a")] == ["Apri"]
    assert [one.attributes["data-label"] for one in whole.all("td")] == ["Pagina", "Pagina"]
    assert "javascript" not in told
    assert [one.text for one in whole.all("p", css="cr-legend")] == ["◆ dato dimostrativo"]


def test_a_long_list_scrolls_and_without_demonstration_has_no_legend() -> None:
    lines = [Line([str(n)]) for n in range(rows.LONG + 1)]

    assert "cr-whole" not in rows.list_of(lines, ["N"], caption="Voci")
    assert "cr-whole" in rows.list_of(lines[1:], ["N"], caption="Voci")
    assert "◆" not in rows.list_of(lines, ["N"], caption="Voci")


def test_values_are_written_in_words(ask: AskFor) -> None:
    told = ask(dataset="botteghe")
    dataset = rows.dataset_of(told)
    written = [
        rows.word(told, dataset, name, value)
        for name, value in (
            ("mestiere", "oleario"),
            ("ref_area", "001001"),
            ("verificata_il", "1972-05-01"),
            ("insegna", None),
            ("sito", float("nan")),
        )
    ]

    assert written == ["Oleario", "Primalba", "01/05/1972", "", ""]
    assert rows.day_of("1972-05-01") == date(1972, 5, 1)
    assert rows.day_of("maggio") is rows.day_of(None) is None
