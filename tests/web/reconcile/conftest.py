"""The service over a part of the shipped lists: real namesakes, real offices, and a few events."""

import json
import threading
from contextlib import closing
from datetime import date

import pytest
from werkzeug.serving import make_server

from kg.actors import list_actors
from kg.graph.search import NAME, Search, SearchIndex
from kg.graph.store import Store
from kg.model import Actor, ActorKind, Article, Event, Mention, PartialDate
from kg.reference import ontology_files
from kg.settings import Settings
from tests.web.conftest import HOSTILE
from web import create_app

BASE = "https://graph.example/"
KEPT = (ActorKind.STATE, ActorKind.ORGANISATION, ActorKind.BLOC)
SURNAMES = ("Ivanov", "Lavrov", "Zarif", "Borrell", "Macron", "Hollande", "Jinping", "Kim", "Merkel", "Stoltenberg")
LEADERS = ("FRA", "GBR", "NATO", "EU")
"""Whose people are all here."""
BODIES = ("taliban", "taliban-government", "european-commission", "dji", "zelensky", "zelensky-government")


def is_kept(actor: Actor) -> bool:
    return (
        actor.kind in KEPT
        or actor.key in BODIES
        or (actor.kind is ActorKind.PERSON and actor.acts_for in LEADERS)
        or any(surname in actor.label for surname in SURNAMES)
    )


def tell(actor: Actor, action: str, target: Actor, when: str) -> Event:
    mention = Mention(0, f"{actor.label} did {action} on {when}.", actor.label, "did", target.label, 0.8)
    return Event(actor, action, target, PartialDate.parse(when), mentions=(mention,))


@pytest.fixture(scope="session")
def engine():
    actors = {actor.key: actor for actor in list_actors().actors if is_kept(actor)}
    russia, usa, lavrov = actors["RUS"], actors["USA"], actors["sergey-lavrov"]
    hostile = Actor("hostile", ActorKind.GROUP, HOSTILE, (HOSTILE,), belongs_to="RUS", listed=False)
    events = [
        tell(lavrov, "1313", usa, "2024-06-27"),
        tell(lavrov, "042", usa, "2022-01-21"),
        tell(usa, "163", russia, "2023-03-01"),
        tell(hostile, "111", usa, "2020-05-05"),
        tell(usa, "010", russia, "2019"),
    ]
    with Store.in_memory(BASE, ontology_files(), actors.values()) as store:
        article = Article("one", "Text.", "A story", date(2024, 7, 1), url="https://news.example/one")
        store.add(article, events, "2026-11-22-test")
        yield store


@pytest.fixture(scope="session")
def search(engine, tmp_path_factory):
    path = tmp_path_factory.mktemp("search") / NAME
    with closing(SearchIndex(path, BASE)) as index:
        index.rebuild(engine._open)
    return Search(path)


@pytest.fixture(scope="session")
def app(engine, search):
    return create_app(Settings(), engine, search)


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def reconcile(client):
    """Return a function from a cell and what is known beside it to the candidates."""

    def run(text: str, limit: int = 5, kind: object = None, strict: str = "should", **hints: object) -> list[dict]:
        properties = [{"pid": name, "v": value} for name, value in hints.items()]
        query = {"query": text, "limit": limit, "type_strict": strict, "properties": properties}
        query |= {"type": kind} if kind else {}
        response = client.post("/api/reconcile", data={"queries": json.dumps({"q0": query})})
        assert response.status_code == 200, response.text
        return response.json["q0"]["result"]

    return run


@pytest.fixture(scope="session")
def endpoint(app):
    """Return the address of the service, served over HTTP."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/api/reconcile"
    server.shutdown()
    thread.join()
    server.server_close()
