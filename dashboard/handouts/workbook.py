"""A figure as files: its picture (SVG, PNG), its data as CSV as Italians open it or XLSX, and their marks."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pandas as pd
import xlsxwriter

from dashboard.components import wording
from dashboard.components.figures import Download, Unit
from dashboard.handouts import drawing

_FORMULA = ("=", "+", "-", "@", "\t", "\n")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def downloads(unit: Unit, *, strip: Sequence[tuple[str, str]]) -> list[Download]:
    """Offer the picture of a figure as SVG and PNG and its data as CSV and XLSX, made when somebody asks.

    Args:
        unit: the figure; without data nothing is offered, without a picture no picture.
        strip: what every file must say of its release (pairs of name and text).
    """
    data = unit.data
    if data is None or data.empty:
        return []
    name = f"{unit.key}{'-dati-dimostrativi' if unit.demonstration else ''}"
    lines = header_lines(unit, strip=strip)
    drawn = [
        Download("SVG", f"{name}.svg", "image/svg+xml", lambda: drawing.to_svg(unit, strip=strip).encode()),
        Download("PNG", f"{name}.png", "image/png", lambda: drawing.to_png(unit, strip=strip)),
    ]
    return [
        *(drawn if drawing.can_draw(unit) else []),
        Download("CSV", f"{name}.csv", "text/csv", lambda: to_csv(data, lines)),
        Download("XLSX", f"{name}.xlsx", XLSX, lambda: to_xlsx(data, lines)),
    ]


def header_lines(unit: Unit, *, strip: Sequence[tuple[str, str]]) -> list[str]:
    """List what a file says before its rows: message, caption, release, mark, source and limits."""
    mark = (
        [f"◆ {wording.DEMONSTRATION.upper()}: non descrivono nessun territorio reale"]
        if unit.demonstration
        else []
    )
    return [
        *mark,
        unit.title,
        unit.caption,
        " · ".join(f"{name}: {text}" for name, text in strip),
        *(f"{heading}: {text}" for heading, text in unit.reading if text),
        *([unit.attribution] if unit.attribution else []),
    ]


def to_csv(data: pd.DataFrame, lines: Sequence[str]) -> bytes:
    """Write rows as CSV: semicolons, decimal comma, UTF-8 with its mark; the header lines begin with `#`."""
    comments = "".join(f"# {_one_cell(line)}\n" for line in lines)
    safe = data.map(_harmless).rename(columns=_harmless)
    return ("\ufeff" + comments + safe.to_csv(index=False, sep=";", decimal=",")).encode()


def _one_cell(line: str) -> str:
    """Keep a header line on one line and in one cell of a spreadsheet."""
    return " ".join(line.replace(";", ",").split())


def _harmless(value: Any) -> Any:
    """Keep a text from being read as a formula by a spreadsheet."""
    if not isinstance(value, str):
        return value
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text[:1] in _FORMULA else text


def to_xlsx(data: pd.DataFrame, lines: Sequence[str]) -> bytes:
    """Write rows as a workbook: a sheet with the data, a sheet that says what they are."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "font_color": "#17324d", "bottom": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Dati")
        for column, heading in enumerate(data.columns):
            sheet.write_string(0, column, str(heading), bold)
            for row, value in enumerate(data[heading], start=1):
                if isinstance(value, str):
                    sheet.write_string(row, column, value)
                elif pd.notna(value):
                    sheet.write_number(row, column, float(value))
            width = max([len(str(heading)), *(len(str(v)) for v in data[heading].head(200))])
            sheet.set_column(column, column, min(width + 2, 48))
        sheet.freeze_panes(1, 0)
        about = book.add_worksheet("Informazioni")
        about.set_column(0, 0, 110)
        for row, line in enumerate(lines):
            about.write_string(row, 0, line, wrap)
    return buffer.getvalue()
