"""The accessibility statement."""

from __future__ import annotations

from dashboard.components import statement
from dashboard.components.wording import escape


def test_the_screen_and_the_document_say_the_same_sections_in_the_same_order() -> None:
    page, document = statement.to_html(), statement.to_markdown()
    at = shown = 0
    for heading, paragraphs in statement.SECTIONS:
        shown, at = page.index(f">{escape(heading)}</h3>", shown), document.index(f"## {heading}\n", at)
        for text in paragraphs:
            shown, at = page.index(f"<li>{escape(text)}</li>", shown), document.index(f"- {text}\n", at)


def test_it_has_the_parts_of_the_model_and_says_its_state_once() -> None:
    headings = [heading for heading, _ in statement.SECTIONS]
    assert {"Stato di conformità", "Contenuti non accessibili", "Segnalazioni"} <= set(headings)
    by_heading = dict(statement.SECTIONS)
    assert by_heading["Stato di conformità"][0].startswith(statement.STATE)
    assert len(by_heading["Contenuti non accessibili"]) >= 1  # else it would not be «parzialmente conforme»


def test_what_only_the_publishing_body_can_say_is_left_to_fill_and_said_so() -> None:
    by_heading = dict(statement.SECTIONS)
    for heading in ("Stato di conformità", "Segnalazioni"):
        assert any(statement.TO_FILL in text for text in by_heading[heading]), heading
    assert "@" not in statement.to_markdown()
