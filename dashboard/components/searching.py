"""Full-text search over some hundred texts: no accents, no capitals, beginnings of words in any order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from dashboard.components.wording import escape

_WORD = re.compile(r"[^\W_]+")


def plain(text: str) -> str:
    """Return a text without capitals and accents, letter for letter where that is possible."""
    parts = []
    for letter in text:
        bare = "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))
        folded = bare.casefold()
        parts.append(folded if len(folded) == 1 else letter.lower()[:1] or letter)
    return "".join(parts)


def words_of(text: str) -> list[str]:
    """Return the words of a text, plain.

    Examples:
        >>> words_of("L'équipe di Forlì")
        ['l', 'equipe', 'di', 'forli']
    """
    return _WORD.findall(plain(text))


def finds(query: str, texts: Sequence[str]) -> bool:
    """Tell whether each word of a query begins a word of some of the texts; an empty query finds all."""
    known = [word for text in texts for word in words_of(text)]
    return all(any(word.startswith(wanted) for word in known) for wanted in words_of(query))


def marked(query: str, text: str) -> str:
    """Write a text as HTML, the words found set off."""
    wanted = words_of(query)
    if not wanted:
        return escape(text)
    out, last, folded = [], 0, plain(text)
    for found in _WORD.finditer(folded):
        if any(found.group().startswith(one) for one in wanted):
            out += [
                escape(text[last : found.start()]),
                f"<mark>{escape(text[found.start() : found.end()])}</mark>",
            ]
            last = found.end()
    return "".join([*out, escape(text[last:])])
