"""The front page says what the graph holds, and what to do while it holds nothing."""

import csv
import io
import json
import re

import pytest
from pyoxigraph import QueryResultsFormat

from kg.graph.store import Store
from kg.reference import ontology_files
from kg.settings import Settings
from tests.query_graph import story_store
from tests.web.conftest import BASE, POLAND, RUSSIA, events_of_story
from web import create_app
from web.actors import busiest
from web.asking import Asking

__all__ = ["story_store"]
"""The fixture ``store`` of a test below."""

CSV = QueryResultsFormat.CSV


def test_home_says_what_the_graph_holds(browse):
    page = browse("/")
    found = dict(re.findall(r"<div><dt>(\w+)</dt><dd>([\d,]+)</dd></div>", page))
    assert found == {"events": "5", "mentions": "5", "articles": "2", "parties": "3"}
    assert "<p>June 2024. Last read on" in page
    assert '<time datetime="2024-06-27">27 June 2024</time>' in page


def test_bars_lead_to_the_events_of_their_months(browse):
    assert "/events?since=2024-06&amp;until=2024-06" in browse("/")


def test_pairs_and_actors_are_those_of_the_counts(client):
    found = client.get("/index.json").json
    (pair,) = (one for one in found["busiest_pairs"] if one["iri"] == f"{BASE}dyad/POL-RUS")
    assert {member["label"] for member in pair["members"]} == {"Poland", "Russia"}
    assert sum(pair["events"].values()) == 3
    assert {one["actor"]["label"][:6]: one["events"] for one in found["busiest_actors"]}["Poland"] == 2


def test_twin_for_tables_has_every_event_once(client):
    rows = list(csv.DictReader(io.StringIO(client.get("/index.csv").text)))
    assert sum(int(row["all"]) for row in rows) == 1 + len(events_of_story())
    assert [row["month"] for row in rows] == ["2024-06", ""]
    assert rows[-1]["MaterialConflict"] == "1"


def test_home_comes_by_accept_too_and_links_its_twins(client, browse):
    assert client.get("/", headers={"Accept": "application/json"}).json == json.loads(client.get("/index.json").text)
    assert 'href="/index.csv"' in browse("/")
    assert 'href="/.well-known/void"' in browse("/")


def test_example_queries_of_home_can_be_run(client, browse):
    queries = re.findall(r'href="(/sparql\?query=[^"]*)">(?:Who|Which)', browse("/"))
    assert len(queries) == 3
    for address in queries:
        assert client.get(address.replace("&amp;", "&"), headers={"Accept": "text/csv"}).status_code == 200


@pytest.fixture
def empty(search):
    with Store.in_memory(BASE, ontology_files(), [RUSSIA, POLAND]) as store:
        yield create_app(Settings(), store, search).test_client()


def test_empty_graph_says_how_to_begin(empty):
    page = empty.get("/", headers={"Accept": "text/html"}).text
    assert "There are no events yet" in page
    assert "kg ingest articles/" in page
    assert "kg demo" in page
    assert empty.get("/index.csv").text.splitlines()[1:] == []


def test_pairs_are_counted_in_both_directions_whoever_acts(store, monkeypatch):
    monkeypatch.setattr(busiest, "AT_ONCE", 1)
    rows = store.answer(
        "SELECT ?d (COUNT(*) AS ?n) { ?e dip:dyad ?d ; dip:status dip:Actual } GROUP BY ?d", results=CSV
    )
    expected = {line.split(",")[0]: int(line.split(",")[1]) for line in rows.body.decode().split()[1:]}
    assert dict(busiest.count_pairs(Asking(store))) == expected
    assert len(expected) > 2
