"""The accessibility statement: what was checked, what does not work yet, whom to tell.

Its headings follow the model of the Commission's decision (UE) 2018/1523, on which the form of AgID stands.
`docs/ACCESSIBILITY.md` is written from it (a test compares them).
"""

from __future__ import annotations

from dashboard.components.wording import escape

TITLE = "Dichiarazione di accessibilità"
STATE = "Parzialmente conforme"
TO_FILL = "[da compilare a cura dell'ente che pubblica]"

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Impegno",
        (
            "Chi realizza questo cruscotto vuole renderlo accessibile secondo la legge 9 gennaio 2004, n. "
            "4. La "
            "dichiarazione si applica a tutte le sue pagine e ai file che se ne scaricano.",
        ),
    ),
    (
        "Stato di conformità",
        (
            f"{STATE} alla norma UNI CEI EN 301549 (WCAG 2.1, livello AA), per i punti elencati qui sotto.",
            "È un'autovalutazione di chi lo sviluppa, non la verifica di un terzo: la dichiarazione "
            "ufficiale si "
            f"compila sul modello online di AgID. Ente: {TO_FILL}.",
        ),
    ),
    (
        "Che cosa funziona",
        (
            "Ogni figura ha un titolo che ne dice il messaggio, un testo alternativo, e gli stessi dati "
            "in una "
            "tabella con intestazioni vere.",
            "Tutti i comandi si raggiungono e si usano da tastiera, e si vede dove si è.",
            "Nessuna informazione è affidata al solo colore: zero, coperto, non disponibile e non "
            "aderente hanno "
            "un segno scritto.",
            "Le pagine si leggono a 390 pixel di larghezza, in tema chiaro e scuro, e si stampano.",
        ),
    ),
    (
        "Contenuti non accessibili",
        (
            "Le mappe non si esplorano da tastiera, area per area: accanto a ciascuna c'è l'elenco dei "
            "territori "
            "con gli stessi valori, e il territorio si sceglie da una lista.",
            "I grafici mostrano un dettaglio al passaggio del mouse che da tastiera non si apre: lo stesso "
            "dettaglio è nella tabella sotto la figura.",
            "Alcune parti della libreria con cui è fatto (avvisi di caricamento, menu) possono dire una "
            "parola in "
            "inglese a chi usa un lettore di schermo.",
            "I file XLSX e SVG non sono stati provati con tecnologie assistive: il CSV ha gli stessi dati.",
        ),
    ),
    (
        "Come è stata fatta la verifica",
        (
            "Con prove automatiche (axe-core) su ogni pagina, in tema chiaro e scuro, a 1440 e 390 pixel, "
            "ripetute "
            "a ogni modifica; con l'uso da tastiera in un browser vero. Non ancora con persone con "
            "disabilità.",
        ),
    ),
    (
        "Segnalazioni",
        (
            f"Per segnalare un problema o chiedere un contenuto in altra forma: {TO_FILL}. Chi non riceve "
            "una "
            "risposta adeguata entro trenta giorni può rivolgersi al Difensore civico per il digitale, "
            "presso AgID.",
        ),
    ),
)


def to_html() -> str:
    """Write the statement as a page shows it."""
    parts = [f'<h2 class="cr-title">{escape(TITLE)}</h2>', f'<p class="cr-caption">{escape(STATE)}</p>']
    for heading, paragraphs in SECTIONS:
        body = "".join(f"<li>{escape(one)}</li>" for one in paragraphs)
        parts.append(f'<h3 class="cr-subtitle">{escape(heading)}</h3><ul class="cr-steps">{body}</ul>')
    return "".join(parts)


def to_markdown() -> str:
    """Write the statement as a page of documentation."""
    lines = [f"# {TITLE}", ""]
    for heading, paragraphs in SECTIONS:
        lines += [f"## {heading}", "", *(f"- {one}" for one in paragraphs), ""]
    return "\n".join(lines)
