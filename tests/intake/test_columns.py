from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dashboard.data.definitions import Catalogue
from dashboard.intake.columns import columns_of, fold, letter, match_headings


def test_the_columns_of_a_dataset_are_its_dimensions_measures_and_attributes(catalogue: Catalogue) -> None:
    columns = columns_of(catalogue, catalogue.datasets["botteghe"])
    assert [c.code for c in columns] == [
        "ref_area", "bottega", "mestiere", "anno_apertura", "piano", "presenza", "insegna", "sito",
        "verificata_il", "altro_mestiere", "origine", "fonte", "nota",
    ]  # fmt: skip
    assert [c.code for c in columns if c.required] == [
        "ref_area", "bottega", "mestiere", "anno_apertura", "piano", "presenza", "origine",
    ]  # fmt: skip
    assert [c.code for c in columns if c.is_text] == [
        "ref_area", "bottega", "mestiere", "insegna", "sito", "altro_mestiere", "origine", "fonte", "nota",
    ]  # fmt: skip


def test_every_heading_is_matched_unknown_repeated_or_blank_and_none_is_dropped(catalogue: Catalogue) -> None:
    columns = columns_of(catalogue, catalogue.datasets["adesioni"])
    headings = ["Programma *", "REF AREA", "", "annata", "Annata", "Distreti aderenti", "zzz"]
    found = match_headings(headings, columns)
    assert found.positions == {"programma": 0, "ref_area": 1, "annata": 3}
    assert found.blank == (2,) and found.repeated == ((4, "Annata", 3),)
    assert found.unknown == ((5, "Distreti aderenti", "Distretti aderenti"), (6, "zzz", ""))
    assert [c.code for c in found.missing] == ["distretti", "origine"]


def test_letters_go_on_after_z() -> None:
    assert [letter(n) for n in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_comparisons_do_not_mix_codes_that_differ_by_a_sign() -> None:
    assert fold("<3") != fold(">3") and fold("Età") == fold(" ETA ") and fold("3 – 10") == fold("3 - 10")
