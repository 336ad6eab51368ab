import csv
import io
from datetime import date

import pytest

from kg.graph.store import Store
from kg.model import Actor, ActorKind, Article, DateSource, Event, Mention, PartialDate
from kg.reference import bundled, ontology_files
from kg.settings import Settings
from web import create_app
from web.vocabulary.action_events import latest_days
from web.vocabulary.vocabulary_actions import read_actions

BASE = "https://graph.example/"


def test_it_has_what_the_ontology_says_and_a_sentence(browse):
    page = browse("/action/1313.html")
    assert "Announcing that ties will be cut back or broken" in page
    assert "<b>threatened to reduce or break off relations with</b> <i>target</i>" in page
    assert "Bolivia threatened to break off diplomatic relations with Peru." in page
    assert "−5.8" in page
    assert 'href="/ontology/actions#THREATEN"' in page


def test_it_leads_up_and_down_the_tree(browse):
    page = browse("/action/131.html")
    for code in ("13", "1311", "1312", "1313"):
        assert f'href="/action/{code}.html"' in page
    assert '<a aria-current="page" href="/action/131.html">' in page


def test_codes_in_a_definition_are_links(browse):
    assert '<a href="/action/162.html" title=' in browse("/action/1311.html")


def test_a_root_has_the_events_of_the_codes_below_it(browse):
    page = browse("/action/13.html")
    assert "1 event in this graph" in page
    assert "Russia" in page.partition("Latest events")[2]
    assert "threatened to reduce or break off relations with" in page.partition("Latest events")[2]


def test_an_action_that_nobody_did_says_so(browse):
    page = browse("/action/2042.html")
    assert "0 events in this graph" in page
    assert "The graph has no event of this kind." in page
    assert "Who does it most" not in page


def test_an_unknown_code_is_not_found_and_leads_to_the_index(client):
    answer = client.get("/action/9999.html", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert 'href="/actions"' in answer.text
    assert client.get("/action/<script>").status_code == 404


@pytest.mark.parametrize("code", list(read_actions(bundled("ontology") / "actions.ttl").codes())[::40])
def test_every_code_has_a_page(client, code):
    assert client.get(f"/action/{code}.html").status_code == 200


def test_twins_have_the_code_and_its_events(client):
    found = client.get("/action/161.json").json
    assert (found["code"], found["broader"], found["events"]) == ("161", ["16"], {"at_least": 1, "is_all": True})
    assert found["latest"][0]["sentence"] == "Poland reduced or broke off diplomatic relations with Russia"
    rows = list(csv.DictReader(io.StringIO(client.get("/action/161.csv").text)))
    assert [row["actor_label"] for row in rows] == ["Poland"]
    assert "skos:definition" in client.get("/action/161.ttl").text


def test_the_index_has_every_root_in_its_class_and_all_codes_in_its_twins(browse, client):
    page = browse("/actions")
    for code in range(1, 21):
        assert f'href="/action/{code:02d}.html"' in page
    rows = list(csv.DictReader(io.StringIO(client.get("/actions.csv").text)))
    assert len(rows) == 322
    assert next(row for row in rows if row["code"] == "1313")["parent"] == "131"
    assert len(client.get("/actions.json").json["actions"]) == 322


def test_the_iri_of_a_code_leads_people_to_its_page_and_programs_to_its_triples(client):
    lead = client.get("/cameo/1313", headers={"Accept": "text/html"})
    assert (lead.status_code, lead.headers["Location"]) == (303, "/action/1313.html")
    triples = client.get("/cameo/1313", headers={"Accept": "text/turtle"}, follow_redirects=True)
    assert triples.mimetype == "text/turtle"
    assert "Announcing that ties will be cut back" in triples.text


def test_of_many_events_the_latest_are_found_by_their_days(monkeypatch):
    monkeypatch.setattr("web.vocabulary.action_events.MANY", 3)
    monkeypatch.setattr("web.vocabulary.action_events.SHOWN", 2)
    monkeypatch.setattr("web.vocabulary.action_events.DAYS", (3, 40))
    actors = [Actor(key, ActorKind.STATE, key.title()) for key in ("AAA", "BBB")]
    with Store.in_memory(BASE, ontology_files(), actors) as store:
        article = Article("many", "They met.", "Met", date(2024, 7, 1), DateSource.METADATA, "https://news.example/m")
        mention = Mention(0, "They met.", "They", "met", "", 0.9)
        days = [(2019, 1, 1), (2024, 5, 3), (2024, 5, 30), (2024, 6, 29), (2023, 2, 2)]
        events = [Event(actors[0], "046", actors[1], PartialDate(*day), mentions=(mention,)) for day in days]
        store.add(article, events, "2024-07-01-test")
        store.recount()
        client = create_app(Settings(), store).test_client()
        found = client.get("/action/04.json").json
        assert found["events"] == {"at_least": 3, "is_all": False}
        assert [event["date"] for event in found["latest"]] == ["2024-06-29", "2024-05-30"]
        assert "more than 3 events in this graph" in client.get("/action/04.html").text


def test_days_come_newest_first_and_only_real_ones():
    days = list(latest_days(["2024-02", "2023-12", "unknown"]))
    assert days[0] == "2024-02-29"
    assert days[28:31] == ["2024-02-01", "2023-12-31", "2023-12-30"]
    assert len(days) == len(set(days)) == 29 + 31
    assert next(latest_days(["9999-12"])) == "9999-12-31"
