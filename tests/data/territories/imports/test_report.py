from __future__ import annotations

import pytest

from dashboard.data.territories.imports import ImportReport


def test_a_report_without_errors_says_that_nothing_is_to_correct() -> None:
    report = ImportReport("Ambiti da x.csv", ["3 righe lette."])
    report.add("recoded", "090001 è 111001", 4)
    assert report.clean
    assert report.text().splitlines() == [
        "Ambiti da x.csv",
        "3 righe lette.",
        "Ricodificati: 1",
        "  - riga 4: 090001 è 111001",
        "Nessuna correzione necessaria.",
    ]


def test_a_long_list_is_cut_and_counted() -> None:
    report = ImportReport("Prova")
    for number in range(5):
        report.add("unmatched", f"codice {number}")
    text = report.text(at_most=2)
    assert not report.clean
    assert "Codici non trovati, non usati: 5" in text
    assert "… e altri 3" in text
    assert "codice 1" in text and "codice 2" not in text
    assert text.endswith("Il file va corretto dove indicato.")


def test_an_unknown_kind_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="strano"):
        ImportReport("Prova").add("strano", "x")
