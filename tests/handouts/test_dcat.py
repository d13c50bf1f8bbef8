"""Metadata by the Italian profile of DCAT."""

from __future__ import annotations

import json

import pytest
import rdflib
from rdflib.compare import isomorphic

from dashboard.data.release import Release
from dashboard.handouts import dcat
from tests import erewhon

SITE = "https://cruscotto.example/app"


def test_the_metadata_have_every_mandatory_field_of_the_profile(public: Release) -> None:
    nodes = dcat.graph(public, erewhon.catalogue(), site=SITE)
    must = {
        "dcatapit:Catalog": {"dct:title", "dct:description", "dct:publisher", "dct:modified", "dcat:dataset"},
        "dcatapit:Dataset": {
            "dct:identifier",
            "dct:title",
            "dct:description",
            "dct:modified",
            "dcat:theme",
            "dct:rightsHolder",
            "dct:accrualPeriodicity",
            "dcat:distribution",
        },
        "dcatapit:Distribution": {"dct:format", "dcat:accessURL", "dct:license"},
        "dcatapit:Agent": {"dct:identifier", "foaf:name"},
        "dcatapit:Organization": {"vcard:fn", "vcard:hasEmail"},
    }
    seen = set()
    for node in nodes:
        seen.add(node.classes[0])
        assert must.get(node.classes[0], set()) <= {name for name, _ in node.properties}, node.iri
    assert set(must) <= seen
    described = {node.iri for node in nodes}
    for node in nodes:
        for name, value in node.properties:
            if name in ("dcat:dataset", "dcat:distribution", "dct:rightsHolder", "dcat:contactPoint"):
                assert isinstance(value, dcat.Iri) and value.text in described
    assert b"DA COMPILARE" in dcat.to_turtle(nodes)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own, of its JSON-LD
def test_a_reader_of_rdf_finds_the_same_statements_in_both_forms(public: Release) -> None:
    nodes = dcat.graph(public, erewhon.catalogue(), site=SITE)

    turtle = rdflib.Graph().parse(data=dcat.to_turtle(nodes), format="turtle")
    linked = rdflib.Graph().parse(data=dcat.to_json(nodes), format="json-ld")

    assert isomorphic(turtle, linked)
    assert len(turtle) == sum(len(set(node.properties)) + len(node.classes) for node in nodes)
    written = {str(subject) for subject in turtle.subjects(rdflib.RDF.type, rdflib.DCAT.Dataset)}
    assert written == {node.iri for node in nodes if "dcat:Dataset" in node.classes}
    assert written


@pytest.mark.parametrize(
    ("told", "code"), [("semestrale (30 giugno)", "ANNUAL_2"), ("annuale", "ANNUAL"), ("boh", "UNKNOWN")]
)
def test_a_rhythm_in_words_becomes_a_code(told: str, code: str) -> None:
    assert dcat.frequency(told) == code


def test_only_what_is_published_is_in_the_catalogue_and_demonstration_data_say_so(public: Release) -> None:
    nodes = {node.iri: dict(node.properties) for node in dcat.graph(public, erewhon.catalogue(), site=SITE)}

    for code in erewhon.catalogue().datasets:
        assert (f"{SITE}/dataset/{code}" in nodes) is public.has(code), code
    walkers, money = (nodes[f"{SITE}/dataset/{c}"]["dct:description"] for c in ("viandanti_stati", "risorse"))
    assert walkers.text.endswith(" Contiene dati dimostrativi.")
    assert "dimostrativi" not in money.text


def test_without_an_address_the_catalogue_says_that_it_is_to_be_filled(public: Release) -> None:
    nodes = dcat.graph(public, erewhon.catalogue(), site="")
    assert nodes[0].iri == "https://indirizzo-da-compilare.example/catalogo"


def test_a_text_keeps_its_language_its_type_and_its_quotes_in_both_forms() -> None:
    node = dcat.Node(
        "https://x.example/1",
        ("dcat:Dataset",),
        (
            ("dct:title", dcat.Text('Il "lume"\na olio', "it")),
            ("dct:modified", dcat.Text("1972-12-31", type="xsd:date")),
            ("dcat:keyword", dcat.Text("uno")),
            ("dcat:keyword", dcat.Text("due")),
            ("dct:license", dcat.Iri("https://x.example/l")),
        ),
    )

    turtle = dcat.to_turtle([node]).decode()
    (told,) = json.loads(dcat.to_json([node]))["@graph"]

    assert 'dct:title "Il \\"lume\\"\\na olio"@it ;' in turtle
    assert 'dct:modified "1972-12-31"^^xsd:date ;' in turtle
    assert turtle.endswith("dct:license <https://x.example/l> .\n")
    assert told["dct:title"] == {"@language": "it", "@value": 'Il "lume"\na olio'}
    assert told["dcat:keyword"] == ["uno", "due"]
    assert told["dct:license"] == {"@id": "https://x.example/l"}
    assert told["dct:modified"] == {"@type": "xsd:date", "@value": "1972-12-31"}
