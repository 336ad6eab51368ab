"""The ontology's files as graphs, and the messages of its shapes about a graph."""

from collections.abc import Callable
from pathlib import Path

import pyshacl
import pytest
from rdflib import Graph, Namespace

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
SH = Namespace("http://www.w3.org/ns/shacl#")


@pytest.fixture(scope="session")
def ontology() -> Graph:
    """Return the terms, from diplomacy.ttl."""
    return Graph().parse(ONTOLOGY / "diplomacy.ttl")


@pytest.fixture(scope="session")
def actions() -> Graph:
    """Return the CAMEO and PLOVER schemes, from actions.ttl."""
    return Graph().parse(ONTOLOGY / "actions.ttl")


@pytest.fixture(scope="session")
def shapes() -> Graph:
    """Return the SHACL shapes, from shapes.ttl."""
    return Graph().parse(ONTOLOGY / "shapes.ttl")


@pytest.fixture(scope="session")
def complaints(ontology: Graph, actions: Graph, shapes: Graph) -> Callable[[Graph], set[str]]:
    """Return a function from a graph to the messages of the shapes that it violates."""

    def validate(data: Graph) -> set[str]:
        conforms, report, text = pyshacl.validate(data + ontology + actions, shacl_graph=shapes, inplace=True)
        assert isinstance(report, Graph), text
        results = set(report.objects(None, SH.result))  # not what hangs below them as sh:detail
        messages = {str(message) for node, message in report.subject_objects(SH.resultMessage) if node in results}
        assert conforms == (not messages), text
        return messages

    return validate
