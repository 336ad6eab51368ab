"""Queries over HTTP that call another endpoint."""

import pytest

from kg.graph.federation import FederatedReaders
from kg.net.service import Service
from kg.settings import Settings
from tests.graph.endpoints import serve_endpoints, to_body
from web import create_app
from web.site import ENGINE

MIRRORED = "https://far.example/sparql"
"""An endpoint that another one is asked in place of."""


@pytest.fixture(scope="module")
def far():
    with serve_endpoints() as served:
        served.add("/good", to_body("far"))
        served.add("/busy", status=429)
        yield served


@pytest.fixture
def client(far, data):
    services = Service(f"{far.origin}/good"), Service(f"{far.origin}/busy"), Service(MIRRORED, f"{far.origin}/good")
    with FederatedReaders(data, services, processes=1, seconds=3) as readers:
        yield create_app(Settings(services=services), readers).test_client()


def test_a_federated_query(client, far):
    query = f"SELECT ?label {{ SERVICE <{far.origin}/good> {{ ?s ?p ?label }} }}"
    response = client.get("/sparql", query_string={"query": query, "format": "csv"})
    assert response.text == "label\r\nfar\r\n"
    assert "ETag" not in response.headers  # the other graph may change while ours does not
    assert 'diplograph_queries_total{end="answered"} 1' in client.get("/metrics").text


def test_a_mirror_is_asked_in_place_of_an_endpoint(client):
    query = f"SELECT ?label {{ SERVICE <{MIRRORED}> {{ ?s ?p ?label }} }}"
    assert client.get("/sparql", query_string={"query": query, "format": "csv"}).text == "label\r\nfar\r\n"


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/html"])
def test_another_endpoint_that_fails(client, far, accept):
    query = f"SELECT ?label {{ SERVICE <{far.origin}/busy> {{ ?s ?p ?label }} }}"
    response = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})
    assert response.status_code == 502
    assert "/busy" in response.text
    assert "the server answered 429" in response.text


def test_the_service_description_tells(client):
    described = client.get("/sparql", headers={"Accept": "application/n-triples"}).text
    assert "<http://www.w3.org/ns/sparql-service-description#BasicFederatedQuery>" in described
    alone = create_app(Settings(), client.application.extensions[ENGINE]).test_client()
    assert "BasicFederatedQuery" not in alone.get("/sparql", headers={"Accept": "application/n-triples"}).text
