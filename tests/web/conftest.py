"""The site over a small graph in memory: an ordinary story, and one whose every string is hostile."""

import shutil
from contextlib import closing
from datetime import date

import pytest
from rdflib import Graph

from kg.graph.search import NAME, Search, SearchIndex
from kg.graph.store import Store
from kg.model import Actor, ActorKind, Article, DateSource, Event, Mention, PartialDate
from kg.reference import bundled, ontology_files
from kg.settings import Settings
from web import create_app

BASE = "https://graph.example/"
"""Another host than the one the pages are seen at."""
HOSTILE = "<script>alert(1)</script> “x” & \u202eRTL\u202c 😀 " + "z" * 10_000

RUSSIA = Actor("RUS", ActorKind.STATE, "Russia", ("the Kremlin",), "Q159")
POLAND = Actor("POL", ActorKind.STATE, "Poland", wikidata="Q36")
HOSTILE_ACTOR = Actor("hostile", ActorKind.GROUP, HOSTILE, (HOSTILE,), belongs_to="RUS", listed=False)

QUOTE = "Poland expelled two Russian diplomats on Tuesday."
WHERE = "https://news.example/envoys"
STORY = Article("envoys", QUOTE, "Envoys sent home", date(2024, 6, 26), DateSource.METADATA, WHERE, "Sample Wire")
TRICKY = Article("tricky", HOSTILE, HOSTILE, None, url="javascript:alert(1)", source=HOSTILE)

FOLDER = bundled("ontology")
FILES = {"/ontology": "diplomacy.ttl", "/ontology/actions": "actions.ttl", "/ontology/shapes": "shapes.ttl"}


def events_of_story() -> list[Event]:
    def told(actor: Actor, action: str, target: Actor | None, when: PartialDate | None, sure: float) -> Event:
        mention = Mention(0, QUOTE, "Poland", "expelled two Russian diplomats", "Russian", sure)
        return Event(actor, action, target, when, mentions=(mention,))

    return [
        told(POLAND, "161", RUSSIA, PartialDate(2024, 6, 25), 0.86),
        told(RUSSIA, "1313", POLAND, PartialDate(2024, 6), 0.5),
        told(RUSSIA, "150", None, PartialDate(2023), 0.5),
        told(POLAND, "042", RUSSIA, None, 0.4),
    ]


@pytest.fixture(scope="session")
def engine():
    with Store.in_memory(BASE, ontology_files(), [RUSSIA, POLAND]) as store:
        store.add(STORY, events_of_story(), "2024-06-27-test")
        mention = Mention(0, HOSTILE, HOSTILE[:30], HOSTILE[5:50], HOSTILE, 0.3)
        store.add(TRICKY, [Event(HOSTILE_ACTOR, "111", RUSSIA, None, mentions=(mention,))], "2024-06-27-test")
        yield store


@pytest.fixture(scope="session")
def search(engine, tmp_path_factory):
    """Return the search over the same graph."""
    path = tmp_path_factory.mktemp("search") / NAME
    with closing(SearchIndex(path, BASE)) as index:
        index.rebuild(engine._open)
    return Search(path)


@pytest.fixture
def app(engine, search):
    return create_app(Settings(max_query_bytes=50_000), engine, search)


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def browse(client):
    """Return a function from a path to the page that a browser gets there."""

    def get(path: str, status: int = 200) -> str:
        headers = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
        response = client.get(path, headers=headers, follow_redirects=True)
        assert response.status_code == status, response.text[:500]
        assert response.mimetype == "text/html"
        return response.text

    return get


@pytest.fixture
def find(engine):
    """Return a function from a graph pattern over ``?x`` to the path of the first instance that fits it."""
    from kg.results import rows

    def run(pattern: str) -> str:
        term = rows(engine.answer(f"SELECT ?x WHERE {{ {pattern} }} LIMIT 1"))[0]["x"]
        return "/" + term.value.removeprefix(BASE)

    return run


@pytest.fixture(scope="module")
def graphs():
    return {name: Graph().parse(FOLDER / name) for name in FILES.values()}


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """Return a copy of the ontology's folder, which the pages read from then on."""
    shutil.copytree(FOLDER, tmp_path / "ontology")
    monkeypatch.setattr("web.vocabulary.ontology_page.bundled", lambda name: tmp_path / name)
    return tmp_path / "ontology"
