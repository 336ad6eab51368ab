"""What the endpoint says of itself to programs."""

import re
import threading

import pytest
from rdflib import DCTERMS, OWL, RDF, VOID, Graph, Namespace, URIRef

from kg.errors import LimitError
from kg.graph.store import Store
from kg.graph.updates import Update
from kg.settings import Settings
from tests.web.conftest import BASE, RUSSIA
from web import create_app
from web.endpoint.counting import COUNTED
from web.endpoint.statistics import MOST_GRAPHS, PROPERTIES

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
DIP = Namespace("https://w3id.org/diplograph/ontology#")
ENDPOINT = URIRef("http://localhost/sparql")
DATASET = URIRef(BASE + ".well-known/void")


def described(client, path, accept="text/turtle", form="turtle") -> Graph:
    response = client.get(path, headers={"Accept": accept})
    assert (response.status_code, response.mimetype) == (200, accept)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return Graph().parse(data=response.data, format=form)


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


def ask(client, query):
    return client.get("/sparql", query_string={"query": query}).json["results"]["bindings"]


def parts_of(graph, subject, name):
    return {graph.value(part, VOID[name]): part for part in graph.objects(subject, VOID[f"{name}Partition"])}


def number(graph, subject, measure):
    return graph.value(subject, VOID[measure]).toPython()


def test_statistics_are_those_of_the_graph(client):
    graph = described(client, "/sparql")
    contents = graph.value(graph.value(ENDPOINT, SD.defaultDataset), SD.defaultGraph)
    assert (contents, RDF.type, VOID.Dataset) in graph
    assert number(graph, parts_of(graph, contents, "class")[DIP.Event], "entities") == 5
    properties = parts_of(graph, contents, "property")
    assert number(graph, properties[DIP.actor], "triples") == 5
    assert number(graph, properties[DIP.actor], "distinctSubjects") == 5
    assert number(graph, properties[DIP.actor], "distinctObjects") == 3
    (total,) = ask(client, "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?p) AS ?ps) { ?s ?p ?o }")
    assert number(graph, contents, "triples") == int(total["n"]["value"])
    assert len(properties) == number(graph, contents, "properties") == int(total["ps"]["value"])


def test_void_tells_where_to_ask_and_what_it_links_to(client):
    graph = described(client, "/.well-known/void")
    assert (DATASET, RDF.type, VOID.Dataset) in graph
    assert graph.value(DATASET, VOID.sparqlEndpoint) == ENDPOINT
    assert str(graph.value(DATASET, VOID.uriSpace)) == BASE
    assert re.match(graph.value(DATASET, VOID.uriRegexPattern), f"{BASE}actor/FRA")
    (links,) = graph.objects(DATASET, VOID.subset)
    assert (links, RDF.type, VOID.Linkset) in graph
    assert str(links) == f"{DATASET}#wikidata"
    assert number(graph, links, "triples") == 2
    assert graph.value(links, VOID.linkPredicate) == OWL.sameAs
    target = graph.value(links, VOID.objectsTarget)
    assert str(graph.value(target, VOID.uriSpace)) == "http://www.wikidata.org/entity/"
    assert graph.value(DATASET, DCTERMS.modified) is not None
    assert client.get("/.well-known/void", headers={"Accept": "image/png"}).status_code == 406


def test_no_property_is_outside_of_the_vocabularies_that_are_told(client):
    graph = described(client, "/.well-known/void")
    spaces = tuple(str(space) for space in graph.objects(DATASET, VOID.vocabulary))
    assert all(str(one).startswith(spaces) for one in parts_of(graph, DATASET, "property"))


@pytest.fixture
def grown():
    """A graph with named graphs in it, and links to DBpedia."""
    with Store.in_memory(BASE, [], [RUSSIA]) as store:
        same = f"<{BASE}actor/RUS> owl:sameAs <http://dbpedia.org/resource/Russia>"
        facts = "wd:Q159 <http://www.wikidata.org/prop/direct/P36> wd:Q649 . wd:Q36 <http://x.example/p> 1"
        graphs = " ".join(f"GRAPH <https://many.example/{n}> {{ <a:b> <a:c> {n} }}" for n in range(MOST_GRAPHS))
        store.update(Update(f"INSERT DATA {{ {same} . GRAPH <{BASE}graph/wikidata> {{ {facts} }} }}"))
        yield store, lambda: store.update(Update(f"INSERT DATA {{ {graphs} }}"))


