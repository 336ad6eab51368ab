"""Whole named graphs on an engine that is not ours."""

import pytest

from kg.endpoint import Endpoint
from kg.errors import StoreError
from kg.graph.contents import Content
from kg.graph.remote.asking import Asking
from kg.graph.remote.contents import Card
from kg.graph.remote.store import RemoteStore
from kg.graph.remote.updates import BATCH
from tests.graph.conftest import BASE
from tests.graph.remote import engines

GRAPH = f"{BASE}graph/wikidata"
MANY = "".join(f'<http://x/{number}> <http://x/p> "{number} \\\\u0022 }}" .\n' for number in range(BATCH + 500))
ALL = f"SELECT ?s ?p ?o {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}"
OURS = "SELECT ?s ?p ?o { ?s ?p ?o FILTER (!ISBLANK(?s) && !ISBLANK(?o)) }"


def content(text):
    return [Content(text.encode(), "application/n-triples", BASE)]


def read(store, query):
    return sorted(tuple(str(row[name]) for name in "spo") for row in store._asking.select(query))


@pytest.fixture
def plain(oxigraph):
    engines.clear(oxigraph)
    return Asking(oxigraph)


def test_a_named_graph_is_replaced_as_a_whole_and_removed(plain):
    with RemoteStore.create(plain, Card(BASE), [], []) as store:
        before = read(store, OURS)
        assert store.put(GRAPH, content('<http://x/s> <http://x/p> "old" .\n'), replace=True) is False
        assert store.put(GRAPH, content(MANY), replace=True) is True
        found = read(store, ALL)
        assert len(found) == BATCH + 500
        assert all("\\\\u0022 }" in text for _, _, text in found)
        assert [row["g"].value for row in plain.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")] == [GRAPH]
        assert read(store, OURS) == before
        assert (store.drop(GRAPH), store.drop(GRAPH)) == (True, False)
        assert read(store, OURS) == before


def test_what_breaks_off_leaves_the_graph_as_it_was(plain, monkeypatch):
    with RemoteStore.create(plain, Card(BASE), [], []) as store:
        store.put(GRAPH, content('<http://x/s> <http://x/p> "old" .\n'), replace=True)
        update = Asking.update

        def broken(self, text):
            if text.startswith("INSERT") and "2400" in text:
                raise StoreError("broke off")
            update(self, text)

        monkeypatch.setattr(Asking, "update", broken)
        with pytest.raises(StoreError, match="broke off"):
            store.put(GRAPH, content(MANY), replace=True)
        assert [row[2] for row in read(store, ALL)] == ['"old"']


def test_where_a_copy_would_not_stand_apart_it_is_refused(oxigraph):
    engines.clear(oxigraph)
    named = Endpoint(oxigraph.query, oxigraph.update, "https://graph.example/all")
    with RemoteStore.create(Asking(named), Card(BASE), [], []) as store:
        with pytest.raises(StoreError, match="keeps all in one named graph"):
            store.put(GRAPH, content(MANY), replace=True)
        with pytest.raises(StoreError, match="only a named graph can be written"):
            store.put(None, content(MANY), replace=True)


def test_an_engine_that_shows_named_graphs_as_its_default_graph_is_refused(tmp_path):
    with engines.oxigraph(tmp_path, "--union-default-graph") as endpoint:
        asking = Asking(endpoint)
        with RemoteStore.create(asking, Card(BASE), [], []) as store:
            before = read(store, OURS)
            with pytest.raises(StoreError, match="shows named graphs as a part of its default graph"):
                store.put(GRAPH, content(MANY), replace=True)
            assert read(store, OURS) == before
