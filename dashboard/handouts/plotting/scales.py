"""Axes of plotly: where a value stands, what is written at the ticks, from where to where they go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
from babel.dates import format_date

from dashboard.components import wording
from dashboard.handouts.plotting.inks import Undrawable

MILLISECONDS = 86_400_000
"""Of a day: plotly counts dates in thousandths of a second, we in days from 1970."""
_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2}([T ].*)?)?)?")
_D3 = re.compile(r"(?P<sign>\+?)(?P<group>,?)(?:\.(?P<decimals>\d+))?(?P<kind>[df%s]?)")


class Scale:
    """One axis: it knows its kind (numbers, categories, dates) from its layout and from all its values."""

    def __init__(self, axis: Any, values: Iterable[Any]) -> None:
        told = [one for one in values if one is not None]
        self.axis = axis
        self.kind = _kind(axis, told)
        self.names: list[str] = []
        if self.kind == "category":
            first = list(axis.categoryarray) if axis.categoryarray is not None else []
            self.names = list(dict.fromkeys(str(one) for one in [*first, *told]))
            if axis.categoryorder not in (None, "trace", "array"):
                self.names = _ordered(self.names, str(axis.categoryorder))

    def at(self, values: Iterable[Any] | None) -> np.ndarray:
        """Return where values stand; nan for none."""
        return np.array([self.one(value) for value in (values if values is not None else ())], dtype=float)

    def one(self, value: Any) -> float:
        """Return where a value stands; on categories a number is a rank, counted from zero."""
        if value is None or (isinstance(value, float) and np.isnan(value)):
            return float("nan")
        if self.kind == "category":
            if str(value) in self.names:
                return float(self.names.index(str(value)))
            if isinstance(value, str):
                raise Undrawable(f"«{value}» non è fra le voci dell'asse")
        elif self.kind == "date":
            return day_number(value)
        return float(value)

    def length(self, value: Any) -> float:
        """Return how long a bar is: on dates it is told in thousandths of a second."""
        own = float("nan") if value is None else float(value)
        return own / MILLISECONDS if self.kind == "date" else own

    @property
    def reversed(self) -> bool:
        """Whether the axis goes backwards."""
        told = self.axis.autorange in ("reversed", "min reversed", "max reversed")
        ends = self.axis.range
        return told or (ends is not None and None not in ends and self.one(ends[0]) > self.one(ends[1]))

    def ends(self, low: float, high: float) -> tuple[float, float]:
        """Return from where to where the axis goes.

        Args:
            low: the least that is drawn on it.
            high: the largest.
        """
        if self.axis.range is not None:
            told = [None if one is None else self._end(one) for one in self.axis.range]
            low, high = (low if told[0] is None else told[0]), (high if told[1] is None else told[1])
            low, high = min(low, high), max(low, high)
        elif self.kind == "category":
            low, high = -0.5, max(len(self.names) - 0.5, 0.5)
        elif self.axis.rangemode == "tozero":
            low, high = min(low, 0.0), max(high, 0.0)
        if low == high:
            low, high = low - 0.5, high + 0.5
        return (high, low) if self.reversed else (low, high)

    def _end(self, value: Any) -> float:
        return 10 ** float(value) if self.kind == "log" else self.one(value)

    def ticks(self, low: float, high: float, *, room: float) -> tuple[list[float], list[str]]:
        """Return where the ticks stand and what they say.

        Args:
            low: start of what is seen.
            high: end of it.
            room: pixels that the axis is long.
        """
        axis, (low, high) = self.axis, (min(low, high), max(low, high))
        if axis.tickvals is not None:
            places = [self.one(one) for one in axis.tickvals]
            texts = [str(t) for t in axis.ticktext] if axis.ticktext is not None else self._texts(places)
            kept = [(p, t) for p, t in zip(places, texts, strict=False) if low - 1e-9 <= p <= high + 1e-9]
            return [p for p, _ in kept], [t for _, t in kept]
        if self.kind == "category":
            inside = [i for i in range(len(self.names)) if low <= i <= high]
            return [float(i) for i in inside], [self.names[i] for i in inside]
        places = self._dates(low, high, room) if self.kind == "date" else self._numbers(low, high, room)
        return places, self._texts(places)

    def _numbers(self, low: float, high: float, room: float) -> list[float]:
        from matplotlib.ticker import LogLocator, MaxNLocator

        step = self.axis.dtick
        if self.kind == "log":
            found: Sequence[float] = LogLocator().tick_values(low, high)
        elif isinstance(step, int | float) and step > 0:
            start = float(self.axis.tick0 or 0)
            first = int(np.ceil((low - start) / step - 1e-9))
            found = [start + step * i for i in range(first, int((high - start) / step + 1e-9) + 1)]
        else:
            most = self.axis.nticks or max(2, min(7, int(room / 60)))
            whole = str(self.axis.tickformat or "").endswith("d")
            found = MaxNLocator(nbins=most, integer=whole).tick_values(low, high)
        return [float(one) for one in found if low - 1e-9 <= one <= high + 1e-9]

    def _dates(self, low: float, high: float, room: float) -> list[float]:
        months = max(1.0, (high - low) / 30.4)
        wanted = max(2.0, room / 75)
        step = next((s for s in (1, 3, 6, 12, 24, 60, 120) if months / s <= wanted), 240)
        told = str(self.axis.dtick or "")
        if re.fullmatch(r"M\d+", told):
            step = int(told[1:])
        start = _date_of(low)
        first = (start.year * 12 + start.month - 1) // step * step
        starts = [date(n // 12, n % 12 + 1, 1) for n in range(first, first + int(months) + 2 * step, step)]
        return [place for one in starts if low <= (place := day_number(one)) <= high]

    def _texts(self, places: Sequence[float]) -> list[str]:
        prefix, suffix = self.axis.tickprefix or "", self.axis.ticksuffix or ""
        if self.kind == "date":
            pattern = str(self.axis.tickformat or _pattern(places))
            said = [in_words(_date_of(place), pattern) for place in places]
        elif self.kind == "category":
            said = [self.names[int(place)] for place in places]
        else:
            said = written(places, str(self.axis.tickformat or ""))
        return [f"{prefix}{text}{suffix}" for text in said]


def written(values: Sequence[float], pattern: str) -> list[str]:
    """Write numbers as Italians do, with as many decimals as tell them apart, or as a pattern of d3 asks.

    Raises:
        Undrawable: the pattern is not one of those we know (`d`, `,d`, `.1f`, `.0%`, `~s` ...).
    """
    found = _D3.fullmatch(pattern.replace("~", ""))
    if found is None:
        raise Undrawable(f"formato «{pattern}»")
    percent = found["kind"] == "%"
    told = [value * 100 if percent else value for value in values]
    if found["decimals"] is not None:
        decimals = int(found["decimals"])
    else:
        decimals = next((d for d in range(4) if all(abs(round(v, d) - v) < 1e-6 for v in told)), 4)
    sign = found["sign"]
    return [
        f"{sign if sign and v > 0 else ''}{wording.number(v, decimals=decimals)}{'%' if percent else ''}"
        for v in told
    ]


def in_words(day: date, pattern: str) -> str:
    """Write a day by a pattern of d3, in Italian: `%b %Y` is «gen 2024»."""
    words = {"%b": "MMM", "%B": "MMMM"}
    for sign, ours in words.items():
        pattern = pattern.replace(sign, format_date(day, format=ours, locale=wording.LOCALE))
    return day.strftime(pattern.replace("<br>", "\n"))


def day_number(value: Any) -> float:
    """Return the days of a moment from 1970: a text as ISO writes it, a date, thousandths of a second."""
    if isinstance(value, int | float | np.integer | np.floating):
        return float(value) / MILLISECONDS
    moment = pd.Timestamp(value)
    return float((moment.tz_localize(None) - pd.Timestamp(0)) / pd.Timedelta(days=1))


def _date_of(number: float) -> date:
    return (pd.Timestamp(0) + pd.Timedelta(days=float(number))).date()


def _pattern(places: Sequence[float]) -> str:
    if len(places) > 1 and all(_date_of(p).month == _date_of(places[0]).month for p in places):
        return "%Y"
    return "%b %Y"


def _kind(axis: Any, values: Sequence[Any]) -> str:
    told = str(axis.type or "-")
    if told in ("category", "date", "linear", "log"):
        return told
    if told != "-":
        raise Undrawable(f"asse di tipo «{told}»")
    if any(isinstance(one, list | tuple | np.ndarray) for one in values):
        raise Undrawable("asse a più livelli")
    if any(isinstance(one, date | datetime | np.datetime64) for one in values):
        return "date"
    texts = [one for one in values if isinstance(one, str)]
    if not texts:
        return "linear"
    if all(re.fullmatch(r"-?\d+(\.\d+)?", one) for one in texts):
        return "linear"
    return "date" if all(_ISO.fullmatch(one) for one in texts) else "category"


def _ordered(names: list[str], order: str) -> list[str]:
    if order not in ("category ascending", "category descending"):
        raise Undrawable(f"ordine delle voci «{order}»")
    return sorted(names, reverse=order.endswith("descending"))
