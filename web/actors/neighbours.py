"""An actor and those it has most to do with, as a small network: who of them deals with whom, and how."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from pyoxigraph import NamedNode

from web.actors.parties import Tally
from web.asking import Asking
from web.charts.labels import Label, place_labels
from web.charts.layout import layout
from web.charts.volumes import Volume, to_volumes
from web.events.records import Named
from web.links import key_of, mint_pair

WIDTH, HEIGHT = 820.0, 420.0
FEWEST = 3
"""Counterparts of which a drawing tells more than a list."""
LARGEST, SMALLEST = 26.0, 8.0
"""Radii of circles."""
WIDEST, NARROWEST = 9.0, 1.2
"""Strokes of lines."""
MOSTLY = 0.6
"""Share of the events that are of one kind from which they are mostly so."""


@dataclass(frozen=True, slots=True)
class Node:
    """An actor in its place."""

    actor: Named
    x: float
    y: float
    radius: float
    events: int
    """With the actor that the network is about; its own are those with all of the others."""
    label: Label | None


@dataclass(frozen=True, slots=True)
class Edge:
    """Two actors that deal with each other."""

    iri: str
    one: Node
    other: Node
    events: int
    conflict: int
    width: float

    @property
    def mood(self) -> str:
        """What most of the events are: ``cooperation``, ``conflict``, or ``mixed``."""
        share = self.conflict / self.events
        return "conflict" if share >= MOSTLY else "cooperation" if share <= 1 - MOSTLY else "mixed"


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The network."""

    nodes: tuple[Node, ...]
    """The actor that it is about first."""
    edges: tuple[Edge, ...]
    """The thinnest first, to be drawn below the others."""
    width: float = WIDTH
    height: float = HEIGHT


def draw_neighbourhood(ask: Asking, centre: Named, counterparts: Sequence[Tally]) -> Neighbourhood | None:
    """Return the network of *centre* with its *counterparts*; None where there are too few of these.

    What the counterparts have to do with each other is of the counts of the graph.
    """
    if len(counterparts) < FEWEST:
        return None
    actors = [centre, *(one.actor for one in counterparts)]
    ties = {(0, place): (one.events, one.conflict) for place, one in enumerate(counterparts, start=1)}
    ties |= _read_ties(ask, actors)
    events = [sum(one.events for one in counterparts), *(one.events for one in counterparts)]
    radii = [max(SMALLEST, LARGEST * sqrt(count / events[0])) for count in events]
    places = layout(radii, [(one, other, count) for (one, other), (count, _) in ties.items()], WIDTH, HEIGHT)
    labels = place_labels([actor.label for actor in actors], places, radii, WIDTH, HEIGHT)
    nodes = [
        Node(actor, round(x, 1), round(y, 1), round(radius, 1), count, label)
        for actor, (x, y), radius, count, label in zip(actors, places, radii, events, labels, strict=True)
    ]
    most = max(count for count, _ in ties.values())
    edges = [
        Edge(
            _mint(ask, actors[one], actors[other]).value,
            nodes[one],
            nodes[other],
            count,
            conflict,
            round(max(NARROWEST, WIDEST * sqrt(count / most)), 1),
        )
        for (one, other), (count, conflict) in ties.items()
    ]
    return Neighbourhood(tuple(nodes), tuple(sorted(edges, key=lambda edge: edge.events)))


def _read_ties(ask: Asking, actors: Sequence[Named]) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the events and those of conflict between each two *actors* but the first, by their numbers."""
    places = {_mint(ask, actors[one], actors[other]).value: (one, other)
              for one, other in combinations(range(1, len(actors)), 2)}  # fmt: skip
    volumes: dict[tuple[str, ...], Volume] = to_volumes(
        ask.rows("volumes_of_pairs", pair=[NamedNode(iri) for iri in places]), "pair"
    )
    return {places[iri]: (volume.events, volume.conflict) for (iri,), volume in volumes.items() if iri in places}


def _mint(ask: Asking, one: Named, other: Named) -> NamedNode:
    return mint_pair(ask.base, key_of(one.iri), key_of(other.iri))
