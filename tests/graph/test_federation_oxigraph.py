"""Federation with a real second server."""

import pytest

from kg.errors import ServiceError
from kg.graph.federation import FederatedReaders
from kg.net.service import Service
from kg.results import rows
from tests.servers import serving_oxigraph

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
    with serving_oxigraph(tmp_path_factory.mktemp("oxigraph"), DATA) as served:
        yield served


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
