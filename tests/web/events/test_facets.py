"""The facets of the list of events: what can be chosen, how many events each choice leaves, and what addresses say."""

import json
import re

import pytest

from tests.web.test_pages import Tags


def choices(page: str) -> dict[tuple[str, str], str]:
    """Return the counts of the choices of a page, empty where there are none, by parameter and value."""
    pattern = r'name="([\w]+)" value="([^"]*)"(?: checked)?>.*?(?:<span class="n num">([\d,]+)</span>)?</label>'
    return {(name, value): count for name, value, count in re.findall(pattern, page, re.S)}


def checked(page: str) -> list[str]:
    return [found["value"] for tag, found in Tags(page).found if tag == "input" and "checked" in found]


def test_each_choice_says_how_many_events_it_would_leave(browse):
    found = choices(browse("/events"))
    assert found["class", "MaterialConflict"] == "2"
    assert found["actor", "POL"] == "2"
    assert found["target", "RUS"] == "3"
    assert found["action", "16"] == "1"
    assert found["level", "State"] == "4"
    assert found["confidence", "high"] == "1"
    assert found["confidence", "low"] == "2"
    assert found["source", "Sample Wire"] == "4"


@pytest.mark.parametrize(
    ("name", "value"),
    [("class", "VerbalConflict"), ("actor", "RUS"), ("target", "RUS"), ("action", "16"), ("level", "Group"),
     ("confidence", "medium"), ("source", "Sample Wire")],
)  # fmt: skip
def test_a_choice_leaves_what_it_says(browse, name, value):
    says = choices(browse("/events"))[name, value]
    page = browse(f"/events?{name}={value}")
    assert f"<b>{says}</b> event" in page
    assert checked(page) == [value]
    assert choices(page)[name, value] == says


def test_counts_of_a_facet_are_of_the_list_under_the_other_filters(browse):
    found = choices(browse("/events?actor=POL&confidence=high"))
    assert found["actor", "POL"] == "1"
    assert found["confidence", "low"] == "1"
    assert found["class", "MaterialConflict"] == "1"
    assert found["class", "VerbalConflict"] == "0"


def test_several_values_of_one_facet_add_up(browse):
    page = browse("/events?actor=POL&actor=RUS&class=MaterialConflict&class=VerbalConflict")
    assert "<b>3</b> events" in page
    assert sorted(checked(page)) == ["MaterialConflict", "POL", "RUS", "VerbalConflict"]


def test_a_name_will_do_for_a_code(browse):
    page = browse("/events?actor=Poland")
    assert "“Poland” was taken for Poland (POL)" in page
    assert checked(page) == ["POL"]


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("class=Peace", "“Peace” is no class"),
        ("level=King", "“King” is no level"),
        ("confidence=99", "“99” is no confidence"),
        ("since=yesterday", "yesterday is no year, month or day"),
        ("since=2024-02-30", "not in the calendar"),
        ("since=2024&until=2023", "2023 is before 2024"),
        ("before=nowhere", "no place in the list"),
        ("after=2024-13-01~1", "not in the calendar"),
    ],
)
def test_what_makes_no_sense_is_left_out_with_a_note(browse, query, note):
    page = browse(f"/events?{query}")
    assert note in page
    assert "<b>5</b> events" in page


def test_an_actor_that_nobody_knows_fits_no_event(browse):
    page = browse("/events?actor=Atlantis")
    assert "No actor of the graph has the code or the name “Atlantis”" in page
    assert "No event fits this filter." in page


@pytest.mark.parametrize("query", ["actor=%00", "q=%00", "source=%22%5C", "action=%27", "actor=%3Cscript%3E", "size=x"])
def test_whatever_is_asked_for_is_answered(browse, query):
    assert "<h1>Events</h1>" in browse(f"/events?{query}")


def test_a_chip_leads_to_the_list_without_its_filter(browse):
    page = browse("/events?actor=POL&class=MaterialConflict&since=2024-06&until=2024-06")
    chips = [found["href"] for tag, found in Tags(page).found if tag == "a" and found.get("class") == "chip"]
    assert sorted(chips) == sorted([
        "/events?actor=POL&class=MaterialConflict",
        "/events?since=2024-06&until=2024-06&class=MaterialConflict",
        "/events?since=2024-06&until=2024-06&actor=POL",
    ])  # fmt: skip
    assert "June 2024" in page


def test_an_empty_list_says_which_filter_to_leave_out(browse):
    page = browse("/events?actor=RUS&class=MaterialCooperation")
    assert "No event fits all of these filters at once" in page
    assert 'href="/events?actor=RUS">Leave out' in page


def test_the_chart_shows_all_time_with_the_period_that_is_chosen(browse):
    page = browse("/events?since=2024-06&until=2024-06")
    assert 'class="brush"' in page
    assert 'href="/events?since=2024-06&amp;until=2024-06"' in page
    assert "<b>2</b> events" in page


def test_where_counting_takes_long_it_is_done_when_asked_for(browse, client, monkeypatch):
    monkeypatch.setattr("web.events.event_counts.MOST_FOUND", 0)
    monkeypatch.setattr("web.events.facets.MOST_LOOKED_AT", 0)
    page = browse("/events?action=16")
    assert "is not counted yet" in page
    assert choices(page)["level", "State"] == ""
    assert "data-counts" not in page, "nobody knows for how long a reader would be held, so no script asks for it"
    counted = client.get("/events/facets?action=16").text
    assert choices(counted)["level", "State"] == "1"
    assert "<b>1</b> event" in counted
    assert "<b>1</b> event" in browse("/events?action=16&counts=all")


def test_what_is_known_to_be_counted_soon_is_asked_for_by_the_page(browse, client, monkeypatch):
    monkeypatch.setattr("web.events.facets.MOST_LOOKED_AT", 0)
    page = browse("/events?actor=POL")
    assert choices(page)["level", "State"] == ""
    (address,) = re.findall(r'data-counts="([^"]+)"', page)
    assert choices(client.get(address).text)["level", "State"] == "2"


def test_programs_get_as_many_as_they_want_and_the_way_to_the_rest(client):
    first = client.get("/events.json?size=3")
    found = json.loads(first.data)
    assert (found["total"], len(found["events"])) == (5, 3)
    assert f'<{found["next"]}>; rel="next"' in first.headers.getlist("Link")
    rest = json.loads(client.get(found["next"]).data)
    assert len(rest["events"]) == 2
    assert rest["next"] is None
    assert len(client.get("/events.csv?size=4").text.splitlines()) == 5


def test_counts_are_downloaded_by_month_and_class(client):
    lines = client.get("/events/counts.csv").text.splitlines()
    assert lines[0] == "month,VerbalCooperation,MaterialCooperation,VerbalConflict,MaterialConflict,events"
    assert lines[1] == "2024-06,0,0,1,1,2"
    assert sum(int(line.split(",")[-1]) for line in lines[1:]) == 5
    found = json.loads(client.get("/events/counts.json?actor=POL").data)
    assert found[0] == {
        "month": "2024-06", "VerbalCooperation": 0, "MaterialCooperation": 0, "VerbalConflict": 0,
        "MaterialConflict": 1, "events": 1,
    }  # fmt: skip


def test_the_chart_can_stand_in_a_page_of_others(client):
    answer = client.get("/embed/timeline?actor=POL")
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "data-timeline" in answer.text
    assert 'href="/events?actor=POL"' in answer.text
