"""Each kind of instance and each term of ours leads to a page for people and to RDF for programs."""

import json
from datetime import date

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.graph.contents import Content
from kg.graph.store import Store
from kg.model import Actor, ActorKind, Term
from kg.reference import ontology_files
from kg.results import rows
from kg.settings import Settings
from kg.vocab import CAMEO, DIP, PLOVER
from tests.web.conftest import BASE, FOLDER, POLAND, RUSSIA, STORY, events_of_story
from web import create_app

PEOPLE = "text/html,application/xhtml+xml,*/*;q=0.8"
FORMS = {
    "ttl": ("text/turtle", RdfFormat.TURTLE),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES),
    "rdf": ("application/rdf+xml", RdfFormat.RDF_XML),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
}
KINDS = {
    "dataset": "?x a dip:DataSet",
    "event": "?x a dip:Event",
    "mention": "?x a dip:Mention",
    "article": "?x a dip:Article",
    "actor": "?x dip:code 'POL'",
    "dyad": "?x a dip:Dyad",
    "run": "?x a dip:Run",
    "term": "?x a dip:TermOfOffice",
    "count": "?x qb:dataSet count:pairs",
}
TERMS = {"/cameo/13": CAMEO + "13", "/cameo/1313": CAMEO + "1313", "/plover/THREATEN": PLOVER + "THREATEN"}
MINISTER = Actor(
    "sergey-lavrov", ActorKind.PERSON, "Sergey Lavrov", acts_for="RUS", terms=(Term("Minister", date(2004, 3, 9)),)
)
CONTEXT = json.dumps(json.loads((FOLDER / "context.jsonld").read_text())["@context"]).encode()
DATA_SET = f"<{BASE}dataset/coded> a <https://w3id.org/diplograph/ontology#DataSet> ."


@pytest.fixture(scope="module")
def graph():
    with Store.in_memory(BASE, ontology_files(), [RUSSIA, POLAND, MINISTER]) as store:
        store.add(STORY, events_of_story(), "2024-06-27-test")
        store.put(None, [Content(DATA_SET.encode(), "text/turtle", BASE)], replace=False)
        yield store


@pytest.fixture
def here(graph, search):
    return create_app(Settings(), graph, search).test_client()


@pytest.fixture(params=KINDS)
def path(request, graph):
    """Return the path of an instance of each kind."""
    term = rows(graph.answer(f"SELECT ?x WHERE {{ {KINDS[request.param]} }} LIMIT 1"))[0]["x"]
    assert term.value.startswith(f"{BASE}{request.param}/")
    return "/" + term.value.removeprefix(BASE)


def subjects(response, form: RdfFormat) -> set[str]:
    data = response.data.replace(f'"{BASE}ontology/context.jsonld"'.encode(), CONTEXT)
    return {q.subject.value for q in parse(data, form) if isinstance(q.subject, NamedNode)}


def test_people_are_led_to_a_page(here, path):
    response = here.get(path, headers={"Accept": PEOPLE})
    assert response.status_code == 303
    assert "Accept" in response.headers["Vary"]
    page = here.get(response.headers["Location"], headers={"Accept": PEOPLE})
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert page.request.path.endswith(".html")


@pytest.mark.parametrize("ending", FORMS)
def test_programs_are_led_to_triples_about_it(here, path, ending):
    media_type, form = FORMS[ending]
    lead = here.get(path, headers={"Accept": media_type})
    assert (lead.status_code, lead.headers["Location"]) == (303, f"{path}.{ending}")
    by_accept, by_suffix = here.get(lead.headers["Location"]), here.get(f"{path}.{ending}", headers={"Accept": PEOPLE})
    assert by_accept.data == by_suffix.data
    assert (by_suffix.status_code, by_suffix.mimetype) == (200, media_type)
    assert BASE + path[1:] in subjects(by_suffix, form)


@pytest.mark.parametrize("term", TERMS)
def test_people_are_led_from_a_code_to_where_it_is_explained(here, term):
    response = here.get(term, headers={"Accept": PEOPLE})
    assert response.status_code == 303
    assert here.get(response.headers["Location"], headers={"Accept": PEOPLE}, follow_redirects=True).status_code == 200


@pytest.mark.parametrize("ending", FORMS)
@pytest.mark.parametrize("term", TERMS)
def test_programs_are_led_from_a_code_to_its_triples(here, term, ending):
    media_type, form = FORMS[ending]
    lead = here.get(term, headers={"Accept": media_type})
    assert (lead.status_code, lead.headers["Location"]) == (303, f"{term}.{ending}")
    response = here.get(lead.headers["Location"])
    assert (response.status_code, response.mimetype) == (200, media_type)
    assert subjects(response, form) == {TERMS[term]}


@pytest.mark.parametrize("ending", FORMS)
def test_terms_of_the_ontology_are_in_its_document(here, ending):
    """Their IRIs have a hash, so the document is asked for, and no redirect is due."""
    media_type, form = FORMS[ending]
    response = here.get("/ontology", headers={"Accept": media_type})
    assert (response.status_code, response.mimetype) == (200, media_type)
    assert {DIP + "Event", DIP + "actor", DIP + "VerbalConflict"} <= subjects(response, form)
