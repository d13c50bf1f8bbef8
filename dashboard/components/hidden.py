"""What is said of a hidden cell: why it is hidden, and what can be seen instead. No Streamlit here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.components import wording
from dashboard.components.wording import escape


@dataclass(frozen=True)
class Instead:
    """A published figure near a hidden one: of which area, what it is, how much, where it is shown."""

    label: str
    what: str
    figure: str
    address: str


def why_html(
    threshold: int, instead: Sequence[Instead], tables: Sequence[str], *, notes: Sequence[str] = ()
) -> str:
    """Write the answer to «why is this hidden, and what can I see instead?», closed until somebody asks.

    Args:
        threshold: smallest count that may be published; 0 when it is not known.
        instead: the nearest published figures.
        tables: the published tables, in words.
        notes: what single cells say of themselves (a percentage without a base, another's territory).
    """
    parts = [f"<p>{escape(text)}</p>" for text in wording.why_hidden(threshold)]
    parts += [f"<p>{escape(note[:1].upper() + note[1:])}.</p>" for note in notes]
    if instead:
        items = "".join(
            f'<li><a href="{escape(one.address)}" target="_self">{escape(one.label)}</a>: '
            f"{escape(one.what)}, {escape(one.figure)}</li>"
            for one in instead
        )
        parts.append(f"<p>{escape(wording.SEEN_INSTEAD)}</p><ul>{items}</ul>")
    if tables:
        parts.append(f"<p>{escape(wording.PUBLISHED_TABLES)} {escape('; '.join(tables))}.</p>")
    return (
        f'<details class="cr-why"><summary>{escape(wording.WHY_HIDDEN)}</summary>{"".join(parts)}</details>'
    )
