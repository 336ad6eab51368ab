import json
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Graph

from tests.web.conftest import BASE, QUOTE

PATHS = ["/", "/events", "/actor/RUS", "/actor/hostile", "/search?q=russia", "/search?q=diplomats", "/sparql", "/about"]
PATHS += ["/ontology", "/dyad/POL-RUS", "/events?actor=RUS", "/events?action=161", "/run/2024-06-27-test"]
PATHS += ["/ontology/actions", "/ontology/shapes"]
PATHS += ["/sparql?query=DESCRIBE+actor:hostile", "/sparql?query=SELECT+*+%7B+actor:hostile+?p+?o+%7D"]
PATHS += ["/events?actor=%3Cscript%3E&q=%22%3E%3Cscript%3E&action=%27&page=x", "/search?q=%22%3E%3Cscript%3E"]
PATHS += ["/sparql?query=ASK+%7B%7D"]
EVENT = "?x dip:action cameo:161"


@pytest.fixture(params=[*PATHS, "event", "article", "tricky event", "tricky article"])
def page(request, browse, find):
    patterns = {
        "event": EVENT,
        "article": '?x dip:doc "envoys"',
        "tricky event": "?x dip:action cameo:111",
        "tricky article": '?x dip:doc "tricky"',
    }
    path = find(patterns[request.param]) if request.param in patterns else request.param
    return browse(path)


class Tags(HTMLParser):
    """The elements of a page and their attributes; an end tag that closes nothing is a fault."""

    void = ("meta", "link", "input", "br", "img")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_page_is_whole_and_safe(page):
    assert page.startswith("<!doctype html>")
    tags = Tags(page)
    assert tags.open == []
    names = [tag for tag, _ in tags.found]
    assert names.count("h1") == names.count("main") == 1
    assert not {"style", "iframe", "object", "base"} & set(names)
    for tag, attributes in tags.found:
        if tag == "script":
            assert attributes.get("src") or attributes["type"] == "application/ld+json", "no script within the page"
    for tag, attributes in tags.found:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
        for name in ("href", "src", "action"):
            assert re.match(r"/(?!/)|#|https?://", attributes.get(name) or "/"), attributes[name]


def test_ids_of_a_page_are_unique_and_what_points_to_them_finds_one(page):
    found = Tags(page).found
    ids = [attributes["id"] for _, attributes in found if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in found:
        for name in ("for", "aria-labelledby", "aria-describedby"):
            assert attributes.get(name, "main") in ids


def test_page_shows_the_query_behind_it(browse, find):
    for path in ("/", "/events", "/actor/RUS", find(EVENT), "/search?q=russia"):
        page = browse(path)
        assert "behind this page" in page
        assert "SELECT" in page
        assert "/sparql?query=" in page


def test_event_page_says_who_did_what_to_whom(browse, find):
    page = browse(find(EVENT))
    assert "Poland" in page
    assert "Reduce or break diplomatic relations" in page
    assert "25 June 2024" in page
    assert "86% confidence" in page
    assert re.search(r"<mark[^>]*>Poland</mark>", page)
    assert re.search(r"<mark[^>]*>expelled two .*diplomats</mark>", page)
    assert 'href="https://news.example/envoys"' in page


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("?x dip:action cameo:1313", "June 2024"),
        ("?x dip:action cameo:150", "2023"),
        ("?x dip:action cameo:042", "unknown"),
    ],
)
def test_dates_are_as_exact_as_they_are_known(browse, find, pattern, words):
    page = browse(find(pattern))
    assert words in page
    assert "1 June" not in page
    assert "January" not in page


def test_actor_page_has_identity_and_both_sides(browse):
    page = browse("/actor/RUS")
    assert "http://www.wikidata.org/entity/Q159" in page
    assert "As actor" in page
    assert "As target" in page
    assert "Main counterparts" in page


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("action=16", ["161"]),
        ("action=1313", ["1313"]),
        ("action=99", []),
        ("class=VerbalConflict", ["1313", "111"]),
        ("class=MaterialConflict&action=15", ["150"]),
        ("class=VerbalConflict&action=15", []),
        ("actor=POL", ["161", "042"]),
        ("target=POL&q=expelled+two", ["1313"]),
        ("party=POL&action=0", ["042"]),
    ],
)
def test_list_has_the_events_that_are_asked_for(browse, asked, listed):
    page = browse(f"/events?{asked}")
    assert sorted(re.findall(r"CAMEO <a [^>]*>(\d+)</a>", page)) == sorted(listed)
    assert f"<b>{len(listed)}</b> event" in page


