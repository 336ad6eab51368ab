"""Two sites of ours, with graphs of their own, that ask each other by SERVICE."""

from contextlib import ExitStack
from datetime import date

import pytest

from kg.graph.store import Store
from kg.model import Actor, ActorKind, Article, DateSource, Event, Mention, PartialDate
from tests.clients.test_python_clients import ask
from tests.servers import free_port, serving
from tests.web.conftest import POLAND, RUSSIA, STORY, events_of_story

pytestmark = pytest.mark.slow

FRANCE = Actor("FRA", ActorKind.STATE, "France", wikidata="Q142")
MOSCOW = Actor("own-russia", ActorKind.STATE, "Russian Federation", wikidata="Q159")
"""Russia again, under the name that the other site has for it."""
TEXT = "France praised Russia on Monday."
PRAISE = Article("praise", TEXT, "Praise", date(2024, 7, 2), DateSource.METADATA, "https://other.example/praise")
BOTH = """SELECT ?here ?there (COUNT(DISTINCT ?event) AS ?ours) (COUNT(DISTINCT ?other) AS ?theirs) WHERE {{
  ?actor owl:sameAs ?same ; skos:prefLabel ?here .
  ?event dip:actor|dip:target ?actor .
  SERVICE <{}> {{
    ?party owl:sameAs ?same ; skos:prefLabel ?there .
    ?other dip:actor|dip:target ?party .
  }}
}} GROUP BY ?here ?there ORDER BY ?here"""
"""Who is known on both sites by the same item of Wikidata, and how many events of each tell of them."""


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """Return the endpoints of two sites."""
    folders = [tmp_path_factory.mktemp("one") / "kg-data", tmp_path_factory.mktemp("other") / "kg-data"]
    with Store.create(folders[0], "https://one.example/", [], [RUSSIA, POLAND]) as store:
        store.add(STORY, events_of_story(), "2024-06-27-test")
    with Store.create(folders[1], "https://other.example/", [], [FRANCE, MOSCOW]) as store:
        mention = Mention(0, TEXT, "France", "praised", "Russia", 0.9)
        event = Event(FRANCE, "051", MOSCOW, PartialDate(2024, 7, 1), mentions=(mention,))
        store.add(PRAISE, [event], "2024-07-02-test")
    ports = [free_port(), free_port()]
    endpoints = [f"http://127.0.0.1:{port}/sparql" for port in ports]
    with ExitStack() as stack:
        for folder, port, other in zip(folders, ports, reversed(endpoints), strict=True):
            stack.enter_context(serving(folder, port, KG_SERVICES=other))
        yield endpoints


def test_each_site_joins_its_events_with_those_of_the_other(sites):
    one, other = sites
    assert ask(one, BOTH.format(other)) == [("Russia", "Russian Federation", "4", "1")]
    assert ask(other, BOTH.format(one)) == [("Russian Federation", "Russia", "1", "4")]


def test_an_event_of_the_other_site_is_found_by_what_is_known_here(sites):
    one, other = sites
    query = f"""SELECT ?name ?day ?who WHERE {{
      ?actor skos:prefLabel ?name ; owl:sameAs ?same .
      SERVICE <{other}> {{ ?event dip:target ?party ; dip:actor ?from ; dip:date ?day .
        ?party owl:sameAs ?same . ?from skos:prefLabel ?who }}
    }}"""
    assert ask(one, query) == [("Russia", "2024-07-01", "France")]
