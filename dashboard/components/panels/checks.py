"""Whether what came in holds together: cross-checks, codes without a place, and how a figure came to be."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.components import meaning, wording
from dashboard.components.figures import Unit
from dashboard.components.panels.asking import Ask
from dashboard.components.panels.quality import datasets_of, unit_of
from dashboard.components.panels.rows import Line, list_of
from dashboard.components.wording import escape
from dashboard.data.definitions import Indicator
from dashboard.data.definitions.models import Check

FIGURE = "cifra"
"""Name of the choice that holds the indicator whose origin is told."""
MOST = 200
"""Warnings shown one by one."""
_FINE, _HIDDEN = "nessun avviso", "riservato: non si mostra in questa vista"


def warnings(ask: Ask) -> Unit:
    """List the cross-checks of the programme's datasets and, of those that do not hold, where they do not."""
    here = _checks(ask, [d.code for d in datasets_of(ask)])
    every = ask.release.beside("warnings")
    found, place, notice = _inside(ask, every)
    told, lines = 0, []
    for one in here:
        number = int(found["check"].eq(one.code).sum()) if len(found) else 0
        hidden = not number and not _known(ask, one)
        told += not hidden
        outcome = _HIDDEN if hidden else wording.counted(number, "avviso", "avvisi") if number else _FINE
        lines.append(Line((one.label, _names(ask, one), outcome)))
    headings = ("Controllo", "Dataset", "Esito")
    broken = [(line.texts[0], line.texts[1], line.texts[2]) for line in lines]
    single = _single(ask, found)
    total = len(found)
    none = f"Nessun controllo incrociato riguarda i dataset di «{ask.programme.short}»."
    empty = "" if here else none
    made = wording.counted(told, "controllo incrociato", "controlli incrociati")
    if total:
        title = f"{wording.counted(total, 'avviso', 'avvisi')} su {made}"
    elif told:
        title = f"Nessun avviso su {made}"
    else:
        title = "I controlli di questo programma riguardano persone e non si mostrano in questa vista"
    reading = [
        (
            "Come si legge",
            "Un controllo incrociato confronta due somme: la prima non dovrebbe superare la seconda. Un "
            "avviso non respinge il file: chiede di guardare le cifre e, se sono giuste, di spiegarle.",
        ),
        (
            "Limiti",
            "I controlli guardano le righe che contano oggi; quelli di persone non si dicono al pubblico.",
        ),
    ]
    listed = list_of(lines, headings, caption=ask.panel.label) + single
    return unit_of(
        ask, title, [], headings, broken, reading, place=place, notice=notice, empty=empty, listed=listed
    )


def matching(ask: Ask) -> Unit:
    """Count, by dataset and column, the codes delivered and those that no list or territory knows."""
    codes = {d.code: d.label for d in datasets_of(ask)}
    found = ask.release.beside("matching")
    found = found[found["dataset"].isin({*codes, ""})] if len(found) else found
    lines = []
    for one in found.to_dict("records"):
        dataset = ask.catalogue.datasets.get(str(one["dataset"]))
        column = ask.heading(dataset.code, str(one["column"])) if dataset else "Territori"
        values = [wording.number(one[name]) for name in ("values", "unknown", "rows", "blank")]
        lines.append(Line((dataset.label if dataset else "–", column, *values, str(one["examples"]))))
    headings = ("Dataset", "Colonna", "Codici diversi", "Sconosciuti", "Righe", "Righe vuote", "Esempi")
    unknown = int(found["unknown"].sum()) if len(found) else 0
    distinct = int(found["values"].sum()) if len(found) else 0
    if unknown:
        strange = wording.counted(unknown, "codice sconosciuto", "codici sconosciuti")
        title = f"{strange} su {wording.number(distinct)}"
    else:
        title = f"Tutti i {wording.number(distinct)} codici consegnati sono in un elenco o nel territorio"
    empty = "" if lines else "Questo rilascio non dice dei codici consegnati: lo diranno i prossimi."
    reading = [
        (
            "Come si legge",
            "Ogni valore consegnato in una colonna con un elenco (o con un territorio) deve essere in "
            "quell'elenco. Ciò che non trova posto si conta e si mostra: non si scarta in silenzio.",
        ),
        ("Limiti", "Le colonne dei dataset che contano persone si mostrano soltanto alla Cabina di regia."),
    ]
    return unit_of(ask, title, lines, headings, [line.texts for line in lines], reading, empty=empty)


