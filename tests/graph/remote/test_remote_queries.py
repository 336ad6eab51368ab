"""Queries as they are sent: understood by any engine, with lines where they were, and never evaluated here."""

import time

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from pyoxigraph import Store as Oxigraph  # noqa: TID251  # the other engine here

from kg.errors import QueryError
from kg.graph.answers import Question
from kg.graph.remote.escapes import ESCAPE
from kg.graph.remote.queries import prepare
from kg.graph.remote.updates import write_updates
from tests.graph.conftest import BASE

EMPTY = Oxigraph()


def prepared(query: str):
    return prepare(Question(query, BASE), EMPTY.query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { ?e a dip:Event }",
        "PREFIX dip: <urn:mine:> # PREFIX skos: <x>\nSELECT * WHERE { ?e dip:x ?y ; skos:prefLabel 'dip:' }",
        "BASE <urn:x:>\n# dip: in a comment\nASK { <a> ?p actor:RUS }",
        "CONSTRUCT WHERE { ?e dip:actor </actor/USA> }",
        "DESCRIBE event:8c1f",
    ],
)
def test_query_stands_on_its_own(query):
    text = prepared(query).text
    EMPTY.query(text)
    assert text.endswith(query)
    assert text.count("\n") == query.count("\n")


def test_prefix_of_the_query_goes_before_ours():
    text = prepared("PREFIX dip: <urn:mine:>\nASK { ?e a dip:Event }").text
    assert text.count("PREFIX dip:") == 1
    assert "skos" not in text


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("# SELECT\nPREFIX ask: <urn:select:>\n ask { ?construct a ask:SELECT }", "ASK"),
        ("BASE <urn:ask:> construct where { ?select ?p ?o }", "CONSTRUCT"),
        ("describe?x{?x ?p ?o}", "DESCRIBE"),
        ("SELECT (1 AS ?ask) {}", "SELECT"),
    ],
)
def test_form_is_what_the_query_begins_with(query, form):
    assert prepared(query).form == form


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("SELECT * FROM <urn:g> WHERE { ?s ?p ?o }", True),
        ("SELECT * from named<urn:g> WHERE { ?s ?p ?o }", True),
        ("SELECT * WHERE { ?s ?p 'from <urn:g>' } # FROM <urn:g>", False),
        ("PREFIX from: <urn:from> SELECT * WHERE { ?s from:from ?from }", False),
    ],
)
def test_graphs_are_named_only_by_the_word_from(query, names):
    assert prepared(query).names_graphs is names


def test_reading_a_query_answers_nothing():
    numbers = " ".join(map(str, range(300)))
    product = " ".join(f"VALUES ?{name} {{ {numbers} }}" for name in "abcd")
    began = time.monotonic()
    assert prepared(f"ASK {{ {{ SELECT (COUNT(*) AS ?n) WHERE {{ {product} }} }} FILTER (?n < 0) }}").form == "ASK"
    assert time.monotonic() - began < 2  # to answer takes hours


@pytest.mark.parametrize(
    "query", ["", "SELECT *", "SELECT * WHERE { ?s foo:p ?o }", "ASK {} ASK {}", "\ud800", "INSERT"]
)
def test_what_is_no_query_is_told_here(query):
    with pytest.raises(QueryError):
        prepared(query)


@pytest.mark.parametrize(
    "query", ["ASK { SERVICE <urn:x> {} }", "ASK {SERVICESILENT<urn:x>{}}", "ASK { service ?x { } }"]
)
def test_service_is_refused(query):
    with pytest.raises(QueryError, match="SERVICE is not allowed"):
        prepared(query)


@pytest.mark.parametrize("escape", [r"\u0022", r"\U00000027", r"\\u0022", r"\u000a"])
def test_character_by_its_number_cannot_end_a_string_elsewhere(escape):
    query = f'ASK {{ ?s ?p\n  "{escape} . SERVICE <http://127.0.0.1:1/> {{}} #" }}'
    with pytest.raises(QueryError, match="write the character itself") as refused:
        prepared(query)
    assert (refused.value.line, refused.value.column) == (2, 4 + escape.startswith(r"\\"))


def test_other_characters_may_be_given_by_their_numbers():
    assert prepared(r'ASK { ?s ?p "\u00E9\U0001F600\u0001" }').form == "ASK"


@pytest.mark.parametrize("early", [True, False])
def test_text_that_is_written_stays_a_text_whenever_numbers_are_read(early):
    text = r"\u0022 } ; DROP ALL # \\u0022 \\\U00000022 \x" + "\x01u \\\x01\\u000"
    quad = Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal(text), DefaultGraph())
    (update,) = write_updates(set(), {quad}, None)
    if early:
        update = ESCAPE.sub(lambda found: chr(int(found[0][2:], 16)), update)
    store = Oxigraph()
    store.update(update)
    assert list(store) == [quad]
