"""The pool of readers under the site: its figures, its log, and a client's own deadline."""

import logging
import re
import time

import pytest

from kg.errors import StoreError
from kg.graph.meter import log_queries
from kg.graph.readers import Readers
from kg.graph.store import Store
from kg.reference import ontology_files
from kg.settings import DEFAULT_BASE, Settings
from tests.graph.test_readers import CARTESIAN
from tests.web.conftest import POLAND, RUSSIA
from web import create_app


@pytest.fixture(scope="module")
def pooled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pooled") / "kg-data"
    Store.create(folder, DEFAULT_BASE, ontology_files(), [RUSSIA, POLAND]).close()
    with Readers(folder, processes=1, seconds=20) as readers:
        yield create_app(Settings(data=folder), readers).test_client()


def figures(client) -> dict[str, float]:
    response = client.get("/metrics")
    assert response.mimetype == "text/plain"
    lines = [line for line in response.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def ask(client, query, **parameters):
    return client.get("/sparql", query_string={"query": query, **parameters}, headers={"Accept": "text/csv"})


def test_queries_are_counted_by_their_end(pooled, caplog):
    before = figures(pooled)
    with caplog.at_level(logging.INFO, "kg.queries"):
        assert ask(pooled, "SELECT ?x { ?x a dip:State }").status_code == 200
        assert ask(pooled, "SELECT ?x {").status_code == 400
    after = figures(pooled)

    def grown(end):
        name = f'diplograph_queries_total{{end="{end}"}}'
        return after[name] - before[name]

    assert (grown("answered"), grown("refused"), grown("limited")) == (1, 1, 0)
    assert after["diplograph_query_seconds_total"] > before["diplograph_query_seconds_total"]
    assert after["diplograph_readers"] == 1
    assert after["diplograph_checkpoints"] >= 1
    assert after["diplograph_store_bytes"] > 10_000
    assert (after["diplograph_queries_running"], after["diplograph_queries_waiting"]) == (0, 0)
    assert re.match(r"answered in \d\.\d{3} s: SELECT \?x \{ \?x a dip:State \}", caplog.messages[0])


def test_queries_are_written_to_a_file(pooled, tmp_path):
    handler = log_queries(tmp_path / "queries.log")
    try:
        ask(pooled, "SELECT ?x {\n ?x a dip:State }")
    finally:
        handler.close()
        logging.getLogger("kg.queries").removeHandler(handler)
    (line,) = (tmp_path / "queries.log").read_text().splitlines()
    assert re.match(r"\d{4}-\d\d-\d\d .* answered in .* s: SELECT \?x \{ \?x a dip:State \}$", line)
    with pytest.raises(StoreError, match="cannot be written"):
        log_queries(tmp_path)


def test_a_client_may_ask_for_less_time(pooled):
    started = time.monotonic()
    response = ask(pooled, CARTESIAN, timeout="0.5")
    assert response.status_code == 503
    assert "0.5 s" in response.text
    assert time.monotonic() - started < 10
    assert ask(pooled, "ASK { }", timeout="1000").status_code == 200


@pytest.mark.parametrize("timeout", ["soon", "0", "-1", "inf", "nan"])
def test_a_deadline_that_is_none_is_refused(pooled, timeout):
    assert ask(pooled, "ASK { }", timeout=timeout).status_code == 400


@pytest.mark.parametrize("kind", ["application/trig", "application/n-quads"])
def test_graphs_come_in_formats_of_data_sets_too(pooled, kind):
    query = {"query": "CONSTRUCT { ?x a dip:State } WHERE { ?x a dip:State }"}
    response = pooled.get("/sparql", query_string=query, headers={"Accept": kind})
    assert (response.status_code, response.mimetype) == (200, kind)
    assert b"actor/RUS" in response.data or b"actor:RUS" in response.data


def test_a_site_without_a_pool_has_no_figures(client):
    assert client.get("/metrics").status_code == 404
