"""Stand-ins for Wikidata and DBpedia: extracts, in real engines, and behind an endpoint that does as a test says."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, serialize

from kg.federate.cache import Cache
from kg.federate.copies.copying import Run
from kg.federate.copies.kinds import read_kinds
from kg.graph.engine import open_empty
from kg.model import ActorKind
from kg.providers import PROVIDERS
from tests.graph.endpoints import serve_endpoints
from tests.servers import serving_oxigraph

FOLDER = Path(__file__).parent
N_TRIPLES = "application/n-triples"
STATES = ("Q142", "Q183", "Q30", "Q36", "Q159", "Q212", "Q145", "Q43")


@pytest.fixture(autouse=True)
def pauses(monkeypatch):
    """The seconds that would have been waited."""
    waited: list[float] = []
    monkeypatch.setattr("kg.federate.copies.asking.sleep", waited.append)
    return waited


@pytest.fixture(scope="session")
def extracts():
    """The extracts, each in a store in memory, by the name of the data set."""
    found = {}
    for name in PROVIDERS:
        found[name] = open_empty()
        found[name].load(path=FOLDER / f"{name}.ttl", format=RdfFormat.TURTLE)
    return found


@pytest.fixture(scope="session")
def standins(tmp_path_factory):
    """Addresses of real engines that hold the extracts, by the name of the data set."""
    with ExitStack() as stack:
        addresses = {}
        for name in PROVIDERS:
            turtle = (FOLDER / f"{name}.ttl").read_text(encoding="utf-8")
            addresses[name], _ = stack.enter_context(serving_oxigraph(tmp_path_factory.mktemp(name), turtle))
        yield addresses


@pytest.fixture
def endpoints():
    with serve_endpoints() as made:
        yield made


@pytest.fixture
def cache(tmp_path):
    with Cache(tmp_path / "outside.sqlite", 7) as made:
        yield made


def evaluate(extract, query) -> bytes:
    """Return what *extract* answers to a CONSTRUCT query, in N-Triples."""
    return serialize(extract.query(query), format=RdfFormat.N_TRIPLES)


def send(request, body, status=200, media_type=N_TRIPLES, **headers):
    """Answer a *request* to an endpoint."""
    request.send_response(status)
    for name, value in {"Content-Type": media_type, "Content-Length": str(len(body)), **headers}.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)


def to_iris(ids):
    return sorted(f"http://www.wikidata.org/entity/{one}" for one in ids)


def run_of(*names, ids=STATES):
    """A run that asks Wikidata for the kinds with *names* of the states with *ids*."""
    kinds = read_kinds("wikidata")
    return Run(PROVIDERS["wikidata"], [kinds[name] for name in names], {ActorKind.STATE: to_iris(ids)})
