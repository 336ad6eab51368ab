"""The commands, with KG_STORE set to an engine that is not ours."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from kg import stores
from kg.actors import list_actors
from kg.cli import cli
from tests.conftest import story
from tests.servers import free_port

__all__ = ["story"]


@pytest.fixture
def kg(asking, monkeypatch, tmp_path):
    """The command, with few actors, for an engine that holds nothing yet."""
    listed = list_actors()
    few = replace(listed, actors=tuple(one for one in listed.actors if one.key in ("FRA", "RUS", "POL", "DEU")))
    monkeypatch.setattr(stores, "list_actors", lambda *own: few)
    for name, value in variables(asking.endpoint, tmp_path).items():
        monkeypatch.setenv(name, value)
    return lambda *arguments: CliRunner().invoke(cli, [str(one) for one in arguments])


def variables(endpoint, folder) -> dict[str, str]:
    given = {
        "KG_STORE": endpoint.query,
        "KG_STORE_UPDATE": endpoint.update,
        "KG_STORE_GRAPH": endpoint.graph,
        "KG_STORE_USER": endpoint.user,
        "KG_STORE_PASSWORD": endpoint.password,
        "KG_DATA": str(folder / "kg-data"),
    }
    return {name: value for name, value in given.items() if value}


def test_commands_do_what_they_do_on_a_data_folder(kg, story, tmp_path):
    missing = kg("stats")
    assert (missing.exit_code, missing.stderr.count("\n")) == (1, 1)
    assert "run `kg init`" in missing.stderr
    assert "is ready" in kg("init").output
    first, second = kg("ingest", story), kg("ingest", story)
    assert "1 added" in first.output, first.output
    assert "1 unchanged" in second.output
    assert "161" in kg("query", "SELECT ?code { [] dip:action/skos:notation ?code }", "--format", "csv").output
    assert "expelled" in kg("search", "expel").output
    assert "nothing hangs loose" in kg("check").output
    assert kg("stats", "--json").exit_code == kg("stats", "--unresolved").exit_code == 0
    assert kg("remove", "envoys").exit_code == 0
    assert "0 articles" in kg("check").output
    assert not (tmp_path / "kg-data").exists()


def test_second_init_wants_the_same_base(kg):
    assert kg("init").exit_code == kg("init").exit_code == 0
    other = kg("init", "--base", "https://other.example/")
    assert other.exit_code == 1
    assert "whose base is http://localhost:8000/" in other.stderr


@pytest.mark.parametrize("arguments", [("backup", "copy.nq"), ("restore", __file__)])
def test_copies_are_left_to_the_engine(kg, arguments):
    result = kg(*arguments)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "by its own tools" in result.stderr


def test_rules_are_checked_where_the_engine_can_tell(kg, story, engine_name):
    kg("init")
    kg("ingest", story)
    result = kg("validate")
    expected = (1, "does not compare terms") if engine_name == "virtuoso" else (0, "")
    assert result.exit_code == expected[0], result.output
    assert expected[1] in result.stderr


def test_site_shows_the_graph_and_takes_no_writes(kg, story, asking, tmp_path):
    kg("init")
    kg("ingest", story)
    port = free_port()
    environment = {**os.environ, **variables(asking.endpoint, tmp_path)}
    command = [sys.executable, "-m", "kg", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/healthz", process)
        assert b"Russia" in fetch(f"{address}/events")
        assert b"<mark" in fetch(f"{address}/search?q=diplomats")
        assert b"161" in fetch(f"{address}/sparql?{urlencode({'query': 'SELECT ?a { ?e dip:action ?a }'})}")
        for form in ({"update": "DROP ALL"}, {"query": "ASK { SERVICE <http://127.0.0.1:1/> {} }"}):
            with pytest.raises(HTTPError) as refused:
                fetch(f"{address}/sparql", urlencode(form).encode())
            assert refused.value.code in (400, 403)
            refused.value.close()
    finally:
        process.terminate()
        _, errors = process.communicate(timeout=20)
    assert asking.endpoint.query in errors
    assert "dba" not in errors


def fetch(address: str, form: bytes | None = None) -> bytes:
    with urlopen(address, form, timeout=10) as response:
        return response.read()


def wait_for(address: str, process: subprocess.Popen) -> None:
    for _ in range(200):
        try:
            fetch(address)
            return
        except OSError:
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.1)
