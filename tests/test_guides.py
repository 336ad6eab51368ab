"""The examples of the guides do what the guides say."""

import re
import shlex
import shutil
import subprocess
from contextlib import ExitStack

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.graph.federation import FederatedReaders
from kg.library import OWN
from kg.net.service import Service
from kg.providers import PROVIDERS
from kg.results import read_table
from tests.conftest import ROOT
from tests.federate.far_graph import FOLDER, build, copy_facts
from tests.servers import serving, serving_oxigraph

BLOCK = re.compile(r"```(?P<language>sparql|sh)\n(?P<text>.+?)```", re.DOTALL)
GUIDES = ("querying", "federating", "linking")
OUTSIDE = ("kg enrich", "kg link")
"""Commands that ask servers which are not here; tests of their own hold them."""


def read_blocks(language):
    """Return the examples in *language*, each after the name of its guide and its number there."""
    for guide in GUIDES:
        text = (ROOT / "docs" / f"{guide}.md").read_text(encoding="utf-8")
        found = [block["text"] for block in BLOCK.finditer(text) if block["language"] == language]
        yield from (pytest.param(one, id=f"{guide}-{number}") for number, one in enumerate(found, 1))


def read_commands(beginning):
    """Return the commands of all examples that begin so, each on one line."""
    for block in read_blocks("sh"):
        joined = re.sub(r"\\\n\s*", "", block.values[0])
        lines = [line for line in joined.splitlines() if line.startswith(beginning)]
        yield from (line for line in lines if not line.startswith(OUTSIDE))


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("guides") / "kg-data"
    build(folder)
    copy_facts(folder)
    return folder


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with ExitStack() as stack:
        found = []
        for name, provider in PROVIDERS.items():
            turtle = (FOLDER / f"{name}.ttl").read_text(encoding="utf-8")
            address, _ = stack.enter_context(serving_oxigraph(tmp_path_factory.mktemp(name), turtle))
            found.append(Service(provider.endpoint, address))
        yield found


@pytest.fixture(scope="module")
def readers(data, services):
    with FederatedReaders(data, services, processes=1) as pool:
        yield pool


@pytest.mark.parametrize("query", list(read_blocks("sparql")))
def test_sparql_has_an_answer(readers, query):
    if query.startswith("#+"):
        query = query.replace("{ actor:RUS }", "{ actor:UKR }").replace("{ actor:USA }", "{ actor:RUS }")
    assert read_table(readers.answer(query)).rows


@pytest.mark.parametrize("command", list(read_commands("kg ")))
def test_command_works(data, services, monkeypatch, command):
    monkeypatch.setenv("KG_DATA", str(data))
    monkeypatch.setenv("KG_SERVICES", " ".join(map(str, services)))
    result = CliRunner().invoke(cli, shlex.split(command)[1:])
    assert result.exit_code == 0, result.output
    assert result.output.count("\n") > 1


def test_own_query_is_a_command(data, monkeypatch):
    monkeypatch.setenv("KG_DATA", str(data))
    (own,) = (block.values[0] for block in read_blocks("sparql") if block.values[0].startswith("#+"))
    (data / OWN).mkdir()
    (data / OWN / "who-spoke.rq").write_text(own, encoding="utf-8")
    result = CliRunner().invoke(cli, ["query", "who-spoke", "--actor", "Ukraine", "--target", "Russia"])
    assert "VerbalConflict" in result.output, result.output


@pytest.mark.slow
def test_requests_work(data):
    """The program `curl` sends them; it is left out where there is none."""
    if shutil.which("curl") is None:
        pytest.skip("there is no curl here")
    with serving(data) as (address, _):
        for command in read_commands("curl "):
            arguments = shlex.split(command.replace("http://localhost:8000", address))
            done = subprocess.run([*arguments, "-sS", "--fail-with-body"], capture_output=True, text=True, timeout=30)
            assert done.returncode == 0, (command, done.stdout, done.stderr)
            assert len(done.stdout) > 20
