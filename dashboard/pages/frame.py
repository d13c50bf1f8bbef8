"""The frame of a page: which release a visitor reads, what the filters bar stands on, the strip, the link."""

from __future__ import annotations

import urllib.parse
from collections.abc import Mapping

import streamlit as st

from dashboard.components import filters, shell, sizes, wording
from dashboard.components.filters import Choice
from dashboard.components.sizes import DESK, PAGE_MARGIN
from dashboard.data.audience import AudienceError
from dashboard.data.definitions import Catalogue, DefinitionError, Programme
from dashboard.data.release import ReleaseError, StoreError
from dashboard.data.territories.model import TerritoryError
from dashboard.pages.context import Context, Selection, current, latest

CANNOT_OPEN = (AudienceError, DefinitionError, ReleaseError, StoreError, TerritoryError, OSError, ValueError)
"""What may keep a release from being opened: a wrong setting, a broken definition, no release yet."""
RELEASE = "rilascio"
WIDTH_COOKIE = "larghezza"
"""Where the document leaves the width of the window (`dashboard/server.py`)."""


def open_page(title: str, lead: str) -> tuple[Context, Selection]:
    """Begin a page: heading, strip, filters. Every page starts with this call.

    Args:
        title: name of the page.
        lead: the sentence under it.
    """
    filters.begin(title)
    shell.heading(title, lead)
    context = _asked_for()
    place_of_strip = st.container()
    selection = choose(context)
    with place_of_strip:
        release = context.release
        shell.strip(strip_of(context, selection), demonstration=release.demonstration, newer=_newer(context))
    return context, selection


def strip_of(context: Context, selection: Selection) -> list[tuple[str, str]]:
    """What every page and every file says of its release."""
    return context.kept.get(("strip", selection.programme.code), lambda: _strip(context, selection))


def _strip(context: Context, selection: Selection) -> list[tuple[str, str]]:
    strip = context.release.strip
    return [
        ("Rilascio", f"{strip['number']} del {wording.day(strip['date'])}"),
        ("Dati al", wording.day(strip["as_of"])),
        ("Stato", strip["state"]),
        ("Perimetro", perimeter_of(context, selection.programme.code)),
        ("Prossimo aggiornamento", wording.day(strip["next_update"] or "da stabilire")),
        ("Vista", wording.audience(context.release.audience, context.names)),
    ]


def perimeter_of(context: Context, programme: str) -> str:
    """Count the areas of the main and of the operating level that have ever taken part in a programme."""
    taking = context.release.participation(programme)
    main, operating = context.level("main"), context.level("operating")
    inside = {str(code) for code in taking["main"] if code}
    below = {str(c) for c in taking["area"] if context.level_of.get(str(c)) == operating.code}
    if not inside:
        return wording.listing(
            [context.names[code] for code in context.catalogue.programmes[programme].scope]
        )
    return ", ".join(
        wording.counted(len(codes), level.label, level.plural)
        for codes, level in ((inside, main), (below, operating))
    )


def _newer(context: Context) -> str:
    number, last = context.release.number, latest()
    if last <= number:
        return ""
    return (
        f"Questo collegamento apre il rilascio {number}: ne esiste uno più recente, il {last}. "
        f"Per vederlo, togliere «{RELEASE}=» dall'indirizzo."
    )


def closed(reason: str) -> None:
    """Say why nothing can be opened: what is wrong, in words, instead of a page."""
    shell.heading(wording.APP, wording.CLOSED)
    st.error(reason, icon=":material/error:")


def _asked_for() -> Context:
    """Open the release that the address names, else the last one; say on screen what cannot be opened."""
    asked = st.query_params.get(RELEASE, "")
    if asked:
        try:
            return current(int(asked))
        except (ReleaseError, StoreError, ValueError) as error:
            reason = f"«{asked}» non è un numero." if isinstance(error, ValueError) else str(error)
            st.warning(
                f"Il collegamento chiede un rilascio che non si può aprire. {reason} Si mostra l'ultimo.",
                icon=":material/link_off:",
            )
    return current()


def choose(context: Context) -> Selection:
    """Show the filters bar and return what it stands on."""
    catalogue = context.catalogue
    programmes = {
        code: programme.short
        for code, programme in sorted(catalogue.programmes.items(), key=lambda item: item[1].order)
    }
    with st.container(horizontal=True, gap="small", key="filtri"):
        choice = Choice("programma", "Programma", programmes, next(iter(programmes)))
        code = filters.choose(choice, width=230)
        programme = catalogue.programmes[code]
        area = filters.choose(_territory(context), width=300)
        chosen: dict[str, str] = {}
        for name in _clocks_at_work(context, programme):
            chosen[name] = _choose_clock(context, name, chosen)
    return Selection(programme, area, chosen)


