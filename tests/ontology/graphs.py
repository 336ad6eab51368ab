"""The ontology's files as graphs, and the messages of its shapes about a graph."""

from collections.abc import Callable
from pathlib import Path

import pyshacl
import pytest
from pyoxigraph import RdfFormat
from rdflib import Graph, Namespace

from kg.graph.engine import open_empty
from kg.graph.shapes.compiler import compile_shapes

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
    """Return a function from a graph to the messages of the shapes that it violates.

    pySHACL is the referee: our own check must say the same, of the same nodes.
    """
    rules = compile_shapes(ONTOLOGY / "shapes.ttl")

    def validate(data: Graph) -> set[str]:
        conforms, report, text = pyshacl.validate(data + ontology + actions, shacl_graph=shapes, inplace=True)
        assert isinstance(report, Graph), text
        results = set(report.objects(None, SH.result))  # not what hangs below them as sh:detail
        theirs = {(str(report.value(one, SH.focusNode)), str(report.value(one, SH.resultMessage))) for one in results}
        assert conforms == (not theirs), text
        store = open_empty()
        store.load((data + ontology + actions).serialize(format="nt"), RdfFormat.N_TRIPLES)
        ours = {(row["this"].value, rule.message) for rule in rules for row in store.query(rule.query)}
        assert ours == theirs
        return {message for _, message in ours}

    return validate
