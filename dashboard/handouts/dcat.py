"""Metadata of the open data by the Italian profile DCAT-AP_IT, as Turtle and as JSON-LD.

Source of classes, properties and mandatory fields: italia/linee-guida-cataloghi-dati-dcat-ap-it. What only
the body that publishes can say (its name, its IPA code, whom to write to) is a placeholder, marked as such.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.data.definitions import Catalogue, Dataset
from dashboard.data.release import Release

TO_FILL = "DA COMPILARE"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_EU = "http://publications.europa.eu/resource/authority"
PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatapit": "http://dati.gov.it/onto/dcatapit#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_FREQUENCIES = (
    ("mensil", "MONTHLY"),
    ("trimestral", "QUARTERLY"),
    ("semestral", "ANNUAL_2"),
    ("annual", "ANNUAL"),
    ("ogni anno", "ANNUAL"),
    ("a ogni ciclo", "IRREG"),
    ("quando", "IRREG"),
)
FORMATS = (("csv", "CSV", "CSV"), ("sdmx.csv", "SDMX-CSV 2.0", "CSV"))


@dataclass(frozen=True)
class Iri:
    """A thing that is named by an address."""

    text: str


@dataclass(frozen=True)
class Text:
    """A text, with its language or its type (`xsd:date`)."""

    text: str
    language: str = ""
    type: str = ""


@dataclass(frozen=True)
class Node:
    """A described thing: its address, its classes, its properties in order."""

    iri: str
    classes: tuple[str, ...]
    properties: tuple[tuple[str, Iri | Text], ...]


def frequency(told: str) -> str:
    """Return the code of the European list of frequencies for a rhythm said in words; UNKNOWN if unclear."""
    return next((code for word, code in _FREQUENCIES if word in told.lower()), "UNKNOWN")


def graph(release: Release, catalogue: Catalogue, *, site: str) -> list[Node]:
    """Describe the catalogue, every dataset with something published, and its files.

    Args:
        release: the public release.
        catalogue: the definitions.
        site: address of the site, without a slash at its end.
    """
    site = site or "https://indirizzo-da-compilare.example"
    holder, contact = f"{site}/soggetto/da-compilare", f"{site}/contatto/da-compilare"
    shown = [d for d in catalogue.datasets.values() if release.has(d.code)]
    day = Text(str(release.meta["date"]), type="xsd:date")
    demo = " Contiene dati dimostrativi." if release.demonstration else ""
    home = f"{site}/metodologia"
    nodes = [
        Node(
            f"{site}/catalogo",
            ("dcatapit:Catalog", "dcat:Catalog"),
            (
                ("dct:title", Text("Cruscotto Care Leavers: dati aperti", "it")),
                ("dct:description", Text(f"Tabelle pubblicate del rilascio {release.number}.{demo}", "it")),
                ("dct:publisher", Iri(holder)),
                ("dct:modified", day),
                ("dct:issued", day),
                ("dct:language", Iri(f"{_EU}/language/ITA")),
                ("dcat:themeTaxonomy", Iri(f"{_EU}/data-theme")),
                ("foaf:homepage", Iri(home)),
                *(("dcat:dataset", Iri(f"{site}/dataset/{d.code}")) for d in shown),
            ),
        )
    ]
    for dataset in shown:
        nodes += _dataset(release, catalogue, dataset, site=site, holder=holder, contact=contact)
    nodes += [
        Node(
            holder,
            ("dcatapit:Agent", "foaf:Agent"),
            (
                ("dct:identifier", Text(f"{TO_FILL}: codice IPA")),
                ("foaf:name", Text(f"{TO_FILL}: amministrazione titolare", "it")),
            ),
        ),
        Node(
            contact,
            ("dcatapit:Organization", "vcard:Organization", "vcard:Kind"),
            (
                ("vcard:fn", Text(f"{TO_FILL}: ufficio a cui scrivere", "it")),
                ("vcard:hasEmail", Iri("mailto:da-compilare@example.org")),
            ),
        ),
        Node(
            LICENCE,
            ("dcatapit:LicenseDocument", "dct:LicenseDocument"),
            (
                ("dct:type", Iri("http://purl.org/adms/licencetype/Attribution")),
                ("foaf:name", Text("CC BY")),
                ("owl:versionInfo", Text("4.0")),
            ),
        ),
    ]
    return nodes


def _dataset(
    release: Release, catalogue: Catalogue, dataset: Dataset, *, site: str, holder: str, contact: str
) -> list[Node]:
    here = f"{site}/dataset/{dataset.code}"
    day = Text(str(release.meta["date"]), type="xsd:date")
    demo = " Contiene dati dimostrativi." if release.info(dataset.code).demonstration else ""
    keywords = [catalogue.programmes[code].short for code in dataset.programmes]
    page = Iri(f"{site}/metodologia?rilascio={release.number}")
    nodes = [
        Node(
            here,
            ("dcatapit:Dataset", "dcat:Dataset"),
            (
                ("dct:identifier", Text(f"{TO_FILL}:{dataset.code}")),
                ("dct:title", Text(dataset.label, "it")),
                ("dct:description", Text(f"{' '.join(dataset.description.split())}{demo}", "it")),
                ("dct:modified", day),
                ("dcat:theme", Iri(f"{_EU}/data-theme/SOCI")),
                ("dct:rightsHolder", Iri(holder)),
                ("dct:publisher", Iri(holder)),
                ("dct:accrualPeriodicity", Iri(f"{_EU}/frequency/{frequency(dataset.frequency)}")),
                ("dcat:contactPoint", Iri(contact)),
                ("dct:language", Iri(f"{_EU}/language/ITA")),
                ("owl:versionInfo", Text(str(release.number))),
                ("dcat:landingPage", page),
                *(("dcat:keyword", Text(word, "it")) for word in keywords),
                *(("dcat:distribution", Iri(f"{here}/{ending}")) for ending, _, _ in FORMATS),
            ),
        )
    ]
    for ending, title, kind in FORMATS:
        nodes.append(
            Node(
                f"{here}/{ending}",
                ("dcatapit:Distribution", "dcat:Distribution"),
                (
                    ("dct:title", Text(f"{dataset.label} ({title})", "it")),
                    ("dct:description", Text(f"Tabelle pubblicate, in {title}.", "it")),
                    ("dct:format", Iri(f"{_EU}/file-type/{kind}")),
                    ("dct:license", Iri(LICENCE)),
                    ("dcat:accessURL", page),
                    ("dct:modified", day),
                ),
            )
        )
    return nodes


def to_turtle(nodes: Sequence[Node]) -> bytes:
    """Write nodes as RDF/Turtle."""
    lines = [f"@prefix {name}: <{iri}> ." for name, iri in PREFIXES.items()]
    for node in nodes:
        parts = [f"a {', '.join(node.classes)}", *(f"{name} {_turtle(v)}" for name, v in node.properties)]
        lines += ["", f"<{node.iri}>", "    " + " ;\n    ".join(parts) + " ."]
    return ("\n".join(lines) + "\n").encode()


def _turtle(value: Iri | Text) -> str:
    if isinstance(value, Iri):
        return f"<{value.text}>"
    text = json.dumps(value.text, ensure_ascii=False)
    if value.language:
        return f"{text}@{value.language}"
    return f"{text}^^{value.type}" if value.type else text


def to_json(nodes: Sequence[Node]) -> bytes:
    """Write nodes as JSON-LD."""
    told = []
    for node in nodes:
        one: dict[str, Any] = {"@id": node.iri, "@type": list(node.classes)}
        for name, value in node.properties:
            one.setdefault(name, []).append(_json(value))
        told.append({name: v[0] if isinstance(v, list) and len(v) == 1 else v for name, v in one.items()})
    return json.dumps({"@context": PREFIXES, "@graph": told}, ensure_ascii=False, indent=1).encode()


def _json(value: Iri | Text) -> Any:
    if isinstance(value, Iri):
        return {"@id": value.text}
    if value.language:
        return {"@language": value.language, "@value": value.text}
    return {"@type": value.type, "@value": value.text} if value.type else value.text
