"""The W3C's tests of the SPARQL 1.1 protocol, as far as they ask and do not write."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from pyoxigraph import NamedNode, RdfFormat
from rdflib import RDF, RDFS, Graph, Namespace
from rdflib.collection import Collection

from kg.graph.engine import open_empty
from kg.graph.store import Store
from kg.settings import Settings
from tests.web.conftest import BASE
from web import create_app

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
CNT = Namespace("http://www.w3.org/2011/content#")
CODES = {"OK": 200, "BadRequest": 400, "UnsupportedMediaType": 415, "MethodNotAllowed": 405}


@pytest.fixture(scope="module")
def manifest(shared) -> tuple[Graph, Path]:
    folder = shared / "design" / "w3c" / "sparql" / "sparql11" / "protocol"
    return Graph().parse(folder / "manifest.ttl", publicID="http://manifest/"), folder


def requests_of(graph, test):
    action = graph.value(test, MF.action)
    return list(Collection(graph, graph.value(action, HT.requests))) if action else []


def headers_of(graph, request):
    found = graph.value(request, HT.headers)
    pairs = Collection(graph, found) if found else []
    return {str(graph.value(one, HT.fieldName)): str(graph.value(one, HT.fieldValue)) for one in pairs}


def body_of(graph, request):
    content = graph.value(request, HT.body)
    if content is None:
        return None
    return str(graph.value(content, CNT.chars)).encode(str(graph.value(content, CNT.characterEncoding) or "UTF-8"))


def writes(test) -> bool:
    """Whether the test is about updates: 14 of the 34 are, and this endpoint takes none."""
    return "update" in test.split("#")[-1]


def site_with(graph, test, folder):
    engine = open_empty()
    for data in graph.objects(test, UT.graphData):
        file = folder / str(graph.value(data, UT.graph)).rsplit("/", 1)[1]
        engine.load(path=file, format=RdfFormat.N_TRIPLES, to_graph=NamedNode(str(graph.value(data, RDFS.label))))
    return create_app(Settings(), Store(engine, BASE)).test_client()


def faults(graph, test, folder):
    client = site_with(graph, test, folder)
    for request in requests_of(graph, test):
        path = str(graph.value(request, HT.absolutePath))
        address = "/sparql" + ("?" + path.split("?", 1)[1] if "?" in path else "")
        method = str(graph.value(request, HT.methodName))
        response = client.open(address, method=method, headers=headers_of(graph, request), data=body_of(graph, request))
        wanted = graph.value(request, HT.resp)
        statuses = [str(one).rsplit("#", 1)[1] for one in graph.objects(wanted, MF.expectedStatus)]
        if not any(fits(status, response.status_code) for status in statuses):
            yield f"{method} {unquote(address)}: {response.status_code}, not {statuses}: {response.text[:100]}"
        truth = graph.value(wanted, MF.expectedBoolean)
        answered = truth is not None and response.status_code == 200
        if answered and json.loads(response.text)["boolean"] != truth.toPython():
            yield f"{method} {unquote(address)}: not {truth}"


def fits(status: str, code: int) -> bool:
    group = re.match(r"StatusCode(\d)xx", status)
    return code // 100 == int(group[1]) if group else CODES.get(status) == code


def test_queries_of_the_protocol_are_answered_as_they_should(manifest):
    graph, folder = manifest
    everything = list(Collection(graph, graph.value(graph.value(predicate=RDF.type, object=MF.Manifest), MF.entries)))
    tests = [test for test in everything if not writes(test)]
    wrong = {test.split("#")[-1]: list(faults(graph, test, folder)) for test in tests}
    assert len(tests) == 20
    assert {name: found for name, found in wrong.items() if found} == {}
