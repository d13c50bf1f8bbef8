"""Metodologia e open data: come nascono le cifre, come si protegge chi c'è dietro, che cosa si scarica."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.components import filters, method, searching, shell, statement, wording
from dashboard.components.filters import Choice
from dashboard.data.definitions import Dataset
from dashboard.handouts import dcat, dictionary, open_data, sdmx
from dashboard.handouts.workbook import XLSX
from dashboard.pages import board, releases
from dashboard.pages.context import Context, Selection
from dashboard.pages.frame import open_page

ADDRESS = "metodologia"
LEAD = "Che cosa vuol dire ogni cifra, come si proteggono le persone, che cosa si può scaricare."
SEARCH, TOPIC, DATASET, TABLE = "voce", "tema", "dataset", "tabella"
EVERY = ""


def show() -> None:
    """Draw the page."""
    context, selection = open_page("Metodologia e open data", LEAD)
    sections: dict[str, Callable[[Context, Selection], None]] = {
        "Definizioni": _definitions,
        "Glossario": _glossary,
        "Protezione": _protection,
        "Rilasci": _releases,
        "Scarica i dati": _downloads,
        "Accessibilità": _accessibility,
    }
    sections[board.choose_section(list(sections))](context, selection)
    shell.foot([wording.SOURCES])


def _definitions(context: Context, selection: Selection) -> None:
    """Every indicator of the programme, by topic, found by its words."""
    catalogue = context.catalogue
    mine = [i for i in catalogue.indicators.values() if selection.programme.code in i.programmes]
    with st.container(horizontal=True, gap="small", key="filtri-definizioni"):
        options = {EVERY: "Tutti gli argomenti", **method.topics_of(mine)}
        topic = filters.choose(Choice(TOPIC, "Argomento", options, EVERY), width=260)
        query = filters.search(SEARCH, "Cerca", example="per esempio: tutor ore")
    found = [
        one
        for one in mine
        if (not topic or topic in one.topics) and searching.finds(query, method.texts_of(catalogue, one))
    ]
    _heading(f"{wording.counted(len(found), 'indicatore', 'indicatori')} su {len(mine)}", "Definizioni")
    if not found:
        shell.note(
            "Nessun indicatore ha queste parole: provare con l'inizio di una parola, o con un altro "
            "argomento."
        )
        return
    st.html(method.definitions_html(catalogue, found, query=query))
    _button(
        "Definizioni (CSV)",
        "definizioni.csv",
        "text/csv",
        lambda: open_data.to_csv(method.definitions_frame(catalogue, found)),
        context,
    )


def _glossary(context: Context, selection: Selection) -> None:
    """The words of the field."""
    query = filters.search(SEARCH, "Cerca", example="per esempio: equipe")
    every = sorted(context.catalogue.glossary.values(), key=lambda one: searching.plain(one.term))
    found = [one for one in every if searching.finds(query, (one.term, one.definition))]
    _heading(f"{wording.counted(len(found), 'parola', 'parole')} su {len(every)}", "Glossario")
    if not found:
        shell.note("Nessuna voce ha queste parole: provare con l'inizio di una parola.")
        return
    st.html(method.glossary_html(found, query=query))


def _protection(context: Context, selection: Selection) -> None:
    """How people are protected, and how much of this release is hidden."""
    people = {d.code: d.label for d in context.catalogue.datasets.values() if d.confidential}
    told = context.release.meta.get("protection", {})
    _heading("Come si proteggono le persone", "Le cifre di questo rilascio, in questa vista")
    st.html(
        method.protection_html(
            context.release.manifest(),
            people,
            threshold=int(told.get("threshold", 0)),
            method=str(told.get("method", "")),
        )
    )
    left_out = context.release.meta.get("left_out", {})
    absent = [people[code] for code in left_out if code in people and not context.release.has(code)]
    if absent:
        shell.note(f"Non pubblicati in questa vista: {wording.listing(absent, most=20)}.")


def _releases(context: Context, selection: Selection) -> None:
    """The release notes."""
    entries = releases.entries_of(context)
    _heading(f"{wording.counted(len(entries), 'rilascio', 'rilasci')} in linea", "Note di rilascio")
    st.html(releases.notes_html(entries))
    shell.note(
        "Un rilascio non si modifica mai: una correzione è un rilascio nuovo, con la sua nota. Un "
        "indirizzo che "
        "nomina un rilascio continua ad aprire quello, e avverte se ce n'è uno più recente."
    )


def _downloads(context: Context, selection: Selection) -> None:
    """Files of the release: one table, one dataset, everything."""
    release, catalogue, site = context.release, context.catalogue, _site()
    shown = {d.code: d for d in catalogue.datasets.values() if release.has(d.code)}
    if not shown:
        shell.note("Questo rilascio non contiene tabelle per questa vista.")
        return
    counted = release.manifest()
    cells = wording.number(counted["cells"].sum())
    _heading(
        f"{len(shown)} dataset, {wording.number(len(counted))} tabelle, {cells} celle",
        f"Rilascio {release.number} · {open_data.LICENCE if release.audience.is_public else 'uso riservato'}",
    )
    if not release.audience.is_public:
        shell.note(open_data.RESERVED)
    st.html('<h3 class="cr-subtitle">Tutto, in un archivio</h3>')
    with st.container(horizontal=True, gap="small", key="scarica-tutto"):
        names, root = context.names, context.root
        _button(
            "Tutto (ZIP)",
            "tutto.zip",
            open_data.ZIP,
            lambda: context.kept.get(
                ("archive", site),
                lambda: open_data.archive(release, catalogue, names=names, root=root, site=site),
            ),
            context,
        )
        _button(
            "Dizionario dei dati (XLSX)",
            "dizionario.xlsx",
            XLSX,
            lambda: dictionary.to_xlsx(dictionary.sheets(release, catalogue)),
            context,
        )
        _button(
            "Dizionario dei dati (CSV)",
            "dizionario.csv",
            "text/csv",
            lambda: open_data.to_csv(dictionary.sheets(release, catalogue)["colonne"]),
            context,
        )
        if release.audience.is_public:
            _button(
                "DCAT-AP_IT (Turtle)",
                "dcat-ap_it.ttl",
                "text/turtle",
                lambda: dcat.to_turtle(dcat.graph(release, catalogue, site=site)),
                context,
            )
            _button(
                "DCAT-AP_IT (JSON-LD)",
                "dcat-ap_it.jsonld",
                "application/ld+json",
                lambda: dcat.to_json(dcat.graph(release, catalogue, site=site)),
                context,
            )
    st.html('<h3 class="cr-subtitle">Un dataset</h3>')
    _one_dataset(context, shown)
    st.html('<h3 class="cr-subtitle">Da scrivere accanto ai dati</h3>')
    st.code(open_data.attribution(release, site=site), language=None, wrap_lines=True)


def _one_dataset(context: Context, shown: dict[str, Dataset]) -> None:
    release, catalogue = context.release, context.catalogue
    options = {code: one.label for code, one in shown.items()}
    code = filters.choose(Choice(DATASET, "Dataset", options, next(iter(options))))
    dataset = shown[code]
    st.html(f'<p class="cr-caption">{wording.escape(dataset.description)}</p>')
    levels = {level: label for level, label, _ in context.levels.values()}
    named = {"-".join(one) or "totale": one for one in release.published(code)}
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="scarica-dataset"):
        if named:
            titles = {key: open_data.title_of(dataset, one, levels) for key, one in named.items()}
            table = filters.choose(Choice(TABLE, "Tabella", titles, next(iter(titles))), width=320)
            _button(
                "Tabella (CSV)",
                f"{code}-{table}.csv",
                "text/csv",
                lambda: open_data.to_csv(
                    open_data.plain_frame(release, catalogue, dataset, named[table], context.names)
                ),
                context,
            )
            _button(
                "Dataset (SDMX-CSV 2.0)",
                f"{code}.sdmx.csv",
                sdmx.MIME,
                lambda: sdmx.to_csv(release, dataset, root=context.root),
                context,
            )
        rows = open_data.single_rows(release, dataset)
        if rows is not None and len(rows):
            _button("Righe (CSV)", f"{code}-righe.csv", "text/csv", lambda: open_data.to_csv(rows), context)


def _accessibility(context: Context, selection: Selection) -> None:
    """The accessibility statement."""
    st.html(statement.to_html())


def _heading(title: str, caption: str) -> None:
    name, told = wording.escape(title), wording.escape(caption)
    st.html(f'<h2 class="cr-title">{name}</h2><p class="cr-caption">{told}</p>')


def _button(label: str, name: str, mime: str, make: Callable[[], bytes], context: Context) -> None:
    """Offer a file; it is made when somebody asks for it."""
    st.download_button(
        label,
        data=make,
        file_name=open_data.file_name(context.release, name),
        mime=mime,
        on_click="ignore",
        icon=":material/download:",
        key=f"scarica-{label}",
    )


def _site() -> str:
    """The address of this site, as the visitor sees it."""
    return str(st.context.url or "").split("?")[0].rsplit("/", 1)[0]
