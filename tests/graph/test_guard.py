import contextlib

import pytest

from kg.errors import QueryError
from kg.graph.engine import open_empty
from kg.graph.guard import refuse_service
from kg.results import prefixes

TARGET = "<http://127.0.0.1:9/>"
NAMES = prefixes("http://localhost:8000/")


@pytest.fixture
def parse():
    store = open_empty()
    return lambda text: store.query(text, prefixes=NAMES)


CALLS = [
    f"SELECT * {{ SERVICE {TARGET} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ service silent {TARGET} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ sErViCe{TARGET}{{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERVICESILENT{TARGET}{{ ?s ?p ?o }} }}",
    "SELECT * { SERVICE ?where { ?s ?p ?o } }",
    "SELECT * { SERVICE dip:x { ?s ?p ?o } }",
    "SELECT * { SERVICEdip:x{ ?s ?p ?o } }",
    f"SELECT * {{ ?s ?p true SERVICE {TARGET} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p trueSERVICE{TARGET}{{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p 1.0SERVICE{TARGET}{{ ?s ?p ?o }} }}",
    f"SELECT * {{ BIND (1 AS ?x)SERVICE{TARGET}{{ ?s ?p ?o }} }}",
    # To a scanner that takes the longest match, what stands between < and > here is an IRI.
    f"SELECT * {{ VALUES (?s ?a ?b) {{ ({TARGET} 1 2) }} FILTER (?a<?b)SERVICE#>\n?s {{ ?x ?y ?z }} }}",
    f"SELECT * {{ {{ SELECT * {{ OPTIONAL {{ SERVICE {TARGET} {{ ?s ?p ?o }} }} }} }} }}",
    f"SELECT * {{ FILTER EXISTS {{ SERVICE {TARGET} {{ ?s ?p ?o }} }} }}",
    f"ASK {{ SERVICE {TARGET} {{ ?s ?p ?o }} }}",
    f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE {TARGET} {{ ?s ?p ?o }} }}",
    f"DESCRIBE ?s {{ SERVICE {TARGET} {{ ?s ?p ?o }} }}",
    f'SELECT ("service" AS ?service) {{ # SERVICE\n ?s dip:service "" . SERVICE {TARGET} {{ ?s ?p ?o }} }}',
    "PREFIX SERVICE: <http://x/> SELECT * { SERVICE SERVICE:x { ?s ?p ?o } }",
    f"SELECT * {{ ?s ?p '''\\''' SERVICE ''' SERVICE {TARGET} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p 'a' # '\n SERVICE # '\n {TARGET} {{ ?s ?p ?o }} }}",
]


@pytest.mark.parametrize("query", CALLS)
def test_calls_are_refused(query, parse):
    with pytest.raises(QueryError, match=r"^SERVICE is not allowed here$") as caught:
        refuse_service(query, parse)
    line = query.split("\n")[caught.value.line - 1]
    assert "service" in line[: caught.value.column + 6].lower()


@pytest.mark.parametrize("query", CALLS)
def test_the_refused_are_queries_to_the_engine(query, parse):
    """Without this, a call might be refused only because it is no SPARQL."""
    with contextlib.suppress(OSError):  # the engine tried to call
        parse(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o }",
        'SELECT * { ?s ?p "SERVICE <http://x/> { }" }',
        "SELECT * { ?s ?p '''it's a SERVICE <http://x/> {}''' }",
        "SELECT ?service ?Service { ?s dip:service ?service ; dip:Service ?Service }",
        "SELECT * { ?s ?p <http://service.example/SERVICE> } # SERVICE <http://x/> { }",
        "PREFIX service: <http://x/> SELECT * { service:service ?p _:service }",
        'SELECT * { ?s ?p "x"@service }',
        "SELECT ?Service (COUNT(?service) AS ?n) { ?service a ?Service } GROUP BY ?Service",
        "SELECT * { ?s dip:actor\\-SERVICE ?o }",
    ],
)
def test_the_word_alone_is_harmless(query, parse):
    refuse_service(query, parse)


def test_malformed_query_is_left_to_the_parser(parse):
    with pytest.raises(SyntaxError):
        refuse_service("SELECT ?service WHERE {", parse)


def test_escaped_keyword_is_no_keyword_to_the_engine(parse):
    """If the engine ever resolves escapes outside strings and IRIs, the guard must do so first."""
    with pytest.raises(SyntaxError):
        parse(f"SELECT * {{ \\u0053ERVICE {TARGET} {{ ?s ?p ?o }} }}")


def test_a_store_refuses(store):
    with pytest.raises(QueryError, match="SERVICE is not allowed here"):
        store.answer(CALLS[0])
    store.answer("SELECT * { ?s ?p 'SERVICE' }")
