import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import QueryError
from kg.results import Answer, Table, prefixes, read_table, rows, shorten, to_text, used_prefixes

BASE = "https://facts.example/kg/"
JSON = "application/sparql-results+json"
SELECT = Answer(
    JSON,
    b'{"head":{"vars":["who","said","none"]},"results":{"bindings":[{"who":{"type":"uri","value":'
    b'"https://facts.example/kg/actor/RUS"},"said":{"type":"literal","value":"no","xml:lang":"en"}}]}}',
)


def test_rows_hold_terms():
    assert rows(SELECT) == [{"who": NamedNode(BASE + "actor/RUS"), "said": Literal("no", language="en"), "none": None}]


def test_rows_of_ask():
    assert rows(Answer(JSON, b'{"head":{},"boolean":true}')) == [{"answer": Literal(True)}]


def test_rows_need_json():
    with pytest.raises(QueryError, match="not from text/csv"):
        rows(Answer("text/csv; charset=utf-8", b"a\r\n1\r\n"))
    with pytest.raises(QueryError, match="not from text/turtle"):
        rows(Answer("text/turtle", b""))


def test_table_shortens_iris():
    table = read_table(SELECT, prefixes(BASE))
    assert table == Table(("who", "said", "none"), (("actor:RUS", "no", ""),))
    assert read_table(SELECT).rows[0][0] == BASE + "actor/RUS"


def test_prefixes_of_instances_follow_the_base():
    found = prefixes(BASE)
    assert found["event"] == "https://facts.example/kg/event/"
    assert found["wd"] == "http://www.wikidata.org/entity/"
    assert {
        "dip", "cameo", "plover", "actor", "event", "mention", "article", "dyad", "run", "count", "graph",
        "rdf", "rdfs", "owl", "xsd", "skos", "prov", "dcterms", "wd", "qb",
    } == set(found)  # fmt: skip


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        (BASE + "actor/RUS", "actor:RUS"),
        (BASE + "actor/", BASE + "actor/"),
        (BASE + "actor/a/b", BASE + "actor/a/b"),
        ("https://w3id.org/diplograph/cameo/1313", "cameo:1313"),
        ("http://other.example/x", "http://other.example/x"),
    ],
)
def test_shorten(iri, short):
    assert shorten(iri, prefixes(BASE)) == short


def test_text_of_a_triple_term():
    triple = Triple(NamedNode("http://a/"), NamedNode("http://b/"), Literal("c"))
    assert to_text(triple, {}) == str(triple)


def test_used_prefixes():
    day = Literal("2024-01-01", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date"))
    rdf_type = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    triples = [
        Triple(NamedNode(BASE + "event/1"), NamedNode("http://other.example/p"), day),
        Triple(NamedNode(BASE + "event/1"), rdf_type, Literal("plain")),
    ]
    assert set(used_prefixes(triples, prefixes(BASE))) == {"event", "xsd"}
