"""Search by words: the page, the JSON, and together with SPARQL."""

import json
import re

import pytest

from kg.settings import Settings
from tests.conftest import ROOT
from tests.web.conftest import BASE, QUOTE, STORY, events_of_story
from web import create_app

BY_SENTENCE = "SELECT ?event WHERE { VALUES ?found { } ?event dip:mention ?found }"


def ask(client, query, **parameters):
    return client.get("/sparql", query_string={"query": query, "format": "csv", **parameters})


def test_page_groups_actors_sentences_and_articles(browse):
    page = browse("/search?q=envoys")
    assert re.search(r'<mark class="hit">Envoys</mark> sent home', page)
    page = browse("/search?q=kremlin")
    assert 'href="/actor/RUS.html"' in page
    assert '<mark class="hit">Kremlin</mark>' in page
    page = browse("/search?q=diplomat")
    assert '<mark class="hit">diplomats</mark>' in page
    assert len(re.findall(r'href="/event/', page)) == 4, "one card for the sentence, with the events that it tells"


def test_pages_of_one_kind(browse):
    page = browse("/search?q=poland+expelled&kind=quote")
    assert '<mark class="hit">Poland</mark> <mark class="hit">expelled</mark>' in page
    assert "/actor/POL" in browse("/search?q=poland&kind=actor")
    assert "None with all of this" in browse("/search?q=poland&kind=title")
    assert "/actor/POL" in browse("/search?q=poland&kind=actor&page=7")


@pytest.mark.parametrize(
    "query", ["", "?q=", "?q=%20", "?q=zzzzz", "?q=-poland", "?q=%22&kind=quote", "?q=a&kind=nothing"]
)
def test_search_that_finds_nothing_says_how_to_search(browse, query):
    assert "All words must be there" in browse(f"/search{query}")


@pytest.mark.parametrize("kind", ["", "actor", "quote", "title"])
def test_hostile_texts_are_escaped_on_the_page(browse, kind):
    page = browse(f"/search?q=script&kind={kind}")
    assert ("&lt;<mark" in page) == (kind != "actor"), "the one that is found by its label has no other name to show"
    assert "<script>" not in page
    page = browse(f"/search?q=%3Cscript%3Ealert(1)%3C/script%3E{'x' * 5000}&kind={kind}")
    assert "<script>" not in page
    assert len(page) < 40_000


def test_api_says_what_was_found_and_where_the_words_stand(client):
    response = client.get("/api/search?q=diplomat&limit=5")
    assert response.mimetype == "application/json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.json["q"] == "diplomat"
    assert list(response.json["found"]) == ["actor", "quote", "title"]
    quotes = response.json["found"]["quote"]
    (hit,) = quotes["hits"]
    assert quotes["total"] == 1
    assert (hit["text"], hit["label"]) == (QUOTE, QUOTE)
    assert [QUOTE[begin:end] for begin, end in hit["marks"]] == ["diplomats"]
    assert len(hit["iris"]) == len(events_of_story())
    assert all(iri.startswith(f"{BASE}mention/") for iri in hit["iris"])


def test_api_of_one_kind_page_by_page(client):
    found = client.get("/api/search?q=poland&kind=actor").json["found"]
    assert list(found) == ["actor"]
    assert found["actor"]["hits"][0]["iris"] == [f"{BASE}actor/POL"]
    assert client.get("/api/search?q=poland&kind=actor&offset=1").json["found"]["actor"] == {"total": 1, "hits": []}


@pytest.mark.parametrize(
    "query", ["kind=event", "limit=-1", "limit=1001", "limit=x", "offset=99999999999", "limit=%D9%A3"]
)
def test_api_tells_a_wrong_parameter(client, query):
    response = client.get(f"/api/search?q=poland&{query}")
    assert (response.status_code, response.mimetype) == (400, "application/problem+json")


def test_api_suggests_actors(client):
    assert client.get("/api/suggest?q=Krem").json == {
        "q": "Krem",
        "suggestions": [
            {
                "iri": f"{BASE}actor/RUS",
                "key": "RUS",
                "href": "/actor/RUS.html",
                "name": "the Kremlin",
                "label": "Russia",
            }
        ],
    }
    assert client.get("/api/suggest?q=").json["suggestions"] == []


