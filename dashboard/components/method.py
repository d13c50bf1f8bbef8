"""The words behind the figures, as HTML: definitions, glossary, protection of people. No Streamlit here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.components import figures, meaning, searching, wording
from dashboard.components.wording import escape
from dashboard.data.definitions import Catalogue, Indicator
from dashboard.data.definitions.models import GlossaryEntry


def texts_of(catalogue: Catalogue, one: Indicator) -> list[str]:
    """All that can be searched of an indicator."""
    return [one.label, one.short, one.definition, one.how_to_read, one.limits, one.source, *one.topics]


def topics_of(indicators: Sequence[Indicator]) -> dict[str, str]:
    """The topics of some indicators, in order, in words."""
    found = dict.fromkeys(topic for one in indicators for topic in one.topics)
    return {topic: topic.replace("_", " ").capitalize() for topic in sorted(found)}


def definitions_html(catalogue: Catalogue, indicators: Sequence[Indicator], *, query: str) -> str:
    """Write indicators as a list that opens: name and definition, then how it is made and read.

    Args:
        catalogue: all definitions.
        indicators: those to write.
        query: the words looked for, set off; a single indicator found is open.
    """
    opened = " open" if len(indicators) == 1 else ""
    return "".join(
        f'<details class="cr-definition"{opened}><summary>{searching.marked(query, one.label)}</summary>'
        f"<p>{searching.marked(query, one.definition)}</p>"
        f"{figures.facts_html(_facts(catalogue, one))}</details>"
        for one in indicators
    )


def _facts(catalogue: Catalogue, one: Indicator) -> list[tuple[str, str]]:
    programmes = [catalogue.programmes[code].short for code in one.programmes]
    wait = f"{one.readable_after_months} mesi dall'ingresso" if one.readable_after_months else ""
    return [
        ("Unità", catalogue.label("unita", one.unit)),
        ("Numeratore", meaning.numerator(catalogue, one)),
        ("Denominatore", meaning.denominator(catalogue, one)),
        ("Verso", meaning.POLARITY[one.polarity]),
        ("Come si legge", one.how_to_read),
        ("Limiti", one.limits),
        ("Fonte", one.source),
        ("Ultimo aggiornamento", one.last_update),
        ("Prossimo aggiornamento", one.next_update),
        ("Livello pubblico", one.least_public_level),
        ("Si legge dopo", wait),
        ("Programmi", ", ".join(programmes)),
        ("Codice", one.code),
    ]


def definitions_frame(catalogue: Catalogue, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Lay the definitions out for a file."""
    return pd.DataFrame(
        [
            {"Indicatore": i.label, "Definizione": i.definition, **dict(_facts(catalogue, i))}
            for i in indicators
        ]
    )


def glossary_html(entries: Sequence[GlossaryEntry], *, query: str) -> str:
    """Write the glossary: term, definition, source, related terms."""
    lines = []
    for one in entries:
        rest = [f"Fonte: {one.source}"] if one.source else []
        rest += [f"Vedi: {', '.join(one.see_also)}"] if one.see_also else []
        told = f'<br><span class="cr-when">{escape(" · ".join(rest))}</span>' if rest else ""
        lines.append(
            f"<dt>{searching.marked(query, one.term)}</dt>"
            f"<dd>{searching.marked(query, one.definition)}{told}</dd>"
        )
    return f'<dl class="cr-facts cr-glossary">{"".join(lines)}</dl>'


