import pytest

from kg.graph.store import Store
from kg.model import Actor, ActorKind, Article, Event, Mention, PartialDate
from kg.reference import ontology_files
from kg.settings import Settings
from tests.web.conftest import BASE, POLAND, RUSSIA
from web import create_app
from web.asking import Asking
from web.events.event_lists import Filters, find_dyads, read_page
from web.links import key_of, mint

MINISTER = Actor("minister", ActorKind.PERSON, "The minister", acts_for="RUS")
AIDE = Actor("aide", ActorKind.PERSON, "The aide", acts_for="minister")
ACTORS = [RUSSIA, POLAND, MINISTER, AIDE]
PAIRS = [(POLAND, RUSSIA), (POLAND, MINISTER), (MINISTER, POLAND), (AIDE, POLAND), (AIDE, RUSSIA), (RUSSIA, MINISTER)]


@pytest.fixture(scope="module")
def store():
    quote = "One accused another."
    mention = Mention(0, quote, "One", "accused", "another", 0.9)
    events = [Event(one, "112", other, PartialDate(2024, 6, 25), mentions=(mention,)) for one, other in PAIRS]
    with Store.in_memory(BASE, ontology_files(), ACTORS) as store:
        store.add(Article("pairs", quote), events, "2024-07-01-test")
        yield store


def event_of(store, actor: str, target: str) -> str:
    filters = Filters(actor=mint(BASE, "actor", actor), target=mint(BASE, "actor", target))
    return read_page(Asking(store), filters).events[0].iri


@pytest.mark.parametrize("target", ["RUS", "POL", "minister", "aide"])
@pytest.mark.parametrize("actor", ["RUS", "POL", "minister", "aide"])
def test_list_of_a_pair_has_what_the_actors_alone_would_give(store, actor, target):
    ask, one, other = Asking(store), mint(BASE, "actor", actor), mint(BASE, "actor", target)
    plain = read_page(ask, Filters(actor=one, target=other))
    paired = read_page(ask, Filters(actor=one, target=other, dyad=find_dyads(ask, one, other)))
    assert [event.iri for event in paired.events] == [event.iri for event in plain.events]


def test_pair_of_a_person_and_a_state_is_looked_for_where_it_may_be(store):
    found = find_dyads(Asking(store), mint(BASE, "actor", "minister"), mint(BASE, "actor", "POL"))
    assert [key_of(iri.value) for iri in found] == ["POL-RUS", "POL-minister"]


def test_page_of_two_actors_asks_for_their_pair(store):
    client = create_app(Settings(), store).test_client()
    page = client.get("/events?actor=minister&target=POL", headers={"Accept": "text/html"}).text
    assert "/dyad/POL-RUS&gt;" in page
    assert f"/event/{key_of(event_of(store, 'minister', 'POL'))}" in page


def test_page_within_one_party_asks_for_no_pair(store):
    assert find_dyads(Asking(store), mint(BASE, "actor", "RUS"), mint(BASE, "actor", "minister")) is None
