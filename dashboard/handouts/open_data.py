"""The published tables as files: plain CSV, SDMX-CSV, dictionary, metadata, and all of it in one archive.

Every value is the cell that the screen reads, with its status: what is hidden has no value anywhere. What the
public may not read bears no licence: it is marked as reserved.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

import pandas as pd

from dashboard.components import tables, wording
from dashboard.data.definitions import Catalogue, Dataset
from dashboard.data.release import NotPublished, Release
from dashboard.handouts import dcat, dictionary, sdmx

LICENCE = "CC BY 4.0"
RESERVED = "USO RISERVATO: cifre esatte, da non diffondere. I dati aperti sono quelli della vista pubblica."
ZIP = "application/zip"
_FORMULA = re.compile(r"^[=+\-@\t\r]")


def attribution(release: Release, *, site: str = "") -> str:
    """Write the line that who uses the data puts beside them."""
    parts = [
        f"Fonte: {wording.APP}",
        f"rilascio {release.number} del {wording.day(str(release.meta['date']))}",
        f"dati al {wording.day(str(release.meta['as_of']))}, {release.meta['state']}",
    ]
    marks = ["contiene dati dimostrativi"] if release.demonstration else []
    told = [LICENCE] if release.audience.is_public else ["uso riservato"]
    return ", ".join([*parts, *marks, *([site] if site else []), *told]) + "."


def file_name(release: Release, name: str) -> str:
    """Name a file of a release: number, what is in it, its marks."""
    marks = "" if release.audience.is_public else "riservato-"
    demo = "dati-dimostrativi-" if release.demonstration else ""
    return f"{marks}{demo}rilascio-{release.number:04d}-{name}"


def title_of(dataset: Dataset, named: tuple[str, ...], levels: Mapping[str, str]) -> str:
    """Say what a published table is laid out by: «Regione × Genere»."""
    labels = {**levels, **{d.code: d.label for d in dataset.dimensions}}
    return " × ".join(labels.get(name, name) for name in named) or "Totale"


def plain_frame(
    release: Release, catalogue: Catalogue, dataset: Dataset, named: tuple[str, ...], names: Mapping[str, str]
) -> pd.DataFrame:
    """Lay a published table out: code and label of every dimension, value, status, mark, note.

    Args:
        release: the release at work.
        catalogue: the definitions.
        dataset: which dataset.
        named: the level and the dimensions of the table.
        names: name of each area.
    """
    table = release.table(dataset.code, by=named)
    own = {d.code: d for d in dataset.dimensions}
    labels: dict[str, Mapping[str, str]] = {}
    for name in table.dims:
        dimension = own.get(name)
        if dimension is None:
            labels[name] = names
        elif dimension.codelist:
            codes = catalogue.codelists[dimension.codelist].codes
            labels[name] = {code.code: code.label for code in codes}
    headings = {name: one.label for name, one in own.items()} | {m.code: m.label for m in dataset.measures}
    levels = {str(level["code"]): str(level["label"]) for level in release.meta["levels"]}
    return tables.tidy(table, labels=labels, headings={**levels, **headings})


def to_csv(frame: pd.DataFrame) -> bytes:
    """Write rows as machines read them: RFC 4180, comma, decimal point, UTF-8; texts cannot be formulas."""
    safe = frame.copy()
    for name in safe.columns:
        if safe[name].dtype.kind not in "fiub":
            loud = [v for v in safe[name].unique() if isinstance(v, str) and _FORMULA.match(v)]
            if loud:
                safe[name] = safe[name].replace({value: f"'{value}" for value in loud})
    return safe.to_csv(index=False, lineterminator="\r\n").encode()


def single_rows(release: Release, dataset: Dataset) -> pd.DataFrame | None:
    """Return the single rows of a dataset where they are published; None where they are not."""
    try:
        return release.records(dataset.code)
    except NotPublished:
        return None


def archive(
    release: Release, catalogue: Catalogue, *, names: Mapping[str, str], root: str, site: str = ""
) -> bytes:
    """Make one archive of every published table, the dictionary and the metadata.

    Args:
        release: the release at work.
        catalogue: the definitions.
        names: name of each area.
        root: code of the whole country.
        site: address of the site.
    """
    buffer = io.BytesIO()
    shown = [d for d in catalogue.datasets.values() if release.has(d.code)]
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("LEGGIMI.txt", read_me(release, shown, site=site))
        for dataset in shown:
            for named in release.published(dataset.code):
                ending = "__".join(named) or "totale"
                frame = plain_frame(release, catalogue, dataset, named, names)
                packed.writestr(f"csv/{dataset.code}/{dataset.code}__{ending}.csv", to_csv(frame))
            packed.writestr(f"sdmx/{dataset.code}.sdmx.csv", sdmx.to_csv(release, dataset, root=root))
            rows = single_rows(release, dataset)
            if rows is not None and len(rows):
                packed.writestr(f"csv/{dataset.code}/{dataset.code}__righe.csv", to_csv(rows))
        made = dictionary.sheets(release, catalogue)
        for name, frame in made.items():
            packed.writestr(f"dizionario/{name}.csv", to_csv(frame))
        packed.writestr("dizionario/dizionario-dei-dati.xlsx", dictionary.to_xlsx(made))
        if release.audience.is_public:
            nodes = dcat.graph(release, catalogue, site=site)
            packed.writestr("metadati/dcat-ap_it.ttl", dcat.to_turtle(nodes))
            packed.writestr("metadati/dcat-ap_it.jsonld", dcat.to_json(nodes))
    return buffer.getvalue()


def read_me(release: Release, shown: list[Dataset], *, site: str) -> str:
    """Write what the archive holds, under which licence, and how its marks are read."""
    opened = release.audience.is_public
    lines = [
        wording.APP,
        f"Rilascio {release.number} del {wording.day(str(release.meta['date']))}, dati al "
        f"{wording.day(str(release.meta['as_of']))}, stato: {release.meta['state']}.",
        "",
        f"Licenza: {LICENCE} ({dcat.LICENCE})" if opened else RESERVED,
        attribution(release, site=site),
        "",
        f"{wording.DEMONSTRATION.upper()}: {wording.DEMONSTRATION_LONG}" if release.demonstration else "",
        "",
        "csv/         una tabella per file, virgola e punto decimale, UTF-8",
        "sdmx/        un file SDMX-CSV 2.0 per dataset: _T totale, _U non noto",
        "dizionario/  dataset, colonne, codici, stati, indicatori",
        *(["metadati/    DCAT-AP_IT, Turtle e JSON-LD (DA COMPILARE: spetta al titolare)"] if opened else []),
        "",
        "Come si leggono gli stati:",
        *(f"  {status}: {told}" for status, told in wording.STATUS_MEANING.items()),
        "",
        "Dataset:",
        *(f"  {d.code}: {d.label}" for d in shown),
    ]
    return "\n".join(lines) + "\n"
