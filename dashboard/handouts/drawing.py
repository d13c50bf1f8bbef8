"""A figure as a picture to take home, SVG or PNG: with its message, legend, release, source and marks.

Made on the server, without a browser and without the net, of nothing but what is in the unit. The page is
SVG whose texts are texts; the PNG is the same page in pixels, and holds no words besides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import plotly.graph_objects as go

from dashboard.components import palette, wording
from dashboard.components.figures import Unit
from dashboard.components.wording import escape
from dashboard.handouts import lettering
from dashboard.handouts.plotting import chart_svg

WIDTH = 800
"""Pixels of the page; the PNG has twice as many."""
ZOOM = 2
MARGIN = 24
TALLEST_MAP = 760
_INSIDE = WIDTH - 2 * MARGIN
_VIEW = re.compile(r'viewBox="([-\d.]+) ([-\d.]+) ([\d.]+) ([\d.]+)"')
_SOURCE = "Fonte"
_MARK = f"◆ {wording.DEMONSTRATION.upper()}"
_SWATCH = 'x="{x:.1f}" y="{y:.1f}" width="18" height="12"'
_BORDER = f'stroke="{palette.SLATE}" stroke-width="0.8"'
SWATCHES = {
    "zero": f'<rect {_SWATCH} fill="#ffffff" {_BORDER}/>',
    "hidden": f'<rect {_SWATCH} fill="url(#page-hatch)" {_BORDER}/>',
    "absent": f'<rect {_SWATCH} fill="{palette.ABSENT}" {_BORDER}/>',
    "outside": f'<rect {_SWATCH} fill="#ffffff" {_BORDER} stroke-dasharray="3 2"/>',
    "point": f'<circle cx="{{cx:.1f}}" cy="{{cy:.1f}}" r="4" fill="{palette.ORANGE}"/>',
}
"""The marks of a legend, by the names that a unit gives them."""


@dataclass
class Page:
    """A page that grows downwards.

    Attributes:
        y: where the next thing goes.
        parts: what is on it.
    """

    y: float = MARGIN
    parts: list[str] = field(default_factory=list)

    def text(self, text: str, *, size: float, ink: str, weight: int = lettering.REGULAR) -> None:
        """Write a text from margin to margin, on as many lines as it takes."""
        for line in lettering.wrap(text, width=_INSIDE, size=size, weight=weight):
            self.y += size * 1.3
            self.parts.append(
                letters(line, x=MARGIN, y=self.y - size * 0.3, size=size, ink=ink, weight=weight)
            )

    def picture(self, svg: str, *, width: float, height: float) -> None:
        """Put another drawing on the page, in the middle."""
        x = MARGIN + (_INSIDE - width) / 2
        place = f'<svg x="{x:.1f}" y="{self.y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        opening, rest = svg.split(">", 1)
        kept = re.sub(r'\s(?:x|y|width|height)="[^"]*"', "", opening.removeprefix("<svg"))
        self.parts.append(f"{place}{kept}>{rest}")
        self.y += height

    def written(self, *, title: str, description: str) -> str:
        """Return the page as one `<svg>` element."""
        height = self.y + MARGIN
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
            f'height="{height:.0f}" role="img" aria-labelledby="page-title page-desc" lang="it" '
            f'font-family="{lettering.FAMILY}, {lettering.FALLBACK}, sans-serif">'
            f'<title id="page-title">{escape(title)}</title><desc id="page-desc">{escape(description)}</desc>'
            '<defs><pattern id="page-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><path d="M0 0V6" stroke="{palette.INK}" stroke-width="1.5"/>'
            f'</pattern></defs><rect width="{WIDTH}" height="{height:.0f}" fill="#ffffff"/>'
            f"{''.join(self.parts)}</svg>"
        )


def can_draw(unit: Unit) -> bool:
    """Tell whether a unit has a picture that can be a file."""
    return not unit.empty and (isinstance(unit.picture, go.Figure) or unit.sketch is not None)


def to_svg(unit: Unit, *, strip: Sequence[tuple[str, str]]) -> str:
    """Draw a unit on a page.

    Args:
        unit: the figure: a chart of plotly, or a map with its sketch.
        strip: what every file must say of its release (pairs of name and text).

    Raises:
        Undrawable: the chart has something that a drawing cannot show.
        ValueError: there is nothing to draw.
    """
    if not can_draw(unit):
        raise ValueError(f"«{unit.key}» non ha un disegno")
    page = Page()
    if unit.demonstration:
        _mark(page)
    page.text(unit.title, size=20, ink=palette.INK, weight=lettering.SEMIBOLD)
    page.y += 2
    page.text(unit.caption, size=13, ink="#4c5d6e")
    page.y += 12
    if isinstance(unit.picture, go.Figure):
        height = float(unit.picture.layout.height or unit.height)
        svg = chart_svg(unit.picture, width=_INSIDE, height=height, without=[_MARK])
        page.picture(svg, width=_INSIDE, height=height)
    elif unit.sketch is not None:
        # the page bears the mark
        _map(page, unit.sketch().replace(f"{_MARK} · ", ""))
    page.y += 10
    _legend(page, unit.legend)
    page.y += 6
    page.parts.append(
        f'<path d="M{MARGIN}.0 {page.y:.1f}H{WIDTH - MARGIN}.0" stroke="#c5c7c9" stroke-width="1"/>'
    )
    for line in _foot(unit, strip):
        page.y += 3
        page.text(line, size=11.5, ink="#4c5d6e")
    return page.written(title=unit.title, description=unit.alt or unit.caption)


def to_png(unit: Unit, *, strip: Sequence[tuple[str, str]]) -> bytes:
    """Draw a unit on a page of pixels, 1600 wide; arguments and errors as for `to_svg`."""
    import resvg_py

    files = [*lettering.FILES.values(), lettering.fallback_file()]
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=to_svg(unit, strip=strip),
            zoom=ZOOM,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=[str(path) for path in files],
            font_family=lettering.FAMILY,
            sans_serif_family=lettering.FALLBACK,
        )
    )


def letters(text: str, *, x: float, y: float, size: float, ink: str, weight: int = lettering.REGULAR) -> str:
    """Write one line of text as SVG, on its base line."""
    first, *rest = lettering.pieces(text) or [""]
    written, at = escape(first), x + lettering.length(first, size=size, weight=weight)
    for piece in rest:
        written += f'<tspan x="{at:.1f}">{escape(piece)}</tspan>'
        at += lettering.length(piece, size=size, weight=weight)
    look = f'font-size="{size:g}" font-weight="{weight}" fill="{ink}" xml:space="preserve"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{written}</text>'


def _mark(page: Page) -> None:
    text = f"{_MARK}: non descrivono nessun territorio reale"
    wide = lettering.length(text, size=13, weight=lettering.BOLD) + 20
    page.parts.append(
        f'<rect x="{MARGIN}" y="{page.y:.1f}" width="{wide:.1f}" height="24" rx="3" fill="#fdf3e3" '
        f'stroke="{palette.ORANGE}" stroke-width="1"/>'
    )
    page.parts.append(
        letters(text, x=MARGIN + 10, y=page.y + 16.5, size=13, ink=palette.ORANGE, weight=lettering.BOLD)
    )
    page.y += 32


def _map(page: Page, svg: str) -> None:
    """Put a map on the page, as large as fits."""
    found = _VIEW.search(svg)
    wide, tall = (float(found[3]), float(found[4])) if found else (480.0, 480.0)
    width = min(float(_INSIDE), TALLEST_MAP * wide / tall)
    page.picture(svg, width=width, height=width * tall / wide)


def _legend(page: Page, entries: Sequence[tuple[str, str]]) -> None:
    """Write the legend, as many entries a line as fit."""
    if not entries:
        return
    x, size = float(MARGIN), 13.0
    page.y += 4
    for fill, text in entries:
        wide = 26 + lettering.length(text, size=size) + 18
        if x > MARGIN and x + wide > WIDTH - MARGIN:
            x, page.y = float(MARGIN), page.y + 20
        swatch = SWATCHES.get(fill) or (
            f'<rect {_SWATCH} fill="{escape(fill) if fill.startswith("#") else "#ffffff"}" {_BORDER}/>'
        )
        page.parts.append(swatch.format(x=x, y=page.y, cx=x + 9, cy=page.y + 6))
        page.parts.append(letters(text, x=x + 26, y=page.y + 10.5, size=size, ink="#1a1a1a"))
        x += wide
    page.y += 20


def _foot(unit: Unit, strip: Sequence[tuple[str, str]]) -> list[str]:
    """List what a picture says at its foot: the release and the source; a map says itself whose it is."""
    lines = [" · ".join(f"{name}: {text}" for name, text in strip)]
    lines += [f"{heading}: {text}" for heading, text in unit.reading if heading == _SOURCE and text]
    boundaries = unit.attribution if isinstance(unit.picture, go.Figure) else ""
    return [line for line in [*lines, boundaries] if line]
