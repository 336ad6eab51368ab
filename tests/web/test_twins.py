import csv
import io

import pytest

from tests.web.conftest import HOSTILE

EVENT = "?x dip:action cameo:161"


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        ("text/html", "html"),
        ("text/turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "rdf"),
        ("application/json", "json"),
        ("text/csv", "csv"),
        ("*/*", "html"),
    ],
)
def test_an_iri_leads_to_the_document_that_the_client_likes(client, accept, ending):
    response = client.get("/actor/RUS?a=b", headers={"Accept": accept})
    assert (response.status_code, response.headers["Location"]) == (303, f"/actor/RUS.{ending}?a=b")


def test_an_iri_of_nothing_leads_nowhere(client):
    assert client.get("/actor/nobody").status_code == 404
    assert client.get("/actor/nobody.html").status_code == 404
    assert client.get("/actor/RUS", headers={"Accept": "image/png"}).status_code == 406


def test_a_key_that_ends_like_a_format_is_found_with_its_own_ending(client):
    assert client.get("/run/2024-06-27-test.html").status_code == 200
    assert client.get("/run/2024-06-27-test").headers["Location"].endswith("/run/2024-06-27-test.html")


def test_json_says_what_the_page_says(client, find):
    found = client.get(f"{find(EVENT)}.json").json
    assert found["actor"]["label"] == "Poland"
    assert found["date"] == "2024-06-25"
    assert found["mentions"][0]["said_of"]["actor"] == "Poland"


def test_csv_has_a_line_for_each_event_whatever_its_names(client):
    response = client.get("/events.csv")
    assert response.content_type == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert len(rows) == 5
    assert HOSTILE in {row["actor_label"] for row in rows}


def test_turtle_of_a_list_has_all_its_events(client):
    assert client.get("/events.ttl?actor=POL").text.count("a dip:Event") == 2


def test_a_page_links_to_its_twins_with_the_same_filters(browse):
    page = browse("/events?actor=POL")
    for ending in ("csv", "json", "ttl", "jsonld"):
        assert f'href="/events.{ending}?actor=POL"' in page


def test_a_page_has_the_twin_that_accept_asks_for(client):
    assert client.get("/events", headers={"Accept": "text/csv"}).mimetype == "text/csv"
    assert client.get("/events", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/events", headers={"Accept": "application/json"}).json["total"] == 5


def test_no_page_has_a_twin_that_nothing_can_be_put_in(client):
    assert client.get("/events.ttl?actor=NOBODY").status_code == 404
    assert client.get("/events.exe").status_code == 404
