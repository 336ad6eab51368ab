"""The W3C's tests of the SPARQL 1.1 protocol, the graph store protocol and the service description, whole."""

import json
import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat
from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic

from kg.graph.engine import open_empty
from kg.graph.store import Store
from kg.settings import Settings
from kg.tokens import make_token
from tests.web.conftest import BASE
from web import create_app

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
CNT = Namespace("http://www.w3.org/2011/content#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
CODES = {
    "OK": 200, "Created": 201, "Accepted": 202, "NoContent": 204, "BadRequest": 400, "NotFound": 404,
    "MethodNotAllowed": 405, "UnsupportedMediaType": 415,
}  # fmt: skip
HOST = "http://www.example"
STORE = "/graph-store"
PLACES = {"/sparql": "/sparql", "/sparql/": "/sparql", "/gsp": STORE}
"""Our addresses for those of the tests."""


@pytest.fixture
def token(tmp_path) -> str:
    return make_token(tmp_path)


class Site:
    """A site of its own for each test, and what the test's answers have told so far."""

    def __init__(self, folder, token, engine):
        self.client = create_app(Settings(data=folder), Store(engine, BASE), editor=Store(engine, BASE)).test_client()
        self.store = engine
        self.headers = {"Authorization": f"Bearer {token}"}
        self.told = {"/gsp": STORE}

    def fill_in(self, text):
        for name, value in self.told.items():
            text = text.replace(name, value)
        return text

    def send(self, graph, request):
        path = self.fill_in(str(graph.value(request, HT.absolutePath)).replace("%2Fgsp", "%2Fgraph-store"))
        where, _, parameters = path.partition("?")
        where = PLACES.get(where, where)
        return self.client.open(
            f"{where}?{parameters}" if parameters else where,
            method=str(graph.value(request, HT.methodName)),
            headers={**headers_of(graph, request), **self.headers},
            data=self.body_of(graph, request),
            base_url=HOST,
        )

    def body_of(self, graph, request):
        content = graph.value(request, HT.body)
        if content is None:
            return None
        text = self.fill_in(str(graph.value(content, CNT.chars)))
        if "multipart" in headers_of(graph, request).get("content-type", ""):
            text = re.sub(r"\r?\n", "\r\n", text)
        return text.encode(str(graph.value(content, CNT.characterEncoding) or "UTF-8"))

    def faults(self, graph, request):
        response = self.send(graph, request)
        wanted = graph.value(request, HT.resp)
        what = f"{graph.value(request, HT.methodName)} {graph.value(request, HT.absolutePath)}"
        statuses = [str(one).rsplit("#", 1)[1] for one in graph.objects(wanted, MF.expectedStatus)]
        if statuses and not any(fits(status, response.status_code) for status in statuses):
            yield f"{what}: {response.status_code}, not {statuses}: {response.text[:100]}"
        elif response.status_code < 300:
            yield from (f"{what}: {fault}" for fault in self.differences(graph, wanted, response))

    def differences(self, graph, wanted, response):
        location = graph.value(wanted, MF.expectedLocation)
        if location is not None:
            self.told[str(location)] = response.headers["Location"]
        truth = graph.value(wanted, MF.expectedBoolean)
        if truth is not None and json.loads(response.text)["boolean"] != truth.toPython():
            yield f"not {truth}"
        kind = str(graph.value(wanted, MF.expectedFormat) or "")
        if kind and (response.mimetype == "text/turtle") is not (kind == "RDF"):
            yield f"{response.mimetype} is not {kind}"
        content = graph.value(wanted, HT.body)
        if content is not None:
            text = self.fill_in(str(graph.value(content, CNT.chars)))
            if not isomorphic(read(text), read(response.text)):
                yield f"another graph: {response.text}"


def read(turtle):
    return Graph().parse(data=turtle, format="turtle", publicID=HOST + STORE)


def requests_of(graph, test):
    action = graph.value(test, MF.action)
    return list(Collection(graph, graph.value(action, HT.requests))) if action else []


def headers_of(graph, request):
    found = graph.value(request, HT.headers)
    pairs = Collection(graph, found) if found else []
    return {str(graph.value(one, HT.fieldName)): str(graph.value(one, HT.fieldValue)) for one in pairs}


def store_with(graph, test, folder):
    engine = open_empty()
    for data in graph.objects(test, UT.graphData):
        file = folder / str(graph.value(data, UT.graph)).rsplit("/", 1)[1]
        engine.load(path=file, format=RdfFormat.N_TRIPLES, to_graph=NamedNode(str(graph.value(data, RDFS.label))))
    return engine


def fits(status: str, code: int) -> bool:
    group = re.match(r"StatusCode(\d)xx", status)
    return code // 100 == int(group[1]) if group else CODES.get(status) == code


def run(manifest: Path, folder: Path, token: str) -> dict[str, list[str]]:
    """Return what was wrong, by the name of each test."""
    graph = Graph().parse(manifest, publicID="http://manifest/")
    tests = Collection(graph, graph.value(graph.value(predicate=RDF.type, object=MF.Manifest), MF.entries))
    wrong = {}
    for test in tests:
        site = Site(folder, token, store_with(graph, test, manifest.parent))
        requests = requests_of(graph, test)
        assert requests, test
        wrong[test.split("#")[-1]] = [fault for request in requests for fault in site.faults(graph, request)]
    return wrong


@pytest.mark.parametrize(
    ("manifest", "number"),
    [
        ("protocol/manifest.ttl", 34),
        ("graph-store-protocol/manifest-indirect.ttl", 9),
        ("graph-store-protocol/manifest-direct.ttl", 4),
    ],
)
def test_the_w3cs_tests_pass(shared, tmp_path, token, manifest, number):
    wrong = run(shared / "design" / "w3c" / "sparql" / "sparql11" / manifest, tmp_path, token)
    assert len(wrong) == number
    assert {name: found for name, found in wrong.items() if found} == {}


def test_the_service_description_is_one(tmp_path, token):
    client = Site(tmp_path, token, open_empty()).client
    response = client.get("/sparql", headers={"Accept": "text/turtle"}, base_url=HOST)
    described = Graph().parse(data=response.text, format="turtle")
    (service,) = described.subjects(RDF.type, SD.Service)
    assert (service, SD.endpoint, URIRef(f"{HOST}/sparql")) in described
