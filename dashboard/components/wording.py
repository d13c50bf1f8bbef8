"""Every word and number format on screen: one catalogue, so that the same thing is said the same way.

Functions that write sentences take the noun they speak of (a level of territory, a unit): no name of a
programme, a region or an indicator stands here.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from dashboard.data.audience import Audience
from dashboard.data.cells import Cell, Status
from dashboard.data.statistics import Interval

LOCALE = "it_IT"
NON_BREAKING = "\u00a0"

APP = "Cruscotto Care Leavers"
DEMONSTRATION = "Dati dimostrativi"
DEMONSTRATION_SHORT = "dimostrativo"
DEMONSTRATION_PLURAL = "dimostrativi"
DEMONSTRATION_LONG = (
    "I valori con il segno ◆ sono generati dal programma: mostrano come funzionerà il cruscotto e non "
    "descrivono nessun territorio reale. Gli altri sono già pubblici, e portano la loro fonte."
)

STATUS_MARK = {
    Status.VALID: "",
    Status.PROVISIONAL: "provvisorio",
    Status.ZERO: "0",
    Status.SUPPRESSED: "c",
    Status.NOT_COLLECTED: "n.d.",
    Status.NOT_APPLICABLE: "–",
    Status.NOT_PARTICIPATING: "non aderente",
}
STATUS_MEANING = {
    Status.VALID: "valore rilevato",
    Status.PROVISIONAL: "valore provvisorio, può cambiare nel prossimo rilascio",
    Status.ZERO: "zero: rilevato, e non ce n'è nessuno",
    Status.SUPPRESSED: "c: coperto, perché nessuno possa essere riconosciuto",
    Status.NOT_COLLECTED: "n.d.: dato non disponibile, non raccolto o non consegnato",
    Status.NOT_APPLICABLE: "–: l'indicatore qui non si applica",
    Status.NOT_PARTICIPATING: "non aderente: il territorio non partecipa (non è uno zero)",
}

STATUS_COUNTED = {
    Status.SUPPRESSED: "con dato coperto",
    Status.NOT_COLLECTED: "senza dato",
    Status.NOT_APPLICABLE: "a cui non si applica",
    Status.NOT_PARTICIPATING: "fuori dal perimetro",
}

# Units: (singular, plural) as they follow a number; units that stand for themselves have one form.
UNITS_WITH_SYMBOL = {"euro": "€", "percento": "%"}

ALL_HIDDEN = "I valori di questa figura sono coperti: nessuno deve poter essere riconosciuto"
INTERVALS = (
    "La linetta è l'intervallo di confidenza al 95%: con pochi casi il valore vero può stare in tutta la sua "
    "lunghezza. n è la base della percentuale."
)
CLOSED = "Il cruscotto non può aprire nessun rilascio, per la ragione scritta qui sotto."
LOOK_WIDER = (
    "Nessun valore pubblicato per questa scelta: per vedere gli altri territori, scegliere tutto il Paese."
)
ANY = "Qualsiasi"
LATEST = "Più recente"
SOURCES = "Ogni cifra porta la propria fonte; quelle con il segno ◆ sono dati dimostrativi"
COMPOSITION = {
    "complete": "elenco completo dei Comuni",
    "partial": "elenco parziale dei Comuni",
    "indirect": "elenco dei Comuni da fonte indiretta",
    "historical": "elenco storico dei Comuni",
    "proposed": "elenco proposto, da confermare",
    "unknown": "Comuni non noti: sulla mappa è un punto nella sede",
}


@lru_cache(maxsize=1 << 16)
def number(value: float, *, decimals: int = 0) -> str:
    """Write a number as Italians do: decimal comma, point for thousands.

    Examples:
        >>> number(1234.5, decimals=1)
        '1.234,5'
    """
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    rounded = round(value, decimals)
    return format_decimal(0.0 if rounded == 0 else rounded, format=pattern, locale=LOCALE)


def money(value: float) -> str:
    r"""Write an amount of euro, in millions from one million up.

    Examples:
        >>> money(30_000_000).replace("\u00a0", " ")
        '30 mln €'
    """
    if abs(value) >= 1_000_000:
        millions = value / 1_000_000
        decimals = 0 if millions == round(millions) else 1
        return f"{number(millions, decimals=decimals)}{NON_BREAKING}mln{NON_BREAKING}€"
    return f"{number(value)}{NON_BREAKING}€"


def amount(value: float, *, unit: str, decimals: int = 0) -> str:
    """Write a number with the symbol of its unit, where the unit has one (€ and %)."""
    if unit == "euro":
        return money(value)
    text = number(value, decimals=decimals)
    return f"{text}{NON_BREAKING}{UNITS_WITH_SYMBOL[unit]}" if unit in UNITS_WITH_SYMBOL else text


def cell_text(cell: Cell, *, unit: str = "", decimals: int = 0) -> str:
    """Write a typed cell: its number, or the mark that says why there is none."""
    if cell.value is None:
        return STATUS_MARK[cell.status]
    return amount(cell.value, unit=unit, decimals=decimals)


def cell_description(cell: Cell, *, unit: str = "", unit_label: str = "", decimals: int = 0) -> str:
    """Write a typed cell as people read it aloud: number and unit, or the reason why there is none."""
    if cell.value is None:
        return STATUS_MEANING[cell.status]
    text = amount(cell.value, unit=unit, decimals=decimals)
    return text if unit in UNITS_WITH_SYMBOL else f"{text} {unit_label}".strip()


def between(interval: Interval, *, unit: str = "", decimals: int = 0) -> str:
    """Write an interval: `fra 12 e 45 %`."""
    low = number(interval.low, decimals=decimals)
    return f"fra {low} e {amount(interval.high, unit=unit, decimals=decimals)}"


def out_of(base: float) -> str:
    """Write the base that stands beside every share: `(n = 42)`."""
    return f"(n{NON_BREAKING}={NON_BREAKING}{number(base)})"


def day(value: date | str) -> str:
    """Write a day as 31/12/2023; a text that is not an ISO day is returned as it is."""
    parsed = _as_date(value)
    return f"{parsed:%d/%m/%Y}" if parsed else str(value)


def long_day(value: date | str) -> str:
    """Write a day in full, as 31 dicembre 2023 or 1° gennaio 2018; what is not a day stays as it is."""
    parsed = _as_date(value)
    if parsed is None:
        return str(value)
    told = format_date(parsed, format="long", locale=LOCALE)
    return told.replace("1 ", "1° ", 1) if parsed.day == 1 else told


def _as_date(value: date | str) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def counted(value: float, singular: str, plural: str) -> str:
    """Write a count with its noun: `1 Ambito`, `3 Ambiti`."""
    return f"{number(value)} {singular if value == 1 else plural}"


def among(part: int, whole: int, singular: str, plural: str) -> str:
    """Say how many of some places: `3 Regioni su 17`; none of them, without a gender.

    Examples:
        >>> among(3, 17, "Regione", "Regioni")
        '3 Regioni su 17'
        >>> among(0, 17, "Regione", "Regioni")
        'nessun territorio su 17'
    """
    return f"{counted(part, singular, plural)} su {whole}" if part else f"nessun territorio su {whole}"


def listing(items: Sequence[str], *, most: int = 5, noun: str = "altri") -> str:
    """Join names as in a sentence: `a, b e c`; beyond `most`, the rest is counted, when it is more than one.

    Examples:
        >>> listing(["a", "b", "c"])
        'a, b e c'
        >>> listing(["a", "b", "c"], most=2)
        'a, b e c'
        >>> listing(["a", "b", "c", "d"], most=2)
        'a, b e altri 2'
    """
    names = list(items)
    if len(names) > most + 1:
        names = [*names[:most], f"{noun} {len(names) - most}"]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} e {names[-1]}"


def escape(text: str) -> str:
    """Make a text safe inside HTML."""
    return html.escape(text, quote=True)


WHY_HIDDEN = "Perché qui c'è «c», e che cosa si può vedere"
SEEN_INSTEAD = "I valori pubblicati più vicini:"
PUBLISHED_TABLES = "Le tabelle pubblicate:"


def why_hidden(threshold: int) -> list[str]:
    """Say why a count of people is hidden, and that no sum gives it back.

    Args:
        threshold: smallest count that may be published; 0 when it is not known.
    """
    small = f"da 1 a {threshold - 1} persone" if threshold > 1 else "di poche persone"
    return [
        f"«c» copre i conteggi {small}: in gruppi così piccoli qualcuno potrebbe essere riconosciuto.",
        "Copre anche altre celle, pure con numeri grandi: se si vedessero, con una sottrazione si "
        "ricaverebbero le prime. Le une e le altre hanno lo stesso segno, perché non si possano distinguere; "
        "prima di ogni rilascio si verifica che nessun calcolo sulle tabelle pubblicate le riveli.",
    ]


def why_confidential(confidential: bool) -> str:
    """Say why a dataset is not in the view at work, and what would put it there."""
    if confidential:
        return (
            "i conteggi di persone si pubblicano solo dove è verificato che nessuno possa essere "
            "riconosciuto."
        )
    return "comparirà con il primo rilascio che contiene una consegna di questo tipo."


def audience(whom: Audience, names: Mapping[str, str]) -> str:
    """Name the view at work: whom it is for."""
    if whom.kind == "referente":
        return f"referente {names.get(whom.area, whom.area)}"
    return {"pubblico": "pubblica", "cabina": "Cabina di regia"}[whom.kind]


def not_here(labels: Sequence[str], *, confidential: bool) -> str:
    """Say which figures are not in the view at work, and why."""
    which = listing([f"«{label}»" for label in labels], most=6)
    if confidential:
        return f"Non pubblicati in questa vista: {which}. Sono conteggi di persone: {why_confidential(True)}"
    return f"Non ancora disponibili: {which}. Compariranno con la prima consegna che li contiene."


def to_be_filled(label: str, filled_by: str, frequency: str) -> str:
    """Say that nothing of a dataset has come in, and who fills it and when."""
    return (
        f"Nessun dato di «{label}» in questo rilascio. Lo consegna: {filled_by} ({frequency}); "
        "comparirà con il primo rilascio che lo contiene."
    )


def nothing_here(label: str, filled_by: str, frequency: str) -> str:
    """Say that a dataset has nothing for what is chosen, though it has for others, and who fills it."""
    return (
        f"Nessun valore di «{label}» per questa scelta: ce ne sono per altri territori, programmi o periodi. "
        f"Lo consegna: {filled_by} ({frequency})."
    )


def shown_instead(asked: str, shown: str) -> str:
    """Say that a wider place is shown, since the one asked for has nothing published."""
    return f"Per {asked} questo dato non è pubblicato o non c'è: si mostra {shown}."


def moment_instead(asked: str, shown: str) -> str:
    """Say that another moment is shown, since there is nothing at the one asked for."""
    return f"Per {asked} non c'è questo dato: si mostra {shown}."


def clock_not_published(moment: str) -> str:
    """Say that a chosen period cuts nothing here."""
    return f"«{moment}»: non pubblicato separatamente in questo incrocio, si mostrano tutti i periodi."


def data_of_day(day_: date | str) -> str:
    """Say of which day the data are, where a figure has no moment of its own."""
    return f"dati al {day(day_)}"


def not_participating(area: str, programme: str) -> str:
    """Say that an area is outside the perimeter of a programme, which is not a zero."""
    return f"{area} non partecipa a «{programme}»: non è uno zero, è fuori dal perimetro."


def ambiguous(label: str) -> str:
    """Say that a definition leaves several numbers for one place: none of them is shown."""
    return f"«{label}» ha più valori per lo stesso territorio: la sua definizione va completata."
