"""All counts anew from the events: for graphs that were loaded without them, and to check those that are there.

A graph is *counted* if it describes the set of all counts. Who changes events past ``count_changes`` makes it uncounted
first (``forget``) and counts again afterwards (``recount``): whatever happens between, the next to open the graph can
tell that its counts are not to be trusted.
"""

import logging
from collections.abc import Collection, Iterator
from decimal import Decimal
from itertools import islice

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from kg.graph.cube import EVENT_COUNT, GOLDSTEIN_SUM, OBSERVATION, Cell, Cube, Sum, qb, write_measures
from kg.graph.cube_structure import describe_sets
from kg.graph.removal import Graph
from kg.graph.tallying import EVENT, Countable, Tally
from kg.graph.triples import DEFAULT_GRAPH, TYPE, fact, write_data
from kg.ids import Minter

log = logging.getLogger(__name__)

BATCH = 10_000
"""Quads that are removed in one update."""
STEP = 100_000
"""Counts that are written between two notes of how far it is."""
MANY = 50_000
"""Events that take so long to count, some seconds, that one is told of it."""


class Miscounts:
    """The observations in which the counts of a graph differ from its events."""

    def __init__(self, graph: Countable, mint: Minter) -> None:
        """Compare the counts of *graph*, which is only read, to its events."""
        self.cube = Cube(mint)
        self._tally = Tally(graph)
        stale = _read_totals(graph)
        log.info("the events are read, and %s counts of them that there are", f"{len(stale):,}")
        self._right: set[str] = set()
        for cell, total in self._tally.totals() if stale else ():
            iri = self.cube.mint_cell(cell)
            if stale.get(iri) == [total]:
                del stale[iri]
                self._right.add(iri)
        self.stale: Collection[str] = stale.keys()
        """IRIs of those that are there and have another number, or should not be there."""

    def wanted(self) -> Iterator[tuple[Cell, Sum]]:
        """Yield what is missing or has another number, and what it should have: made anew, as there may be millions."""
        for cell, total in self._tally.totals():
            if self.cube.mint_cell(cell) not in self._right:
                yield cell, total

    @property
    def iris(self) -> set[str]:
        """Their IRIs."""
        return {self.cube.mint_cell(cell) for cell, _ in self.wanted()} | set(self.stale)


def _read_totals(graph: Graph) -> dict[str, list[Sum]]:
    """Return the measures of each observation in *graph* by its IRI: a list of one, unless it is faulty."""
    events: dict[str, list[int]] = {}
    for quad in graph.quads_for_pattern(None, EVENT_COUNT, None, DEFAULT_GRAPH):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            events.setdefault(quad.subject.value, []).append(int(quad.object.value))
    found: dict[str, list[Sum]] = {iri: [] for iri in events}
    for quad in graph.quads_for_pattern(None, GOLDSTEIN_SUM, None, DEFAULT_GRAPH):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            score = Decimal(quad.object.value)
            sums = [Sum(number, score) for number in events.get(quad.subject.value, [0])]
            found.setdefault(quad.subject.value, []).extend(sums)
    return found


def is_counted(graph: Graph, mint: Minter) -> bool:
    """Whether *graph* has counts that were kept in step with its events."""
    mark = _mark(mint)
    return any(graph.quads_for_pattern(mark.subject, mark.predicate, mark.object, DEFAULT_GRAPH))


def forget(graph: Countable, mint: Minter) -> None:
    """Note in *graph* that its counts are not to be trusted until it is counted again."""
    graph.update(f"DELETE DATA {{ {write_data([_mark(mint)])} }}")


def remember(graph: Countable, mint: Minter) -> None:
    """Take back what ``forget`` noted: nothing has changed since."""
    graph.update(f"INSERT DATA {{ {write_data([_mark(mint)])} }}")


def recount(graph: Countable, mint: Minter) -> int:
    """Make the counts of *graph* those of its events; return how many observations were wrong, missing or too many.

    Only what differs is written, in several transactions; ``is_counted`` is false until the last. Raises OSError if
    the disk refuses.
    """
    forget(graph, mint)
    events = graph.quads_for_pattern(None, TYPE, EVENT, DEFAULT_GRAPH)
    if sum(1 for _ in islice(events, MANY)) == MANY:
        log.warning("counting all events of the graph anew, which takes some minutes for a million")
    found = Miscounts(graph, mint)
    gone = (quad for iri in found.stale for quad in _find_quads(graph, iri))
    while batch := list(islice(gone, BATCH)):
        graph.update(f"DELETE DATA {{ {write_data(batch)} }}")
    texts = _Texts(found)
    graph.bulk_load(texts, RdfFormat.N_TRIPLES, lenient=True)
    mark = _mark(mint)
    graph.bulk_extend(quad for quad in describe_sets(mint) if quad != mark)
    remember(graph, mint)
    if texts.number > MANY:
        graph.optimize()
    return texts.number + len(found.stale) - len(texts.mended)


class _Texts:
    """The observations that are wanted, as a file that is read once."""

    def __init__(self, found: Miscounts) -> None:
        self.number = 0
        self.mended: set[str] = set()
        """IRIs of those that there were, with another number."""
        self._found = found
        self._texts = self._write()
        self._left = b""

    def read(self, size: int) -> bytes:
        """Return the next bytes, *size* at most; none at the end."""
        parts, length = [self._left], len(self._left)
        while length < size and (text := next(self._texts, b"")):
            parts.append(text)
            length += len(text)
        joined = b"".join(parts)
        self._left = joined[size:]
        return joined[:size]

    def _write(self) -> Iterator[bytes]:
        cube, stale = self._found.cube, self._found.stale
        for cell, total in self._found.wanted():
            iri = cube.mint_cell(cell)
            if iri in stale:
                self.mended.add(iri)
            self.number += 1
            if self.number % STEP == 0:
                log.info("%s counts are written", f"{self.number:,}")
            yield (cube.describe(cell) + write_measures(iri, total)).encode()


def _find_quads(graph: Graph, iri: str) -> list[Quad]:
    node = NamedNode(iri)
    # Which months a count of all months has is theirs to say: they may be right.
    about = [quad for quad in graph.quads_for_pattern(node, None, None, DEFAULT_GRAPH) if quad.predicate != OBSERVATION]
    return [*about, *graph.quads_for_pattern(None, None, node, DEFAULT_GRAPH)]


def _mark(mint: Minter) -> Quad:
    return fact(mint.mint_count("all"), TYPE, qb("DataSet"))
