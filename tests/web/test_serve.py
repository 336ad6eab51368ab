"""The site as its users have it: a process, a port, and clients of their own."""

import signal
import socket
from contextlib import closing
from http.client import HTTPConnection

import pytest
from SPARQLWrapper import JSON, TURTLE, SPARQLWrapper

from kg.graph.store import Store
from kg.reference import ontology_files
from kg.settings import DEFAULT_BASE, MEBIBYTE
from tests.servers import fetch, free_port, serving, start
from tests.web.conftest import POLAND, RUSSIA, STORY, events_of_story


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("served") / "kg-data"
    with Store.create(path, DEFAULT_BASE, ontology_files(), [RUSSIA, POLAND]) as store:
        store.add(STORY, events_of_story(), "2024-06-27-test")
    return path


@pytest.fixture
def served(folder):
    with serving(folder) as site:
        yield site


def ask(address: str, query: str, form: str = JSON):
    client = SPARQLWrapper(f"{address}/sparql")
    client.setReturnFormat(form)
    client.setQuery(query)
    return client.queryAndConvert()


def test_sparqlwrapper_gets_answers_and_the_graph_grows_meanwhile(served, folder):
    address, _ = served
    count = "PREFIX dip: <https://w3id.org/diplograph/ontology#> SELECT (COUNT(*) AS ?n) WHERE { ?e a dip:Event }"
    assert ask(address, count)["results"]["bindings"][0]["n"]["value"] == "4"
    assert b"dip:Event" in ask(address, "CONSTRUCT WHERE { ?e a dip:Event }", TURTLE)
    status, body = fetch(f"{address}/actor/RUS")
    assert status == 200
    assert b"Poland" in body
    with Store.open(folder) as store:
        store.remove(store.find_article("envoys")[0])
    assert ask(address, count)["results"]["bindings"][0]["n"]["value"] == "0"


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_site_ends_in_order(served, sent):
    _, process = served
    process.send_signal(sent)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors


def test_port_in_use_is_one_line(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = start(folder, taken.getsockname()[1])
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "cannot listen" in errors
    assert "Traceback" not in errors


def test_missing_folder_is_one_line(tmp_path):
    process = start(tmp_path / "none", free_port())
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "kg init" in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize("kind", ["application/sparql-query", "application/x-www-form-urlencoded"])
def test_body_in_chunks_is_no_way_around_the_limit(served, kind):
    address, _ = served
    start = b"query=" if "form" in kind else b""

    def status(length: int) -> int:
        chunks = [start + b"ASK {} #", b"x" * (length - len(start) - 8)]
        with closing(HTTPConnection(address.removeprefix("http://"), timeout=20)) as connection:
            connection.request("POST", "/sparql", iter(chunks), {"Content-Type": kind}, encode_chunked=True)
            with connection.getresponse() as response:
                return response.status

    assert status(MEBIBYTE) == 200
    assert status(MEBIBYTE + 1) == 413
