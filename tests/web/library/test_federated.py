"""Saved queries that ask others: where the site may, where it may not, and over a copy."""

import pytest

from kg.graph.federation import FederatedReaders
from kg.graph.store import Store
from kg.net.service import Service
from kg.reference import ontology_files
from kg.settings import Settings
from tests.graph.endpoints import serve_endpoints
from tests.web.conftest import BASE, RUSSIA
from web import create_app

WIKIDATA = "https://query.wikidata.org/sparql"
COPY = f"""PREFIX wdt: <http://www.wikidata.org/prop/direct/>
INSERT DATA {{ GRAPH <{BASE}graph/wikidata> {{
  <http://www.wikidata.org/entity/Q159> wdt:P36 <http://www.wikidata.org/entity/Q649> .
  <{BASE}graph/wikidata> <http://www.w3.org/ns/prov#wasDerivedFrom> <{WIKIDATA}> ;
    <http://www.w3.org/ns/prov#generatedAtTime> "2026-11-22T10:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>
}} }}"""
MOSCOW = "http://www.wikidata.org/entity/Q649"


@pytest.fixture
def store():
    with Store.in_memory(BASE, ontology_files(), [RUSSIA]) as store:
        yield store


@pytest.fixture
def app(store, search, own):
    return create_app(Settings(data=own.parent), store, search)


@pytest.fixture
def copied(store):
    store._open.update(COPY)


@pytest.fixture
def asking(data, search, own):
    """Return a function from what Wikidata answers to a client of a site that may ask it."""
    with serve_endpoints() as served:

        def serve(path, **answer):
            served.add(path, **answer)
            services = (Service(WIKIDATA, f"{served.origin}{path}"),)
            readers = FederatedReaders(data, services, processes=1, seconds=3)
            opened.append(readers)
            return create_app(Settings(data=own.parent, services=services), readers, search).test_client()

        opened = []
        yield serve
        for readers in opened:
            readers.close()


def test_a_site_that_may_not_says_how_to_allow_it(browse, client):
    page = browse("/queries/capitals?run=1")
    assert "This site may not ask Wikidata" in page
    assert f"KG_SERVICES={WIKIDATA}" in page
    assert "kg enrich wikidata" in page
    assert 'id="answer"' not in page
    response = client.get("/api/queries/capitals")
    assert response.status_code == 403
    assert "copies=1" in response.json["detail"]
    response = client.get("/api/queries/capitals?copies=1")
    assert response.status_code == 404
    assert "kg enrich wikidata" in response.json["detail"]


@pytest.mark.usefixtures("copied")
def test_a_copy_is_asked_in_its_place(browse, client):
    assert "Ask the copy of 22 November 2026" in browse("/queries/capitals")
    assert "asks Wikidata, or its copy here" in browse("/queries")
    page = browse("/queries/capitals?run=1")
    assert "From the copy of Wikidata of 22 November 2026" in page
    assert MOSCOW in page
    assert "/api/queries/capitals?copies=1&amp;format=csv" in page
    assert "kg query capitals --copies --format csv" in page
    assert MOSCOW in client.get("/queries/capitals.csv").text
    assert MOSCOW in client.get("/api/queries/capitals?copies=1&format=csv").text
    assert client.get("/api/queries/capitals").status_code == 403  # nobody gets a copy unasked


def test_a_query_of_anybody_else_has_no_copy(client, own):
    (own / "far.rq").write_text("#+ summary: Far\nSELECT * { SERVICE <https://far.example/sparql> { ?s ?p ?o } }")
    assert client.get("/api/queries/far?copies=1").status_code == 404
    assert "far.example" in client.get("/queries/far", headers={"Accept": "text/html"}).text


def test_a_site_that_may_asks_when_it_is_told_to(asking):
    answer = (
        b'{"head": {"vars": ["capital"]}, "results": {"bindings": [{"capital": {"type": "literal", "value": "far"}}]}}'
    )
    client = asking("/good", body=answer)
    html = {"Accept": "text/html"}
    assert 'id="answer"' not in client.get("/queries/capitals", headers=html).text
    page = client.get("/queries/capitals?run=1", headers=html)
    assert 'id="answer"' in page.text
    assert "ETag" not in page.headers
    assert client.get("/api/queries/capitals?format=csv").status_code == 200


def test_an_endpoint_that_fails_is_told_at_its_place(asking):
    client = asking("/busy", status=429)
    page = client.get("/queries/capitals?run=1", headers={"Accept": "text/html"})
    assert page.status_code == 502
    assert "the server answered 429" in page.text
    assert "try again later" in page.text
    assert client.get("/api/queries/capitals").status_code == 502
