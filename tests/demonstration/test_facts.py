from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.demonstration.facts import Facts, MissingFactError, number


def test_comma_and_semicolon_files_are_read_alike(tmp_path: Path) -> None:
    head = ("fatto", "ref_area", "scomposizione", "reference_date", "valore")
    for name, sep in (("published_facts__a.csv", ","), ("published_facts__b.csv", ";")):
        values = (name[17], "IT", "totale", "2023-12-31", "12.5")
        (tmp_path / name).write_text(f"{sep.join(head)}\n{sep.join(values)}\n", encoding="utf-8")
    (tmp_path / "SOURCES.yaml").write_text("files: []")
    facts = Facts.read(tmp_path)
    assert facts.value("a", "IT") == facts.value("b", "IT", on="2023-12-31") == 12.5


def test_a_missing_or_double_figure_is_named_in_italian() -> None:
    row = {"fatto": "x", "ref_area": "IT", "scomposizione": "totale", "valore": "1"}
    twice = Facts({"published_facts": (row, row | {"valore": "2"})})
    for facts in (twice, Facts({})):
        with pytest.raises(MissingFactError, match="tra i dati pubblicati manca: x"):
            facts.value("x", "IT")


def test_numbers_may_have_a_decimal_comma() -> None:
    assert number(" 88132,62 ") == 88132.62
