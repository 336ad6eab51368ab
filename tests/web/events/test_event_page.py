"""The page of an event over a small graph, whose article keeps its text."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from kg.graph.store import Store
from kg.model import Actor, ActorKind, Article, DateSource, Event, Mention, PartialDate
from kg.reference import ontology_files
from kg.results import rows
from kg.settings import Settings
from web import create_app
from web.events.near_events import days_around
from web.events.surroundings import WINDOW, Surroundings, cut_out

BASE = "https://graph.example/"
RUSSIA, POLAND = Actor("RUS", ActorKind.STATE, "Russia"), Actor("POL", ActorKind.STATE, "Poland")
ENVOY = Actor("jan-envoy", ActorKind.PERSON, "Jan Envoy", acts_for="POL")
BEFORE = "It had been quiet. The spring was cold. Talks had failed."
QUOTE = "Poland expelled two Russian diplomats on Tuesday."
AFTER = "Moscow promised an answer. It came soon. Nobody was surprised."
STORY = Article("envoys", f"{BEFORE} {QUOTE} {AFTER}", "Envoys sent home", date(2024, 6, 26), DateSource.METADATA,
                "https://news.example/envoys", "Sample Wire")  # fmt: skip


def told(actor, action, target, when):
    mention = Mention(len(BEFORE) + 1, QUOTE, "Poland", "expelled two Russian diplomats", "Russian", 0.86)
    return Event(actor, action, target, when, mentions=(mention,))


EVENTS = [
    told(POLAND, "161", RUSSIA, PartialDate(2024, 6, 25)),
    told(ENVOY, "163", RUSSIA, PartialDate(2024, 5, 2)),
    told(POLAND, "163", RUSSIA, PartialDate(2019, 5, 2)),
    told(RUSSIA, "1312", POLAND, PartialDate(2024, 6, 28)),
    told(RUSSIA, "111", POLAND, PartialDate(2024, 6, 1)),
    told(POLAND, "166", RUSSIA, None),
    told(RUSSIA, "150", None, PartialDate(2023)),
]


@pytest.fixture(scope="module")
def store():
    with Store.in_memory(BASE, ontology_files(), [RUSSIA, POLAND, ENVOY]) as store:
        store.add(STORY, EVENTS, "2024-06-27-test")
        visit = told(POLAND, "044", RUSSIA, PartialDate(2001, 1, 1))
        store.add(replace(STORY, url="https://news.example/bare"), [visit], "2024-06-27-test", keep_text=False)
        yield store


@pytest.fixture
def show(store):
    """Return a function from a code to the page of its event, as text without tags, and as it is."""
    client = create_app(Settings(), store).test_client()

    def get(code, year="2024"):
        pattern = f"?x dip:action cameo:{code} OPTIONAL {{ ?x dip:date ?d }} FILTER(!BOUND(?d) || YEAR(?d) = {year})"
        found = rows(store.answer(f"SELECT ?x WHERE {{ {pattern} }}"))
        path = "/" + found[0]["x"].value.removeprefix(BASE) + ".html"
        answer = client.get(path)
        assert answer.status_code == 200
        plain = re.sub(r"<details class=\"card queries.*", "", answer.text, flags=re.S)
        plain = re.sub(r"<[^>]+>", " ", re.sub(r"</?(mark|bdi|span)[^>]*>", "", plain))
        return " ".join(unescape(plain).split()), answer.text

    return get


def test_the_heading_is_a_sentence_whose_parts_are_links(show):
    plain, page = show("161")
    assert "Poland reduced or broke off diplomatic relations with Russia" in plain
    heading = re.search(r"<h1.*?</h1>", page)[0]
    assert re.findall(r'href="([^"]+)"', heading) == ["/actor/POL.html", "/action/161.html", "/actor/RUS.html"]
    assert "<title>Poland reduced or broke off diplomatic relations with Russia" in page


def test_each_part_says_what_it_is_and_for_whom(show):
    plain, _ = show("163")
    assert "Who Jan Envoy Person for Poland" in plain
    assert "To whom Russia State" in plain
    assert "When 2 May 2024 known to the day" in plain


def test_an_act_towards_nobody_says_so(show):
    plain, _ = show("150", "2023")
    assert "To whom to nobody in particular" in plain
    assert "only the year is known" in plain


def test_a_sentence_stands_alone_where_its_article_keeps_no_text(show):
    plain, page = show("044", "2001")
    assert f"“{QUOTE}”" in plain
    assert 'class="around"' not in page


def test_a_sentence_stands_among_its_neighbours_where_the_text_is_kept(show):
    plain, _ = show("161")
    assert f"The spring was cold. Talks had failed. {QUOTE} Moscow promised an answer. It came soon." in plain
    assert "It had been quiet" not in plain.partition("The triples")[0]


def test_it_tells_which_run_coded_it_how_sure_that_is_and_where_the_date_of_the_article_is_from(show):
    plain, page = show("161")
    assert "run 2024-06-27-test of 27 June 2024" in plain
    assert "about 86 in 100 had the right parties" in plain
    assert 'title="Date from the page&#39;s metadata"' in page


def test_what_followed_is_from_the_other_side_and_after(show):
    plain, _ = show("161")
    followed = plain.partition("What followed")[2].partition("Similar events")[0]
    assert "28 June 2024" in followed
    assert "Russia threatened Poland with economic sanctions" in followed
    assert "criticised" not in followed


def test_similar_events_are_of_the_same_side_and_root_and_near_in_time(show):
    plain, _ = show("161")
    similar = plain.partition("Similar events")[2].partition("The triples")[0]
    assert "Jan Envoy imposed sanctions on Russia" in similar
    assert "2019" not in similar
    assert "criticised" not in similar


def test_an_event_without_a_date_is_like_those_of_any_date(show):
    plain, _ = show("166")
    assert "Poland imposed sanctions on Russia" in plain.partition("Similar events")[2]
    assert "What followed" not in plain


def test_a_pair_with_many_events_is_only_looked_at_around_the_day(show, monkeypatch):
    monkeypatch.setattr("web.events.near_events.FEW", 2)
    plain, _ = show("161")
    assert "28 June 2024" in plain.partition("What followed")[2]
    assert "Jan Envoy" not in plain.partition("What followed")[2].partition("The triples")[0]


def test_its_triples_are_shown_as_turtle_with_terms_linked(show):
    _, page = show("161")
    triples = page.partition("The triples")[2]
    assert '<a href="/action/161.html">cameo:161</a>' in triples
    assert '<a href="/ontology#Event">dip:Event</a>' in triples


def test_triples_that_go_on_for_long_end_at_a_line_and_say_where_the_rest_is(show, monkeypatch):
    monkeypatch.setattr("web.events.event_page.LONGEST_TURTLE", 400)
    _, page = show("161")
    assert re.search(r'The rest is in the <a href="/event/\w+\.ttl">', page)


def test_the_permanent_link_is_its_iri(show):
    _, page = show("161")
    assert re.search(r'<input id="permanent" readonly value="https://graph\.example/event/\w+"', page)


def test_text_that_is_not_that_of_the_quote_gives_no_context():
    assert cut_out("He left.", "Before.", "She left", "After.") == Surroundings()


def test_context_that_is_cut_off_drops_the_half_sentence():
    before = ("x" * WINDOW + ". Whole one.")[-WINDOW:]
    after = ("Whole two. Half " + "y " * WINDOW)[:WINDOW]
    assert cut_out("He left.", before, "He  left.", after) == Surroundings("Whole one.", "Whole two.")


def test_a_sentence_longer_than_the_window_is_shown_with_an_ellipsis():
    found = cut_out("He left.", "word " * 100, "He left.", "word " * 100)
    assert found.before.startswith("…word")
    assert found.after.endswith("word…")


def test_days_around_stay_within_the_calendar():
    assert days_around(date.min)[0] == "0001-01-01"
    assert days_around(date.max)[-1] == "9999-12-31"
    assert len(days_around(date(2024, 6, 15))) == 31
