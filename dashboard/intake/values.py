"""From what a cell holds to the value the ledger keeps, or to what is wrong with it.

A parser is a function of one cell. It returns the value (text, int or float), None for a blank cell, or
an `Issue`. Dates are kept as ISO text, codes as their code, numbers as numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from urllib.parse import urlsplit

from dashboard.data.definitions import CodeList
from dashboard.intake.areas import AreaIndex
from dashboard.intake.columns import Column, fold
from dashboard.intake.labels import level_names
from dashboard.intake.problems import Issue, quoted
from dashboard.intake.tables import CellValue, is_blank

Value = str | int | float
Parser = Callable[[CellValue], Value | Issue]

_SIGNED_NUMBER = re.compile(r"^[+-]\s*[€]?\s*[\d.,][\d\s.,]*(?:[eE][+-]?\d+)?\s*[%€]?$")
_SPREADSHEET_ERROR = re.compile(
    r"^#(N/?[AD]|REF|RIF|VALUE|VALORE|DIV/0|NAME|NOME|NUM|NULL|NULLO|CALC|SPILL)[!?]?"
)
_SPACES = " \t\u00a0\u2007\u2009\u202f'’"
_INTEGER = re.compile(r"^[+-]?\d+$")
_GROUPED = re.compile(r"^[+-]?[1-9]\d{0,2}([.,])\d{3}(\1\d{3})*$")
_SPACED = re.compile(rf"^[+-]?\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?=[.,]|$)")
_DAY_FIRST = re.compile(r"^(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})$")
_YEAR_FIRST = re.compile(r"^(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?$")
_SHORT_YEAR = re.compile(r"^\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{2}$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LARGEST = 1e15
_SERIAL_ORIGIN = date(1899, 12, 30)
_SERIALS = range(10_000, 73_051)  # 18 May 1927 to 31 December 2099
_YEARS = range(1900, 2101)


def parser_for(
    column: Column, codelists: Mapping[str, CodeList], areas: AreaIndex, *, serial_dates: bool
) -> Parser:
    """Return the function that reads the cells of a column.

    Args:
        column: what the column holds.
        codelists: the code lists of the catalogue.
        areas: the territories.
        serial_dates: whether a bare whole number may stand for a date.

    Returns:
        A parser that never raises; blank cells must not be given to it.
    """
    inner: Parser
    if column.kind == "area":
        inner = _area_parser(areas, column.levels)
    elif column.kind == "code":
        inner = _code_parser(codelists[str(column.codelist)])
    elif column.kind == "date":
        inner = _date_parser(serial_dates)
    elif column.kind == "year":
        inner = _whole_parser("un anno di quattro cifre, come 2023", _YEARS.start, _YEARS.stop - 1)
    elif column.kind == "integer":
        inner = _whole_parser("un numero intero", None, None)
    elif column.kind == "url":
        inner = _parse_url
    elif column.role == "measure":
        inner = _measure_parser(column)
    else:
        inner = _text_parser(column)

    def parse(cell: CellValue) -> Value | Issue:
        return _inadmissible(cell) or inner(cell)

    return parse


def _inadmissible(cell: CellValue) -> Issue | None:
    """Report what no column accepts: formulas, errors of a spreadsheet, invisible characters."""
    if not isinstance(cell, str):
        return None
    text = cell.strip()
    if text[:1] in ("=", "+", "-", "@") and not _SIGNED_NUMBER.match(text):
        return Issue(
            f"una formula o un testo che comincia con «{text[0]}» ({quoted(text)})",
            "un valore",
            "Sostituirla con il valore (Incolla speciale > Valori), o togliere il segno iniziale.",
        )
    if _SPREADSHEET_ERROR.match(text):
        return Issue(
            f"un errore del foglio di calcolo ({quoted(text)})", "un valore", "Correggere o vuotare la cella."
        )
    if "\ufffd" in text or _CONTROL.search(text):
        return Issue(
            f"caratteri non leggibili in {quoted(text)}",
            "testo leggibile",
            "Riscrivere la cella; per un CSV, salvarlo con codifica UTF-8.",
        )
    return None


# ---- codes and territories ----


def _as_code(cell: CellValue) -> str:
    """Return a cell as the text of a code: 2018 and 2018.0 are «2018»."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime):
        cell = cell.date()
    return " ".join(str(cell).split())


