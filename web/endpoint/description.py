"""What the endpoint is and holds, for programs: its SPARQL 1.1 Service Description, and VoID."""

from collections.abc import Iterator

from flask import Blueprint, Response, abort, current_app, request
from pyoxigraph import BlankNode, NamedNode, Triple

from kg.results import RdfTerm, prefixes, write_triples
from web.endpoint.allowing import EDITOR
from web.endpoint.counting import count
from web.endpoint.dump import has_dump
from web.endpoint.statistics import NamedGraph, Statistics
from web.endpoint.void import (
    DCAT,
    FOAF,
    FORMATS,
    TYPE,
    VOID,
    Place,
    describe_contents,
    describe_dataset,
    describe_properties,
    describe_vocabularies,
    whole,
)
from web.negotiation import GRAPH_TYPES, choose, with_charset
from web.site import engine, settings

SD = "http://www.w3.org/ns/sparql-service-description#"
SIMPLE = "http://www.w3.org/ns/entailment/Simple"
GRAPHS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads")
RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", *GRAPHS)
"""Formats of answers, by their names in the W3C's list of unique URIs for file formats."""

blueprint = Blueprint("description", __name__)


@blueprint.get("/.well-known/void")
def void() -> Response:
    """Describe the data set: how much of what there is in it, where it is asked, what it links to."""
    kind = choose(request, GRAPH_TYPES) or abort(406, f"this comes as {', '.join(GRAPH_TYPES)}")
    return to_response(describe_dataset(_place(), count(engine())), kind)


def describe_service() -> Response:
    """Describe the endpoint, in the format that the client likes best."""
    kind = choose(request, GRAPH_TYPES) or "text/turtle"
    counted = count(engine())
    return to_response(Service(request.base_url, _place()).describe(counted), kind)


def to_response(triples: Iterator[Triple], kind: str) -> Response:
    """Return *triples* written as *kind*."""
    names = {**prefixes(engine().base), "sd": SD, "void": VOID, "format": FORMATS, "dcat": DCAT, "foaf": FOAF}
    response = Response(write_triples(triples, GRAPH_TYPES[kind], names), content_type=with_charset(kind))
    response.vary.add("Accept")
    return response


def _place() -> Place:
    return Place(engine().base, request.url_root, has_dump())


class Service:
    """Describes the endpoint at one address."""

    def __init__(self, address: str, place: Place) -> None:
        """*place* is where the data set behind it is to be had."""
        self._endpoint = NamedNode(address)
        self._place = place

    def describe(self, counted: Statistics | None) -> Iterator[Triple]:
        """Yield what the endpoint can, and what was *counted* in its graphs, if it was."""
        endpoint = self._endpoint
        yield Triple(endpoint, TYPE, NamedNode(SD + "Service"))
        yield _told(endpoint, "endpoint", endpoint)
        yield _told(endpoint, "supportedLanguage", NamedNode(SD + "SPARQL11Query"))
        yield _told(endpoint, "defaultEntailmentRegime", NamedNode(SIMPLE))
        for name in RESULTS:
            yield _told(endpoint, "resultFormat", NamedNode(FORMATS + name))
        if settings().services:
            yield _told(endpoint, "feature", NamedNode(SD + "BasicFederatedQuery"))
        if current_app.extensions[EDITOR] is not None:
            yield _told(endpoint, "supportedLanguage", NamedNode(SD + "SPARQL11Update"))
            for name in GRAPHS:
                yield _told(endpoint, "inputFormat", NamedNode(FORMATS + name))
        yield from self._describe_graphs(counted)

    def _describe_graphs(self, counted: Statistics | None) -> Iterator[Triple]:
        dataset, graph = self._place.dataset, self._place.part("default-graph")
        yield _told(self._endpoint, "defaultDataset", dataset)
        yield _told(self._endpoint, "availableGraphs", dataset)
        yield Triple(dataset, TYPE, NamedNode(SD + "Dataset"))
        yield Triple(dataset, TYPE, NamedNode(SD + "GraphCollection"))
        yield _told(dataset, "defaultGraph", graph)
        yield Triple(graph, TYPE, NamedNode(SD + "Graph"))
        yield Triple(graph, TYPE, NamedNode(VOID + "Dataset"))
        if counted is not None:
            yield from describe_contents(graph, counted)
            for place, one in enumerate(counted.graphs):
                yield from _describe_named(dataset, one, f"graph{place}")


def _describe_named(dataset: NamedNode, one: NamedGraph, name: str) -> Iterator[Triple]:
    named, graph = BlankNode(f"{name}named"), BlankNode(name)
    yield _told(dataset, "namedGraph", named)
    yield Triple(named, TYPE, NamedNode(SD + "NamedGraph"))
    yield _told(named, "name", NamedNode(one.iri))
    yield _told(named, "graph", graph)
    yield Triple(graph, TYPE, NamedNode(SD + "Graph"))
    yield Triple(graph, TYPE, NamedNode(VOID + "Dataset"))
    if one.properties is not None:
        yield Triple(graph, NamedNode(VOID + "triples"), whole(one.triples or 0))
        yield from describe_vocabularies(graph, one.properties)
        yield from describe_properties(graph, one.properties, name)


def _told(subject: NamedNode | BlankNode, name: str, value: RdfTerm) -> Triple:
    return Triple(subject, NamedNode(SD + name), value)
