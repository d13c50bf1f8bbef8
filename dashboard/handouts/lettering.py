"""Letters of a drawing: the typeface, how long a text is, where it breaks, what plotly's markup says."""

from __future__ import annotations

import html
import re
import threading
from functools import lru_cache
from itertools import groupby
from pathlib import Path

FAMILY = "Titillium Web"
FALLBACK = "DejaVu Sans"
FONTS = Path(__file__).with_name("fonts")
REGULAR, SEMIBOLD, BOLD = 400, 600, 700
FILES = {
    REGULAR: FONTS / "TitilliumWeb-Regular.ttf",
    SEMIBOLD: FONTS / "TitilliumWeb-SemiBold.ttf",
    BOLD: FONTS / "TitilliumWeb-Bold.ttf",
}
LOCK = threading.RLock()
"""Held by whoever draws: neither the typefaces nor the settings of matplotlib may be used by two at once."""
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_WHOLE_BOLD = re.compile(r"\s*<b>(?:(?!</b>).)*</b>\s*", re.IGNORECASE | re.DOTALL)


def fallback_file() -> Path:
    """Return the typeface for what ours has not (as ◆), which matplotlib brings along."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"


def length(text: str, *, size: float, weight: int = REGULAR) -> float:
    """Return how long a text on one line is, in pixels.

    Args:
        text: the text, without markup.
        size: size of the letters in pixels.
        weight: 400, 600 or 700.
    """
    return sum(_advance(letter, weight) for letter in text) * size


@lru_cache(maxsize=2048)
def _advance(letter: str, weight: int) -> float:
    """Return how wide a letter is, in parts of the size."""
    from matplotlib.ft2font import FT2Font, LoadFlags

    with LOCK:
        for path in (FILES[weight], fallback_file()):
            font = FT2Font(str(path))
            if ord(letter) in font.get_charmap():
                glyph = font.load_char(ord(letter), flags=LoadFlags.NO_SCALE)
                return float(glyph.horiAdvance) / font.units_per_EM
    return 0.6


def wrap(text: str, *, width: float, size: float, weight: int = REGULAR) -> list[str]:
    """Break a text into lines that are no longer than a width; a word longer than it keeps its line."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in re.split(r"[ \t]+", paragraph.strip()):
            longer = f"{line} {word}" if line else word
            if line and length(longer, size=size, weight=weight) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return [line for line in lines if line]


def plain(text: object) -> str:
    """Return what a text of plotly says without its markup; its breaks become lines."""
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", str(text)))).strip()


def weight_of(text: object) -> int:
    """Return the weight of a text of plotly: bold when all of it is between `<b>` and `</b>`."""
    return SEMIBOLD if _WHOLE_BOLD.fullmatch(str(text)) else REGULAR


def pieces(text: str) -> list[str]:
    """Cut a text into pieces that our typeface has, and pieces that it has not (as ◆), in order.

    A program that draws SVG may write a whole piece in another typeface for one letter that is missing.
    """
    return ["".join(group) for _, group in groupby(text, key=_is_ours)]


@lru_cache(maxsize=512)
def _is_ours(letter: str) -> bool:
    from matplotlib.ft2font import FT2Font

    with LOCK:
        return ord(letter) < 128 or ord(letter) in FT2Font(str(FILES[REGULAR])).get_charmap()