def protection_html(manifest: pd.DataFrame, labels: Mapping[str, str], *, threshold: int, method: str) -> str:
    """Tell how people are protected, with the figures of the release at work.

    Args:
        manifest: the published tables, with their cells and how many are hidden.
        labels: name of each dataset of people.
        threshold: smallest count that may be published.
        method: the method, in words.
    """
    of_people = manifest[manifest["dataset"].isin(labels)]
    cells, hidden = int(of_people["cells"].sum()), int(of_people["hidden"].sum())
    share = f" ({wording.number(hidden / cells * 100, decimals=1)}%)" if cells else ""
    questions = [
        ("Perché c'è «c»", " ".join(wording.why_hidden(threshold))),
        (
            "Qual è la soglia",
            f"{threshold}: un conteggio di persone da 1 a {threshold - 1} non si pubblica. La legge "
            "chiede almeno 3 "
            "e di salire quando la materia è delicata: questi dati nascono da provvedimenti su minori.",
        ),
        (
            "Come si fa",
            f"{method.capitalize()}. Si coprono le celle piccole; poi, con un programma di "
            "ottimizzazione, le altre "
            "che servono perché nessuna somma le riveli, nel tempo e fra i livelli di territorio; infine un "
            "secondo programma, che non conosce i dati, prova a ricavarle dalle sole tabelle pubblicate.",
        ),
        (
            "Che cosa si promette",
            "Di ogni conteggio piccolo coperto, dalle tabelle non si può escludere né che sia al più 1 né "
            f"che sia almeno {threshold}: nemmeno chi conosce per intero i dati della propria Regione. Una "
            "tabella che non passa la verifica non si pubblica. Non si promette nulla contro chi ha altre "
            "informazioni sulle persone. E la prova riguarda chi è contato insieme, cioè in uno stato a una "
            "data: la differenza fra due cifre pubblicate, di stati o di date diverse, può dire quante "
            "persone sono passate dall'uno all'altro.",
        ),
        (
            "E le percentuali",
            "Sono di numeri interi, su basi non troppo piccole; quando tutti sono in una sola categoria "
            "di una "
            "variabile delicata la riga è coperta, perché direbbe il fatto di ciascuno.",
        ),
        (
            "Chi può vedere che cosa",
            "Il pubblico: soltanto cifre protette. Il referente: le cifre esatte del proprio territorio, "
            "quelle "
            "pubbliche degli altri. La Cabina di regia: tutte le cifre esatte. L'ufficio dati carica e "
            "pubblica, e "
            "ogni sua azione resta scritta. Ciò che un pubblico non può vedere non c'è nell'archivio che "
            "legge.",
        ),
    ]
    told = (
        f"In questo rilascio le tabelle di persone sono {wording.number(len(of_people))}, con "
        f"{wording.number(cells)} celle: {wording.number(hidden)} sono coperte{share}."
        if len(of_people)
        else "In questo rilascio, per questa vista, non c'è nessuna tabella di persone."
    )
    body = "".join(f"<dt>{escape(q)}</dt><dd>{escape(a)}</dd>" for q, a in questions)
    answers = f'<dl class="cr-facts cr-glossary">{body}</dl>'
    return f'<p class="cr-note">{escape(told)}</p>{answers}{_by_dataset(of_people, labels)}'


def _by_dataset(of_people: pd.DataFrame, labels: Mapping[str, str]) -> str:
    if of_people.empty:
        return ""
    sums = of_people.groupby("dataset", sort=False).agg(
        tables=("dims", "size"), cells=("cells", "sum"), hidden=("hidden", "sum")
    )
    lines = "".join(
        f'<tr><th scope="row">{escape(labels[str(code)])}</th>'
        + "".join(f'<td class="cr-num">{wording.number(float(v))}</td>' for v in values)
        + "</tr>"
        for code, values in zip(sums.index, sums.to_numpy().tolist(), strict=True)
    )
    caption = "Tabelle di persone di questo rilascio: quante celle, quante coperte"
    head = "".join(f'<th scope="col" class="cr-num">{one}</th>' for one in ("Tabelle", "Celle", "Coperte"))
    return (
        f'<div class="cr-scroll cr-whole" tabindex="0" role="region" aria-label="{caption}">'
        f'<table class="cr-table"><caption>{caption}</caption><thead><tr><th scope="col">Dataset</th>'
        f"{head}</tr></thead><tbody>{lines}</tbody></table></div>"
    )
