"""Answers to queries as the SPARQL page shows them."""

import pytest
from pyoxigraph import Literal, NamedNode

from kg.vocab import XSD
from tests.web.conftest import BASE, HOSTILE
from web.endpoint.result_views import LONGEST, Names, ResultView, read_view, to_cell
from web.site import Asking


@pytest.fixture
def view(app, engine):
    """Return a function from a query to the view of its answer."""

    def read(query: str) -> ResultView:
        with app.test_request_context(), engine.stream(query) as stream:
            return read_view(stream, ["text/turtle"], Asking(engine))

    return read


def texts(view: ResultView) -> list[list[str]]:
    return [[cell.text for cell in row] for row in view.rows]


def test_iris_are_shown_by_name_and_lead_to_their_page(view):
    shown = view("SELECT * { VALUES (?a ?b ?c) { (actor:POL cameo:161 dip:Event) } }")
    assert texts(shown) == [["Poland", "161 Reduce or break diplomatic relations", "event"]]
    assert [cell.href for cell in shown.rows[0]] == [
        "/actor/POL.html", "/action/161.html", "/ontology#Event"
    ]  # fmt: skip
    assert shown.rows[0][0].whole == BASE + "actor/POL"


def test_properties_and_what_has_no_name_keep_their_short_iris(view):
    shown = view("SELECT * { VALUES (?a ?b) { (dip:actor rdf:type) (actor:nobody <http://other.example/x>) } }")
    assert texts(shown) == [["dip:actor", "rdf:type"], ["actor:nobody", "http://other.example/x"]]


def test_an_event_is_shown_by_the_beginning_of_its_key(view, find):
    key = find("?x dip:action cameo:161").removeprefix("/event/")
    assert texts(view(f"SELECT * {{ VALUES ?e {{ event:{key} }} }}")) == [[f"event:{key[:8]}…"]]


def test_columns_are_typed_by_all_their_values(view):
    shown = view("""SELECT * { VALUES (?n ?day ?actor ?group ?mixed ?iri ?none) {
      (1 "2024-06-27"^^xsd:date actor:RUS actor:hostile 1 dip:Event UNDEF)
      (2.5 "2024"^^xsd:gYear actor:POL actor:hostile "one" dip:Event UNDEF) } }""")
    kinds = {column.name: (column.kind, column.has_states) for column in shown.columns}
    assert kinds == {
        "n": ("number", False),
        "day": ("date", False),
        "actor": ("actor", True),
        "group": ("actor", False),
        "mixed": ("text", False),
        "iri": ("iri", False),
        "none": ("text", False),
    }


def test_an_answer_comes_in_the_formats_of_its_kind(view):
    assert set(view("SELECT * { ?s ?p ?o } LIMIT 1").formats) == {"json", "csv", "tsv", "xml"}
    assert set(view("ASK {}").formats) == {"json", "xml"}
    assert set(view("DESCRIBE actor:RUS").formats) == {"ttl", "nt", "rdf", "jsonld"}
    assert view("SELECT * { ?s a dip:Nothing }").has_rows


def test_a_long_text_is_cut_and_a_literal_says_what_it_is(app):
    with app.test_request_context():
        cell = to_cell(Literal(HOSTILE, language="en"), Names())
        assert len(cell.text) == LONGEST
        assert cell.whole == HOSTILE
        assert (cell.language, cell.hint) == ("en", "in en")
        number = to_cell(Literal("4.5", datatype=NamedNode(XSD + "decimal")), Names())
        assert (number.kind, number.hint) == ("number", "xsd:decimal")


def test_more_rows_than_are_shown_are_counted(view):
    values = " ".join(map(str, range(1005)))
    shown = view(f"SELECT * {{ VALUES ?n {{ {values} }} }}")
    assert (len(shown.rows), shown.total) == (1000, 1005)


def test_a_graph_is_shown_up_to_a_size(view):
    triples = " ".join(f"<http://x.example/{at}> rdfs:label '{'y' * 300}' ." for at in range(1200))
    shown = view(f"CONSTRUCT {{ {triples} }} WHERE {{}}")
    assert shown.cut
    assert len(shown.turtle) <= 1 << 18
    assert not view("DESCRIBE actor:RUS").cut


def test_a_name_beside_its_thing_is_told_once(view):
    query = """SELECT ?actorLabel ?n ?otherLabel ?other ?actor {
      VALUES (?actor ?actorLabel ?n ?other ?otherLabel) { (actor:POL "Poland" 1 actor:RUS "Moscow") } }"""
    shown = view(query).without_labels()
    assert [column.name for column in shown.columns] == ["actor", "n", "otherLabel", "other"]
    assert texts(shown) == [["Poland", "1", "Moscow", "Russia"]]
    assert shown.rows[0][0].href == "/actor/POL.html"
