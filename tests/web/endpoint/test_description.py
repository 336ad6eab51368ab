"""What the endpoint says of itself to programs."""

import pytest
from rdflib import RDF, VOID, Graph, Namespace, URIRef

from kg.errors import LimitError
from kg.settings import Settings
from tests.web.conftest import BASE
from web import create_app

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
DIP = Namespace("https://w3id.org/diplograph/ontology#")
ENDPOINT = URIRef("http://localhost/sparql")


def described(client, path, accept="text/turtle", form="turtle") -> Graph:
    response = client.get(path, headers={"Accept": accept})
    assert (response.status_code, response.mimetype) == (200, accept)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return Graph().parse(data=response.data, format=form)


def partition(graph, kind, name, measure):
    return {
        graph.value(part, VOID[name]): graph.value(part, VOID[measure]).toPython()
        for part in graph.objects(None, VOID[kind])
    }


@pytest.mark.parametrize(
    ("accept", "form"),
    [("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("application/n-triples", "nt")],
)
def test_endpoint_without_a_query_describes_itself(client, accept, form):
    graph = described(client, "/sparql", accept, form)
    assert (ENDPOINT, RDF.type, SD.Service) in graph
    assert (ENDPOINT, SD.endpoint, ENDPOINT) in graph
    assert (ENDPOINT, SD.supportedLanguage, SD.SPARQL11Query) in graph
    assert len(set(graph.objects(ENDPOINT, SD.resultFormat))) == 10


def test_statistics_are_those_of_the_graph(client):
    graph = described(client, "/sparql")
    classes = partition(graph, "classPartition", "class", "entities")
    properties = partition(graph, "propertyPartition", "property", "triples")
    assert classes[DIP.Event] == 5
    assert properties[DIP.actor] == 5
    answer = client.get("/sparql", query_string={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"})
    total = int(answer.json["results"]["bindings"][0]["n"]["value"])
    assert {value.toPython() for value in graph.objects(None, VOID.triples)} >= {total}


def test_void_tells_where_to_ask_and_what_it_links_to(client):
    graph = described(client, "/.well-known/void")
    dataset = URIRef(BASE + ".well-known/void")
    assert (dataset, RDF.type, VOID.Dataset) in graph
    assert graph.value(dataset, VOID.sparqlEndpoint) == ENDPOINT
    assert str(graph.value(dataset, VOID.uriSpace)) == BASE
    links = graph.value(predicate=RDF.type, object=VOID.Linkset)
    assert graph.value(links, VOID.triples).toPython() == 2
    assert client.get("/.well-known/void", headers={"Accept": "image/png"}).status_code == 406


def test_a_graph_too_large_to_count_is_described_without_counts(engine):
    class Large:
        base, generation = engine.base, engine.generation

        def answer(self, *arguments, **options):
            raise LimitError("too long")

    client = create_app(Settings(), Large()).test_client()
    graph = described(client, "/.well-known/void")
    assert not list(graph.objects(None, VOID.triples))
    assert list(graph.objects(None, VOID.sparqlEndpoint))


def test_browser_still_gets_the_form(browse):
    assert "<textarea" in browse("/sparql")
