"""The look of a template: the house colours, one format a kind of column."""

from __future__ import annotations

from typing import Any

from dashboard.intake.columns import Column

_BLUE, _DARK, _LIGHT, _GREY, _YELLOW = "#0066cc", "#17324d", "#f2f7fc", "#5c6f82", "#fff6dd"
_FONT = "Titillium Web"
_NUMBER_FORMATS = {
    "date": "dd/mm/yyyy",
    "year": "0",
    "integer": "0",
    "count": "#,##0",
    "money": "#,##0.00",
    "hours": "#,##0.0",
    "number": "General",
    "score": "0.00",
    "percent": "0.0",
}


class Styles:
    """The cell formats of one workbook, each made once.

    Args:
        book: a workbook of XlsxWriter.
    """

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Any] = {}
        head = {
            "bold": True,
            "font_color": "#ffffff",
            "bg_color": _GREY,
            "border": 1,
            "border_color": "#ffffff",
            "text_wrap": True,
            "valign": "vcenter",
        }
        self.heading = self._format(**head)
        self.required = self._format(**{**head, "bg_color": _BLUE})
        self.title = self._format(bold=True, font_size=18, font_color=_DARK)
        self.programme = self._format(bold=True, font_size=11, font_color=_BLUE)
        self.section = self._format(bold=True, font_size=13, font_color=_DARK, bottom=2, bottom_color=_BLUE)
        self.text = self._format(num_format="@")
        self.wrapped = self._format(text_wrap=True, valign="top")
        self.label = self._format(bold=True, valign="top", font_color=_GREY)
        cell = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#bfdfff"}
        self.cell = self._format(**cell)
        self.cell_bold = self._format(**cell, bold=True, bg_color=_LIGHT)
        self.mark = self._format(italic=True, bold=True, font_color="#995c00")

    def of(self, column: Column) -> Any:
        """Return the format of a column's cells; codes and texts are text, so that zeros stay."""
        return self._column(column, example=False)

    def example(self, column: Column) -> Any:
        """Return the format of a column's cell in the example row."""
        return self._column(column, example=True)

    def _column(self, column: Column, *, example: bool) -> Any:
        kind = "@" if column.is_text else _NUMBER_FORMATS[column.kind]
        if (kind, example) not in self._made:
            look = {"italic": True, "bg_color": _YELLOW, "font_color": _GREY} if example else {}
            self._made[kind, example] = self._format(num_format=kind, **look)
        return self._made[kind, example]

    def _format(self, **properties: Any) -> Any:
        return self._book.add_format({"font_name": _FONT, "font_size": 10, **properties})
