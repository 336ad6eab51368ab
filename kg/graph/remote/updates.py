"""What is deleted and inserted, as updates of a bounded size, in an order that lets a broken-off write be repeated.

Most articles fit into one update, which engines with transactions do whole. One that does not is taken down from its
far ends: what is said of a thing goes before the link by which the thing is found from the article, and the article
itself goes last. It is put up in the opposite order, and its content hash is the last of all. So whenever that breaks
off, the article does not count as being there, and the next attempt finds all that the first one left.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import Quad

from kg.graph.remote.escapes import protect
from kg.graph.triples import DERIVED_FROM, GENERATED_BY, TYPE, dip, write_data

BATCH = 2000
"""Quads of one update: Virtuoso takes fewer than 5,000."""
LENGTH = 4_000_000
"""Characters of one update: engines bound the size of a request, the least of those known at 10 MB."""
LINKS = (
    {dip("term"), dip("dyad"), GENERATED_BY},
    {DERIVED_FROM},
    {dip("mention")},
    {dip("article"), dip("copyOf")},
)
"""Predicates by which things are found from an article, the farthest from it first."""
HASH = dip("contentHash")
ARTICLE = dip("Article")


def write_updates(gone: set[Quad], new: set[Quad], graph: str | None) -> Iterator[str]:
    """Yield the updates after which *gone* is not there and *new* is; one where they are few."""
    if len(gone) + len(new) <= BATCH:
        yield from _in_one(gone, new, graph)
        return
    hashes = [quad for quad in gone if quad.predicate == HASH]
    if hashes:
        yield _write("DELETE", hashes, graph)
    yield from write_batches("DELETE", sorted(gone - set(hashes), key=_nearness), graph)
    yield from write_batches("INSERT", sorted(new, key=_from_near), graph)


def _in_one(gone: set[Quad], new: set[Quad], graph: str | None) -> Iterator[str]:
    parts = [("DELETE", gone), ("INSERT", new)]
    if text := " ;\n".join(_write(word, quads, graph) for word, quads in parts if quads):
        yield text


def write_batches(word: str, quads: Iterable[Quad], graph: str | None) -> Iterator[str]:
    """Yield updates that delete or insert *quads*, in their order."""
    batch: list[Quad] = []
    length = 0
    for quad in quads:
        batch.append(quad)
        length += len(str(quad.object)) + 200
        if len(batch) == BATCH or length > LENGTH:
            yield _write(word, batch, graph)
            batch, length = [], 0
    if batch:
        yield _write(word, batch, graph)


def _write(word: str, quads: Iterable[Quad], graph: str | None) -> str:
    data = protect(write_data(quads))
    return f"{word} DATA {{ GRAPH <{graph}> {{\n{data}\n}} }}" if graph else f"{word} DATA {{\n{data}\n}}"


def _nearness(quad: Quad) -> int:
    if quad.predicate == TYPE and quad.object == ARTICLE:
        return len(LINKS) + 1
    return next((rank for rank, predicates in enumerate(LINKS, 1) if quad.predicate in predicates), 0)


def _from_near(quad: Quad) -> tuple[bool, int]:
    return quad.predicate == HASH, -_nearness(quad)
