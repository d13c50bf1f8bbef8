"""The panels of a page: sections to choose from, then each picture in its unit, two a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from dashboard.components import filters, panels, shell
from dashboard.components.figures import Unit
from dashboard.components.filters import Choice
from dashboard.components.sizes import DESK, PAGE_MARGIN
from dashboard.data.definitions import Panel
from dashboard.handouts import workbook
from dashboard.pages import notes
from dashboard.pages.context import Context, Selection
from dashboard.pages.frame import door, link, strip_of, window_width
from dashboard.pages.mapping import picker

SECTION = "sezione"


def show(
    context: Context,
    selection: Selection,
    page: str,
    *,
    controls: Callable[[Sequence[Panel]], Mapping[str, str]] = lambda shown: {},
) -> str:
    """Show the panels that are declared for a page and the programme at work.

    Args:
        context: release and definitions.
        selection: programme, territory, clocks.
        page: address of the page.
        controls: shows the page's own controls for the panels in sight, and tells what they stand on.

    Returns:
        The section in sight; empty when the programme has nothing on this page.
    """
    found = context.catalogue.panels_of(page, selection.programme.code)
    if not found:
        shell.note(_nothing(context, page, selection))
        return ""
    section = choose_section([one.section for one in found])
    shown = [one for one in found if one.section == section]
    place(context, selection, shown, choices=controls(shown))
    notes.beside(context, selection, shown)
    return section


def choose_section(sections: Sequence[str]) -> str:
    """Let the visitor choose one section of the page; kept in the address."""
    names = list(dict.fromkeys(sections))
    if len(names) == 1:
        return names[0]
    return filters.choose_one(Choice(SECTION, "Sezione", {name: name for name in names}, names[0]))


def place(
    context: Context,
    selection: Selection,
    found: Sequence[Panel],
    *,
    choices: Mapping[str, str] | None = None,
) -> None:
    """Place some panels: the wide ones on a row of their own, the others two a row."""
    row: list[Panel] = []
    for panel in found:
        if panel.width == "whole":
            _row(context, selection, row, choices)
            row = []
            _row(context, selection, [panel], choices)
            continue
        row.append(panel)
        if len(row) == 2:
            _row(context, selection, row, choices)
            row = []
    _row(context, selection, row, choices)


def _row(
    context: Context, selection: Selection, row: Sequence[Panel], choices: Mapping[str, str] | None
) -> None:
    if not row:
        return
    if len(row) == 1 and row[0].width == "whole":
        one(context, selection, row[0], choices=choices)
        return
    for column, panel in zip(st.columns(2, gap="large"), row, strict=False):
        with column:
            one(context, selection, panel, choices=choices)


def one(
    context: Context,
    selection: Selection,
    panel: Panel,
    *,
    choices: Mapping[str, str] | None = None,
    level: int = 2,
    address: str | None = None,
) -> None:
    """Place one panel, with its files and its link.

    Args:
        context: release and definitions.
        selection: programme, territory, clocks.
        panel: what to show.
        choices: what the page's own controls stand on.
        level: rank of its heading.
        address: of the page it stands on, when that is not the one that declares it (or is the front page).
    """
    unit = unit_of(context, selection, panel, choices=choices)
    shell.unit(
        unit,
        downloads=workbook.downloads(unit, strip=strip_of(context, selection)),
        link=link(
            panel.page if address is None else address,
            selection,
            context,
            **({SECTION: panel.section} if address is None else {}),
            **(choices or {}),
        ),
        on_select=picker(context, unit),
        table_open=unit.picture is None and not unit.rows,
        level=level,
    )


def unit_of(
    context: Context, selection: Selection, panel: Panel, *, choices: Mapping[str, str] | None = None
) -> Unit:
    """Make the unit of a panel; kept."""
    told = tuple((choices or {}).items())
    width = min(DESK, window_width()) - 2 * PAGE_MARGIN
    return context.kept.get(
        ("panel", panel.code, *selection.key, told, width),
        lambda: panels.draw(ask_of(context, selection, panel, choices=choices, width=width)),
    )


def ask_of(
    context: Context,
    selection: Selection,
    panel: Panel,
    *,
    choices: Mapping[str, str] | None = None,
    width: int = DESK,
) -> panels.Ask:
    """What a panel may ask, for what is chosen."""
    return panels.Ask(
        panel=panel,
        release=context.release,
        catalogue=context.catalogue,
        programme=selection.programme,
        area=selection.place(context.root),
        clocks=selection.clocks,
        names=context.names,
        levels=context.levels,
        level_of=context.level_of,
        choices=choices or {},
        width=width,
        atlas=context.atlas,
        slices=context.slices,
        door=lambda address, **more: door(address, selection, context, **more),
    )


def _nothing(context: Context, page: str, selection: Selection) -> str:
    """Say that a programme has nothing on a page, and which ones have."""
    have = {
        code for panel in context.catalogue.panels.values() if panel.page == page for code in panel.programmes
    }
    labels = [p.short for code, p in context.catalogue.programmes.items() if code in have]
    there = f" Ne hanno: {', '.join(labels)}." if labels else ""
    return f"«{selection.programme.short}» non ha figure in questa pagina.{there}"
