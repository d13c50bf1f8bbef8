"""What every page starts from: the audience at work, its release, the definitions, and what is chosen."""

from __future__ import annotations

import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import streamlit as st

from dashboard.components import filters, shell, views, wording
from dashboard.components.atlas import Atlas
from dashboard.components.filters import Choice
from dashboard.components.kept import Kept
from dashboard.components.views import View
from dashboard.data.audience import Audience
from dashboard.data.definitions import Catalogue, Indicator, Programme, load_catalogue
from dashboard.data.release import Release, open_release
from dashboard.settings import Settings

RELEASE = "rilascio"
WIDTH_COOKIE = "larghezza"
"""Where the document leaves the width of the window (`dashboard/server.py`)."""
PAGE_MARGIN = 16
"""Pixels left free on either side of a phone's screen."""


@dataclass(frozen=True)
class Selection:
    """What the filters bar stands on.

    Attributes:
        programme: the programme.
        area: code of the chosen territory.
        clocks: chosen values of the clocks, by dimension code (empty text: all).
    """

    programme: Programme
    area: str
    clocks: Mapping[str, str]

    @property
    def key(self) -> tuple[str, ...]:
        """The choices as a key for what is made from them."""
        return (self.programme.code, self.area, *(f"{k}={v}" for k, v in self.clocks.items()))

    def place(self, root: str) -> str:
        """The territory of the figures: the chosen one or, for the whole country, the scope."""
        return self.programme.scope[0] if self.area == root else self.area


@dataclass(frozen=True)
class Level:
    """A level of territory in words: code, singular, plural."""

    code: str
    label: str
    plural: str

    @property
    def noun(self) -> tuple[str, str]:
        """Singular and plural."""
        return self.label, self.plural


class Context:
    """The audience's release and the definitions, as a page needs them."""

    def __init__(self, release: Release, catalogue: Catalogue, territories: Path) -> None:
        self.release = release
        self.catalogue = catalogue
        self.atlas = Atlas(territories, release)
        self.kept = Kept()
        self._levels = {level["role"]: level for level in release.meta["levels"]}
        areas = release.areas()
        self.names: dict[str, str] = dict(zip(areas["code"], areas["name"], strict=True))
        self.level_of: dict[str, str] = dict(zip(areas["code"], areas["level"], strict=True))

    def level(self, role: str) -> Level:
        """The level of territory with a role (`root`, `main`, `operating`, `leaf` ...)."""
        found = self._levels[role]
        return Level(found["code"], found["label"], found["plural"])

    def level_label(self, code: str) -> str:
        """The level of an area in words."""
        return next(
            (lv["label"] for lv in self._levels.values() if lv["code"] == self.level_of.get(code)), ""
        )

    def is_national(self, programme: Programme) -> bool:
        """Tell whether a programme runs in the whole country."""
        return programme.scope[0] == self.root

    @cached_property
    def root(self) -> str:
        """Code of the whole country."""
        return str(self.release.areas(self.level("root").code)["code"].iloc[0])

    def view(self, indicator: Indicator, *, level: str, selection: Selection, **clocks: str) -> View:
        """Look an indicator up for what is chosen (`clocks` take the place of the chosen ones); kept."""
        chosen = {**selection.clocks, **clocks}
        return self.kept.get(
            ("view", indicator.code, level, selection.programme.code, tuple(chosen.items())),
            lambda: views.look_up(
                self.release,
                self.catalogue,
                indicator,
                level=level,
                programme=selection.programme.code,
                chosen=chosen,
            ),
        )

    def indicators(self, codes: tuple[str, ...]) -> list[Indicator]:
        """The indicators of some codes, in order."""
        return [self.catalogue.indicators[code] for code in codes]

    def unit_label(self, indicator: Indicator) -> str:
        """The unit of an indicator in words."""
        return self.catalogue.label("unita", indicator.unit)


def audience() -> Audience:
    """The audience of this process (until identity lands: the setting AUDIENCE)."""
    return Audience.parse(Settings()["AUDIENCE"])


@st.cache_resource(show_spinner="Si apre il catalogo…")
def _catalogue(folder: str) -> Catalogue:
    return load_catalogue(Path(folder))


@st.cache_resource(ttl=10, max_entries=64, show_spinner="Si apre il rilascio…")
def _context(audience: str, number: int | None, release: str, definitions: str, territories: str) -> Context:
    opened = open_release(Settings(), Audience.parse(audience), number)
    return Context(opened, _catalogue(definitions), Path(territories))


def current() -> Context:
    """Open the release of the audience: the one a permalink names, else the last one."""
    settings = Settings()
    asked = st.query_params.get(RELEASE)
    number = int(asked) if asked and asked.isdigit() else None
    return _context(
        str(audience()),
        number,
        f"{settings.state_dir}|{settings['RELEASE']}",
        str(settings.definitions_dir),
        str(settings.territories_dir),
    )


def open_page(title: str, lead: str) -> tuple[Context, Selection]:
    """Begin a page: heading, strip, filters. Every page starts with this call.

    Args:
        title: name of the page.
        lead: the sentence under it.
    """
    context = current()
    shell.heading(title, lead)
    place_of_strip = st.container()
    selection = choose(context)
    with place_of_strip:
        release = context.release
        shell.strip(strip_of(context, selection), demonstration=release.demonstration, newer=_newer(release))
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


def _newer(release: Release) -> str:
    if not release.newer:
        return ""
    return (
        f"Questo collegamento apre il rilascio {release.number}: ne esiste uno più recente, "
        f"il {release.newer}. Per vederlo, togliere «{RELEASE}=» dall'indirizzo."
    )


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


def first_selection(context: Context) -> Selection:
    """What the filters bar stands on for who comes in by the front door."""
    programme = min(context.catalogue.programmes.values(), key=lambda one: one.order)
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
    areas = [
        (str(area.code), str(area.name), str(area.parent))
        for role in ("main", "operating")
        for area in context.release.areas(context.level(role).code).itertuples()
    ]
    options = filters.territory_options(areas, root=(context.root, context.names[context.root]))
    own = context.release.audience.area
    return Choice("territorio", "Territorio", options, own if own in options else context.root)


def frame_width(most: int) -> int:
    """Return the pixels that a map has on the visitor's screen: `most`, or less on a phone."""
    told = st.context.cookies.get(WIDTH_COOKIE, "")
    return min(most, int(told) - 2 * PAGE_MARGIN) if told.isdigit() and int(told) > 4 * PAGE_MARGIN else most


def link(address: str, selection: Selection, context: Context, **more: str) -> str:
    """Write the address that reopens a page as it stands, on this release."""
    query = {
        "programma": selection.programme.code,
        "territorio": selection.area,
        **selection.clocks,
        **more,
        RELEASE: str(context.release.number),
    }
    base = str(st.context.url or "").split("?")[0].rsplit("/", 1)[0]
    return f"{base}/{address}?{urllib.parse.urlencode({k: v for k, v in query.items() if v})}"
