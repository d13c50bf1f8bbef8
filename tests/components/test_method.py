"""The words behind the figures."""

from __future__ import annotations

import pandas as pd

from dashboard.components import method
from dashboard.data.definitions import Catalogue
from dashboard.data.definitions.models import GlossaryEntry


def told(frame: pd.DataFrame) -> str:
    return method.protection_html(frame, {"viandanti": "Viandanti"}, threshold=5, method="soppressione")


def manifest(*rows: tuple[str, str, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["dataset", "dims", "cells", "hidden"])


def test_how_people_are_protected_counts_only_their_tables() -> None:
    page = told(manifest(("viandanti", "a", 900, 30), ("viandanti", "b", 300, 60), ("risorse", "a", 50, 0)))

    assert "le tabelle di persone sono 2, con 1.200 celle: 90 sono coperte (7,5%)." in page
    assert "un conteggio di persone da 1 a 4 non si pubblica" in page
    assert "Soppressione. Si coprono le celle piccole" in page
    cells = '<th scope="row">Viandanti</th>' + "".join(
        f'<td class="cr-num">{n}</td>' for n in ("2", "1.200", "90")
    )
    assert cells in page and "risorse" not in page


def test_a_view_without_tables_of_people_says_so_and_has_no_table() -> None:
    for frame in (manifest(("risorse", "a", 50, 0)), manifest()):
        assert "per questa vista, non c&#x27;è nessuna tabella di persone" in told(frame)
        assert "<table" not in told(frame)


def test_an_indicator_found_alone_is_open_with_the_words_looked_for_set_off(invented: Catalogue) -> None:
    lamps, share = invented.indicators["lanterne_accese"], invented.indicators["quota_con_lanterna"]

    alone = method.definitions_html(invented, [lamps], query="lanterna")
    both = method.definitions_html(invented, [lamps, share], query="")

    assert alone.count("<details") == alone.count('<details class="cr-definition" open>') == 1
    assert "<mark>lanterna</mark>" in alone and "più è alto, meglio è" in alone
    assert "Denominatore" not in alone  # a count is divided by nothing
    assert both.count("<details") == 2 and " open>" not in both and "<mark>" not in both


def test_the_file_of_definitions_has_a_row_per_indicator_with_its_sides(invented: Catalogue) -> None:
    frame = method.definitions_frame(invented, list(invented.indicators.values()))

    assert list(frame["Codice"]) == list(invented.indicators)
    share = frame.set_index("Codice").loc["quota_con_lanterna"]
    assert share["Denominatore"].endswith("è Avvistato, per 100")
    assert share["Definizione"] == "Viandanti con lanterna ogni cento avvistati."


def test_topics_are_listed_once_in_order_and_in_words(invented: Catalogue) -> None:
    lamps = invented.indicators["lanterne_accese"].model_copy(update={"topics": ("uscita_dal_bosco",)})

    assert method.topics_of([lamps, *invented.indicators.values()]) == {
        "forzieri": "Forzieri",
        "strade": "Strade",
        "uscita_dal_bosco": "Uscita dal bosco",
    }
    assert "uscita_dal_bosco" in method.texts_of(invented, lamps)


def test_the_glossary_has_source_and_related_terms_and_its_texts_are_safe() -> None:
    full = GlossaryEntry(term="Lume", definition="Luce <viva>.", source="Legge 1", see_also=("Olio", "Vetro"))
    bare = GlossaryEntry(term="Olio", definition="Brucia.", source="")

    page = method.glossary_html([full, bare], query="")

    assert "Luce &lt;viva&gt;." in page
    assert "Fonte: Legge 1 · Vedi: Olio, Vetro" in page
    assert page.endswith("<dt>Olio</dt><dd>Brucia.</dd></dl>")
