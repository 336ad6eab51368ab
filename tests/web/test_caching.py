"""What has not changed is not sent again, and what is sent is compressed."""

import gzip

import pytest

from kg.graph.store import Store
from kg.reference import ontology_files
from kg.settings import Settings
from tests.web.conftest import BASE, POLAND, RUSSIA, STORY, events_of_story
from web import create_app

QUERY = "SELECT ?e { ?e a dip:Event } ORDER BY ?e"
JSON = {"Accept": "application/sparql-results+json"}


@pytest.fixture
def fresh():
    with Store.in_memory(BASE, ontology_files(), [RUSSIA, POLAND]) as store:
        yield store, create_app(Settings(), store).test_client()


@pytest.mark.parametrize("path", ["/", "/events", "/actor/RUS.ttl", "/sparql?query=ASK%7B%7D", "/.well-known/void"])
def test_unchanged_answer_is_not_sent_again(client, path):
    first = client.get(path)
    assert first.status_code == 200
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert client.head(path).headers["ETag"] == first.headers["ETag"]


def test_another_format_or_query_has_another_tag(client):
    def tag(query, **headers):
        return client.get("/sparql", query_string={"query": query}, headers=headers).headers["ETag"]

    tags = {tag(QUERY, Accept="text/csv"), tag(QUERY, **JSON), tag(QUERY + " LIMIT 1", **JSON)}
    assert len(tags) == 3


def test_answer_is_sent_anew_after_a_write(fresh):
    store, client = fresh
    first = client.get("/sparql", query_string={"query": QUERY}, headers=JSON)
    store.add(STORY, events_of_story(), "2024-06-27-test")
    again = client.get(
        "/sparql", query_string={"query": QUERY}, headers={**JSON, "If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 200
    assert len(again.json["results"]["bindings"]) == 4


def test_what_is_new_each_time_has_no_tag(client):
    random = client.get("/sparql", query_string={"query": "SELECT (RAND() AS ?n) {}"}, headers=JSON)
    assert "ETag" not in random.headers
    assert "ETag" not in client.post("/sparql", data={"query": QUERY}, headers=JSON).headers
    assert "ETag" not in client.get("/nowhere").headers


def test_a_client_that_takes_anything_it_knows_is_answered(client):
    assert client.get("/nowhere", headers={"If-None-Match": "*"}).status_code == 404


def test_files_and_the_ontology_are_kept_by_who_takes_compressed_answers(client):
    takes = {"Accept-Encoding": "gzip, zstd, br"}
    for path in ("/ontology.ttl", "/static/style.css"):
        with client.get(path, headers=takes) as first:
            assert first.headers.get("Content-Encoding") in (None, "gzip")
        with client.get(path, headers={**takes, "If-None-Match": first.headers["ETag"]}) as again:
            assert again.status_code == 304, path


def test_answers_are_compressed_for_who_takes_that(client):
    query = {"query": "SELECT * { ?s ?p ?o } LIMIT 200"}
    plain = client.get("/sparql", query_string=query, headers=JSON)
    packed = client.get("/sparql", query_string=query, headers={**JSON, "Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) * 3 < len(plain.data)
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_home_counts_articles_once_for_each_state_of_the_graph(fresh, monkeypatch):
    store, client = fresh
    asked = []
    answer = store.answer
    monkeypatch.setattr(store, "answer", lambda query, **options: asked.append(query) or answer(query, **options))
    pages = [client.get("/", headers={"Accept": "text/html"}).text for _ in range(2)]
    assert pages[0] == pages[1]
    assert sum("dip:Article" in query for query in asked) == 1
    store.add(STORY, events_of_story(), "2024-06-28-test", again=True)
    client.get("/", headers={"Accept": "text/html"})
    assert sum("dip:Article" in query for query in asked) == 2
