"""A small graph that the saved queries are run over, under any base."""

from datetime import date

import pytest

from kg.graph.store import Store
from kg.model import Actor, ActorKind, Article, Event, Mention, PartialDate, Status
from tests.conftest import ROOT

BASE = "http://localhost:8000/"
OTHER_BASE = "https://facts.example/kg/"

RUSSIA = Actor("RUS", ActorKind.STATE, "Russia")
USA = Actor("USA", ActorKind.STATE, "United States")
FRANCE = Actor("FRA", ActorKind.STATE, "France")
MINISTER = Actor("sergey-lavrov", ActorKind.PERSON, "Sergey Lavrov", acts_for="RUS")
TREASURY = Actor("us-treasury", ActorKind.GOVERNMENT_BODY, "US Treasury", acts_for="USA")
LEAGUE = Actor("coastal-league", ActorKind.GROUP, "Coastal League", listed=False)
BAKERS = Actor("bakers-union", ActorKind.GROUP, "Bakers' Union", listed=False)


def tell(begin, quote, actor, action, target, day, status=Status.ACTUAL):
    mention = Mention(begin, quote, actor.label, quote.split()[1], target.label if target else "", 0.8)
    return Event(actor, action, target, PartialDate.parse(day), status, (mention,))


STORIES = [
    (
        Article("envoy", "Text of the first.", "Envoy called in", date(2024, 6, 28), url="https://news.example/envoy"),
        [
            tell(0, "Lavrov warned Washington of cooler ties.", MINISTER, "1313", USA, "2024-06-27"),
            tell(50, "The Treasury blacklisted two Russian banks.", TREASURY, "163", RUSSIA, "2024-06-26"),
            tell(99, "Washington praised Moscow over the exchange.", USA, "051", RUSSIA, "2024-05-02"),
            tell(150, "Russia did not expel the envoy.", RUSSIA, "161", USA, "2024-06-27", Status.NEGATED),
        ],
    ),
    (
        Article("league", "Text of the second.", "League speaks", date(2024, 7, 2), url="https://news.example/league"),
        [
            tell(5, "The League criticised France.", LEAGUE, "111", FRANCE, "2024-07-01"),
            tell(40, "Bakers marched in Paris.", BAKERS, "141", None, "2024-06-30"),
            tell(70, "Lavrov warned Washington again of cooler ties.", MINISTER, "1313", USA, "2024-06-27"),
        ],
    ),
    (
        Article("year", "Text of the third.", "A year of sanctions", date(2024, 7, 9), url="https://news.example/year"),
        [
            tell(0, "America sanctioned Russia in 2023.", USA, "163", RUSSIA, "2023"),
            tell(40, "France sanctioned Russia in February.", FRANCE, "163", RUSSIA, "2024-02"),
            tell(80, "The League criticised Russia.", LEAGUE, "111", RUSSIA, "2024-07-08"),
        ],
    ),
]  # fmt: skip


LISTED = [RUSSIA, USA, FRANCE, MINISTER, TREASURY]


def build(base, listed=LISTED, stories=STORIES):
    store = Store.in_memory(base, [ROOT / "ontology" / "actions.ttl"], listed)
    for article, events in stories:
        store.add(article, events, "2026-11-22-rules-1")
    return store


@pytest.fixture(scope="module", name="store")
def story_store():
    with build(BASE) as opened:
        yield opened
