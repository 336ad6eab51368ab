"""What several tests need: texts beside the checkout, a data folder, the command."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.actors import list_actors
from kg.cli import cli
from kg.graph.store import Store
from kg.model import Actor
from kg.pipeline import FINGERPRINT
from kg.reference import ontology_files
from kg.settings import DEFAULT_BASE
from tests.ontology.graphs import actions, complaints, ontology, shapes

__all__ = ["actions", "complaints", "ontology", "shapes"]
"""Fixtures of the ontology's files, for every test."""

ROOT = Path(__file__).parent.parent
STORY = """France expels envoys

Published 5 March 2021

France expelled two Russian diplomats on Thursday. The Kremlin condemned Paris and promised an answer.

The president of France met the chancellor of Germany in Berlin the next morning, officials of both said, and they
agreed to speak again before the summer. Nothing else was announced after the long meeting in the capital.

Poland thanked France on Friday and summoned the Russian ambassador to explain the affair to its foreign minister.
"""
"""A story with several events, as a file of plain text has it."""


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of texts that may not be in the project; skip where there is none."""
    folder = Path(os.environ.get("DIPLOGRAPH_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("DIPLOGRAPH_SHARED names no folder: its texts are not part of the project")
    return folder


@pytest.fixture(scope="session")
def wheel(tmp_path_factory) -> Path:
    """Return the project as a wheel, built once for all tests whichever process asks first."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "wheel"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two builds at once would write to the same web/static/dist
        if not list(folder.glob("*.whl")):
            build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
            done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
            assert done.returncode == 0, done.stdout + done.stderr
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="session")
def few_actors() -> tuple[Actor, ...]:
    """Return the listed actors without the persons, whom most tests need not wait for."""
    return tuple(actor for actor in list_actors().actors if not actor.terms)


@pytest.fixture
def store(few_actors):
    """Return a store in memory with the ontology in it."""
    with Store.in_memory(DEFAULT_BASE, ontology_files(), few_actors) as made:
        yield made


@pytest.fixture
def data(tmp_path, few_actors) -> Path:
    """Return a new data folder."""
    folder = tmp_path / "kg-data"
    Store.create(folder, DEFAULT_BASE, ontology_files(), few_actors).close()
    (folder / FINGERPRINT).write_text(list_actors().fingerprint)  # so that no command adds the persons
    return folder


@pytest.fixture
def kg(data, monkeypatch):
    """Return the command: a function from arguments to its result, run on a new data folder."""
    monkeypatch.setenv("KG_DATA", str(data))

    def run(*arguments: object, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(cli, [str(argument) for argument in arguments], input=stdin)

    return run


@pytest.fixture
def story(tmp_path):
    path = tmp_path / "envoys.txt"
    path.write_text(STORY, encoding="utf-8")
    return path
