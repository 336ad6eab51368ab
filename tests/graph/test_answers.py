import json

import pytest
from pyoxigraph import Literal, QueryResultsFormat, RdfFormat, parse

from kg.errors import QueryError
from kg.graph.answers import Question
from kg.results import GRAPH_FORMATS, RESULT_FORMATS, read_table, rows


@pytest.mark.parametrize(
    ("query", "line", "column", "message"),
    [
        ("SELECT ?x WHERE {\n ?s ?p ?o . FILTER (?x = ) }", 2, None, "near"),
        ("SELECT ?x { foo:bar ?p ?x }", 1, None, "the prefix foo: is not declared"),
        ("SELECT ?x { ?s ?p <http://x y> }", 1, None, "IRI"),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", 1, None, "neither grouped nor aggregated"),
        ("DELETE WHERE { ?s ?p ?o }", 1, None, "DELETE is an update"),
        ("PREFIX a: <http://x/>\ninsert data { a:b a:c a:d }", 2, None, "INSERT is an update"),
        ("", 1, 1, "this is not SPARQL"),
        ("SELECT * { ?s ?p ?o", 1, 20, "this is not SPARQL"),
    ],
)
def test_malformed_query_has_its_place(store, query, line, column, message):
    with pytest.raises(QueryError, match=message) as caught:
        store.answer(query)
    assert caught.value.line == line
    assert caught.value.column == column or column is None


@pytest.mark.parametrize("query", ["SELECT (<http://x/no-function>(1) AS ?x) {}", "SELECT * { ?s ?p '\ud800' }"])
def test_other_faults_of_a_query(store, query):
    with pytest.raises(QueryError):
        store.answer(query)


def test_default_prefixes_give_way_to_declared_ones(store):
    assert json.loads(store.answer("ASK { actor:RUS a dip:State }").body)["boolean"]
    query = "PREFIX actor: <http://other.example/> SELECT (actor:a AS ?iri) {}"
    assert [row["iri"].value for row in rows(store.answer(query))] == ["http://other.example/a"]


def test_relative_iris_are_under_the_base(store):
    assert json.loads(store.answer("ASK { <actor/RUS> a dip:State }").body)["boolean"]
    other = store.answer("ASK { <actor/RUS> a dip:State }", base_iri="http://other.example/")
    assert not json.loads(other.body)["boolean"]


def test_data_set_of_the_request(store):
    query = "ASK { ?s ?p ?o }"
    assert json.loads(store.answer(query).body)["boolean"]
    for options in ({"default_graphs": ["http://g.example/"]}, {"named_graphs": ["http://g.example/"]}):
        assert not json.loads(store.answer(query, **options).body)["boolean"]
    with pytest.raises(QueryError, match="cannot be answered"):
        store.answer(query, default_graphs=["no iri"])


def test_turtle_is_grouped_and_has_the_prefixes_it_uses(store):
    query = "CONSTRUCT { actor:RUS a dip:State ; dip:x 'b', 'a' . actor:AAA dip:x actor:RUS } WHERE { { } UNION { } }"
    answer = store.answer(query)
    assert answer.media_type == "text/turtle"
    lines = answer.body.decode().splitlines()
    assert sorted(lines[:2]) == [
        "@prefix actor: <http://localhost:8000/actor/> .",
        "@prefix dip: <https://w3id.org/diplograph/ontology#> .",
    ]
    assert lines[2:] == ["actor:AAA dip:x actor:RUS .", "actor:RUS a dip:State ;", '\tdip:x "a" , "b" .']


@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_graph_formats(store, name):
    form = GRAPH_FORMATS[name]
    answer = store.answer("CONSTRUCT { actor:RUS dip:doc 'é' } WHERE {}", graph=form)
    assert answer.media_type == form.media_type
    found = [quad.object for quad in parse(answer.body, form)]
    assert found == [Literal("é")]


@pytest.mark.parametrize("name", RESULT_FORMATS)
def test_result_formats(store, name):
    form = RESULT_FORMATS[name]
    answer = store.answer("SELECT ('é' AS ?x) {}", results=form)
    assert answer.media_type == form.media_type
    assert "é".encode() in answer.body


def test_question_survives_the_wire():
    question = Question(
        "ASK {}", "http://x/", QueryResultsFormat.TSV, RdfFormat.JSON_LD, ("http://a/",), ("http://b/",), "http://c/"
    )
    assert Question.from_json(json.loads(json.dumps(question.to_json()))) == question


def test_table_of_a_select(store):
    table = read_table(store.answer("SELECT ?label ?none { actor:RUS skos:prefLabel ?label }"))
    assert table.columns == ("label", "none")
    assert table.rows == (("Russia", ""),)


def test_a_query_can_be_parsed_without_being_run(store):
    values = " ".join(f"VALUES ?v{at} {{ {' '.join(map(str, range(200)))} }}" for at in range(6))
    for query in (
        f"SELECT (COUNT(*) AS ?n) {{ {values} }}",
        f"ASK {{ {values} FILTER (?v0 < 0) }}",
        "DESCRIBE dip:Event",
    ):
        assert store.answer(query, only_parse=True).body == b""
    for faulty in ("SELECT * {", "SELECT (<http://x/no-function>(1) AS ?x) {}", "SELECT * { SERVICE <http://x/> {} }"):
        with pytest.raises(QueryError):
            store.answer(faulty, only_parse=True)