def test_article_page_has_source_day_and_events(browse, find):
    page = browse(find('?x dip:doc "envoys"'))
    assert "Sample Wire" in page
    assert "26 June 2024" in page
    assert "metadata" in page
    assert all(f'id="e{number}"' in page for number in (1, 2, 3, 4))


def test_address_that_is_no_web_address_is_no_link(browse, find):
    assert 'href="javascript' not in browse(find('?x dip:doc "tricky"'))


def test_links_stay_on_this_host(browse, find):
    page = browse(find(EVENT))
    leading = [attributes["href"] for tag, attributes in Tags(page).found if tag == "a"]
    assert not [address for address in leading if address.startswith(BASE)]
    assert "/actor/RUS.html" in leading


def test_search_finds_names_and_sentences(browse):
    assert "/actor/RUS" in browse("/search?q=kremlin")
    assert "expelled" in browse("/search?q=diplomats")
    assert "<em>" not in browse("/search?q=%3Cem%3E")


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
    ],
)
def test_instance_is_described_in_rdf(client, find, accept, form):
    path = find(EVENT)
    lead = client.get(path, headers={"Accept": accept})
    assert lead.status_code == 303
    assert "Accept" in lead.headers["Vary"]
    response = client.get(lead.headers["Location"])
    assert (response.status_code, response.mimetype) == (200, accept)
    assert "Accept" in response.headers["Vary"]
    graph = Graph().parse(data=response.text, format=form)
    assert any(str(value) == QUOTE for value in graph.objects()), "the description has the event's mentions"


@pytest.mark.parametrize("what", [EVENT, "?x a dip:Article", "?x dip:code 'RUS'", "?x a dip:Dyad", "?x a dip:Mention"])
def test_json_ld_is_one_object_in_the_context_of_this_site_and_says_what_turtle_says(client, find, what):
    path = find(what)
    answer = client.get(path, headers={"Accept": "application/ld+json"}, follow_redirects=True)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    found = answer.get_json(force=True)
    assert urlsplit(found["id"]).path == path
    address = found["@context"]
    assert address == f"{BASE}ontology/context.jsonld"
    found["@context"] = client.get(urlsplit(address).path).get_json(force=True)["@context"]
    ours = {str(quad.triple) for quad in parse(json.dumps(found).encode(), RdfFormat.JSON_LD)}
    turtle = {str(quad.triple) for quad in parse(client.get(f"{path}.ttl").data, RdfFormat.TURTLE)}
    assert ours == turtle


@pytest.mark.parametrize("suffix", ["ttl", "nt", "jsonld"])
def test_suffix_wins_over_accept(client, find, suffix):
    response = client.get(f"{find(EVENT)}.{suffix}", headers={"Accept": "text/html"})
    assert response.status_code == 200
    assert response.mimetype != "text/html"


def test_mention_leads_to_its_event(client, find):
    response = client.get(find("?x a dip:Mention"), headers={"Accept": "text/html"})
    assert response.status_code == 303
    assert "/event/" in response.headers["Location"]


def test_ontology_is_a_page_and_turtle(client, browse):
    assert "actorText" in browse("/ontology")
    response = client.get("/ontology", headers={"Accept": "text/turtle"})
    assert response.mimetype == "text/turtle"
    assert len(Graph().parse(data=response.text)) > 100


def test_what_is_not_here_is_a_page_for_people_and_a_problem_for_programs(client, browse):
    assert "Not here" in browse("/event/nothing", status=404)
    assert "Not here" in browse("/nowhere", status=404)
    response = client.get("/actor/nobody", headers={"Accept": "application/json"})
    assert (response.status_code, response.mimetype) == (404, "application/problem+json")


def test_headers_forbid_what_no_page_needs(client):
    headers = client.get("/").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_unexpected_fault_tells_nothing_of_the_inside(engine, caplog):
    from kg.settings import Settings
    from web import create_app

    class Broken:
        base = BASE
        generation = "1"

        def answer(self, *arguments, **options):
            raise RuntimeError("the secret path /etc/shadow")

    response = create_app(Settings(), Broken()).test_client().get("/", headers={"Accept": "text/html"})
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    assert "secret" in caplog.text


def test_health(client):
    assert client.get("/healthz").text.strip() == "ok"
