"""What breaks a shape does not reach the store: the event that does is left out, told and counted."""

from dataclasses import replace
from datetime import date

import pytest

from kg.graph.store import Store
from kg.ids import Minter
from kg.model import Actor, ActorKind, Article, Event, Mention, PartialDate, Term
from kg.pipeline import load_rules
from kg.reference import ontology_files

BASE = "http://localhost:8000/"
RUN = "2026-11-22-rules-1"
TEXT = "France warned Spain. Italy accused France. France met Spain."
CODE = "The action of an event must be a code of the CAMEO scheme, such as cameo:1313."
ELSEWHERE = "The quote of a mention must stand in its article's text, at dip:begin."


def state(key: str, label: str) -> Actor:
    return Actor(key, ActorKind.STATE, label)


FRANCE, SPAIN, ITALY = state("FRA", "France"), state("ESP", "Spain"), state("ITA", "Italy")
ARTICLE = Article("paris", TEXT, "Paris", date(2024, 6, 28), url="https://news.example/paris")


def tell(quote: str, actor: Actor, action: str, target: Actor | None, begin: int | None = None) -> Event:
    place = TEXT.index(quote) if begin is None else begin
    mention = Mention(place, quote, actor.label, "did", target.label if target else "", 0.8)
    return Event(actor, action, target, PartialDate(2024, 6, 27), mentions=(mention,))


WARNING = tell("France warned Spain.", FRANCE, "130", SPAIN)
CHARGE = tell("Italy accused France.", ITALY, "112", FRANCE)


@pytest.fixture
def gated():
    with Store.in_memory(BASE, ontology_files(), [FRANCE, SPAIN, ITALY], load_rules()) as store:
        yield store


def test_what_conforms_is_written(gated):
    change = gated.add(ARTICLE, [WARNING, CHARGE], RUN)
    assert (change.outcome, change.events, change.rejections) == ("added", 2, ())


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (replace(CHARGE, action="9999"), CODE),
        (tell("Italy accuses France.", ITALY, "112", FRANCE, begin=21), ELSEWHERE),
        (tell("Italy accused France.", ITALY, "112", FRANCE, begin=20), ELSEWHERE),
        (
            replace(CHARGE, actor=state("ATL", "Atlantis")),
            "The actor of an event must be described in the graph, with one of the kinds of dip:Actor.",
        ),
        (
            tell(
                "Italy accused France.", Actor("x", ActorKind.PERSON, "X", acts_for="FRA", listed=False), "112", SPAIN
            ),
            None,
        ),
        (
            replace(CHARGE, mentions=(replace(CHARGE.mentions[0], confidence=1.2),)),
            "A mention needs exactly one dip:confidence, an xsd:decimal from 0 to 1.",
        ),
        (
            tell(
                "Italy accused France.",
                Actor(
                    "x",
                    ActorKind.PERSON,
                    "X",
                    acts_for="ITA",
                    listed=False,
                    terms=(Term("Envoy", date(2020, 1, 2), date(2019, 1, 1)),),
                ),
                "112",
                FRANCE,
            ),
            "dip:until must not come before dip:from.",
        ),
    ],
)
def test_the_event_at_fault_is_left_out_and_the_others_are_written(gated, event, message):
    change = gated.add(ARTICLE, [WARNING, event], RUN)
    assert change.outcome == "added"
    if message is None:
        assert (change.events, change.rejections) == (2, ())
        return
    assert change.events == 1
    assert [rejection.event for rejection in change.rejections] == [event]
    assert message in change.rejections[0].messages
    assert gated.counts()["events"] == 1


def test_an_article_at_fault_is_not_written_at_all(gated, dump):
    before = dump(gated)
    change = gated.add(replace(ARTICLE, doc=""), [WARNING], RUN)
    assert change.outcome == "rejected"
    assert [rejection.event for rejection in change.rejections] == [None]
    assert change.rejections[0].messages == ("An article needs exactly one dip:doc, a string.",)
    assert dump(gated) == before


def test_a_faulty_new_version_leaves_the_old_one(gated, dump):
    gated.add(ARTICLE, [WARNING], RUN)
    before = dump(gated)
    assert gated.add(replace(ARTICLE, doc="", text=TEXT + " More."), [CHARGE], RUN).outcome == "rejected"
    assert dump(gated) == before


def test_a_second_actor_of_one_event_is_refused_even_where_the_first_came_before(gated, monkeypatch):
    """Two acts with one IRI: a collision of hashes, or a fault in minting them."""
    monkeypatch.setattr(Minter, "mint_event", lambda self, event: f"{BASE}event/one")
    both = gated.add(ARTICLE, [WARNING, tell("Italy accused France.", ITALY, "130", SPAIN)], RUN)
    assert both.events == 0
    assert len(both.rejections) == 2
    assert all("An event needs exactly one actor." in rejection.messages for rejection in both.rejections)
    other = replace(ARTICLE, doc="rome", url="https://news.example/rome")
    assert gated.add(ARTICLE, [WARNING], RUN, again=True).events == 1
    later = gated.add(other, [tell("Italy accused France.", ITALY, "130", SPAIN)], RUN)
    assert later.events == 0
    assert "An event needs exactly one actor." in later.rejections[0].messages
    assert gated.counts()["events"] == 1


def test_the_text_is_compared_even_where_it_is_not_kept(gated, dump):
    wrong = replace(WARNING, mentions=(replace(WARNING.mentions[0], begin=1),))
    assert gated.add(ARTICLE, [WARNING, wrong], RUN, keep_text=False).rejections
    assert not any("ontology#text>" in line and "news" in line for line in dump(gated))


def test_an_event_that_another_article_told_conforms_again(gated):
    gated.add(ARTICLE, [WARNING], RUN)
    change = gated.add(replace(ARTICLE, doc="rome", url="https://news.example/rome"), [WARNING, CHARGE], RUN)
    assert (change.outcome, change.events, change.rejections) == ("added", 2, ())
    assert gated.counts()["mentions"] == 3
