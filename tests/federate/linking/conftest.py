"""A small graph whose actors are looked for, and the stand-in that knows some of them."""

from datetime import date

import pytest

import kg.actors
from kg.actors import list_actors
from kg.cli import linking
from kg.federate.links.calling import LIMITS, Manners
from kg.graph.store import Store
from kg.model import Actor, ActorKind, Article, DateSource, Event, Mention, PartialDate, Term
from kg.pipeline import FINGERPRINT, load_rules
from kg.reference import ontology_files
from kg.settings import DEFAULT_BASE
from tests.federate.linking.standin import Thing, standing_in

RUSSIA = Actor("RUS", ActorKind.STATE, "Russia", ("Russian Federation",), "Q159", demonyms=("Russian",))
FRANCE = Actor("FRA", ActorKind.STATE, "France", wikidata="Q142", demonyms=("French",))
MINISTRY = Actor("mid", ActorKind.GOVERNMENT_BODY, "Russian Foreign Ministry", ("Ministry of Foreign Affairs of Russia",), acts_for="RUS")  # fmt: skip # noqa: E501
ENVOY = Actor("jean-petit", ActorKind.PERSON, "Jean Petit", acts_for="FRA", terms=(Term("Minister", date(2019, 1, 1)),))
LEAGUE = Actor("harbour-league", ActorKind.ORGANISATION, "Harbour League")
SILENT = Actor("quiet-company", ActorKind.COMPANY, "Quiet Company", belongs_to="FRA")
STRANGER = Actor("ivan-novak", ActorKind.PERSON, "Ivan Novak", belongs_to="RUS", listed=False)
LISTED = (RUSSIA, FRANCE, MINISTRY, ENVOY, LEAGUE, SILENT)
TEXT = "They spoke of each other on Tuesday."
STORY = Article("story", TEXT, "Story", date(2024, 6, 26), DateSource.METADATA, "https://news.example/story")
THINGS = (
    Thing("Q1001", "Ministry of Foreign Affairs of Russia", "ministry of Russia", types=("Q43229",), states=("Q159",)),
    Thing("Q1002", "Jean Petit", "French politician (born 1970)", states=("Q142",), born=1970),
    Thing("Q1003", "Jean Petit", "Belgian footballer"),
    Thing("Q1004", "Ivan Novak", "Russian diplomat", states=("Q159",)),
    Thing("Q1005", "Ivan Novak", "Russian politician", states=("Q159",)),
    Thing("Q1006", "Quiet Company", "French manufacturer", types=("Q43229",), states=("Q142",)),
)


def events_of(*pairs):
    """Return an event for each pair of actors."""
    mention = Mention(0, TEXT, "They", "spoke", "each other", 0.8)
    return [Event(one, "010", other, PartialDate(2024, 6, 25), mentions=(mention,)) for one, other in pairs]


PAIRS = [(MINISTRY, FRANCE), (MINISTRY, ENVOY), (MINISTRY, LEAGUE), (ENVOY, RUSSIA), (STRANGER, FRANCE)]


@pytest.fixture(autouse=True)
def manners(monkeypatch):
    """Wait for nothing."""
    made = Manners(pause=0.0, tries=3, first=0.01, most=0.02, limits=LIMITS)
    monkeypatch.setattr(linking, "MANNERS", made)
    return made


@pytest.fixture
def lists(monkeypatch):
    """Let the lists that ship with the program have only these actors."""
    entries = {actor.key: kg.actors._Entry(actor, tuple(kg.actors._names_of(actor, ()))) for actor in LISTED}
    monkeypatch.setattr(kg.actors, "_read_shipped", lambda: entries)
    list_actors.cache_clear()
    yield
    list_actors.cache_clear()


@pytest.fixture
def data(tmp_path, lists):
    """Return a data folder with a story."""
    folder = tmp_path / "kg-data"
    with Store.create(folder, DEFAULT_BASE, ontology_files(), LISTED, load_rules()) as store:
        assert store.add(STORY, events_of(*PAIRS), "2024-06-27-test").events == len(PAIRS)
    (folder / FINGERPRINT).write_text(list_actors().fingerprint)
    return folder


@pytest.fixture
def wikidata():
    """Return the stand-in for Wikidata, which runs."""
    with standing_in() as standin:
        standin.add(*THINGS)
        yield standin


@pytest.fixture
def ask(kg, wikidata):
    """Return what asks the stand-in: a function from more arguments to the result."""
    return lambda *more: kg("link", "--reconcile", wikidata.reconcile, *more)


@pytest.fixture
def same(kg):
    """Return what tells the identities in the graph: a function to a set of keys and ids."""

    def read():
        result = kg("query", "--format", "csv", "SELECT ?a ?s { ?a owl:sameAs ?s }")
        cut = result.output.replace("http://www.wikidata.org/entity/", "").replace(f"{DEFAULT_BASE}actor/", "")
        return {tuple(line.split(",")) for line in cut.split()[1:]}

    return read
