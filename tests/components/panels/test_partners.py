"""Initials that stand for the targets of partners."""

from __future__ import annotations

from dashboard.components.panels.partners import _cut, initials


def test_initials_are_as_short_as_they_can_be_and_never_the_same() -> None:
    assert initials(["Tutti", "Giovani", "Over 50", "Operatori"]) == {
        "Tutti": "T",
        "Giovani": "G",
        "Over 50": "Ov",
        "Operatori": "Op",
    }


def test_a_long_name_keeps_its_end_where_names_differ() -> None:
    assert _cut("Associazione dimostrativa 04", 390) != _cut("Associazione dimostrativa 12", 390)
    assert len(_cut("Associazione dimostrativa 04", 390)) <= 22
    assert _cut("Ente breve", 390) == "Ente breve"
    assert _cut("Associazione dimostrativa 04", 1440) == "Associazione dimostrativa 04"