def provenance(ask: Ask) -> Unit:
    """Tell how the chosen indicator came to be: files, rows, checks, tables, formula, protection."""
    indicators = indicators_of(ask)
    indicator = next((i for i in indicators if i.code == ask.choices.get(FIGURE, "")), indicators[0])
    codes = meaning.datasets_of(indicator)
    files = ask.release.deliveries()
    files = files[files["dataset"].isin(codes)]
    tables = ask.release.manifest()
    tables = tables[tables["dataset"].isin(codes)]
    checks = _checks(ask, codes)
    confidential = any(ask.catalogue.datasets[code].confidential for code in codes)
    steps = [
        ("Che cosa dice", indicator.definition),
        ("Chi consegna", "; ".join(_who(ask, code) for code in codes)),
        ("File", _files_told(ask, files, confidential)),
        ("Righe", _rows_told(ask, files, confidential)),
        ("Controlli", _checks_told(ask, checks)),
        ("Tabelle pubblicate", _tables_told(tables)),
        ("Numeratore", meaning.numerator(ask.catalogue, indicator)),
        ("Denominatore", meaning.denominator(ask.catalogue, indicator) or "nessuno: la cifra è la misura"),
        ("Protezione", _protection_told(ask, tables, confidential)),
    ]
    body = "".join(f"<li><strong>{escape(name)}.</strong> {escape(told)}</li>" for name, told in steps)
    lines = [
        Line(
            (str(f["file_name"]), wording.day(str(f["received_at"])), wording.number(f["rows"])),
            bool(f["demonstration"]),
        )
        for f in files.to_dict("records")
    ]
    listed = f'<ol class="cr-steps">{body}</ol>' + (
        list_of(lines, ("File", "Ricevuto", "Righe"), caption=f"File di {indicator.label}") if lines else ""
    )
    count = wording.counted(len(files), "file", "file")
    made = wording.counted(len(checks), "controllo incrociato", "controlli incrociati")
    title = f"«{indicator.label}»: {count}, {made if checks else 'nessun controllo incrociato'}, "
    title += wording.counted(len(tables), "tabella pubblicata", "tabelle pubblicate")
    reading = [
        (
            "Come si legge",
            "Dal file alla cifra: le righe si controllano una per una, entrano nel registro, si sommano "
            "nelle tabelle del rilascio; la cifra è una cella di quelle tabelle, o una diviso un'altra.",
        )
    ]
    data = [*steps]
    return unit_of(ask, title, [], ("Passo", "Che cosa si sa"), data, reading, listed=listed)


def indicators_of(ask: Ask) -> list[Indicator]:
    """The indicators of the programme at work, in order."""
    return [i for i in ask.catalogue.indicators.values() if ask.programme.code in i.programmes]


# ---- inside ----


def _checks(ask: Ask, codes: Sequence[str]) -> list[Check]:
    return [
        one for one in ask.catalogue.checks.values() if {one.left.dataset, one.right.dataset} & set(codes)
    ]


def _known(ask: Ask, one: Check) -> bool:
    """Whether the audience may know that a check holds: not of people, but for the Cabina."""
    sides = (one.left.dataset, one.right.dataset)
    exact = ask.release.audience.kind == "cabina"
    return exact or not any(ask.catalogue.datasets[code].confidential for code in sides)


def _names(ask: Ask, one: Check) -> str:
    sides = dict.fromkeys((one.left.dataset, one.right.dataset))
    return ", ".join(ask.catalogue.datasets[code].label for code in sides)


def _inside(ask: Ask, every: pd.DataFrame) -> tuple[pd.DataFrame, str, str]:
    """The warnings of the programme in the chosen place."""
    codes = {d.code for d in datasets_of(ask)}
    found = every[every["dataset"].isin(codes)] if len(every) else every
    if ask.area != ask.top and len(found):
        level = ask.level_of[ask.area]
        found = found[[not a or ask.release.ancestor(str(a), level) == ask.area for a in found["area"]]]
    return found, ask.names[ask.area], ""


