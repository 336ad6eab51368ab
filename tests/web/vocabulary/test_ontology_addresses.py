"""Each IRI in the files of the ontology leads to its place on a page, and the files to every form of them."""

import re
from html import unescape
from urllib.parse import quote

import pytest
from pyoxigraph import NamedNode
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic

from kg.turtle import Triples
from kg.vocab import CAMEO, DIP, PLOVER
from tests.web.anchors import ids
from tests.web.conftest import FILES, FOLDER
from web.links import SHAPES
from web.vocabulary.vocabulary import alignment_files, read_vocabulary

FORMS = {
    "ttl": ("text/turtle", "turtle"),
    "nt": ("application/n-triples", "nt"),
    "rdf": ("application/rdf+xml", "xml"),
    "jsonld": ("application/ld+json", "json-ld"),
}
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
ROOT = "https://w3id.org/diplograph"


def iris_of_terms() -> list[str]:
    named = [
        str(node.value)
        for name in FILES.values()
        for node in Triples.read(FOLDER / name).subjects()
        if isinstance(node, NamedNode)
    ]
    header = read_vocabulary(FOLDER).header
    return [iri for iri in named if iri.startswith(ROOT)] + [header.version_iri]


def test_path_of_every_iri_leads_to_its_explanation(client, browse):
    pages = {path: ids(browse(path)) for path in FILES}
    iris = iris_of_terms()
    assert len(iris) > 420
    for iri in iris:
        path, _, anchor = iri.removeprefix(ROOT).partition("#")
        for address in (path, f"{path}/{anchor}") if path == "/ontology" and anchor else (path,):
            place = anchor if address == path else ""
            for _ in range(3):
                if address in pages or address.startswith("/action/"):
                    break
                response = client.get(address, headers=BROWSER)
                assert response.status_code == 303, address
                assert response.headers["Access-Control-Allow-Origin"] == "*"
                address, _, found = response.headers["Location"].partition("#")
                place = found or place
            if address.startswith("/action/"):
                assert address == f"/action/{path.rpartition('/')[2]}.html"
                continue
            assert address in pages
            assert place in [*pages[address], ""]
            if anchor or re.search(r"/(cameo|plover)/.", iri):
                assert place == (anchor or iri.rpartition("/")[2])


@pytest.mark.parametrize("ending", FORMS)
@pytest.mark.parametrize("path", FILES)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD parser uses it
def test_every_form_says_what_the_file_says(client, graphs, path, ending):
    media_type, form = FORMS[ending]
    by_suffix = client.get(f"{path}.{ending}", headers=BROWSER)
    by_accept = client.get(path, headers={"Accept": media_type})
    assert by_suffix.data == by_accept.data
    for response in (by_suffix, by_accept):
        assert (response.status_code, response.mimetype) == (200, media_type)
        assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in by_accept.headers["Vary"]
    assert isomorphic(Graph().parse(data=by_suffix.text, format=form), graphs[FILES[path]])
    if ending == "ttl":
        assert by_suffix.data == (FOLDER / FILES[path]).read_bytes()


@pytest.mark.parametrize(
    ("path", "accept", "iri"),
    [
        ("/cameo/1313.ttl", "text/html", CAMEO + "1313"),
        ("/cameo/1313", "text/turtle", CAMEO + "1313"),
        ("/cameo/01", "application/n-triples", CAMEO + "01"),
        ("/plover/THREATEN.nt", "*/*", PLOVER + "THREATEN"),
        ("/ontology/Event.ttl", "*/*", DIP + "Event"),
    ],
)
def test_one_term_comes_alone(client, graphs, path, accept, iri):
    response = client.get(path, headers={"Accept": accept}, follow_redirects=True)
    assert response.status_code == 200
    form = {"text/turtle": "turtle", "application/n-triples": "nt"}[response.mimetype]
    name = "diplomacy.ttl" if iri.startswith(DIP) else "actions.ttl"
    assert {*Graph().parse(data=response.text, format=form)} == {*graphs[name].triples((URIRef(iri), None, None))}


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/ontology/Treaty", "Treaty"),
        ("/ontology/Treaty.ttl", "Treaty"),
        ("/ontology/9.9.9", "9.9.9"),
        ("/cameo/9999", "9999"),
        ("/cameo/THREATEN", "THREATEN"),
        ("/plover/1313", "1313"),
        ("/ontology/alignments/nothing.ttl", "nothing"),
        ("/ontology/%3Cscript%3E", "&lt;script&gt;"),
    ],
)
def test_what_is_unknown_is_named(client, browse, path, named):
    page = browse(path, status=404)
    assert named in page
    assert '<a href="/ontology">the ontology</a>' in page
    problem = client.get(path, headers={"Accept": "application/json"})
    assert (problem.status_code, problem.mimetype) == (404, "application/problem+json")
    assert unescape(named) in problem.json["detail"]
    assert "/ontology" in problem.json["detail"]


@pytest.mark.parametrize("name", ["../shapes", "..%2Fshapes", "%2E%2E%2Fdiplomacy", "/etc/passwd", "x/../sem"])
def test_only_alignments_are_among_them(client, name):
    assert client.get(f"/ontology/alignments/{name}.ttl").status_code == 404


def test_alignments_are_served_as_they_are(client):
    for path in alignment_files(FOLDER):
        response = client.get(f"/ontology/alignments/{path.name}")
        assert (response.status_code, response.mimetype) == (200, "text/turtle")
        assert response.data == path.read_bytes()
        assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_context_is_served_if_there_is_one(client, browse, copied):
    file = copied / "context.jsonld"
    file.unlink(missing_ok=True)
    assert client.get("/ontology/context.jsonld").status_code == 404
    assert "context.jsonld" not in browse("/ontology")
    file.write_text('{"@context": {}}')
    response = client.get("/ontology/context.jsonld", headers={"Accept": "*/*"})
    assert (response.status_code, response.mimetype) == (200, "application/ld+json")
    assert response.data == file.read_bytes()
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "/ontology/context.jsonld" in browse("/ontology")


@pytest.mark.parametrize("path", [*FILES, "/ontology.ttl", "/ontology/shapes.nt", "/cameo/1313.ttl"])
def test_what_a_client_has_is_not_sent_again(client, path):
    first = client.get(path, headers=BROWSER)
    again = client.get(path, headers={**BROWSER, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(path, headers={**BROWSER, "If-None-Match": '"other"'}).status_code == 200


def test_form_that_is_not_offered_is_refused(client):
    for path in (*FILES, "/cameo/1313"):
        assert client.get(path, headers={"Accept": "image/png"}).status_code == 406


def test_links_to_terms_stay_on_this_site(browse):
    page = browse("/sparql?query=" + quote(f"SELECT * {{ VALUES ?x {{ cameo:1313 dip:Event <{SHAPES}Run> }} }}"))
    for address in ("/action/1313.html", "/ontology#Event", "/ontology/shapes#Run"):
        assert f'href="{address}"' in page
