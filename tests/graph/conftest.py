"""Actors and articles for the tests of the graph, and stores that hold them."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from kg.graph.store import Store
from kg.ids import Minter
from kg.model import Actor, ActorKind, Article, Event, Mention, PartialDate, Term
from tests.graph.search_writer import Writer, quote

BASE = "http://localhost:8000/"
RUN = "2026-11-22-rules-1"
ONTOLOGY = """
@prefix dip: <https://w3id.org/diplograph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
dip:State rdfs:subClassOf dip:Actor .
"""


@pytest.fixture
def actors() -> dict[str, Actor]:
    listed = [
        Actor(
            "RUS",
            ActorKind.STATE,
            "Russia",
            ("the Kremlin", "Russia"),
            wikidata="Q159",
            demonyms=("Russian", "Russians"),
            iso_code="RUS",
            cow_code=365,
        ),
        Actor("USA", ActorKind.STATE, "United States"),
        Actor("PSE", ActorKind.STATE, "Palestine"),
        Actor("IMF", ActorKind.ORGANISATION, "International Monetary Fund"),
        Actor("hamas", ActorKind.ARMED_GROUP, "Hamas", belongs_to="PSE"),
        Actor(
            "sergey-lavrov",
            ActorKind.PERSON,
            "Sergey Lavrov",
            acts_for="RUS",
            terms=(Term("Foreign minister", date(2004, 3, 9)), Term("Envoy", date(1994, 1, 25), date(2004, 3, 9))),
        ),
        Actor("hamas-spokesman", ActorKind.PERSON, "Spokesman of Hamas", acts_for="hamas"),
    ]
    return {actor.key: actor for actor in listed}


@pytest.fixture
def mint() -> Minter:
    return Minter(BASE)


@pytest.fixture
def stranger() -> Actor:
    return Actor("coastal-league", ActorKind.GROUP, "Coastal League", ("the League",), listed=False)


@pytest.fixture
def tell() -> Callable[..., Event]:
    """Makes an event with a mention at *begin*."""

    def make(actor: Actor, target: Actor | None, action: str = "112", day: str = "2024-06-27", begin: int = 0) -> Event:
        mention = Mention(begin, f"Quote {begin}.", actor.label, "accused", target.label if target else "", 0.806)
        return Event(actor, action, target, PartialDate.parse(day) if day else None, mentions=(mention,))

    return make


@pytest.fixture
def make_article() -> Callable[..., Article]:
    def make(name: str, text: str = "Some text.") -> Article:
        return Article(name, text, f"Title of {name}", date(2024, 6, 28), url=f"https://news.example/{name}")

    return make


@pytest.fixture
def stories(make_article, tell, actors, stranger):
    """Three articles that overlap: in events, dyads, runs, and an actor that only they know."""
    russia, usa, hamas = actors["RUS"], actors["USA"], actors["hamas"]
    shared = tell(russia, usa)
    envoy = Actor("league-envoy", ActorKind.PERSON, "Envoy of the League", acts_for="coastal-league", listed=False)
    return [
        (make_article("one"), [shared, tell(stranger, russia, begin=40), tell(usa, hamas, begin=80)], RUN),
        (make_article("two"), [shared, tell(stranger, usa, begin=20)], "2026-11-23-rules-1"),
        (make_article("three"), [tell(usa, russia), tell(envoy, stranger, begin=9)], RUN),
    ]


@pytest.fixture
def ontology(tmp_path: Path) -> list[Path]:
    path = tmp_path / "ontology.ttl"
    path.write_text(ONTOLOGY, encoding="utf-8")
    return [path]


@pytest.fixture
def store(ontology: list[Path], actors: dict[str, Actor]) -> Iterator[Store]:
    with Store.in_memory(BASE, ontology, actors.values()) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path, ontology: list[Path], actors: dict[str, Actor]) -> Path:
    """A data folder that nobody has open."""
    path = tmp_path / "data"
    Store.create(path, BASE, ontology, actors.values()).close()
    return path


@pytest.fixture
def dump() -> Callable[[Store], set[str]]:
    """Lists the triples of a store."""

    def read(store: Store) -> set[str]:
        answer = store.answer("CONSTRUCT WHERE { ?s ?p ?o }", graph=RdfFormat.N_TRIPLES)
        return set(answer.body.decode().splitlines())

    return read


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    """A store that a search index follows."""
    made = Writer(tmp_path / "search.sqlite")
    yield made
    made.index.close()


@pytest.fixture
def told(writer: Writer) -> Writer:
    """The same with three sentences about Poland."""
    writer.write(new=[
        quote("1", "Poland expelled two Russian diplomats on Tuesday."),
        quote("2", "The minister of Poland sanctioned nobody."),
        quote("3", "Québec and Poland sign a trade agreement, the prime minister said."),
    ])  # fmt: skip
    return writer
