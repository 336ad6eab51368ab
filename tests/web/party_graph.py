"""A graph of a few parties for the pages of actors and of pairs: states, those who act for them, a company."""

from contextlib import closing
from datetime import date

import pytest

from kg.graph.search import NAME, Search, SearchIndex
from kg.graph.store import Store
from kg.model import Actor, ActorKind, Article, Event, Mention, PartialDate, Term
from kg.reference import ontology_files
from kg.settings import Settings
from tests.web.conftest import HOSTILE
from web import create_app

BASE = "https://graph.example/"
RUSSIA = Actor("RUS", ActorKind.STATE, "Russia", ("Russian Federation",), "Q159", iso_code="RUS", cow_code=365)
USA = Actor("USA", ActorKind.STATE, "United States", wikidata="Q30")
FRANCE = Actor("FRA", ActorKind.STATE, "France")
LAVROV = Actor(
    "sergey-lavrov", ActorKind.PERSON, "Sergey Lavrov", acts_for="RUS",
    terms=(Term("Minister of Foreign Affairs", date(2004, 3, 9)), Term("Envoy", date(1994, 1, 1), date(2004, 3, 9))),
)  # fmt: skip
PUTIN = Actor(
    "vladimir-putin", ActorKind.PERSON, "Vladimir Putin", acts_for="RUS", terms=(Term("President", date(2012, 5, 7)),)
)
IVANOV = Actor(
    "igor-ivanov", ActorKind.PERSON, "Igor Ivanov", acts_for="RUS",
    terms=(Term("Minister of Foreign Affairs", date(1998, 9, 11), date(2004, 3, 9)),),
)  # fmt: skip
BLINKEN = Actor("antony-blinken", ActorKind.PERSON, "Antony Blinken", acts_for="USA")
KREMLIN = Actor("kremlin", ActorKind.GOVERNMENT_BODY, "Kremlin", acts_for="RUS")
GAZPROM = Actor("gazprom", ActorKind.COMPANY, "Gazprom", belongs_to="RUS")
TROUPE = Actor("hostile", ActorKind.GROUP, HOSTILE, (HOSTILE,), belongs_to="RUS", listed=False)
LISTED = [RUSSIA, USA, FRANCE, LAVROV, PUTIN, IVANOV, BLINKEN, KREMLIN, GAZPROM]


def tell(actor, action, target, when, sure=0.8):
    quote = f"{actor.label[:40]} did {action} to {target.label[:40]} on {when}."
    begin = abs(hash((actor.key, action, target.key, when))) % 10_000
    mention = Mention(begin, quote, actor.label[:40], "did", target.label[:40], sure)
    return Event(actor, action, target, PartialDate.parse(when), mentions=(mention,))


STORIES = {
    "first": [
        tell(LAVROV, "1313", USA, "2024-06-27", 0.9),
        tell(USA, "163", RUSSIA, "2024-06-26", 0.3),
        tell(LAVROV, "042", BLINKEN, "2024-05-02"),
        tell(FRANCE, "051", USA, "2024-06-20"),
    ],
    "second": [
        tell(BLINKEN, "111", LAVROV, "2023-02-03"),
        tell(RUSSIA, "1313", USA, "2019-03-01"),
        tell(PUTIN, "042", FRANCE, "2019-03-02"),
        tell(TROUPE, "111", USA, "2019-03-04"),
    ],
}


@pytest.fixture(scope="module")
def engine():
    with Store.in_memory(BASE, ontology_files(), LISTED) as store:
        for name, events in STORIES.items():
            article = Article(name, "Text.", f"The {name} story", date(2024, 7, 1), url=f"https://news.example/{name}")
            store.add(article, events, "2026-11-22-test")
        many = [tell(USA, "163", FRANCE, f"2022-01-{day:02d}") for day in range(1, 29)]
        store.add(
            Article("many", "Text.", "A long month", date(2022, 2, 1), url="https://news.example/many"),
            many,
            "2026-11-22-test",
        )
        yield store


@pytest.fixture(scope="module")
def search(engine, tmp_path_factory):
    path = tmp_path_factory.mktemp("search") / NAME
    with closing(SearchIndex(path, BASE)) as index:
        index.rebuild(engine._open)
    return Search(path)


@pytest.fixture(scope="module")
def client(engine, search):
    return create_app(Settings(), engine, search).test_client()


@pytest.fixture(scope="module")
def look(client):
    """Return a function from a path to the text of the page there."""

    def get(path, status=200):
        response = client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
        assert response.status_code == status, response.text[:300]
        return response.text

    return get
