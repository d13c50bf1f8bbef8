"""The data dictionary: what every column, code, status and indicator of the open data means."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import pandas as pd
import xlsxwriter

from dashboard.components import meaning, wording
from dashboard.data.cells import Status
from dashboard.data.definitions import Catalogue
from dashboard.data.release import Release
from dashboard.handouts import sdmx

_TYPES = {"area": "territorio", "code": "codice", "date": "data", "year": "anno", "integer": "numero intero"}


def sheets(release: Release, catalogue: Catalogue) -> Mapping[str, pd.DataFrame]:
    """Make the sheets of the dictionary, of the datasets that the audience has.

    Returns:
        `dataset`, `colonne`, `codici`, `stati`, `indicatori`: one row a thing.
    """
    here = {code: one for code, one in catalogue.datasets.items() if release.has(code)}
    label = catalogue.label
    datasets = [
        (d.code, d.label, d.description, d.source, d.filled_by, d.frequency, ", ".join(d.programmes))
        for d in here.values()
    ]
    columns: list[tuple[str, ...]] = []
    lists: dict[str, None] = {}
    for d in here.values():
        for one in d.dimensions:
            listed = one.codelist or ""
            lists.update(dict.fromkeys(filter(None, [listed])))
            kind = _TYPES.get(one.type, "testo")
            name = sdmx.component(one, d)
            columns.append(
                (d.code, one.code, name, "dimensione", one.label, kind, listed, "", one.description)
            )
        for m in d.measures:
            unit = label("unita", m.unit)
            columns.append((d.code, m.code, sdmx.VALUE, "misura", m.label, "numero", "", unit, m.description))
        for a in catalogue.attributes_of(d):
            listed = a.codelist or ""
            lists.update(dict.fromkeys(filter(None, [listed])))
            kind = {"code": "codice", "date": "data", "url": "indirizzo"}.get(a.type, "testo")
            columns.append((d.code, a.code, "", "attributo", a.label, kind, listed, "", a.description))
    lists["unita"] = None
    codes = [
        (name, c.code, c.label, c.description, c.parent or "")
        for name in lists
        if name in catalogue.codelists
        for c in catalogue.codelists[name].codes
    ]
    statuses = [
        (str(s), sdmx.OBS_STATUS[s], wording.STATUS_MARK[s] or "(il numero)", wording.STATUS_MEANING[s])
        for s in Status
    ]
    indicators = [
        (
            i.code,
            i.label,
            i.definition,
            label("unita", i.unit),
            meaning.numerator(catalogue, i),
            meaning.denominator(catalogue, i),
            meaning.POLARITY[i.polarity],
            i.how_to_read,
            i.limits,
            i.source,
            i.last_update,
            i.next_update,
        )
        for i in catalogue.indicators.values()
    ]
    return {
        "dataset": _frame(datasets, "dataset titolo descrizione fonte chi_consegna frequenza programmi"),
        "colonne": _frame(
            columns, "dataset colonna colonna_sdmx ruolo etichetta tipo elenco unita descrizione"
        ),
        "codici": _frame(codes, "elenco codice etichetta descrizione codice_superiore"),
        "stati": _frame(statuses, "stato obs_status segno_sullo_schermo significato"),
        "indicatori": _frame(
            indicators,
            "indicatore titolo definizione unita numeratore denominatore polarita come_si_legge limiti fonte "
            "ultimo_aggiornamento prossimo_aggiornamento",
        ),
    }


def to_xlsx(made: Mapping[str, pd.DataFrame]) -> bytes:
    """Write the dictionary as a workbook, one sheet a part."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "font_color": "#17324d", "bottom": 1})
        for name, frame in made.items():
            sheet = book.add_worksheet(name)
            for column, heading in enumerate(frame.columns):
                sheet.write_string(0, column, str(heading), bold)
                for row, value in enumerate(frame[heading], start=1):
                    sheet.write_string(row, column, str(value))
                sheet.set_column(column, column, 24)
            sheet.freeze_panes(1, 0)
    return buffer.getvalue()


def _frame(lines: Sequence[tuple[str, ...]], names: str) -> pd.DataFrame:
    return pd.DataFrame(lines, columns=names.split(), dtype="object")
