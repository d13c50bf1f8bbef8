"""The frame of every page: style, strip, marks, and the unit in which every figure is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pydeck as pdk
import streamlit as st

from dashboard.components import figures, wording
from dashboard.components.figures import Download, Unit
from dashboard.components.wording import escape

_STYLE = Path(__file__).with_name("style.css")
_PLOTLY = {
    "displayModeBar": False,
    "locale": "it",
}


def heading(title: str, lead: str) -> None:
    """Open a page: style, title, and the sentence that says what one finds here."""
    st.html(_STYLE)
    st.title(title, anchor=False)
    st.html(f'<p class="cr-lead">{escape(lead)}</p>')


def strip(items: Sequence[tuple[str, str]], *, demonstration: bool, newer: str = "") -> None:
    """Show what every page must say of its release, and the mark of demonstration data when there is any.

    Args:
        items: pairs of name and text.
        demonstration: whether the release holds demonstration data.
        newer: sentence that says that a newer release exists; empty when this is the last.
    """
    st.html(figures.strip_html(items))
    if newer:
        st.html(f'<p class="cr-note">{escape(newer)}</p>')
    if demonstration:
        st.html(
            f'<p class="cr-banner" role="note"><strong>◆ {wording.DEMONSTRATION}.</strong> '
            f"{escape(wording.DEMONSTRATION_LONG)}</p>"
        )


def cards(items: Sequence[figures.KeyFigure]) -> None:
    """Show the key figures as cards."""
    st.html(figures.cards_html(items))


def note(text: str) -> None:
    """Show a sentence that explains what is not here, and what would fill it."""
    st.html(f'<p class="cr-note">{escape(text)}</p>')


def unit(
    item: Unit,
    *,
    downloads: Sequence[Download] = (),
    link: str = "",
    on_select: Callable[[], None] | None = None,
    table_open: bool = False,
    level: int = 2,
) -> Any:
    """Show a figure: message, picture, legend, table, how to read it, files, link.

    Args:
        item: the figure.
        downloads: files to offer.
        link: address that opens this figure on this release.
        on_select: for maps: what to do when somebody picks an area (runs before the page is drawn again).
        table_open: whether the table is open from the start.
        level: rank of the heading.

    Returns:
        What was picked on a map, as Streamlit gives it; None otherwise.
    """
    mark = (
        f' <span class="cr-badge cr-is-demo">◆ {wording.DEMONSTRATION_SHORT}</span>'
        if item.demonstration
        else ""
    )
    st.html(
        f'<h{level} class="cr-title">{escape(item.title)}</h{level}>'
        f'<p class="cr-caption">{escape(item.caption)}{mark}</p>'
    )
    picked = None
    if item.empty:
        note(item.empty)
    elif isinstance(item.picture, go.Figure):
        st.plotly_chart(item.picture, config=_PLOTLY, key=f"figura-{item.key}", alt=item.alt)
    elif isinstance(item.picture, pdk.Deck):
        picked = _map(item, on_select)
    if item.legend:
        st.html(figures.legend_html(item.legend, label="Legenda"))
    if item.attribution:
        st.html(f'<p class="cr-source">{escape(item.attribution)}</p>')
    if item.table:
        with st.expander("I dati in tabella", icon=":material/table:", expanded=table_open):
            st.html(item.table)
    if item.reading:
        with st.expander("Come si legge, limiti e fonte", icon=":material/menu_book:"):
            st.html(figures.facts_html(item.reading))
    _take_home(item, downloads, link)
    return picked


def _map(item: Unit, on_select: Callable[[], None] | None) -> Any:
    key = f"mappa-{item.key}"
    if on_select is None:
        return st.pydeck_chart(item.picture, height=item.height, key=key, alt=item.alt)
    return st.pydeck_chart(
        item.picture,
        height=item.height,
        key=key,
        alt=item.alt,
        selection_mode="single-object",
        on_select=on_select,
    )


def _take_home(item: Unit, downloads: Sequence[Download], link: str) -> None:
    if not downloads and not link:
        return
    with st.container(horizontal=True, gap="small", key=f"porta-{item.key}"):
        for download in downloads:
            st.download_button(
                download.label,
                data=download.make,
                file_name=download.file_name,
                mime=download.mime,
                on_click="ignore",
                icon=":material/download:",
                key=f"scarica-{item.key}-{download.label}",
            )
        if link:
            with st.popover("Collegamento", icon=":material/link:"):
                st.caption("Questo indirizzo riapre la stessa figura, sullo stesso rilascio.")
                st.code(link, language=None)


def foot(lines: Sequence[str]) -> None:
    """Close a page: who made the data and the boundaries, under which licence."""
    st.html(f'<p class="cr-foot">{" · ".join(escape(line) for line in lines if line)}</p>')
