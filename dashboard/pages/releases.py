"""The releases that the audience at work may open: what their notes say."""

from __future__ import annotations

import streamlit as st

from dashboard.components import wording
from dashboard.components.panels.rows import Line, list_of
from dashboard.data.audience import Audience
from dashboard.data.release import releases_for
from dashboard.data.store import Entry, open_store
from dashboard.pages.context import SECONDS_TO_A_NEW_RELEASE, Context
from dashboard.settings import Settings


@st.cache_resource(ttl=SECONDS_TO_A_NEW_RELEASE, max_entries=16, show_spinner=False)
def _entries(audience: str, where: str) -> list[Entry]:
    return releases_for(open_store(Settings()), Audience.parse(audience))


def entries_of(context: Context) -> list[Entry]:
    """The releases that the audience may open, newest first."""
    settings = Settings()
    where = f"{settings.state_dir}|{settings['DATABASE_URL']}"
    return list(reversed(_entries(str(context.release.audience), where)))


def notes_html(entries: list[Entry], *, corrections: bool = False) -> str:
    """Write the release notes as a table.

    Args:
        entries: newest first.
        corrections: only the releases that correct another one; a sentence when there is none.
    """
    shown = [one for one in entries if one.info.get("corrects") or not corrections]
    if not shown:
        return (
            '<p class="cr-note">Nessun rilascio ne corregge un altro. Una correzione è un rilascio nuovo con '
            "la sua nota. Il primo resta com'era, e il suo indirizzo dice che ne esiste uno più nuovo.</p>"
        )
    lines = [
        Line(
            (
                str(one.number),
                wording.day(str(one.info.get("date", ""))),
                wording.day(str(one.info.get("as_of", ""))),
                str(one.info.get("state", "")),
                str(one.info.get("reason") or "–"),
                str(one.info.get("corrects") or "–"),
                wording.day(str(one.info.get("embargo") or "–")),
            )
        )
        for one in shown
    ]
    headings = (
        "Rilascio",
        "Del",
        "Dati al",
        "Stato",
        "Che cosa cambia, e perché",
        "Corregge",
        "Embargo fino al",
    )
    return list_of(lines, headings, caption="Rilasci, dal più recente")