def _code_parser(codelist: CodeList) -> Parser:
    by_text: dict[str, str] = {}
    for item in codelist.codes:
        for text in (item.short, item.label):
            if text:
                by_text.setdefault(fold(text), item.code)
    by_text |= {fold(item.code): item.code for item in codelist.codes}
    shown = ", ".join(item.code for item in codelist.codes[:8])
    expected = f"un valore dell'elenco «{codelist.label}» ({shown}{', …' if len(codelist.codes) > 8 else ''})"

    def parse(cell: CellValue) -> Value | Issue:
        text = _as_code(cell)
        code = by_text.get(fold(text)) or by_text.get(fold(_before_dash(text)))
        if code is not None:
            return code
        padded = _with_zero(text, codelist.by_code)
        if padded:
            return _lost_zero(text, expected, padded)
        near = get_close_matches(fold(text)[:100], by_text, n=1, cutoff=0.6)
        item = codelist.by_code[by_text[near[0]]] if near else None
        remedy = f"Forse «{item.code}» ({item.label})?" if item else "Scegliere dall'elenco del modello."
        return Issue(quoted(text), expected, remedy)

    return parse


def _area_parser(areas: AreaIndex, levels: tuple[str, ...]) -> Parser:
    expected = (
        f"il codice di un territorio di livello {level_names(areas, levels)}" if levels else "un territorio"
    )
    names: dict[str, str] = {}

    def by_name() -> dict[str, str]:
        if not names:
            for level in levels:
                for area in areas.areas(level):
                    names.setdefault(fold(area.name), area.code)
        return names

    def parse(cell: CellValue) -> Value | Issue:
        text = _as_code(cell)
        area = areas.find(text) or areas.find(_before_dash(text)) or areas.find(text.upper())
        if area is not None and (not levels or area.level in levels):
            return area.code
        for zeros in range(1, 6) if text.isdigit() else ():
            padded = "0" * zeros + text
            other = areas.find(padded)
            if other is not None and (not levels or other.level in levels):
                return _lost_zero(text, expected, padded, f" ({other.name})")
        if area is not None:
            found = f"{quoted(text)}, che è di livello {areas.level(area.level).label} ({area.name})"
            return Issue(found, expected, "Indicare il codice del livello richiesto.")
        near = get_close_matches(fold(text)[:100], by_name(), n=1, cutoff=0.75)
        remedy = "Scegliere dall'elenco del modello."
        if near:
            found_area = areas.find(names[near[0]])
            remedy = f"Forse «{names[near[0]]}» ({found_area.name if found_area else near[0]})?"
        return Issue(quoted(text), expected, remedy)

    return parse


def _before_dash(text: str) -> str:
    """Return the code of an entry chosen from a template's list: «code – name»."""
    return re.split(r"\s[-–—]\s", text, maxsplit=1)[0].strip()


def _with_zero(text: str, codes: Iterable[str]) -> str:
    stripped = text.lstrip("0")
    return next((c for c in codes if c.startswith("0") and c.lstrip("0") == stripped and stripped), "")


def _lost_zero(text: str, expected: str, padded: str, name: str = "") -> Issue:
    return Issue(
        quoted(text),
        expected,
        f"Forse «{padded}»{name}: il programma di calcolo ha tolto lo zero iniziale. "
        "Dare alla colonna il formato Testo e riscrivere il codice.",
    )


# ---- dates and whole numbers ----


def _date_parser(serial_dates: bool) -> Parser:
    expected = "una data, come 31/12/2023 o 2023-12-31"

    def parse(cell: CellValue) -> Value | Issue:
        found = _to_date(cell, serial_dates)
        if isinstance(found, Issue):
            return found
        if found is None:
            return Issue(quoted(cell), expected, "Scrivere giorno/mese/anno.")
        if found.year not in _YEARS:
            years = f"una data fra il {_YEARS.start} e il {_YEARS.stop - 1}"
            return Issue(quoted(cell), years, "Controllare l'anno.")
        return found.isoformat()

    return parse