def test_each_named_graph_is_told_with_what_is_in_it(grown):
    graph = described(create_app(Settings(), grown[0]).test_client(), "/sparql")
    (named,) = graph.objects(DATASET, SD.namedGraph)
    assert str(graph.value(named, SD.name)) == f"{BASE}graph/wikidata"
    contents = graph.value(named, SD.graph)
    assert number(graph, contents, "triples") == 2
    assert number(graph, parts_of(graph, contents, "property")[URIRef("http://x.example/p")], "triples") == 1
    assert str(graph.value(ENDPOINT, SD.availableGraphs)) == str(DATASET)


def test_links_to_each_other_data_set_are_a_set_of_their_own(grown):
    graph = described(create_app(Settings(), grown[0]).test_client(), "/.well-known/void")
    assert {str(one).rpartition("#")[2] for one in graph.objects(DATASET, VOID.subset)} == {"wikidata", "dbpedia"}


def test_thousands_of_named_graphs_do_not_make_the_description_endless(grown):
    store, add_many = grown
    add_many()
    graph = described(create_app(Settings(), store).test_client(), "/sparql")
    assert len(set(graph.objects(DATASET, SD.namedGraph))) == MOST_GRAPHS


def test_what_changes_is_counted_again(grown):
    store, _ = grown
    client = create_app(Settings(), store).test_client()
    before = number(described(client, "/.well-known/void"), DATASET, "triples")
    store.update(Update("INSERT DATA { <a:b> <a:c> 1 }"))
    assert number(described(client, "/.well-known/void"), DATASET, "triples") == before + 1


def test_updates_are_told_of_where_somebody_may_send_them(client, engine):
    assert SD.SPARQL11Update not in set(described(client, "/sparql").objects(ENDPOINT, SD.supportedLanguage))
    written = create_app(Settings(), engine, editor=engine).test_client()
    assert SD.SPARQL11Update in set(described(written, "/sparql").objects(ENDPOINT, SD.supportedLanguage))


class Large:
    """A graph too large for the queries that have some words in them."""

    def __init__(self, engine, *words):
        self.base, self.generation, self._engine, self._words = engine.base, engine.generation, engine, words
        self.asked = []

    def stream(self, query, **options):
        self.asked.append(query)
        if any(word in query for word in self._words):
            raise LimitError("too long")
        return self._engine.stream(query, **options)


def test_a_graph_too_large_to_count_is_described_without_counts(engine):
    large = Large(engine, "")
    client = create_app(Settings(), large).test_client()
    for _ in range(2):
        graph = described(client, "/.well-known/void")
        assert not list(graph.objects(None, VOID.triples))
        assert list(graph.objects(None, VOID.sparqlEndpoint))
    assert len(large.asked) == 1, "and not tried again at once"


def test_where_all_triples_take_too_long_properties_are_counted_one_by_one(engine, client):
    wanted = described(client, "/.well-known/void")
    graph = described(
        create_app(Settings(), Large(engine, PROPERTIES, "DISTINCT ?x)")).test_client(), "/.well-known/void"
    )
    found = {name: number(graph, part, "triples") for name, part in parts_of(graph, DATASET, "property").items()}
    assert (
        found.items()
        <= {
            name: number(wanted, part, "triples") for name, part in parts_of(wanted, DATASET, "property").items()
        }.items()
    )
    assert DIP.actor in found


def test_nobody_waits_for_a_count_that_takes_long(engine, monkeypatch):
    monkeypatch.setattr("web.endpoint.counting.WAIT", 0.05)
    go_on = threading.Event()

    class Slow(Large):
        def stream(self, query, **options):
            go_on.wait(10)
            return super().stream(query, **options)

    app = create_app(Settings(), Slow(engine))
    response = app.test_client().get("/.well-known/void")
    assert response.status_code == 200
    assert b"void:triples" not in response.data
    assert "ETag" not in response.headers, "so that the counts are asked for again"
    go_on.set()
    assert app.extensions[COUNTED]._done.wait(10)
    assert b"void:triples" in app.test_client().get("/.well-known/void").data


def test_browser_still_gets_the_form(browse):
    assert "<textarea" in browse("/sparql")
