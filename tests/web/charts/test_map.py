"""The page of the map: events by state."""

import json

import pytest

from kg.graph.store import Store
from kg.model import Article, Event, Mention, PartialDate
from kg.reference import ontology_files
from kg.settings import Settings
from tests.web.conftest import BASE, HOSTILE, POLAND, RUSSIA
from web import create_app
from web.asking import Asking
from web.charts import map_page
from web.charts.state_counts import read_volumes, to_literals
from web.charts.world import Outline, World, legend_sizes, round_down, to_bubbles, to_radius

WORLD = World(960, 437, {"RUS": Outline(600.0, 60.0, "M1 1l2 2 3-1z"), "POL": Outline(500.0, 90.0, "")})


@pytest.fixture
def drawn(monkeypatch):
    monkeypatch.setattr(map_page, "load_world", lambda folder: WORLD)


@pytest.fixture(scope="module")
def crowded():
    """Return a graph in which Russia is on both sides of one event."""
    with Store.in_memory(BASE, ontology_files(), [RUSSIA, POLAND]) as store:
        mention = Mention(0, "It did.", "It", "did", "", 0.5)
        told = [
            Event(RUSSIA, "190", RUSSIA, PartialDate(2024, 6), mentions=(mention,)),
            Event(RUSSIA, "042", POLAND, PartialDate(2024, 7), mentions=(mention,)),
        ]
        store.add(Article("x", "It did.", "x"), told, "2024-08-01-test")
        yield store


def rows_of(client, query=""):
    return {row["label"]: row for row in client.get(f"/map.json{query}").json["states"]}


def test_map_counts_each_state_on_either_side(client):
    rows = rows_of(client)
    assert rows["Russia"]["events"] == 5
    assert rows["Poland"]["events"] == 3
    assert rows["Poland"]["cooperation"] + rows["Poland"]["conflict"] == 3


def test_sides_can_be_looked_at_alone(client):
    assert rows_of(client, "?side=actor")["Poland"]["events"] == 2
    assert rows_of(client, "?side=target")["Poland"]["events"] == 1


def test_an_event_within_a_state_is_one_event_of_it(crowded):
    ask = Asking(crowded)
    volumes = read_volumes(ask, "either", None)
    assert volumes[BASE + "actor/RUS"].events == 2
    assert volumes[BASE + "actor/POL"].events == 1
    june = read_volumes(ask, "either", to_literals(["2024-06"]))
    assert {iri: volume.events for iri, volume in june.items()} == {BASE + "actor/RUS": 1}


def test_period_and_class_leave_out_the_others(client):
    assert rows_of(client, "?since=2024-06&until=2024-06")["Russia"]["events"] == 2
    assert rows_of(client, "?class=Cooperation")["Russia"]["conflict"] == 0
    assert rows_of(client, "?since=1990-01&until=1991-12") == {}


def test_each_bubble_leads_to_its_state_and_says_its_numbers(browse, drawn):
    page = browse("/map")
    assert 'href="/actor/RUS.html"' in page
    assert "Russia: 5 events" in page
    assert page.count('<circle class="s"') == 2
    assert '<table class="num">' in page


def test_without_outlines_the_table_is_there_and_says_so(browse, monkeypatch):
    monkeypatch.setattr(map_page, "load_world", lambda folder: None)
    page = browse("/map")
    assert "no outlines" in page
    assert '<svg class="world"' not in page
    assert '<table class="num">' in page


def test_a_period_without_events_is_told_as_such(browse, drawn):
    assert "No events" in browse("/map?since=1990-01&until=1991-12")


def test_what_an_address_says_wrongly_is_left_out(browse, drawn):
    page = browse(f"/map?side={HOSTILE[:40]}&class=%3Cscript%3E&since=x&until=2024-99")
    assert "<script>alert" not in page
    assert "all time" in page


def test_twins_have_the_rows_of_the_table(client):
    lines = client.get("/map.csv").text.splitlines()
    assert lines[0] == "state,label,events,cooperation,conflict,goldstein"
    assert lines[1].startswith(f"{BASE}actor/RUS,Russia,5,")
    assert json.loads(client.get("/map.json?class=Conflict").text)["class"] == "Conflict"


def test_embedded_map_may_be_framed_and_leads_back(client, drawn):
    response = client.get("/embed/map?class=Conflict")
    assert "frame-ancestors *" in response.headers["Content-Security-Policy"]
    assert "/map?class=Conflict" in response.text
    assert "<table" not in response.text


def test_empty_graph_has_a_map_page():
    with Store.in_memory(BASE, ontology_files(), []) as store:
        assert (
            create_app(Settings(), store).test_client().get("/map", headers={"Accept": "text/html"}).status_code == 200
        )


def test_area_of_a_bubble_tells_the_events_and_the_largest_come_first():
    assert to_radius(100, 400) == pytest.approx(to_radius(400, 400) / 2)
    assert to_radius(0, 400) == 0
    bubbles = to_bubbles(
        WORLD, [("POL", "Poland", 3), ("RUS", "Russia", 9), ("XYZ", "Nowhere", 99), ("DEU", "Germany", 0)]
    )
    assert [one.key for one in bubbles] == ["RUS", "POL"]


@pytest.mark.parametrize(("number", "round_one"), [(0.4, 0), (1, 1), (4.9, 2), (5, 5), (99, 50), (1234, 1000)])
def test_legend_has_round_numbers(number, round_one):
    assert round_down(number) == round_one
    assert all(radius <= to_radius(int(number), int(number)) for _, radius in legend_sizes(int(number)))
