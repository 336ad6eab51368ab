"""The queries that call Wikidata and DBpedia answer as expected, by SERVICE and over the copies of facts."""

import json
from contextlib import ExitStack

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.errors import ServiceError
from kg.graph.federation import FederatedReaders
from kg.library import find_queries
from kg.net.service import Service
from kg.providers import PROVIDERS
from kg.results import prefixes, read_table
from tests.conftest import ROOT
from tests.federate.far_graph import BASE, FOLDER, build, copy_facts
from tests.servers import serving_oxigraph

QUERIES = {name: query for name, query in find_queries(ROOT / "queries").items() if query.endpoints}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("far") / "kg-data"
    build(folder)
    copy_facts(folder)
    return folder


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    """Oxigraph's servers in the place of Wikidata's and DBpedia's."""
    with ExitStack() as stack:
        services = []
        for name, provider in PROVIDERS.items():
            turtle = (FOLDER / f"{name}.ttl").read_text(encoding="utf-8")
            address, _ = stack.enter_context(serving_oxigraph(tmp_path_factory.mktemp(name), turtle))
            services.append(Service(provider.endpoint, address))
        yield services


@pytest.fixture(scope="module")
def readers(data, services):
    with FederatedReaders(data, services, processes=1, seconds=10) as pool:
        yield pool


def read_expected(name):
    return json.loads((FOLDER / "expected" / f"{name}.json").read_text(encoding="utf-8"))


def test_each_query_has_an_expected_answer():
    assert {path.stem for path in (FOLDER / "expected").glob("*.json")} == set(QUERIES)
    assert len(QUERIES) >= 9
    assert all("federated" in query.tags and query.copies for query in QUERIES.values())


@pytest.mark.parametrize("copies", [False, True], ids=["service", "copies"])
@pytest.mark.parametrize("name", QUERIES)
def test_answer(readers, name, copies):
    expected, query = read_expected(name), QUERIES[name]
    text = (query.to_copies(BASE) if copies else query).bind(expected["values"], BASE)
    table = read_table(readers.answer(text), prefixes(BASE))
    assert list(table.columns) == expected["columns"]
    assert [list(row) for row in table.rows] == expected["rows"]


def test_an_endpoint_that_is_down_is_told(data):
    nobody = [Service(PROVIDERS["wikidata"].endpoint, "http://127.0.0.1:9/")]
    with FederatedReaders(data, nobody, processes=1) as pool, pytest.raises(ServiceError, match="cannot be reached"):
        pool.answer(QUERIES["members-towards-party"].bind())


@pytest.fixture
def kg(data, monkeypatch):
    monkeypatch.setenv("KG_DATA", str(data))
    return lambda *arguments: CliRunner().invoke(cli, ["query", *arguments])


def test_a_query_that_may_not_call_tells_what_to_do(kg):
    result = kg("members-towards-party")
    assert result.exit_code == 1
    assert "allow that with KG_SERVICES=https://query.wikidata.org/sparql" in result.output
    assert "kg enrich wikidata" in result.output


def test_a_copy_that_is_not_there_is_told(tmp_path, monkeypatch):
    build(tmp_path / "kg-data")
    monkeypatch.setenv("KG_DATA", str(tmp_path / "kg-data"))
    result = CliRunner().invoke(cli, ["query", "party-in-dbpedia", "--copies"])
    assert result.exit_code == 1
    assert "nothing is copied of DBpedia yet: kg enrich dbpedia" in result.output


@pytest.mark.parametrize("way", ["service", "copies"])
def test_the_command_asks_either_way(kg, services, monkeypatch, way):
    if way == "service":
        monkeypatch.setenv("KG_SERVICES", " ".join(map(str, services)))
    options = ["--copies"] if way == "copies" else []
    result = kg("members-towards-party", "--target", "Russia", "--organisation", "NATO", "--format", "csv", *options)
    assert result.exit_code == 0, result.output
    assert "Hungary,1,8," in result.output
