"""The frame of every page: style, strip, marks, and the unit in which every figure is shown."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st

from dashboard.components import figures, wording
from dashboard.components.figures import Download, Unit
from dashboard.components.steady import name_charts_by_key
from dashboard.components.wording import escape

SECONDS_FOR_THE_REST = 0.5
"""How long the heavy pictures of a first page wait: what a browser needs to show the rest."""
_WAITING = "figure_in_attesa"
_STYLE = Path(__file__).with_name("style.css")
_PLOTLY = {
    "displayModeBar": False,
    "locale": "it",
}
name_charts_by_key()


def heading(title: str, lead: str) -> None:
    """Open a page: style, title, and the sentence that says what one finds here."""
    st.session_state.setdefault(_WAITING, [])
    if st.session_state[_WAITING]:
        st.session_state[_WAITING] = []
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
) -> None:
    """Show a figure: message, picture, legend, table, how to read it, files, link.

    Args:
        item: the figure.
        downloads: files to offer.
        link: address that opens this figure on this release.
        on_select: for maps: what to do when somebody picks an area (runs before the page is drawn again).
        table_open: whether the table is open from the start.
        level: rank of the heading.
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
    if item.notice:
        st.html(f'<p class="cr-notice">{escape(item.notice)}</p>')
    if item.empty:
        note(item.empty)
    else:
        _picture_and_table(item, on_select, table_open)
    if item.note and not item.empty:
        st.html(f'<p class="cr-remark">{escape(item.note)}</p>')
    if item.why:
        st.html(item.why)
    if item.reading:
        with st.expander("Come si legge, limiti e fonte", icon=":material/menu_book:"):
            st.html(figures.facts_html(item.reading))
    _take_home(item, downloads, link)


def _picture_and_table(item: Unit, on_select: Callable[[], None] | None, table_open: bool) -> None:
    if item.picture is not None:
        _heavy(item, on_select)
    if item.rows:
        st.html(item.rows)
    if item.legend:
        st.html(figures.legend_html(item.legend, label="Legenda"))
    if item.attribution:
        st.html(f'<p class="cr-source">{escape(item.attribution)}</p>')
    if item.table:
        with st.expander("I dati in tabella", icon=":material/table:", expanded=table_open):
            st.html(item.table)


def _heavy(item: Unit, on_select: Callable[[], None] | None) -> None:
    """Put a picture in its place; on the first page of a visit a sketch now, the picture after all else.

    The libraries that draw maps and charts weigh ten times the rest, and the browser shows nothing of what
    came together with them before it has read them. The style sheet hides the sketch when the map is there.
    """
    waiting = st.session_state.get(_WAITING)
    with st.container(key=f"posto-{item.key}", gap=None):
        if waiting is None:
            st.html("<i></i>")
            _draw(item, on_select)
            return
        st.html(figures.sketch_html(item, height=_height(item)))
        waiting.append((st.empty(), item, on_select))


def _height(item: Unit) -> int:
    of_chart = item.picture.layout.height if isinstance(item.picture, go.Figure) else None
    return int(of_chart or item.height)


def _draw(item: Unit, on_select: Callable[[], None] | None) -> None:
    if isinstance(item.picture, go.Figure):
        st.plotly_chart(item.picture, config=_PLOTLY, key=f"figura-{item.key}", alt=item.alt)
        return
    st.pydeck_chart(
        item.picture,
        height=item.height,
        key=f"mappa-{item.key}",
        alt=item.alt,
        selection_mode="single-object",
        on_select=on_select or "ignore",
    )


def _draw_waiting() -> None:
    """Put the heavy pictures in their places, after the browser has shown the rest."""
    waiting = st.session_state.get(_WAITING)
    st.session_state[_WAITING] = None
    if not waiting:
        return
    time.sleep(SECONDS_FOR_THE_REST)
    for place, item, on_select in waiting:
        with place:
            _draw(item, on_select)


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
    """Close a page: who made the data and the boundaries, under which licence; then the heavy pictures."""
    st.html(f'<p class="cr-foot">{" · ".join(escape(line) for line in lines if line)}</p>')
    _draw_waiting()
