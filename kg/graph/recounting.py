"""All counts anew from the events: for graphs that were loaded without them, and to check those that are there.

A graph is *counted* if it describes the set of all counts. Who changes events past ``count_changes`` makes it uncounted
first (``forget``) and counts again afterwards (``recount``): whatever happens between, the next to open the graph can
tell that its counts are not to be trusted.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any, Protocol

from pyoxigraph import Literal, NamedNode, Quad

from kg import vocab
from kg.graph.cube import (
    EVENT_COUNT,
    GOLDSTEIN_SUM,
    NOTHING,
    OBSERVATION,
    Cell,
    Cube,
    Key,
    Side,
    Sum,
    qb,
    to_cells,
    to_measures,
)
from kg.graph.cube_structure import describe_sets
from kg.graph.removal import Graph
from kg.graph.triples import DEFAULT_GRAPH, TYPE, fact, write_data
from kg.ids import Minter

BATCH = 10_000
"""Quads that are removed in one update."""
EVENTS = f"""
PREFIX dip: <{vocab.DIP}>
SELECT ?actor ?actorState ?target ?targetState ?month ?action (COUNT(*) AS ?events) WHERE {{
  {{ SELECT ?event WHERE {{ ?event dip:status dip:Actual }} }} # joined to the rest by hash, not event by event
  {{ SELECT ?event WHERE {{ ?event a dip:Event }} }}
  {{ SELECT ?event ?action WHERE {{ ?event dip:action ?action }} }}
  {{ SELECT ?event ?actor WHERE {{ ?event dip:actor ?actor }} }}
  OPTIONAL {{ ?event dip:target ?target }}
  OPTIONAL {{ ?event dip:actorState ?actorState }}
  OPTIONAL {{ ?event dip:targetState ?targetState }}
  OPTIONAL {{ ?event dip:month ?month }}
}}
GROUP BY ?actor ?actorState ?target ?targetState ?month ?action
"""
PARTIES = f"SELECT ?actor (MIN(?party) AS ?of) WHERE {{ ?actor <{vocab.DIP}actsFor> ?party }} GROUP BY ?actor"
ACTIONS = f"""
PREFIX dip: <{vocab.DIP}>
SELECT ?action (MIN(STR(?class)) AS ?of) (MIN(?goldstein) AS ?score) WHERE {{
  ?action dip:quadClass ?class OPTIONAL {{ ?action dip:goldstein ?goldstein }}
}}
GROUP BY ?action
"""


class Countable(Graph, Protocol):
    """The part of a store that is read and written here."""

    def query(self, query: str, /) -> Any:  # noqa: ANN401  # rows, for a SELECT
        """Return the rows of *query*."""

    def update(self, update: str, /) -> None:
        """Run *update*."""

    def bulk_extend(self, quads: Iterable[Quad], /) -> None:
        """Add *quads*, which may be millions."""


@dataclass(frozen=True, slots=True)
class Miscounts:
    """The observations in which the counts of a graph differ from its events."""

    wanted: Mapping[str, tuple[Cell, Sum]]
    """What is missing or has another number, and what it should have, by IRI."""
    stale: Collection[str]
    """IRIs of those that are there and have another number, or should not be there."""

    @property
    def iris(self) -> set[str]:
        """Their IRIs."""
        return self.wanted.keys() | set(self.stale)


def count_events(graph: Countable) -> dict[Cell, Sum]:
    """Return all counts of the *graph*, from its events.

    Each event is taken to have one value for each property, as the shapes want.
    """
    parties = {row["actor"].value: row["of"].value for row in graph.query(PARTIES)}
    actions = {
        row["action"].value: (row["of"].value, Decimal(row["score"].value if row["score"] else 0))
        for row in graph.query(ACTIONS)
    }
    sides: dict[tuple[str, str], Side] = {}
    totals: dict[Cell, Sum] = {}
    for row in graph.query(EVENTS):
        quad_class, score = actions.get(row["action"].value, ("", Decimal(0)))
        if not quad_class:
            continue
        number = int(row["events"].value)
        actor = _to_side(row["actor"], row["actorState"], parties, sides)
        target = _to_side(row["target"], row["targetState"], parties, sides) if row["target"] else None
        for cell in to_cells(Key(actor, target, quad_class, row["month"].value if row["month"] else "")):
            known = totals.get(cell, NOTHING)
            totals[cell] = Sum(known.events + number, known.goldstein + number * score)
    return totals


def _to_side(
    actor: NamedNode, state: NamedNode | None, parties: Mapping[str, str], sides: dict[tuple[str, str], Side]
) -> Side:
    """Return the side of an event; each only once in memory, where there are millions of counts."""
    party = parties.get(actor.value, actor.value)
    names = (party, state.value if state else party)
    return sides.setdefault(names, Side(*names))


def find_miscounts(graph: Countable, mint: Minter) -> Miscounts:
    """Return in what the counts of *graph* differ from its events; it is only read."""
    known = _read_totals(graph)
    cube = Cube(mint)
    wanted: dict[str, tuple[Cell, Sum]] = {}
    for cell, total in count_events(graph).items():
        iri = cube.mint_cell(cell)
        if known.get(iri) == [total]:
            del known[iri]
        else:
            wanted[iri] = (cell, total)
    return Miscounts(wanted, known.keys())


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
    found = find_miscounts(graph, mint)
    gone = (quad for iri in found.stale for quad in _find_quads(graph, iri))
    while batch := list(islice(gone, BATCH)):
        graph.update(f"DELETE DATA {{ {write_data(batch)} }}")
    cube = Cube(mint)
    graph.bulk_extend(quad for cell, total in found.wanted.values() for quad in _write(cube, cell, total))
    mark = _mark(mint)
    graph.bulk_extend(quad for quad in describe_sets(mint) if quad != mark)
    remember(graph, mint)
    return len(found.iris)


def _find_quads(graph: Graph, iri: str) -> list[Quad]:
    node = NamedNode(iri)
    # Which months a count of all months has is theirs to say: they may be right.
    about = [quad for quad in graph.quads_for_pattern(node, None, None, DEFAULT_GRAPH) if quad.predicate != OBSERVATION]
    return [*about, *graph.quads_for_pattern(None, None, node, DEFAULT_GRAPH)]


def _write(cube: Cube, cell: Cell, total: Sum) -> Iterator[Quad]:
    yield from cube.describe(cell)
    yield from to_measures(cube.mint_cell(cell), total)


def _mark(mint: Minter) -> Quad:
    return fact(mint.mint_count("all"), TYPE, qb("DataSet"))
