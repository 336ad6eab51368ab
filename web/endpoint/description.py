"""What the endpoint is and holds, for programs: its SPARQL service description, and VoID."""

import threading
import time
from collections.abc import Iterator

from flask import Blueprint, Response, abort, current_app, g, request
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg import vocab
from kg.errors import LimitError
from kg.results import Engine, RdfTerm, prefixes, rows, write_triples
from web.negotiation import GRAPH_TYPES, choose, with_charset
from web.site import engine, settings

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
FORMATS = "http://www.w3.org/ns/formats/"
RESULTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads",
)  # fmt: skip
"""Formats of answers, by their names in the W3C's list of unique URIs for file formats."""
VOCABULARIES = (vocab.DIP, vocab.CAMEO, vocab.SKOS, vocab.PROV, vocab.DCTERMS, vocab.OWL)
CLASSES = "SELECT ?name (COUNT(*) AS ?count) WHERE { ?x a ?name } GROUP BY ?name ORDER BY ?name"
PROPERTIES = "SELECT ?name (COUNT(*) AS ?count) WHERE { ?x ?name ?y } GROUP BY ?name ORDER BY ?name"
LINKS = "SELECT (COUNT(*) AS ?count) WHERE { ?actor owl:sameAs ?same FILTER(STRSTARTS(STR(?same), STR(wd:))) }"
COUNTED = "diplograph-counted"
PAUSE = 60.0
"""Seconds before another count, after one that took too long, or where the graph does not say when it changes."""
TYPE = NamedNode(vocab.RDF + "type")

blueprint = Blueprint("description", __name__)

Counted = tuple[list[tuple[str, int]], list[tuple[str, int]], int]
"""Instances by class, triples by property, and links to Wikidata."""


@blueprint.get("/.well-known/void")
def void() -> Response:
    """Describe the data set: how much of what there is in it, where it is asked, what it links to."""
    kind = choose(request, GRAPH_TYPES) or abort(406, f"this comes as {', '.join(GRAPH_TYPES)}")
    dataset = NamedNode(engine().base + ".well-known/void")
    return to_response(describe_dataset(dataset, f"{request.url_root}sparql", count(engine())), kind)


def describe_service() -> Response:
    """Describe the endpoint (SPARQL 1.1 Service Description), in the format that the client likes best."""
    kind = choose(request, GRAPH_TYPES) or "text/turtle"
    federated = bool(settings().services)
    return to_response(service(request.base_url, count(engine()), federated), kind)


def to_response(triples: Iterator[Triple], kind: str) -> Response:
    """Return *triples* written as *kind*."""
    names = {**prefixes(engine().base), "sd": SD, "void": VOID, "format": FORMATS}
    response = Response(write_triples(triples, GRAPH_TYPES[kind], names), content_type=with_charset(kind))
    response.vary.add("Accept")
    return response


def service(address: str, counted: Counted | None, federated: bool) -> Iterator[Triple]:
    """Yield the description of the endpoint at *address*; *federated* where queries may call others."""
    endpoint, dataset, graph = NamedNode(address), BlankNode(), BlankNode()

    def told(subject: NamedNode | BlankNode, name: str, value: RdfTerm) -> Triple:
        return Triple(subject, NamedNode(SD + name), value)

    yield Triple(endpoint, TYPE, NamedNode(SD + "Service"))
    yield told(endpoint, "endpoint", endpoint)
    yield told(endpoint, "supportedLanguage", NamedNode(SD + "SPARQL11Query"))
    if federated:
        yield told(endpoint, "feature", NamedNode(SD + "BasicFederatedQuery"))
    for name in RESULTS:
        yield told(endpoint, "resultFormat", NamedNode(FORMATS + name))
    yield told(endpoint, "defaultDataset", dataset)
    yield Triple(dataset, TYPE, NamedNode(SD + "Dataset"))
    yield told(dataset, "defaultGraph", graph)
    yield Triple(graph, TYPE, NamedNode(SD + "Graph"))
    yield from _describe_contents(graph, counted)


