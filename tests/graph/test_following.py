"""Counts and search after what changes a graph as a whole."""

import pytest
from pyoxigraph import RdfFormat

from kg.errors import QueryError
from kg.graph.contents import Content
from kg.graph.cube import EVENT_COUNT
from kg.graph.store import Store
from kg.graph.triples import DEFAULT_GRAPH
from kg.graph.updates import Update
from tests.graph.conftest import BASE


@pytest.fixture
def store(folder):
    with Store.open(folder) as opened:
        yield opened


def test_a_graph_that_comes_back_changed_is_counted_whatever_it_says_of_itself(store):
    lines = store._open.dump(format=RdfFormat.N_TRIPLES, from_graph=DEFAULT_GRAPH)
    wrong = f'<{BASE}count/wrong> {EVENT_COUNT} "5"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    store.put(None, [Content(lines + wrong.encode(), "application/n-triples", BASE)], replace=True)
    assert not store.settled
    store.settle()
    assert store.recount() == 0


def test_an_update_that_comes_to_nothing_leaves_nothing_to_be_done(store):
    assert store.settled
    with pytest.raises(QueryError):
        store.update(Update("DROP GRAPH <urn:none>"))
    assert store.settled


def test_an_update_that_comes_to_nothing_hides_no_earlier_one(store):
    store.update(Update("INSERT DATA { <urn:a> <urn:b> 1 }"))
    with pytest.raises(QueryError):
        store.update(Update("DROP GRAPH <urn:none>"))
    assert not store.settled
