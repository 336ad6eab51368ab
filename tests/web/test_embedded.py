"""What programs read in a page is right, and no name can break out of it."""

import json
import re

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.vocab import DIP, RDF
from tests.web.conftest import BASE, HOSTILE
from tests.web.test_pages import EVENT, PATHS, Tags

SCHEMA = "https://schema.org/"
ARTICLE = '?x dip:doc "envoys"'
EMBEDDED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def embedded(browse):
    """Return a function from a path to the object in the page there."""

    def get(path: str) -> dict:
        (text,) = EMBEDDED.findall(browse(path))
        return json.loads(text)

    return get


def meta(page: str) -> dict[str, str]:
    found = Tags(page).found
    told = {one.get("property") or one.get("name"): one.get("content") for tag, one in found if tag == "meta"}
    links = {one["rel"]: one["href"] for tag, one in found if tag == "link"}
    return {**told, "canonical": links.get("canonical")}


def test_event_names_who_did_what_to_whom_and_where_it_is_told(embedded, find):
    found = embedded(find(EVENT))
    assert found["@type"] == ["Action", "dip:Event"]
    assert (found["agent"]["name"], found["object"]["name"]) == ("Poland", "Russia")
    assert found["startTime"] == "2024-06-25"
    (source,) = found["subjectOf"]
    assert source["url"] == "https://news.example/envoys"
    assert source["publisher"]["name"] == "Sample Wire"


def test_actor_is_the_one_of_wikidata(embedded):
    found = embedded("/actor/RUS")
    assert found["@type"] == ["Country", "dip:State"]
    assert found["sameAs"] == ["http://www.wikidata.org/entity/Q159"]
    assert found["alternateName"] == ["the Kremlin"]
    assert found["mainEntityOfPage"] == f"{BASE}actor/RUS.html"


def test_article_is_a_news_article(embedded, find):
    found = embedded(find(ARTICLE))
    assert (found["headline"], found["datePublished"]) == ("Envoys sent home", "2024-06-26")


@pytest.mark.parametrize("what", [EVENT, "?x dip:code 'RUS'", ARTICLE, "?x dip:code 'hostile'"])
def test_it_is_rdf_about_the_instance_by_its_own_iri(browse, find, what):
    path = find(what)
    (text,) = EMBEDDED.findall(browse(path))
    triples = [quad.triple for quad in parse(text.encode(), RdfFormat.JSON_LD)]
    types = {
        t.object.value for t in triples if t.subject == NamedNode(BASE + path[1:]) and t.predicate.value == RDF + "type"
    }
    assert {one for one in types if one.startswith(DIP)}
    assert {one for one in types if one.startswith(SCHEMA)}


@pytest.mark.parametrize("what", ["?x dip:action cameo:111", "?x dip:code 'hostile'", '?x dip:doc "tricky"'])
def test_hostile_names_stay_inside(browse, find, what):
    page = browse(find(what))
    (text,) = EMBEDDED.findall(page)
    assert not set(text) & set("<>&")
    assert HOSTILE[:30] in json.dumps(json.loads(text), ensure_ascii=False)
    assert len(text) < 5_000
    assert "javascript:" not in text


@pytest.mark.parametrize("path", PATHS)
def test_every_page_says_what_it_is_and_where_to_find_it(browse, path):
    found = meta(browse(path))
    assert found["description"]
    assert found["og:description"] == found["description"]
    assert len(found["description"]) < 600
    assert found["og:title"]
    assert found["og:url"].startswith(BASE)
    assert found["canonical"].startswith(BASE)
    assert "?" not in found["canonical"]
    assert not found["og:url"].endswith(".html")
    assert re.match(rf"{BASE}static/card\.png\?v=\w+$", found["og:image"])


def test_permanent_address_of_an_instance_is_its_iri(browse, find):
    path = find(EVENT)
    found = meta(browse(path))
    assert found["og:url"] == BASE + path[1:]
    assert found["canonical"] == f"{BASE}{path[1:]}.html"
    assert found["og:type"] == "website"
    assert meta(browse(find(ARTICLE)))["og:type"] == "article"
    assert meta(browse("/"))["canonical"] == BASE


def test_card_is_small(client):
    with client.get("/static/card.png") as response:
        assert response.mimetype == "image/png"
        assert len(response.data) < 30_000