def _single(ask: Ask, found: pd.DataFrame) -> str:
    """List the broken checks one by one: where, when, and the two numbers."""
    if found.empty:
        return ""
    lines = []
    for one in found.head(MOST).to_dict("records"):
        check = ask.catalogue.checks[str(one["check"])]
        parts = [ask.names.get(str(one["area"]), str(one["area"])), wording.day(str(one["time"]))]
        for pair in filter(None, str(one["at"]).split(";")):
            name, _, value = pair.partition("=")
            parts.append(ask.word(str(one["dataset"]), name, value, long=True))
        numbers = f"{wording.number(one['left'])} contro {wording.number(one['right'])}"
        lines.append(Line((check.label, " · ".join(filter(None, parts)), numbers)))
    rest = len(found) - len(lines)
    more = f'<p class="cr-legend">Altri {rest} avvisi.</p>' if rest > 0 else ""
    return (
        list_of(lines, ("Controllo", "Dove e quando", "Le due cifre"), caption="Gli avvisi, uno per uno")
        + more
    )


def _who(ask: Ask, code: str) -> str:
    dataset = ask.catalogue.datasets[code]
    return f"{dataset.label}: {dataset.filled_by} ({dataset.frequency}), da {dataset.source}"


def _files_told(ask: Ask, files: pd.DataFrame, confidential: bool) -> str:
    if confidential and ask.release.audience.kind != "cabina":
        return "riguarda persone: i file si elencano soltanto alla Cabina di regia"
    if files.empty:
        return "nessuno in questo rilascio"
    days = sorted(str(day) for day in files["received_at"])
    return f"{wording.counted(len(files), 'file', 'file')}, l'ultimo ricevuto il {wording.day(days[-1])}"


def _rows_told(ask: Ask, files: pd.DataFrame, confidential: bool) -> str:
    if confidential and ask.release.audience.kind != "cabina":
        return "non si dicono: anche il loro numero può far capire troppo"
    total = int(files["rows"].sum()) if len(files) else 0
    counted = int(files["counted"].sum()) if "counted" in files else 0
    return f"{wording.number(total)} consegnate" + (
        f", {wording.number(counted)} contano oggi" if counted else ""
    )


def _checks_told(ask: Ask, checks: Sequence[Check]) -> str:
    if not checks:
        return "ogni riga è stata controllata all'arrivo (codici, date, numeri); nessun controllo incrociato"
    found = ask.release.beside("warnings")
    known = [one for one in checks if _known(ask, one)]
    broken = int(found["check"].isin({one.code for one in checks}).sum()) if len(found) else 0
    hidden = len(checks) - len(known)
    made = wording.counted(len(checks), "controllo incrociato", "controlli incrociati")
    told = f"ogni riga all'arrivo (codici, date, numeri); {made}"
    told += f", {wording.counted(broken, 'avviso', 'avvisi')}" if known else ""
    return told + (f"; di {hidden} l'esito non si mostra in questa vista" if hidden else "")


def _tables_told(tables: pd.DataFrame) -> str:
    if tables.empty:
        return "nessuna in questa vista"
    cells, hidden = int(tables["cells"].sum()), int(tables["hidden"].sum())
    covered = f", {wording.number(hidden)} coperte" if hidden else ""
    return f"{wording.counted(len(tables), 'tabella', 'tabelle')} con {wording.number(cells)} celle{covered}"


def _protection_told(ask: Ask, tables: pd.DataFrame, confidential: bool) -> str:
    if not confidential:
        return "non riguarda persone seguite: nessuna cella è coperta"
    if ask.release.audience.kind == "cabina":
        return "in questa vista le cifre sono esatte; al pubblico arrivano protette e verificate"
    if tables.empty:
        return "in questa vista non c'è: si pubblica soltanto dove è verificato che nessuno sia riconoscibile"
    return "prima di ogni rilascio si prova a ricavare le celle coperte: se ci si riesce, non si pubblica"
