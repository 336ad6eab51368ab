import contextlib

import pytest

from kg.errors import QueryError
from kg.graph.engine import open_empty
from kg.graph.guard import Services, admit, may_call
from kg.results import prefixes

TARGET = "<http://127.0.0.1:9/>"
NAMES = prefixes("http://localhost:8000/")
FAR, OTHER = "https://far.example/sparql", "https://service.example/"
SERVICES = Services((FAR, OTHER), lambda call: f"http://gate/{call.endpoint == FAR}")


@pytest.fixture
def parse():
    store = open_empty()
    return lambda text: store.query(text, prefixes=NAMES)


@pytest.fixture
def safe_parse(parse):
    """A parser that no call may reach."""

    def check(text):
        assert "service" not in text.lower()
        return parse(text)

    return check


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
    # Where a longer keyword could stand just before, the parser names a place behind this one.
    f"SELECT * {{ {{ SELECT ?s {{ ?s ?p ?o }} GROUP BY ?s\n }}\n SERVICE {TARGET} {{ ?s ?p ?o }} }}",
]


@pytest.mark.parametrize("query", CALLS)
def test_calls_are_refused(query, parse):
    with pytest.raises(QueryError, match=r"^SERVICE is not allowed here$") as caught:
        admit(query, parse)
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
    assert admit(query, parse, SERVICES) == query


def test_malformed_query_is_left_to_the_parser(parse):
    with pytest.raises(SyntaxError):
        admit("SELECT ?service WHERE {", parse)


def test_escaped_keyword_is_no_keyword_to_the_engine(parse):
    """If the engine ever resolves escapes outside strings and IRIs, the guard must do so first."""
    with pytest.raises(SyntaxError):
        parse(f"SELECT * {{ \\u0053ERVICE {TARGET} {{ ?s ?p ?o }} }}")


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        (f"SELECT * {{ SERVICE <{FAR}> {{ ?s ?p ?o }} }}", "SELECT * { SERVICE <http://gate/True> { ?s ?p ?o } }"),
        (f"ASK {{ serVice\n\tsilent\r\n<{FAR}>{{}} }}", "ASK { SERVICE SILENT <http://gate/True>{} }"),
        (f"ASK {{ SERVICESILENT<{OTHER}>{{}} }}", "ASK { SERVICE SILENT <http://gate/False>{} }"),
        (f"ASK {{ ?s ?p trueSERVICE<{FAR}>{{}} }}", "ASK { ?s ?p trueSERVICE <http://gate/True>{} }"),
        (
            f"ASK {{ SERVICE<{FAR}>{{}} SERVICE <{OTHER}>{{}} }}",
            "ASK { SERVICE <http://gate/True>{} SERVICE <http://gate/False>{} }",
        ),
        (
            f"ASK {{ SERVICE <{FAR}> {{ SERVICE <{OTHER}> {{}} }} }}",
            "ASK { SERVICE <http://gate/True> { SERVICE <http://gate/False> {} } }",
        ),
        (
            f"ASK {{ ?s ?p 'SERVICE <{FAR}>' . # SERVICE <{FAR}>\n SERVICE <{FAR}> {{ ?s ?p <{OTHER}> }} }}",
            f"ASK {{ ?s ?p 'SERVICE <{FAR}>' . # SERVICE <{FAR}>\n SERVICE <http://gate/True> {{ ?s ?p <{OTHER}> }} }}",
        ),
        (
            f"SELECT ?service {{ ?service <{FAR}> 1 SERVICE <{FAR}> {{ ?x ?p 2 }} }} GROUP BY ?service",
            f"SELECT ?service {{ ?service <{FAR}> 1 SERVICE <http://gate/True> {{ ?x ?p 2 }} }} GROUP BY ?service",
        ),
        (
            f"ASK {{ SERVICE <{FAR}> {{ BIND(<http://x/own>(1) AS ?x) }} }}",
            "ASK { SERVICE <http://gate/True> { BIND(<http://x/own>(1) AS ?x) } }",
        ),
        (
            f"PREFIX service: <http://x/> ASK {{ service:a ?p 1 . SERVICE <{FAR}> {{ service:b ?p 2 }} }}",
            "PREFIX service: <http://x/> ASK { service:a ?p 1 . SERVICE <http://gate/True> { service:b ?p 2 } }",
        ),
    ],
)
def test_allowed_calls_go_through_the_gateway(query, sent, safe_parse):
    assert admit(query, safe_parse, SERVICES) == sent


@pytest.mark.parametrize(
    "query",
    [
        *CALLS,
        f"SELECT * {{ SERVICE <{FAR}/> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE <{FAR}> {{ ?s ?p ?o }} SERVICE {TARGET} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE {TARGET} {{ SERVICE <{FAR}> {{ ?s ?p ?o }} }} }}",
        f"SELECT * {{ SERVICE <{FAR}> {{ SERVICE {TARGET} {{ ?s ?p ?o }} }} }}",
        f"SELECT * {{ SERVICE <{FAR}> {{ SERVICE ?x {{ ?s ?p ?o }} }} }}",
        f"SELECT * {{ SERVICE # <{FAR}>\n {TARGET} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE # comment\n <{FAR}> {{ ?s ?p ?o }} }}",
        f"BASE <{FAR}> SELECT * {{ SERVICE <> {{ ?s ?p ?o }} }}",
        "BASE <https://far.example/> SELECT * { SERVICE <sparql> { ?s ?p ?o } }",
        f"PREFIX far: <{FAR}> SELECT * {{ SERVICE far: {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE <{FAR.replace('a', chr(92) + 'u0061')}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE <{FAR.upper()}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ BIND(<{FAR}> AS ?far) SERVICE ?far {{ ?s ?p ?o }} }}",
        f"SELECT * {{ {{ ?s ?p '<{FAR}>' }} SERVICE dip:x {{ ?s ?p ?o }} }}",
    ],
)
def test_other_calls_are_refused(query, safe_parse):
    with pytest.raises(
        QueryError, match=r"SERVICE may only call <https://far.example/sparql> or <https://serv"
    ) as caught:
        admit(query, safe_parse, SERVICES)
    line = query.split("\n")[caught.value.line - 1]
    assert line[caught.value.column - 1 :].lower().startswith("service")


def test_calls_are_counted(safe_parse):
    call = f"SERVICE <{FAR}> {{ ?s ?p ?o }} "
    assert admit(f"ASK {{ {call * 20} }}", safe_parse, SERVICES).count("gate") == 20
    with pytest.raises(QueryError, match="allowed 20 times"):
        admit(f"ASK {{ {call * 21} }}", safe_parse, SERVICES)


@pytest.mark.parametrize("query", ["SERVICE <", f"ASK {{ SERVICE <{FAR}> {{", f"ASK {{ SERVICE <{FAR}> ?x {{}} }}"])
def test_malformed_calls_are_left_to_the_parser(query, safe_parse):
    with pytest.raises((SyntaxError, QueryError)):
        admit(query, safe_parse, SERVICES)


def test_which_queries_may_call():
    assert may_call(f"ASK {{ ServiceSilent<{FAR}> {{}} }}", SERVICES.allowed)
    assert not may_call("ASK { SERVICE <https://x/> {} }", SERVICES.allowed)
    assert not may_call(f"ASK {{ <{FAR}> ?p ?o }}", SERVICES.allowed)
    assert not may_call(f"ASK {{ SERVICE <{FAR}> {{}} }}", ())


def test_a_store_refuses(store):
    with pytest.raises(QueryError, match="SERVICE is not allowed here"):
        store.answer(CALLS[0])
    store.answer("SELECT * { ?s ?p 'SERVICE' }")