def _to_date(cell: CellValue, serial_dates: bool) -> date | Issue | None:
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time(0) else None
    if isinstance(cell, date):
        return cell
    text = _as_code(cell)
    if _INTEGER.match(text) and len(text) == 5 and int(text) in _SERIALS:
        return _SERIAL_ORIGIN + timedelta(days=int(text)) if serial_dates else None
    if _SHORT_YEAR.match(text):
        return Issue(quoted(text), "una data con l'anno di quattro cifre", "Scrivere l'anno per intero.")
    if match := _DAY_FIRST.match(text):
        day, month, year = (int(part) for part in match.groups())
    elif match := _YEAR_FIRST.match(text):
        year, month, day = (int(part) for part in match.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        hint = "Sembra mese/giorno/anno: scrivere prima il giorno." if day <= 12 < month else "Correggerla."
        return Issue(quoted(text), "una data che esiste, giorno/mese/anno", hint)


def _whole_parser(expected: str, least: int | None, most: int | None) -> Parser:
    def parse(cell: CellValue) -> Value | Issue:
        text = _as_code(cell)
        number = int(text) if _INTEGER.match(text) and len(text) < 16 else None
        wrong = number is None or (least is not None and number < least)
        if number is None or wrong or (most is not None and number > most):
            return Issue(quoted(text), expected, "Correggere il numero.")
        return str(number)

    return parse


# ---- measures ----


def _measure_parser(column: Column) -> Parser:
    count = column.kind == "count"
    expected = "un numero intero" if count else "un numero"

    def parse(cell: CellValue) -> Value | Issue:
        number = parse_number(cell, whole=count)
        if isinstance(number, Issue):
            return number
        if count and number != int(number):
            return Issue(quoted(cell), "un numero intero", "Scrivere un numero senza decimali.")
        if column.minimum is not None and number < column.minimum:
            return Issue(
                quoted(cell), f"{expected} non minore di {column.minimum:g}", "Correggere il valore."
            )
        if column.maximum is not None and number > column.maximum:
            most = f"{expected} non maggiore di {column.maximum:g}"
            return Issue(quoted(cell), most, "Correggere il valore.")
        return int(number) if number == int(number) else number

    return parse


def parse_number(cell: CellValue, *, whole: bool) -> int | float | Issue:
    """Read a number as Italians, or a program, write it.

    The rule for separators: where both a comma and a point occur, the last one is the decimal one and the
    other groups thousands; a separator that occurs more than once groups thousands; a single comma is
    decimal; a single point is decimal, but before exactly three digits («1.234») it could mean either, so
    it is reported. In a column of whole numbers groups of three digits can only be thousands.

    Args:
        cell: text, number, or anything else (which is no number).
        whole: whether the column holds whole numbers.

    Returns:
        The number, or what is wrong.
    """
    expected = "un numero intero" if whole else "un numero, come 1234,5"
    if isinstance(cell, int | float):
        if cell != cell or abs(cell) > _LARGEST:
            return Issue(quoted(cell), expected, "Controllare il valore: è fuori misura.")
        return cell
    text = str(cell).strip(_SPACES + "\r\n€%")
    if _SPACED.match(text):
        text = text.translate({ord(c): None for c in _SPACES})
    if re.fullmatch(r"[+-]?\d+([.,]\d+)?[eE][+-]?\d+", text):
        return Issue(
            quoted(cell),
            expected,
            "Il numero è in notazione scientifica: scriverlo per esteso, tutte le cifre.",
        )
    plain = _without_groups(text, whole)
    if plain is None:
        return Issue(
            f"{quoted(cell)}, che si può leggere in due modi",
            expected,
            f"Scrivere {text.replace('.', '')} se il punto separa le migliaia, "
            f"{text.replace('.', ',')} se separa i decimali.",
        )
    if (
        not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", plain)
        or len(plain) > 30
        or abs(float(plain)) > _LARGEST
    ):
        remedy = "Scrivere solo cifre; se il dato manca, lasciare vuota la cella."
        return Issue(quoted(cell), expected, remedy)
    return int(plain) if _INTEGER.match(plain) else float(plain)


def _without_groups(text: str, whole: bool) -> str | None:
    """Return a number with a point for decimals and no thousands; None when «1.234» is ambiguous."""
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        group, decimal = (",", ".") if comma < point else (".", ",")
        integer, _, rest = text.rpartition(decimal)
        if group in rest or decimal in integer or not _GROUPED.match(integer):
            return "?"
        return integer.replace(group, "") + "." + rest
    if _GROUPED.match(text):
        separator = "," if comma >= 0 else "."
        if whole or text.count(separator) > 1:
            return text.replace(separator, "")
        return text.replace(",", ".") if separator == "," else None
    return text.replace(",", ".", 1) if text.count(",") == 1 else text


# ---- texts ----


def _text_parser(column: Column) -> Parser:
    key = column.role == "dimension"

    def parse(cell: CellValue) -> Value | Issue:
        text = _as_code(cell) if key or not isinstance(cell, str) else cell.replace("\r\n", "\n").strip()
        if len(text) > column.max_length:
            expected = f"un testo di al più {column.max_length} caratteri"
            return Issue(f"un testo di {len(text)} caratteri ({quoted(text)})", expected, "Accorciarlo.")
        return text

    return parse


def _parse_url(cell: CellValue) -> Value | Issue:
    text = str(cell).strip()
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and len(text) <= 2000
    except ValueError:
        good = False
    if not good or re.search(r"\s", text):
        expected = "un indirizzo che comincia con https://"
        return Issue(quoted(text), expected, "Copiarlo per intero dal browser.")
    return text


__all__ = ["Parser", "Value", "is_blank", "parse_number", "parser_for"]
