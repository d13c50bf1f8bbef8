"""A wrong definition stops with file, line and reason; a right one is read as it was written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.data.definitions import load_catalogue
from tests.data.definitions.conftest import problems

# ---- a sound catalogue ----


def test_a_sound_catalogue_is_read_whole(write: Callable[..., Path]) -> None:
    catalogue = load_catalogue(write())

    assert list(catalogue.datasets) == ["semine"]
    assert list(catalogue.codelists) == ["unita", "giro"]
    assert catalogue.programmes["semina"].start is None
    assert [a.code for a in catalogue.attributes] == ["origine"]


def test_codes_that_look_like_numbers_or_booleans_stay_texts(write: Callable[..., Path]) -> None:
    catalogue = load_catalogue(write())

    assert list(catalogue.codelists["giro"].by_code) == ["01", "no"]
    assert catalogue.indicators["semi_per_campo"].numerator.where == {"giro": ("01", "no")}
    assert catalogue.datasets["semine"].example["semi"] == "20"


def test_null_is_nothing_and_true_is_a_boolean(write: Callable[..., Path]) -> None:
    measures = load_catalogue(write()).datasets["semine"].measures

    assert [m.minimum for m in measures] == [0, None]
    assert [m.required for m in measures] == [True, False]


def test_the_fingerprint_changes_with_any_file(write: Callable[..., Path]) -> None:
    before = load_catalogue(write()).fingerprint

    assert load_catalogue(write()).fingerprint == before
    assert load_catalogue(write(("glossary.yaml", "la pianta", "la radice"))).fingerprint != before


def test_one_file_and_a_folder_of_files_are_read_together(write: Callable[..., Path]) -> None:
    base = write()
    (base / "glossary").mkdir()
    (base / "glossary" / "altro.yaml").write_text(
        "- {term: Campo, definition: Dove si semina.}\n", encoding="utf-8"
    )

    assert list(load_catalogue(base).glossary) == ["Seme", "Campo"]


# ---- one field is wrong: file, line, definition, field, reason ----


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "datasets.yaml",
            "confidential: false",
            "confidental: false",
            "datasets.yaml:1: semine: confidential: manca",
        ),
        (
            "datasets.yaml",
            "confidential: false",
            "confidental: false",
            "datasets.yaml:1: semine: confidental: campo sconosciuto (trovato: «false»)",
        ),
        (
            "datasets.yaml",
            "confidential: false",
            "confidential: forse",
            "datasets.yaml:1: semine: confidential: si aspetta true o false (trovato: «forse»)",
        ),
        (
            "datasets.yaml",
            "type: area, levels: [valle]",
            "type: luogo, levels: [valle]",
            "datasets.yaml:11: semine: dimensions.0.type: valore non previsto, "
            "si aspetta 'area', 'code', 'date', 'year', 'integer' o 'text' (trovato: «luogo»)",
        ),
        (
            "datasets.yaml",
            "type: code, codelist: giro",
            "type: code",
            "datasets.yaml:12: semine: dimensions.1: "
            "il tipo «code» vuole un elenco (codelist), gli altri tipi no",
        ),
        (
            "datasets.yaml",
            "type: area, levels: [valle]",
            "type: area",
            "datasets.yaml:11: semine: dimensions.0: "
            "il tipo «area» vuole i livelli (levels), gli altri tipi no",
        ),
        (
            "datasets.yaml",
            "code: campi, label: Campi",
            "code: semi, label: Campi",
            "datasets.yaml:1: semine: colonne ripetute: semi",
        ),
        (
            "datasets.yaml",
            "type: code, codelist: giro",
            "type: area, levels: [valle]",
            "datasets.yaml:1: semine: un dataset ha al più una dimensione di tipo «area»",
        ),
        (
            "attributes.yaml",
            "label: Origine",
            "label: Origine, codelist: giro",
            "attributes.yaml:1: origine: il tipo «code» vuole un elenco (codelist), gli altri tipi no",
        ),
        (
            "codelists/base.yaml",
            "code: no, label",
            "code: 01, label",
            "codelists/base.yaml:6: giro: codici ripetuti nell'elenco: 01",
        ),
        (
            "codelists/base.yaml",
            "code: no, label",
            "code: un codice, label",
            "codelists/base.yaml:10: giro: codes.1.code: "
            "codice con caratteri non ammessi (trovato: «un codice»)",
        ),
        (
            "indicators.yaml",
            "decimals: 1",
            "decimals: uno",
            "indicators.yaml:1: semi_per_campo: decimals: si aspetta un numero intero (trovato: «uno»)",
        ),
        (
            "indicators.yaml",
            "decimals: 1",
            "decimals: 9",
            "indicators.yaml:1: semi_per_campo: decimals: non può essere maggiore di 3 (trovato: «9»)",
        ),
        (
            "indicators.yaml",
            "  polarity: alta\n",
            "",
            "indicators.yaml:1: semi_per_campo: polarity: manca",
        ),
        (
            "programmes.yaml",
            "  led_by: Nessuno\n",
            "  led_by: Nessuno\n  start: ieri\n",
            "programmes.yaml:1: semina: start: si aspetta una data aaaa-mm-gg (trovato: «ieri»)",
        ),
        (
            "programmes.yaml",
            "scope: [X]",
            "scope: X",
            "programmes.yaml:1: semina: scope: si aspetta un elenco (trovato: «X»)",
        ),
        (
            "glossary.yaml",
            "- {term: Seme, definition: Da cui nasce la pianta., see_also: [Seme]}",
            "- Seme",
            "glossary.yaml:1: voce: si aspettano dei campi (trovato: «Seme»)",
        ),
        (
            "datasets.yaml",
            "minimum: null",
            "minimum: pochi",
            "datasets.yaml:15: semine: measures.1.minimum: si aspetta un numero (trovato: «pochi»)",
        ),
    ],
)
def test_a_wrong_field_is_told_with_file_line_and_reason(
    write: Callable[..., Path], file: str, old: str, new: str, expected: str
) -> None:
    assert expected in problems(write((file, old, new)))


# ---- a file is wrong ----


def test_a_definition_given_twice_names_both_places(write: Callable[..., Path]) -> None:
    base = write()
    (base / "glossary").mkdir()
    (base / "glossary" / "ancora.yaml").write_text("\n- {term: Seme, definition: Altro.}\n", encoding="utf-8")

    assert problems(base) == ("glossary/ancora.yaml:2: glossary: «Seme» è già definito in glossary.yaml:1",)


def test_a_field_given_twice_is_refused(write: Callable[..., Path]) -> None:
    found = problems(write(("indicators.yaml", "  decimals: 1\n", "  decimals: 1\n  decimals: 2\n")))

    assert found == ("indicators.yaml:1: YAML non leggibile: campo ripetuto: decimals (voce alla riga 1)",)


@pytest.mark.parametrize("text", ["", "a: 1", "solo un testo"])
def test_a_file_that_is_not_a_list_is_refused(write: Callable[..., Path], text: str) -> None:
    base = write()
    (base / "checks.yaml").write_text(text, encoding="utf-8")

    assert problems(base) == ("checks.yaml:1: il file deve contenere un elenco di definizioni",)


def test_yaml_that_cannot_be_read_tells_the_line(write: Callable[..., Path]) -> None:
    base = write()
    (base / "checks.yaml").write_text("- code: a\n  by: [uno\n- code: b\n", encoding="utf-8")

    (found,) = problems(base)
    assert found.startswith("checks.yaml:3: YAML non leggibile: ")


@pytest.mark.parametrize("content", ["- term: perché\n".encode("latin-1"), b"- term: a\x00b\n"])
def test_bytes_that_are_no_text_are_refused(write: Callable[..., Path], content: bytes) -> None:
    base = write()
    (base / "glossary.yaml").write_bytes(content)

    assert problems(base) == ("glossary.yaml:1: il file non è un testo UTF-8",)


def test_a_folder_without_definitions_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path / "vuota") == (
        f"{tmp_path / 'vuota'}: nessuna definizione trovata in questa cartella",
    )


def test_all_problems_are_told_at_once(write: Callable[..., Path]) -> None:
    base = write(
        ("indicators.yaml", "decimals: 1", "decimals: uno"),
        ("datasets.yaml", "confidential: false", "confidental: false"),
    )
    (base / "checks.yaml").write_text("niente", encoding="utf-8")

    assert len(problems(base)) == 4
