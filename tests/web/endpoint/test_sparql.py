import json

import pytest

from kg.errors import LimitError
from kg.settings import Settings
from tests.web.conftest import BASE
from web import create_app

ASK = "ASK { ?e dip:action cameo:161 }"
SELECT = "SELECT ?code WHERE { ?e dip:actor actor:POL ; dip:action/skos:notation ?code } ORDER BY ?code"
CONSTRUCT = "CONSTRUCT WHERE { ?e dip:action cameo:161 ; dip:target ?t }"
JSON = {"Accept": "application/sparql-results+json"}


def codes(response) -> list[str]:
    assert response.status_code == 200, response.text
    return [row["code"]["value"] for row in json.loads(response.text)["results"]["bindings"]]


def test_three_ways_to_send_a_query(client):
    assert codes(client.get("/sparql", query_string={"query": SELECT}, headers=JSON)) == ["042", "161"]
    assert codes(client.post("/sparql", data={"query": SELECT}, headers=JSON)) == ["042", "161"]
    body = client.post("/sparql", data=SELECT, content_type="application/sparql-query", headers=JSON)
    assert codes(body) == ["042", "161"]


@pytest.mark.parametrize(
    ("query", "accept", "sent"),
    [
        (SELECT, "application/sparql-results+json", "application/sparql-results+json"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "text/csv", "text/csv"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values"),
        (SELECT, "text/csv;q=0.2, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        (SELECT, "*/*", "application/sparql-results+json"),
        (ASK, "application/sparql-results+json", "application/sparql-results+json"),
        (CONSTRUCT, "text/turtle", "text/turtle"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        (CONSTRUCT, "*/*", "text/turtle"),
    ],
)
def test_format_is_what_the_client_likes_best(client, query, accept, sent):
    response = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})
    assert (response.status_code, response.mimetype) == (200, sent)
    assert response.data
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("query", [SELECT, CONSTRUCT])
def test_format_that_nobody_writes_is_refused(client, query):
    assert client.get("/sparql", query_string={"query": query}, headers={"Accept": "image/png"}).status_code == 406


def test_malformed_query_is_told_with_its_place(client):
    query = "SELECT * WHERE {\n  ?s ?p }"
    response = client.get("/sparql", query_string={"query": query}, headers=JSON)
    assert response.status_code == 400
    problem = json.loads(response.text)
    assert (problem["line"], problem["status"]) == (2, 400)
    assert problem["column"] > 1


def test_malformed_query_comes_back_in_the_form(browse):
    page = browse("/sparql?query=SELECT+*+WHERE+%7B", status=400)
    assert "SELECT * WHERE {" in page
    assert "line 1" in page


@pytest.mark.parametrize(
    ("method", "options", "status"),
    [
        ("get", {"query_string": "query=ASK%7B%7D&query=ASK%7B%7D"}, 400),
        ("get", {"query_string": ""}, 400),
        ("post", {"data": {"update": "CLEAR ALL"}}, 403),
        ("post", {"data": "CLEAR ALL", "content_type": "application/sparql-update"}, 403),
        ("post", {"data": "x", "content_type": "text/plain"}, 415),
        ("post", {"data": b"\xff", "content_type": "application/sparql-query"}, 400),
        ("post", {"data": "x" * 60_000, "content_type": "application/sparql-query"}, 413),
        ("get", {"query_string": {"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}}, 400),
        ("put", {"data": "x"}, 405),
    ],
)
def test_what_is_no_query_is_refused(client, method, options, status):
    response = getattr(client, method)("/sparql", headers=JSON, **options)
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"


def test_query_over_its_limit_is_told_to_come_back():
    class Slow:
        base = BASE
        generation = "1"

        def stream(self, *arguments, **options):
            raise LimitError("the query was ended after 10 seconds")

    response = create_app(Settings(), Slow()).test_client().get("/sparql", query_string={"query": ASK}, headers=JSON)
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "10 seconds" in response.text


def test_browser_gets_a_form_and_a_table(browse):
    assert "<textarea" in browse("/sparql")
    page = browse("/sparql?query=" + SELECT.replace(" ", "+").replace("{", "%7B").replace("}", "%7D"))
    assert "<table" in page
    assert "161" in page


@pytest.mark.parametrize("form", ["turtle", "pictures", "ttl"])
def test_format_that_the_answer_cannot_have_leaves_it_to_accept(client, form):
    assert codes(client.get("/sparql", query_string={"query": SELECT, "format": form}, headers=JSON)) == ["042", "161"]


def test_browser_can_fetch_the_answer_in_a_format(client):
    answer = client.get("/sparql", query_string={"query": SELECT, "format": "csv"}, headers={"Accept": "text/html"})
    assert answer.mimetype == "text/csv"
    assert answer.text.split() == ["code", "042", "161"]
