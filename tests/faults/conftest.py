"""A served site to be done harm to."""

import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from kg.graph.store import Store
from kg.reference import ontology_files
from kg.settings import DEFAULT_BASE
from tests.servers import serving
from tests.web.conftest import POLAND, RUSSIA, STORY, events_of_story

SMALL = "SELECT ?p ?o WHERE { actor:RUS ?p ?o }"
JSON = {"Accept": "application/sparql-results+json"}


class Site:
    """A site, as a client sees it."""

    def __init__(self, address, process, folder):
        self.host = address.removeprefix("http://")
        self.address = address
        self.process = process
        self.folder = folder

    def get(self, path, method="GET", body=None, headers=JSON, timeout=60):
        """Return status, headers and body."""
        with closing(HTTPConnection(self.host, timeout=timeout)) as connection:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, response.headers, response.read()

    def ask(self, query, **parameters):
        return self.get("/sparql?" + urlencode({"query": query, **parameters}))

    def wait_of(self, query=SMALL):
        """Return how long a query takes, in seconds; it must be answered."""
        started = time.perf_counter()
        assert self.ask(query)[0] == 200
        return time.perf_counter() - started

    def readers(self):
        """Return the ids of the reader processes."""
        return [
            pid for pid in below(self.process.pid) if b"kg.graph.reader" in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]


def below(pid):
    """Return the ids of the processes that *pid* has started, and of those that these have."""
    for child in [
        int(one) for task in Path(f"/proc/{pid}/task").glob("*/children") for one in task.read_text().split()
    ]:
        yield child
        yield from below(child)


def make_folder(path):
    with Store.create(path, DEFAULT_BASE, ontology_files(), [RUSSIA, POLAND]) as store:
        store.add(STORY, events_of_story(), "2024-06-27-test")
    return path


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = make_folder(tmp_path_factory.mktemp("harmed") / "kg-data")
    with serving(folder, KG_QUERY_SECONDS="3") as (address, process):
        yield Site(address, process, folder)
