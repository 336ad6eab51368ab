"""A sample of a graph held against the rules: seconds where the whole graph takes minutes."""

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.graph.engine import open_checkpoint, open_empty
from kg.graph.gate import Gate
from kg.graph.holding import held
from kg.graph.removal import Graph, Subject
from kg.graph.shapes.compiler import Rule
from kg.graph.triples import DEFAULT_GRAPH, TYPE, dip

EVENTS = 200
"""How many events are looked at, with what they lead to."""
LINKS = (dip("mention"), dip("dyad"), dip("article"))
"""How events lead to what is written with them."""
MENTIONS = 5
"""Links of one kind that are followed from one node: an event may have thousands of mentions."""


def find_faults_in_sample(folder: Path, rules: Sequence[Rule], seed: int) -> dict[str, tuple[str, ...]]:
    """Return the messages of the rules that some events, and what they lead to, break, by the IRI of the node at fault.

    Which events of the newest checkpoint are looked at depends on *seed*. Raises StoreError if there is none.
    """
    with held(folder) as checkpoint:
        graph = open_checkpoint(checkpoint)
        nodes = set(pick_events(graph, EVENTS, random.Random(seed)))  # noqa: S311  # a sample, no secret
        for link in LINKS:
            nodes |= set(_follow(graph, link, nodes))
        told: set[Quad] = set()
        for node in nodes:
            told.update(graph.quads_for_pattern(node, None, None, DEFAULT_GRAPH))
        return Gate(rules, open_empty).find_faults(told, graph, set())


def pick_events(graph: Graph, number: int, chance: random.Random) -> list[Subject]:
    """Return up to *number* events, each as likely as any other."""
    picked: list[Subject] = []
    for seen, quad in enumerate(graph.quads_for_pattern(None, TYPE, dip("Event"), DEFAULT_GRAPH)):
        if seen < number:
            picked.append(quad.subject)
        elif (place := chance.randrange(seen + 1)) < number:
            picked[place] = quad.subject
    return picked


def _follow(graph: Graph, link: NamedNode, nodes: Iterable[Subject]) -> Iterator[Subject]:
    for node in nodes:
        for quad in islice(graph.quads_for_pattern(node, link, None, DEFAULT_GRAPH), MENTIONS):
            if isinstance(quad.object, NamedNode):
                yield quad.object
