"""Oxigraph: the one place that opens it."""

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import RdfFormat
from pyoxigraph import Store as Oxigraph  # noqa: TID251  # this is the module that may

from kg.errors import DataError
from kg.graph.triples import DEFAULT_GRAPH, to_actor_quads
from kg.ids import Minter
from kg.model import Actor

__all__ = ["Oxigraph", "fill", "open_checkpoint", "open_empty"]


def open_checkpoint(path: Path) -> Oxigraph:
    """Return the checkpoint at *path*, read-only; OSError if it is gone or broken."""
    return Oxigraph.read_only(str(path))


def open_empty() -> Oxigraph:
    """Return a store in memory with nothing in it."""
    return Oxigraph()


def fill(store: Oxigraph, mint: Minter, ontology: Iterable[Path], actors: Iterable[Actor]) -> None:
    """Load the files of the *ontology* and the *actors* into an empty store; DataError for a faulty file."""
    for path in ontology:
        try:
            store.bulk_load(path=path, format=RdfFormat.from_extension(path.suffix[1:]), to_graph=DEFAULT_GRAPH)
        except (OSError, SyntaxError) as error:
            raise DataError(f"{path} is no readable RDF file: {error}") from error
    store.bulk_extend(quad for actor in actors for quad in to_actor_quads(actor, mint))
    store.optimize()
