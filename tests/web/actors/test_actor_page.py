import re

import pytest

from tests.web import party_graph

engine, search, client, look = party_graph.engine, party_graph.search, party_graph.client, party_graph.look
"""Fixtures of these tests."""


def section(text, name):
    """Return the part of the page whose heading has the id *name*."""
    return re.search(rf'aria-labelledby="{name}".*?</section>', text, re.DOTALL)[0]


def codes(text):
    return re.findall(r"CAMEO <a [^>]*>(\d+)</a>", text)


def test_identity_has_names_codes_and_other_sites(look):
    text = look("/actor/RUS.html")
    for expected in ("Russian Federation", "ISO code", "365", "http://www.wikidata.org/entity/Q159"):
        assert expected in text


def test_who_acts_for_a_state_comes_by_the_height_of_the_office(look):
    serving = section(look("/actor/RUS.html"), "serving")
    assert re.findall(r"<bdi>([^<]*)</bdi></a><span", serving) == ["Vladimir Putin", "Sergey Lavrov"]
    assert "9 March 2004" in serving
    assert "Envoy" not in serving, "an office that he left"
    assert "All 3, former ones too" in serving


def test_what_belongs_to_an_actor_is_told_by_kind(look):
    parts = section(look("/actor/RUS.html"), "parts")
    assert "Kremlin" in parts
    assert "Gazprom" in parts
    assert "Lavrov" not in parts


def test_a_person_has_offices_and_whom_it_acts_for(look):
    text = look("/actor/sergey-lavrov.html")
    assert "1 January 1994 – 9 March 2004" in text
    assert re.search(r"acts for .*?Russia", text)


def test_sides_are_beside_each_other_or_alone(look):
    both = look("/actor/USA.html")
    assert codes(section(both, "as-actor"))[0] == "163"
    assert codes(section(both, "as-target"))[:2] == ["1313", "051"]
    target = look("/actor/USA.html?dir=target")
    assert codes(target) == ["1313", "051", "042", "111", "1313"]
    assert 'id="as-actor"' not in target


def test_counterparts_and_frequent_actions(client):
    found = client.get("/actor/USA.json").json
    assert [(one["actor"]["label"], one["events"], one["conflict"]) for one in found["counterparts"][:2]] == [
        ("France", 29, 28),
        ("Russia", 5, 4),
    ]
    assert found["frequent_actions"][0]["action"]["code"] == "163"
    assert [one["actor"]["label"] for one in client.get("/actor/sergey-lavrov.json").json["counterparts"]] == [
        "United States"
    ]


def test_network_has_the_actor_and_its_counterparts(look):
    net = section(look("/actor/USA.html"), "net")
    assert net.count("<circle") == 4
    assert 'href="/dyad/FRA-RUS.html"' in net, "two counterparts deal with each other"
    assert 'class="edge conflict"' in net


def test_chart_leads_to_the_events_of_a_period(look):
    text = look("/actor/USA.html?dir=actor")
    assert "/events?actor=USA&amp;since=2022-01" in text
    assert 'aria-current="true"><bdi>As actor' in text


def test_an_actor_without_events_says_so_and_whose_to_look_at(look):
    text = look("/actor/igor-ivanov.html")
    assert "No events are known of" in text
    assert "whom it acts for" in text
    assert "No events are known of" in look("/actor/gazprom.html")


def test_hostile_names_are_text_and_short(look):
    for path in ("/actor/hostile.html", "/actor/RUS.html", "/actors?letter=%3C", "/actors?for=RUS"):
        text = look(path)
        assert "<script>alert" not in text
        assert "z" * 1000 not in text


def test_index_has_the_busiest_actors_first(look, client):
    rows = client.get("/actors.json").json["actors"]
    assert [one["actor"]["label"] for one in rows[:3]] == ["United States", "France", "Russia"]
    assert rows[0]["activity"] == {"events": 35, "acted": 30, "conflict": 33}
    assert look("/actors").index("United States") < look("/actors").index("France")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("kind=State", ["United States", "France", "Russia"]),
        ("kind=Person", ["Antony Blinken"]),
        ("kind=Person&letter=V", ["Vladimir Putin"]),
        ("letter=k", ["Kremlin"]),
        ("letter=Q", []),
        ("q=lavrov", ["Sergey Lavrov"]),
        ("q=lavrov&kind=State", []),
        ("q=xyzzy", []),
        ("for=RUS&kind=Person", ["Igor Ivanov", "Sergey Lavrov", "Vladimir Putin"]),
        ("for=RUS&kind=Person&q=ivan", ["Igor Ivanov"]),
        ("for=RUS&kind=Company", ["Gazprom"]),
        ("kind=nonsense&page=99", ["United States", "France", "Russia"]),
    ],
)
def test_index_is_narrowed_by_kind_letter_name_and_employer(client, look, query, names):
    found = client.get(f"/actors.json?{query}").json["actors"]
    assert [one["actor"]["label"] for one in found if one["actor"]["label"][0] != "<"] == names
    assert look(f"/actors?{query}")


def test_index_is_a_table_too(client):
    lines = client.get("/actors.csv?kind=State").text.splitlines()
    assert lines[0] == "actor,name,kind,belongs_to,events,as_actor,as_target,conflict"
    assert lines[1].endswith("United States,State,,35,30,5,33")