def describe_dataset(dataset: NamedNode, endpoint: str, counted: Counted | None) -> Iterator[Triple]:
    """Yield the description of the data set behind *endpoint*."""

    def told(name: str, value: RdfTerm) -> Triple:
        return Triple(dataset, NamedNode(VOID + name), value)

    base = engine().base
    yield Triple(dataset, TYPE, NamedNode(VOID + "Dataset"))
    yield Triple(dataset, NamedNode(vocab.DCTERMS + "title"), Literal("A graph of diplomacy", language="en"))
    yield told("sparqlEndpoint", NamedNode(endpoint))
    yield told("uriSpace", Literal(base))
    yield told("exampleResource", NamedNode(base + "actor/FRA"))
    for vocabulary in VOCABULARIES:
        yield told("vocabulary", NamedNode(vocabulary))
    yield from _describe_contents(dataset, counted)
    if counted is not None:
        links = BlankNode()
        yield Triple(links, TYPE, NamedNode(VOID + "Linkset"))
        yield Triple(links, NamedNode(VOID + "linkPredicate"), NamedNode(vocab.OWL + "sameAs"))
        yield Triple(links, NamedNode(VOID + "subjectsTarget"), dataset)
        yield Triple(links, NamedNode(VOID + "objectsTarget"), NamedNode("http://www.wikidata.org/"))
        yield Triple(links, NamedNode(VOID + "triples"), _whole(counted[2]))


def _describe_contents(subject: NamedNode | BlankNode, counted: Counted | None) -> Iterator[Triple]:
    """Yield statistics that a federation engine plans with; none where they took too long to count."""
    if counted is None:
        return
    classes, properties, _ = counted
    yield Triple(subject, NamedNode(VOID + "triples"), _whole(sum(number for _, number in properties)))
    yield Triple(subject, NamedNode(VOID + "classes"), _whole(len(classes)))
    yield Triple(subject, NamedNode(VOID + "properties"), _whole(len(properties)))
    for partition, name, measure, found in (
        ("classPartition", "class", "entities", classes),
        ("propertyPartition", "property", "triples", properties),
    ):
        for iri, number in found:
            part = BlankNode()
            yield Triple(subject, NamedNode(VOID + partition), part)
            yield Triple(part, NamedNode(VOID + name), NamedNode(iri))
            yield Triple(part, NamedNode(VOID + measure), _whole(number))


def count(asked: Engine) -> Counted | None:
    """Return what the graph holds, counted once for each of its states; None where that takes too long."""
    counting: Counting = current_app.extensions.setdefault(COUNTED, Counting())
    counted = counting.count(asked)
    if counted is None:
        g.tag = None  # so that the counts are asked for again
    return counted


class Counting:
    """Counts what the graph holds once for each of its states, whoever asks."""

    def __init__(self) -> None:
        """Nothing is counted yet."""
        self._lock = threading.Lock()
        self._generation = ""
        self._counted: Counted | None = None
        self._again = 0.0

    def count(self, asked: Engine) -> Counted | None:
        """Return the counts; None where they take too long, and while another thread is counting for the first time."""
        if not self._lock.acquire(blocking=False):
            return self._counted
        try:
            generation = asked.generation
            if (generation and generation == self._generation) or time.monotonic() < self._again:
                return self._counted
            try:
                links = next(number for _, number in _numbers(asked, LINKS))
                self._counted = (_numbers(asked, CLASSES), _numbers(asked, PROPERTIES), links)
                self._generation = generation
                if not generation:  # nobody tells when the graph changes
                    self._again = time.monotonic() + PAUSE
            except LimitError:
                self._counted, self._again = None, time.monotonic() + PAUSE
            return self._counted
        finally:
            self._lock.release()


def _numbers(asked: Engine, query: str) -> list[tuple[str, int]]:
    found = []
    for row in rows(asked.answer(query)):
        name, number = row.get("name"), row["count"]
        if isinstance(number, Literal):
            found.append((name.value if isinstance(name, NamedNode) else "", int(number.value)))
    return found


def _whole(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(vocab.XSD + "integer"))
