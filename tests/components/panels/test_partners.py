"""Initials that stand for the targets of partners."""

from __future__ import annotations

from dashboard.components.panels.partners import initials


def test_initials_are_as_short_as_they_can_be_and_never_the_same() -> None:
    assert initials(["Tutti", "Giovani", "Over 50", "Operatori"]) == {
        "Tutti": "T",
        "Giovani": "G",
        "Over 50": "Ov",
        "Operatori": "Op",
    }
