"""Whole named graphs on another engine, replaced at once: written beside the place, and copied there when whole.

Updates are bounded, so a graph takes many. They go to a draft, which one last update copies over the graph: until then
the graph is as it was, and all may be repeated.
"""

from collections.abc import Sequence

from pyoxigraph import NamedNode, Quad, Triple

from kg.errors import StoreError
from kg.graph.remote.asking import Asking
from kg.graph.remote.escapes import protect
from kg.graph.remote.updates import write_batches
from kg.graph.triples import DEFAULT_GRAPH

DRAFT = "/draft"
"""End of the name of a graph that is being written."""


def put_graph(asking: Asking, graph: NamedNode, triples: Sequence[Triple]) -> bool:
    """Let *graph* hold *triples*, at least one, and nothing else; return whether it was there before.

    Raises StoreError where the engine shows what is in named graphs as a part of its default graph: ours would change.
    """
    _refuse_other_home(asking)
    known, draft = has_graph(asking, graph), NamedNode(graph.value + DRAFT)
    quads = (Quad(one.subject, one.predicate, one.object, DEFAULT_GRAPH) for one in triples)
    asking.update(f"DROP SILENT GRAPH {draft}")
    try:
        for number, text in enumerate(write_batches("INSERT", quads, draft.value)):
            asking.update(text)
            if not number:
                _refuse_union(asking, triples[0])
        asking.update(f"COPY GRAPH {draft} TO GRAPH {graph}")
    finally:
        asking.update(f"DROP SILENT GRAPH {draft}")
    return known


def drop_graph(asking: Asking, graph: NamedNode) -> bool:
    """Remove *graph*; False if there was none."""
    _refuse_other_home(asking)
    known = has_graph(asking, graph)
    asking.update(f"DROP SILENT GRAPH {graph}")
    return known


def has_graph(asking: Asking, graph: NamedNode) -> bool:
    """Whether there is anything in *graph*."""
    return any(asking.select(f"SELECT * WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }} LIMIT 1"))


def _refuse_other_home(asking: Asking) -> None:
    if asking.endpoint.graph is not None:
        raise StoreError(
            f"{asking.endpoint} keeps all in one named graph, and queries there do not see another beside it: "
            "copy facts to a data folder, or to an engine without KG_STORE_GRAPH"
        )


def _refuse_union(asking: Asking, drafted: Triple) -> None:
    """Raise StoreError where what was *drafted*, and is not ours, shows in the default graph."""
    if any(asking.select(protect(f"SELECT * WHERE {{ {drafted.subject} ?p {drafted.object} }} LIMIT 1"))):
        raise StoreError(
            f"{asking.endpoint} shows named graphs as a part of its default graph, which copied facts would change: "
            "switch that off there, or copy facts to a data folder"
        )
