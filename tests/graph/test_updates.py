"""SPARQL updates and whole graphs, on a store of one's own."""

import pytest

from kg.errors import QueryError
from kg.graph.contents import Content, read_triples
from kg.graph.engine import open_empty
from kg.graph.faults import find_place
from kg.graph.store import Store
from kg.graph.updates import Update
from kg.results import rows
from tests.graph.conftest import BASE

TWO_GRAPHS = "INSERT DATA { <urn:a> <urn:in> 'default' . GRAPH <urn:g> { <urn:a> <urn:in> 'g' } }"


@pytest.fixture
def empty():
    with Store(open_empty(), BASE) as store:
        yield store


def values(store, pattern="{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }"):
    return sorted(row["o"].value for row in rows(store.answer(f"SELECT ?o WHERE {{ {pattern} }}")))


def test_an_update_is_done_with_our_prefixes(empty):
    empty.update(Update("INSERT DATA { dip:a dip:b 'x' }"))
    assert values(empty, "dip:a dip:b ?o") == ["x"]


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DAT { <urn:a> <urn:b> 1 }",
        "PREFIX x: <urn:x>\nINSERT DATA {\n x:a x:b x:c ; . . }",
        "# a note\nBASE <urn:x>\n\nDELETE DATA { ?x ?y 1 }",
        "INSERT DATA { nobody:a <urn:b> 1 }",
    ],
)
def test_what_is_malformed_is_told_where_the_engine_sees_it(empty, text):
    with pytest.raises(SyntaxError) as plain:
        open_empty().update(text)
    with pytest.raises(QueryError, match="malformed update") as caught:
        empty.update(Update(text))
    assert (caught.value.line, caught.value.column) == find_place(plain.value)


def test_nothing_of_an_update_is_done_when_a_part_cannot_be(empty):
    with pytest.raises(QueryError, match="nothing of it was"):
        empty.update(Update("INSERT DATA { <urn:a> <urn:b> 1 } ; DROP GRAPH <urn:none>"))
    assert values(empty) == []


def test_a_malformed_update_does_nothing_even_where_it_begins_well(empty):
    with pytest.raises(QueryError):
        empty.update(Update("INSERT DATA { <urn:a> <urn:b> 1 } ; DELETE DAT { }"))
    assert values(empty) == []


@pytest.mark.parametrize(
    "text",
    [
        "INSERT { <urn:x> <urn:y> ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "INSERT { <urn:x> <urn:y> ?o } WHERE { SERVICESILENT<http://127.0.0.1:9/>{ ?s ?p ?o } }",
        "LOAD <http://127.0.0.1:9/>",
        "LOAD SILENT <http://127.0.0.1:9/>",
        "PREFIX load: <urn:load>\nINSERT DATA { load:a load:b 'load' } ; load<http://127.0.0.1:9/>",
    ],
)
def test_no_update_reaches_out(empty, text):
    with pytest.raises(QueryError, match="not allowed"):
        empty.update(Update(text))
    assert values(empty) == []


def test_words_that_only_look_like_it_are_fine(empty):
    empty.update(Update("PREFIX load: <urn:load> # service load\nINSERT DATA { load:service <urn:b> 'service load' }"))
    assert values(empty) == ["service load"]


def test_a_data_set_named_beside_the_update_is_what_where_sees(empty):
    empty.update(Update(TWO_GRAPHS))
    text = "INSERT { <urn:x> <urn:y> ?o }\nWHERE { ?s <urn:in> ?o # where\n FILTER(?o != ' where {') }"
    empty.update(Update(text, default_graphs=("urn:g",)))
    assert values(empty, "<urn:x> <urn:y> ?o") == ["g"]


def test_a_query_inside_of_an_update_keeps_its_where(empty):
    empty.update(Update(TWO_GRAPHS))
    text = "INSERT { <urn:x> <urn:y> ?o } WHERE{ { SELECT ?o WHERE { GRAPH ?g { ?s <urn:in> ?o } } } }"
    empty.update(Update(text, named_graphs=("urn:g",)))
    assert values(empty, "<urn:x> <urn:y> ?o") == ["g"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("DELETE WHERE { ?s ?p ?o }", "DELETE WHERE"),
        ("WITH <urn:x> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "USING or WITH"),
        ("DELETE { ?s ?p ?o } USING<urn:x>WHERE { ?s ?p ?o }", "USING or WITH"),
        ("INSERT { <urn:x> <urn:y> ?o } WHERE { ?s ?p ?o }", "no absolute IRI"),
    ],
)
def test_a_data_set_that_cannot_be_is_refused(empty, text, reason):
    empty.update(Update(TWO_GRAPHS))
    with pytest.raises(QueryError, match=reason):
        empty.update(Update(text, default_graphs=("not an iri",) if "absolute" in reason else ("urn:g",)))
    assert values(empty) == ["default", "g"]


def test_a_graph_is_replaced_whole_or_added_to(empty):
    assert not empty.put("urn:g", [Content(b"<a> <b> 'one' .", "text/turtle", BASE)], replace=True)
    assert empty.put("urn:g", [Content(b"<a> <b> 'two' .", "text/turtle", BASE)], replace=False)
    assert values(empty, "GRAPH <urn:g> { ?s ?p ?o }") == ["one", "two"]
    assert empty.put("urn:g", [Content(b"<a> <b> 'three' .", "text/turtle", BASE)], replace=True)
    assert values(empty, "GRAPH <urn:g> { ?s ?p ?o }") == ["three"]


def test_a_graph_that_is_replaced_holds_what_came_and_nothing_else(empty):
    first = b"<a> <b> 'kept', 'gone', 01, 'x'@en ."
    then = b"<a> <b> 'kept', 'new', 1, 'x'@de ; <c> [ <d> 'blank' ] ."
    for document, count in ((first, 4), (then, 6), (then, 6), (first, 4), (b"", 0)):
        empty.put("urn:g", [Content(document, "text/turtle", BASE)], replace=True)
        anew = {str(one.object) for one in read_triples([Content(document, "text/turtle", BASE)])}
        found = [row["o"] for row in rows(empty.answer("SELECT ?o { GRAPH <urn:g> { ?s ?p ?o } }"))]
        assert len(found) == count
        assert {str(one) for one in found if one.value in ("kept", "gone", "new", "x", "blank")} <= anew
    assert empty.drop("urn:g"), "it is there though it is empty"


def test_blank_nodes_of_two_documents_stay_apart(empty):
    both = [Content(b'_:x <urn:is> "1" .', "application/n-triples", BASE)] * 2
    empty.put("urn:g", both, replace=True)
    assert values(empty, "GRAPH <urn:g> { ?s ?p ?o }") == ["1", "1"]


def test_a_malformed_document_changes_nothing(empty):
    empty.put("urn:g", [Content(b"<a> <b> 'one' .", "text/turtle", BASE)], replace=True)
    with pytest.raises(QueryError, match="malformed Turtle") as caught:
        empty.put("urn:g", [Content(b"<a> <b> 'two' .\n<a> <b> ", "text/turtle", BASE)], replace=True)
    assert caught.value.line == 2
    assert values(empty, "GRAPH <urn:g> { ?s ?p ?o }") == ["one"]


def test_an_empty_graph_is_there_until_it_is_dropped(empty):
    empty.put("urn:g", [Content(b"", "text/turtle", BASE)], replace=True)
    assert empty.drop("urn:g")
    assert not empty.drop("urn:g")