def test_words_fill_the_place_in_a_query(client):
    assert len(ask(client, BY_SENTENCE, search="diplomats").text.split()) == 1 + len(events_of_story())
    assert ask(client, BY_SENTENCE, search="diplomats -poland").text.split() == ["event"]
    assert ask(client, BY_SENTENCE, search="-").text.split() == ["event"]
    assert ask(client, BY_SENTENCE).text.split() == ["event"], "it is SPARQL as it stands"


def test_groups_are_counted_over_what_was_found(client):
    query = (
        "SELECT ?a (COUNT(*) AS ?n) { VALUES ?found { } ?e dip:mention ?found ; dip:actor ?a } GROUP BY ?a ORDER BY ?a"
    )
    answer = ask(client, query, search="diplomats").text.splitlines()
    assert answer == ["a,n", f"{BASE}actor/POL,2", f"{BASE}actor/RUS,2"]


def test_words_fill_queries_of_every_form_and_by_post(client):
    form = {"query": "ASK { VALUES ?found { } ?found a dip:State }", "search": "kremlin", "format": "json"}
    assert client.post("/sparql", data=form).json["boolean"] is True
    query = "CONSTRUCT { ?found dip:title ?t } WHERE { values $found {\n} ?found dip:title ?t }"
    response = client.get("/sparql", query_string={"query": query, "search": "envoys", "format": "nt"})
    assert STORY.title in response.text


def test_query_without_the_place_is_told_what_to_write(client):
    response = ask(client, "SELECT ?event WHERE { ?event dip:mention ?found }", search="diplomats")
    assert response.status_code == 400
    assert "VALUES ?found { }" in response.json["detail"]


def test_fault_behind_the_place_is_told_where_the_client_wrote_it(client):
    query = "SELECT ?e { VALUES ?found { } ?e dip:mention ?found SELECT }"
    response = ask(client, query, search="diplomats")
    assert response.status_code == 400
    assert response.json == ask(client, query).json


def test_query_page_keeps_the_words(client):
    html = {"Accept": "text/html"}
    page = client.get("/sparql", query_string={"query": BY_SENTENCE, "search": "diplomats"}, headers=html).text
    assert 'value="diplomats"' in page
    assert "4 rows" in page
    assert re.search(r'href="[^"]*search=diplomats[^"]*format=csv|href="[^"]*format=csv[^"]*search=diplomats', page)


def test_without_an_index_the_rest_of_the_site_works(engine, tmp_path):
    client = create_app(Settings(data=tmp_path), engine).test_client()
    page = client.get("/search?q=poland", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "kg check --repair" in page.text
    assert 'href="/events?q=poland"' in page.text
    assert "kg check --repair" in client.get("/api/search?q=poland").json["detail"]
    assert client.get("/api/suggest?q=poland").status_code == 503
    assert ask(client, BY_SENTENCE, search="poland").status_code == 503
    assert ask(client, BY_SENTENCE).status_code == 200


def test_answer_is_sent_anew_once_the_index_has_changed(engine, search, tmp_path):
    path = tmp_path / "search.sqlite"
    path.write_bytes(search._path.read_bytes())
    client = create_app(Settings(data=tmp_path), engine).test_client()
    first = client.get("/api/search?q=poland")
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/api/search?q=poland", headers=known).status_code == 304
    path.write_bytes(path.read_bytes() + b"\0" * 4096)
    assert client.get("/api/search?q=poland", headers=known).status_code == 200
    assert json.loads(first.data)["found"]["actor"]["total"] == 1


def test_example_of_the_documentation_gives_rows(client):
    text = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
    example = re.search(r"```sparql\n(.*?VALUES \?found.*?)```", text, re.DOTALL)
    assert example is not None
    assert ask(client, example[1], search="expel* -trade").text.splitlines() == ["name,events", "Poland,2", "Russia,2"]
