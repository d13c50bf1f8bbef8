"""The notes of the territories beside the figures that they explain: same place, same topic."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.components.panels import notes
from dashboard.data.definitions import Indicator, Panel
from dashboard.pages.context import Context, Selection

LABEL = "Note dal territorio"


def beside(context: Context, selection: Selection, panels: Sequence[Panel]) -> None:
    """Show, closed, the notes on the place at work about what some panels show; nothing without any."""
    told = context.kept.get(
        ("notes", *(panel.code for panel in panels), *selection.key),
        lambda: _html(context, selection, panels),
    )
    count, html = told
    if count:
        with st.expander(f"{LABEL} ({count})", icon=":material/sticky_note_2:"):
            st.html(html)


def _html(context: Context, selection: Selection, panels: Sequence[Panel]) -> tuple[int, str]:
    declared = of_programme(context, selection)
    if declared is None or any(panel.picture == notes.PICTURE for panel in panels):
        return 0, ""
    topics = notes.topics_explained(declared, _topics(context, panels))
    areas = _around(context, selection.place(context.root))
    found = [
        one
        for one in notes.approved_notes(
            context.release, declared, programme=selection.programme.code, areas=areas
        )
        if one.topic in topics
    ]
    labels = notes.labels_of(context.catalogue, declared)
    return len(found), notes.notes_html(found, names=context.names, topics=labels)


def of_programme(context: Context, selection: Selection) -> Panel | None:
    """The panel that says where the notes of a programme are, and what they explain."""
    programme = selection.programme.code
    return next(
        (
            panel
            for panel in context.catalogue.panels.values()
            if panel.picture == notes.PICTURE and programme in panel.programmes
        ),
        None,
    )


def _topics(context: Context, panels: Sequence[Panel]) -> set[str]:
    """The topics of the indicators of some panels."""
    shown: list[Indicator] = [i for panel in panels for i in context.indicators(panel.indicators)]
    return {topic for indicator in shown for topic in indicator.topics}


def _around(context: Context, area: str) -> set[str]:
    """A place, the main one around it, and all that is inside it (of the whole country: its main areas)."""
    main = context.level("main").code
    around = context.release.ancestor(area, main)
    level = context.level_of[area]
    levels = {main} if area == context.root else {main, context.level("operating").code}
    inside = {
        code
        for code, at in context.level_of.items()
        if at in levels and context.release.ancestor(code, level) == area
    }
    return inside | {area} | ({around} if around else set())
