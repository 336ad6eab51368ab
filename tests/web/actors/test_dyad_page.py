import re

import pytest

from tests.web import party_graph
from web.actors.pairs import MOST_SPLITS, split_pair

engine, search, client, look = party_graph.engine, party_graph.search, party_graph.client, party_graph.look
"""Fixtures of these tests."""


def shown(text):
    """Return the codes of the listed events."""
    return re.findall(r"CAMEO <a [^>]*>(\d+)</a>", text)


def test_a_pair_has_the_events_of_both_directions(look):
    text = look("/dyad/RUS-USA.html")
    assert shown(text) == ["1313", "163", "042", "111", "1313"]
    assert "<b>5</b> events from <b>2</b> articles · March 2019 – June 2024" in text
    assert "RUS</span> 2" in text, "two threats"


@pytest.mark.parametrize(("way", "codes"), [("ab", ["1313", "042", "1313"]), ("ba", ["163", "111"])])
def test_one_direction_alone(look, client, way, codes):
    text = look(f"/dyad/RUS-USA.html?dir={way}")
    assert shown(text) == codes
    assert "<b>5</b> events" in text, "the head tells of both"
    found = client.get(f"/dyad/RUS-USA.json?dir={way}").json
    assert (found["direction"], found["total"]) == (way, len(codes))


def test_the_other_order_leads_to_the_page_with_its_direction_turned(client):
    response = client.get("/dyad/USA-RUS.json?dir=ab&since=2024")
    assert response.status_code == 301
    assert response.headers["Location"] == "/dyad/RUS-USA.json?dir=ba&since=2024"


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("/dyad/antony-blinken-sergey-lavrov.html", ["042", "111"]),
        ("/dyad/antony-blinken-sergey-lavrov.html?dir=ab", ["111"]),
        ("/dyad/USA-sergey-lavrov.html", ["1313", "042", "111"]),
        ("/dyad/USA-sergey-lavrov.html?dir=ba", ["1313", "042"]),
        ("/dyad/FRA-vladimir-putin.html", ["042"]),
    ],
)
def test_any_two_actors_have_a_page(look, path, codes):
    text = look(path)
    assert shown(text) == codes
    assert f"<b>{max(len(codes), {'?dir=ab': 2, '?dir=ba': 3}.get(path[-7:], 0))}</b> event" in text


def test_an_actor_and_whom_it_acts_for_have_one_direction_at_a_time(look):
    text = look("/dyad/RUS-sergey-lavrov.html")
    assert "No events between the two" in text


def test_two_of_whom_nothing_is_known_have_links_to_each(look, client):
    text = look("/dyad/FRA-gazprom.html")
    assert "no event between" in text
    assert 'href="/actor/FRA.html"' in text
    assert 'href="/actor/gazprom.html"' in text
    assert client.get("/dyad/FRA-gazprom").headers["Location"] == "/dyad/FRA-gazprom.html"
    assert "Gazprom" in client.get("/dyad/FRA-gazprom.ttl").text
    assert client.get("/dyad/FRA-gazprom.json").json["events"] == []


@pytest.mark.parametrize("key", ["RUS-nobody", "RUS", "RUS-RUS", "-RUS", "RUS-", "-" * 5000, "a-" * 400 + "RUS"])
def test_what_is_no_pair_is_not_found(client, key):
    for ending in ("", ".html", ".ttl", ".json"):
        assert client.get(f"/dyad/{key}{ending}").status_code == 404


def test_keys_are_split_at_every_hyphen_that_has_two_sides():
    assert split_pair("a-b-c") == [("a", "b-c"), ("a-b", "c")]
    assert split_pair("-a") == []
    assert split_pair("-".join("a" * (MOST_SPLITS + 2))) == []


def test_period_class_and_confidence_narrow_the_list_and_are_taken_back_by_a_link(look):
    assert shown(look("/dyad/RUS-USA.html?since=2024-05&until=2024-05")) == ["042"]
    assert shown(look("/dyad/RUS-USA.html?class=VerbalConflict")) == ["1313", "111", "1313"]
    text = look("/dyad/RUS-USA.html?class=VerbalConflict&confidence=high&since=2020")
    assert shown(text) == ["1313", "111"]
    chips = re.findall(r'class="chip" href="([^"]*)"', text)
    assert [chip.replace("&amp;", "&") for chip in chips] == [
        "/dyad/RUS-USA.html?class=VerbalConflict&confidence=high",
        "/dyad/RUS-USA.html?since=2020&confidence=high",
        "/dyad/RUS-USA.html?since=2020&class=VerbalConflict",
    ]
    assert "No events fit" in look("/dyad/RUS-USA.html?since=2021&until=2022")