def first_selections(context: Context) -> list[Selection]:
    """What the filters bar stands on for who comes in by the front door, then with each other programme."""
    programmes = sorted(context.catalogue.programmes.values(), key=lambda one: one.order)
    return [_first_selection(context, programme) for programme in programmes]


def _first_selection(context: Context, programme: Programme) -> Selection:
    own = context.release.audience.area
    clocks = dict.fromkeys(_clocks_at_work(context, programme), "")
    return Selection(programme, own if own in context.names else context.root, clocks)


def _choose_clock(context: Context, name: str, chosen: Mapping[str, str]) -> str:
    """Show one clock; inside a chosen wider period, «the latest» is the latest of that period."""
    codelist = context.catalogue.codelists[name]
    above = next((chosen[n] for n in chosen if _has_parent(context.catalogue, name, n)), "")
    observed = any(
        d.codelist == name and not d.additive
        for dataset in context.catalogue.datasets.values()
        for d in dataset.dimensions
    )
    options = filters.narrowed(
        [(code.code, code.short or code.label, code.parent) for code in codelist.codes],
        parent=above,
        everything=wording.LATEST if observed else wording.ANY,
    )
    value = filters.choose(Choice(name, codelist.label, options, ""), width=150)
    if value or not above or not observed:
        return value
    as_of = str(context.release.meta["as_of"])
    inside = [code for code in codelist.codes if code.code in options and str(code.start or "") <= as_of]
    return inside[-1].code if inside else ""


def _clocks_at_work(context: Context, programme: Programme) -> list[str]:
    """The clocks of a programme that turn something for this audience, and those that hold them."""
    useful: set[str] = set()
    for indicator in context.indicators((*programme.map_indicators, *programme.key_figures)):
        dataset = context.catalogue.datasets[indicator.numerator.dataset]
        if context.release.has(dataset.code):
            useful.update(str(d.codelist) for d in dataset.dimensions if d.codelist in programme.clocks)
    above = {p for p in programme.clocks for c in useful if p != c and _has_parent(context.catalogue, c, p)}
    return [name for name in programme.clocks if name in useful | above]


def _has_parent(catalogue: Catalogue, child: str, parent: str) -> bool:
    above = catalogue.codelists[parent].by_code
    return any(code.parent in above for code in catalogue.codelists[child].codes if code.parent)


def _territory(context: Context) -> Choice:
    return context.kept.get("territory", lambda: _territories(context))


def _territories(context: Context) -> Choice:
    areas = [
        (str(area.code), str(area.name), str(area.parent))
        for role in ("main", "operating")
        for area in context.release.areas(context.level(role).code).itertuples()
    ]
    options = filters.territory_options(areas, root=(context.root, context.names[context.root]))
    own = context.release.audience.area
    return Choice("territorio", "Territorio", options, own if own in options else context.root)


def window_width() -> int:
    """Return the pixels of the visitor's window, as it told them; if not, those that pages are made for."""
    told = st.context.cookies.get(WIDTH_COOKIE, "")
    return int(told) if told.isdigit() and int(told) > 4 * PAGE_MARGIN else DESK


def map_width(most: int) -> int:
    """Return the pixels that a map has on the visitor's screen, `most` in a window of 1440 pixels."""
    return sizes.map_width(most, window=window_width())


def door(address: str, selection: Selection, context: Context, **more: str) -> str:
    """Write the address of a page of this site, as a page can link to another: relative, on this release."""
    return f"{address}?{_query(selection, context, **more)}"


def link(address: str, selection: Selection, context: Context, **more: str) -> str:
    """Write the address that reopens a page as it stands, on this release."""
    base = str(st.context.url or "").split("?")[0].rsplit("/", 1)[0]
    return f"{base}/{address}?{_query(selection, context, **more)}"


def _query(selection: Selection, context: Context, **more: str) -> str:
    query = {
        "programma": selection.programme.code,
        "territorio": selection.area,
        **selection.clocks,
        **more,
        RELEASE: str(context.release.number),
    }
    return urllib.parse.urlencode({k: v for k, v in query.items() if v})
