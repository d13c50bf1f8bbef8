"""A wrong definition stops with file, line and reason; a right one is read as it was written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.data.definitions import DefinitionError, load_catalogue

SOUND: dict[str, str] = {
    "programmes.yaml": """
- code: semina
  label: Semina
  short: Semina
  description: Un programma inventato.
  scope: [X]
  led_by: Nessuno
  source: Inventato
  key_figures: [semi_per_campo]
  clocks: [giro]
""",
    "codelists/base.yaml": """
- code: unita
  label: Unità
  codes:
    - {code: semi, label: semi}
    - {code: campi, label: campi}
- code: giro
  label: Giro
  codes:
    - {code: 01, label: Primo}
    - {code: no, label: Nessuno}
""",
    "datasets.yaml": """
- code: semine
  label: Semine
  description: Semi per campo.
  programmes: [semina]
  source: Contadini
  filled_by: Contadini
  frequency: annuale
  confidential: false
  perimeter: semine
  dimensions:
    - {code: luogo, label: Luogo, type: area, levels: [valle]}
    - {code: giro, label: Giro, type: code, codelist: giro}
  measures:
    - {code: semi, label: Semi, unit: semi}
    - {code: campi, label: Campi, unit: campi, required: false, minimum: null}
  menu:
    pubblico: {totals: [valle], tables: [[valle, giro]]}
  example: {giro: 01, semi: 20, origine: vero}
""",
    "attributes.yaml": "- {code: origine, label: Origine}\n",
    "indicators.yaml": """
- code: semi_per_campo
  label: Semi per campo
  definition: Semi divisi per campi.
  unit: semi
  numerator: {dataset: semine, measure: semi, where: {giro: [01, no]}}
  denominator: {dataset: semine, measure: campi}
  polarity: alta
  decimals: 1
  how_to_read: Così.
  limits: Molti.
  source: Contadini
  last_update: ieri
  next_update: domani
  least_public_level: valle
  programmes: [semina]
""",
    "checks.yaml": """
- code: campi_prima
  label: I campi non superano i semi
  by: [luogo]
  left: {dataset: semine, measure: campi}
  right: {dataset: semine, measure: semi, where: {giro: 01}}
""",
    "glossary.yaml": "- {term: Seme, definition: Da cui nasce la pianta., see_also: [Seme]}\n",
}
Change = tuple[str, str, str]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write the sound catalogue with some texts changed: `write((file, old, new), …)`."""

    def make(*changes: Change) -> Path:
        files = dict(SOUND)
        for file, old, new in changes:
            assert files[file].count(old) == 1, f"«{old}» in {file}"
            files[file] = files[file].replace(old, new)
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.lstrip("\n"), encoding="utf-8")
        return tmp_path

    return make


def problems(base: Path) -> tuple[str, ...]:
    with pytest.raises(DefinitionError) as caught:
        load_catalogue(base)
    assert all(problem in str(caught.value) for problem in caught.value.problems)
    return caught.value.problems


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
            "si aspetta 'area', 'code', 'date', 'year', 'integer' or 'text' (trovato: «luogo»)",
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


# ---- a reference that dangles ----


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "programmes.yaml",
            "[semi_per_campo]",
            "[semi]",
            "semina: l'indicatore «semi» non esiste nel catalogo",
        ),
        (
            "programmes.yaml",
            "clocks: [giro]",
            "clocks: [ora]",
            "semina: l'elenco «ora» non esiste nel catalogo",
        ),
        (
            "datasets.yaml",
            "programmes: [semina]",
            "programmes: [x]",
            "semine: il programma «x» non esiste nel catalogo",
        ),
        ("datasets.yaml", "codelist: giro", "codelist: x", "semine: l'elenco «x» non esiste nel catalogo"),
        ("datasets.yaml", "unit: campi", "unit: orti", "semine: l'unità «orti» non esiste nel catalogo"),
        (
            "datasets.yaml",
            "perimeter: semine",
            "perimeter: x",
            "semine: il dataset «x» non esiste nel catalogo",
        ),
        (
            "datasets.yaml",
            "semi: 20",
            "fiori: 20",
            "semine: la colonna dell'esempio «fiori» non esiste nel catalogo",
        ),
        (
            "datasets.yaml",
            "[[valle, giro]]",
            "[[valle, ora]]",
            "semine: la dimensione del menu «ora» non esiste",
        ),
        (
            "attributes.yaml",
            "code: origine",
            "code: semi",
            "semine: la colonna «semi» è già un attributo comune",
        ),
        (
            "attributes.yaml",
            "label: Origine",
            "label: O, type: code, codelist: x",
            "origine: l'elenco «x» non esiste",
        ),
        (
            "indicators.yaml",
            "unit: semi",
            "unit: orti",
            "semi_per_campo: l'unità «orti» non esiste nel catalogo",
        ),
        (
            "indicators.yaml",
            "programmes: [semina]",
            "programmes: [x]",
            "semi_per_campo: il programma «x» non esiste",
        ),
        (
            "indicators.yaml",
            "measure: campi",
            "measure: x",
            "semi_per_campo: la misura «x» non esiste in semine",
        ),
        (
            "indicators.yaml",
            "where: {giro",
            "where: {ora",
            "semi_per_campo: la dimensione «ora» non esiste in semine",
        ),
        ("indicators.yaml", "[01, no]", "[01, 02]", "semi_per_campo: «02» non è nell'elenco giro"),
        (
            "indicators.yaml",
            "{dataset: semine, measure: campi}",
            "{dataset: x, measure: y}",
            "il dataset «x» non esiste",
        ),
        ("checks.yaml", "{giro: 01}", "{giro: 02}", "campi_prima: «02» non è nell'elenco giro"),
        (
            "checks.yaml",
            "by: [luogo]",
            "by: [anno]",
            "campi_prima: in semine la dimensione «anno» non esiste",
        ),
        (
            "checks.yaml",
            "{dataset: semine, measure: campi}",
            "{dataset: x, measure: y}",
            "il dataset «x» non esiste",
        ),
        (
            "glossary.yaml",
            "see_also: [Seme]",
            "see_also: [Fiore]",
            "Seme: la voce «Fiore» non esiste nel catalogo",
        ),
    ],
)
def test_a_dangling_reference_is_told_with_its_file(
    write: Callable[..., Path], file: str, old: str, new: str, expected: str
) -> None:
    found = problems(write((file, old, new)))

    assert any(":1: " in problem and expected in problem for problem in found), found


def test_without_the_list_of_units_no_unit_is_known(write: Callable[..., Path]) -> None:
    found = problems(write(("codelists/base.yaml", "code: unita", "code: misure")))

    assert sum("l'unità" in problem for problem in found) == 3


def test_a_confidential_dataset_cannot_publish_its_rows(write: Callable[..., Path]) -> None:
    change = ("datasets.yaml", "confidential: false", "confidential: true\n  records_for: [cabina]")

    assert problems(write(change)) == ("datasets.yaml:1: semine: un dataset riservato non pubblica le righe",)


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
