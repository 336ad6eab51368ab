"""The page of the network: who deals with whom."""

import re

import pytest

from kg.graph.store import Store
from kg.reference import ontology_files
from kg.settings import Settings
from tests.web.conftest import BASE
from web import create_app
from web.asking import Asking
from web.charts import network_page
from web.charts.network_counts import Network, Pair, Party, read_network
from web.charts.network_drawing import choose_lines, draw_network
from web.charts.volumes import Volume
from web.remembering import Remembered


def volume(events, score=0.0):
    return Volume({"VerbalCooperation": events}, {"VerbalCooperation": events * score})


def star(count):
    """Return a network in which everyone deals with the first, and the next ones a little with each other."""
    parties = tuple(Party(f"{BASE}actor/{n}", f"Party {n}", volume(5000 - n)) for n in range(count))
    spokes = [Pair(f"{BASE}dyad/0-{n}", 0, n, volume(1000 - n)) for n in range(1, count)]
    chords = [Pair(f"{BASE}dyad/{n}-{m}", m, n, volume(2)) for n in range(1, count) for m in range(1, n)]
    return Network(parties, (*spokes, *chords))


def test_network_joins_those_that_deal_with_each_other(client):
    found = client.get("/network.json").json
    by_pair = {(pair["one_label"], pair["other_label"]): pair for pair in found["pairs"]}
    pair = by_pair.get(("Russia", "Poland")) or by_pair["Poland", "Russia"]
    assert pair["events"] == 3
    assert pair["pair"] == BASE + "dyad/POL-RUS"
    assert {"Russia", "Poland"} <= {actor["label"] for actor in found["actors"]}


def test_nodes_lead_to_actors_and_lines_to_pairs(browse):
    page = browse("/network")
    assert '<a href="/actor/RUS.html" class="t-' in page
    assert '<a href="/dyad/POL-RUS.html" tabindex="-1"' in page
    assert '<table class="num pairs">' in page


def test_names_of_the_graph_are_text_in_the_drawing(browse):
    page = browse("/network")
    drawing = re.search(r'<svg class="network".*?</svg>', page, re.DOTALL)[0]
    assert "<script" not in drawing
    assert "z" * 200 not in drawing


def test_period_and_class_leave_out_the_others(client):
    def events(query):
        return sum(pair["events"] for pair in client.get(f"/network.json?{query}").json["pairs"])

    assert events("since=2024-06&until=2024-06") == 2
    assert events("class=VerbalCooperation") < events("")
    assert events("since=1990-01&until=1990-02") == 0


@pytest.mark.parametrize("query", ["actors=x&least=-3", "actors=99999999999", "least=³&class=%3Cscript%3E", "actors=1"])
def test_what_an_address_says_wrongly_is_no_fault(browse, query):
    assert "<script>alert" not in browse(f"/network?{query}")


def test_a_network_without_pairs_says_so(browse):
    assert "No pair of actors" in browse("/network?since=1990-01&until=1990-02")
    with Store.in_memory(BASE, ontology_files(), []) as store:
        page = create_app(Settings(), store).test_client().get("/network", headers={"Accept": "text/html"})
        assert page.status_code == 200


def test_the_few_asked_for_by_name_and_all_together_have_the_same_counts(engine, monkeypatch):
    few = read_network(Asking(engine), None, "", 50)
    monkeypatch.setattr("web.charts.network_counts.FEW", 0)
    assert read_network(Asking(engine), None, "", 50) == few
    assert few.pairs


def test_the_table_ends_where_the_twin_goes_on(client, monkeypatch):
    monkeypatch.setattr(network_page, "LISTED", 1)
    page = client.get("/network", headers={"Accept": "text/html"}).text
    assert "1 busiest pairs of" in page
    assert len(client.get("/network.csv").text.splitlines()) > 2


def test_drawing_has_a_line_for_the_busiest_pairs_and_for_one_of_each_actor():
    network = star(40)
    shown, least = choose_lines(network)
    assert len(shown) <= 40 * 3 + 40
    assert {pair.other for pair in shown} | {0} == set(range(40))
    assert least == 2
    assert len(choose_lines(network, 3)[0]) == 39


def test_circles_tell_volume_by_their_area_and_lines_lie_in_order():
    drawing = draw_network(star(16))
    assert len(drawing.nodes) == 16
    assert all(0 < node.radius <= node.x <= drawing.width - node.radius for node in drawing.nodes)
    events = [line.pair.volume.events for line in drawing.lines]
    assert events == sorted(events)


def test_what_was_worked_out_is_kept_until_the_graph_changes(engine):
    ask, made = Asking(engine), []
    kept = Remembered(2)

    def make():
        made.append(1)
        ask.rows("volumes_of_parties")
        return len(made)

    assert [kept.get(ask, "a", make), kept.get(ask, "a", make)] == [1, 1]
    assert len(ask.asked) == 2
    assert kept.get(ask, "b", make) == 2
    assert kept.get(ask, "c", make) == 3
    assert kept.get(ask, "a", make) == 4


def test_embedded_network_may_be_framed(client):
    response = client.get("/embed/network")
    assert "frame-ancestors *" in response.headers["Content-Security-Policy"]
    assert '<svg class="network"' in response.text
