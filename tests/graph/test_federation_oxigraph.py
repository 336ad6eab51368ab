"""Federation with a real second server."""

import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import ServiceError
from kg.graph.federation import FederatedReaders
from kg.net.service import Service
from kg.results import rows

DATA = """@prefix wdt: <http://www.wikidata.org/prop/direct/> .
<http://www.wikidata.org/entity/Q159> wdt:P36 <http://www.wikidata.org/entity/Q649> ; wdt:P1082 146150789 .
<http://www.wikidata.org/entity/Q36> wdt:P36 <http://www.wikidata.org/entity/Q270> .
"""
CAPITAL = """PREFIX wdt: <http://www.wikidata.org/prop/direct/>
SELECT ?label ?capital WHERE {
  ?state owl:sameAs ?same ; skos:prefLabel ?label .
  SERVICE %s { ?same wdt:P36 ?capital }
}"""


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        pytest.skip("there is no oxigraph server here")
    folder = tmp_path_factory.mktemp("oxigraph")
    (folder / "data.ttl").write_text(DATA)
    location = ["--location", str(folder / "store")]
    subprocess.run([program, "load", *location, "--file", str(folder / "data.ttl")], check=True, capture_output=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [program, "serve-read-only", *location, "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://localhost:{port}/query", server
    finally:
        server.kill()
        server.wait()


@pytest.fixture
def readers(folder, endpoint):
    with FederatedReaders(folder, [Service(endpoint[0])], processes=1, seconds=3) as pool:
        yield pool


def test_facts_of_both_servers_are_joined(readers, endpoint):
    (row,) = rows(readers.answer(CAPITAL % f"<{endpoint[0]}>"))
    assert row["label"].value == "Russia"
    assert row["capital"].value == "http://www.wikidata.org/entity/Q649"


def test_a_function_that_is_not_ours_is_left_to_the_other_server(readers, endpoint):
    with pytest.raises(ServiceError, match="the server answered 500"):
        readers.answer(f"SELECT * {{ SERVICE <{endpoint[0]}> {{ BIND(<http://x/f>(1) AS ?x) }} }}")


def test_a_server_that_ends_is_told_and_missed_by_nobody_else(readers, endpoint):
    url, server = endpoint
    server.kill()
    server.wait()
    with pytest.raises(ServiceError, match="cannot be reached"):
        readers.answer(CAPITAL % f"<{url}>")
    assert rows(readers.answer(CAPITAL % f"SILENT <{url}>"))
    assert rows(readers.answer("SELECT ?label { actor:RUS skos:prefLabel ?label }"))
