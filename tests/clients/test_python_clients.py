"""rdflib's SPARQLStore and SPARQLWrapper."""

import pytest
from rdflib import RDF, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from kg.settings import DEFAULT_BASE

DIP = Namespace("https://w3id.org/diplograph/ontology#")
RUSSIA = URIRef(f"{DEFAULT_BASE}actor/RUS")
ACTS = "SELECT ?name (COUNT(?e) AS ?acts) { ?e dip:actor ?a . ?a skos:prefLabel ?name } GROUP BY ?name ORDER BY ?name"
EXPECTED = [("Poland", "2"), ("Russia", "2")]


def ask(endpoint, query):
    """Return the rows that SPARQLWrapper gets from *endpoint*, as tuples of text."""
    client = SPARQLWrapper(endpoint, returnFormat=JSON)
    client.setQuery(query)
    found = client.queryAndConvert()
    names = found["head"]["vars"]
    return [tuple(row[name]["value"] for name in names if name in row) for row in found["results"]["bindings"]]


@pytest.fixture(params=["GET", "POST", "POST_FORM"])
def remote(endpoint, request):
    """Return a graph of rdflib whose triples are those of the endpoint."""
    return Graph(SPARQLStore(endpoint, method=request.param))


def test_sparqlstore_answers_as_a_graph_of_rdflib(remote):
    assert (RUSSIA, RDF.type, DIP.State) in remote
    assert (RUSSIA, RDF.type, DIP.Person) not in remote
    assert remote.value(RUSSIA, SKOS.prefLabel) == Literal("Russia", lang="en")
    assert len(set(remote.subjects(RDF.type, DIP.Event))) == 4
    assert len(remote) == sum(1 for _ in remote)


def test_sparqlstore_takes_queries_with_bindings(remote):
    rows = remote.query("SELECT ?event ?day { ?event dip:actor ?a OPTIONAL { ?event dip:date ?day } }")
    assert len(rows) == 4
    found = remote.query("SELECT ?name { ?a skos:prefLabel ?name }", initBindings={"a": RUSSIA})
    assert [str(row.name) for row in found] == ["Russia"]
    assert remote.query("ASK { ?e dip:target actor:RUS }").askAnswer
    assert len(remote.query("CONSTRUCT WHERE { ?e a dip:Event }").graph) == 4
    assert len(remote.query("DESCRIBE actor:RUS").graph) > 3


@pytest.fixture
def wrapper(endpoint):
    def make(query, form, method=GET):
        client = SPARQLWrapper(endpoint, returnFormat=form)
        client.setMethod(method)
        client.setQuery(query)
        return client

    return make


@pytest.mark.parametrize("method", [GET, POST])
def test_sparqlwrapper_reads_rows_in_every_format(wrapper, method):
    found = wrapper(ACTS, JSON, method).queryAndConvert()["results"]["bindings"]
    assert [(row["name"]["value"], row["acts"]["value"]) for row in found] == EXPECTED
    document = wrapper(ACTS, XML, method).queryAndConvert()
    assert [node.firstChild.data for node in document.getElementsByTagName("literal")] == [*EXPECTED[0], *EXPECTED[1]]
    assert wrapper(ACTS, CSV, method).queryAndConvert().decode().split() == ["name,acts", "Poland,2", "Russia,2"]
    assert b'"Poland"@en\t2' in wrapper(ACTS, TSV, method).queryAndConvert()


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by rdflib, and SPARQLWrapper makes one
@pytest.mark.parametrize("form", [TURTLE, RDFXML, JSONLD])
def test_sparqlwrapper_reads_graphs(wrapper, form):
    found = wrapper("CONSTRUCT WHERE { ?e a dip:Event ; dip:actor ?a }", form).queryAndConvert()
    graph = found if isinstance(found, Graph) else Graph().parse(data=found, format="turtle")
    assert len(set(graph.subjects(RDF.type, DIP.Event))) == 4


@pytest.mark.parametrize("how", [URLENCODED, POSTDIRECTLY])
def test_sparqlwrapper_posts_in_both_ways(wrapper, how):
    client = wrapper("ASK { actor:RUS a dip:State }", JSON, POST)
    client.setRequestMethod(how)
    assert client.queryAndConvert()["boolean"] is True


def test_sparqlwrapper_knows_a_malformed_query(wrapper):
    with pytest.raises(QueryBadFormed, match="SELEC"):
        wrapper("SELECT ?x { SELEC }", JSON).query()