def test_bars_of_the_chart_choose_a_period_and_keep_the_direction(look):
    text = look("/dyad/RUS-USA.html?dir=ba&class=VerbalConflict")
    assert "/dyad/RUS-USA.html?dir=ba&amp;class=VerbalConflict&amp;since=SINCE&amp;until=UNTIL" in text


def test_a_long_list_goes_on_beside_its_last_event(look):
    first = look("/dyad/FRA-USA.html")
    older = re.search(r'rel="next" href="([^"]*)"', first)[1].replace("&amp;", "&")
    second = look(older)
    assert len(shown(first)) == 20
    assert shown(first)[0] == "051"
    assert len(shown(second)) == 9
    newer = re.search(r'rel="prev" href="([^"]*)"', second)[1].replace("&amp;", "&")
    assert shown(look(newer)) == shown(first)


def test_margin_tells_of_frequent_actions_and_of_who_is_met_in_the_articles(look, client):
    text = look("/dyad/RUS-USA.html")
    assert "Most frequent actions" in text
    found = client.get("/dyad/RUS-USA.json").json
    most = found["frequent_actions"][0]
    assert (most["action"]["code"], most["events"]) == ("1313", 2)
    met = {one["actor"]["iri"].rpartition("/")[2]: one["articles"] for one in found["named_in_the_same_articles"]}
    assert met == {"FRA": 2, "hostile": 1}
    assert found["articles"] == 2


def test_csv_has_the_events_of_the_list(client):
    lines = client.get("/dyad/RUS-USA.csv?dir=ba").text.splitlines()
    assert lines[0].startswith("event,date,actor")
    assert len(lines) == 3


def test_hostile_names_are_text(look):
    text = look("/dyad/USA-hostile.html")
    assert "<script>alert" not in text
    assert "z" * 600 not in text
    assert shown(text) == ["111"]


def test_index_has_the_busiest_pairs_first(look, client):
    text = look("/dyads")
    counts = [int(number) for number in re.findall(r"<b>(\d+)</b> events?<", text)]
    assert counts[0] == 29
    assert counts == sorted(counts, reverse=True)
    assert client.get("/dyads.json").json["dyads"][0]["one"]["label"] == "France"
    assert client.get("/dyads.csv").text.count("\n") == 1 + len(counts)


@pytest.mark.parametrize(
    ("one", "other", "leads"),
    [
        ("RUS", "usa", "RUS-USA"),
        ("united states", "russian federation", "RUS-USA"),
        ("Sergey Lavrov", "antony-blinken", "antony-blinken-sergey-lavrov"),
    ],
)
def test_two_actors_are_chosen_by_code_or_name(client, one, other, leads):
    response = client.get("/dyads", query_string={"one": one, "other": other})
    assert (response.status_code, response.headers["Location"]) == (303, f"/dyad/{leads}.html")


@pytest.mark.parametrize(
    ("one", "other", "problem"),
    [
        ("RUS", "", "Name two actors"),
        ("RUS", "russia", "two different actors"),
        ("RUS", "xyzzy", "No actor is called “xyzzy”"),
        ("<xyzzy>", "RUS", "“&lt;xyzzy&gt;”"),
    ],
)
def test_what_cannot_be_chosen_is_said_beside_the_form(look, one, other, problem):
    text = look(f"/dyads?one={one}&other={other}")
    assert problem in text
    assert f'name="other" value="{other}"' in text


@pytest.mark.parametrize("path", ["/dyad/RUS-USA.html", "/dyad/RUS-USA.html?dir=ab", "/dyad/RUS-USA.html?since=2024"])
def test_the_list_of_all_events_and_the_counts_are_of_the_same_events(client, look, path):
    text = look(path)
    listed = re.search(r'href="([^"]*)">These in the list', text)[1].replace("&amp;", "&")
    assert shown(look(listed)) == shown(text)
    counts = re.search(r'href="([^"]*)"[^>]*>Download counts', text)[1].replace("&amp;", "&")
    rows = client.get(counts).text.splitlines()[1:]
    assert sum(int(row.rpartition(",")[2]) for row in rows) == len(shown(text))
