"""A network as it is drawn: a circle for each party, a line for each pair that is among the busiest."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from web.charts.labels import Label, place_labels
from web.charts.layout import HEIGHT, WIDTH, layout
from web.charts.network_counts import Network, Pair, Party

LINES_PER_NODE = 3
"""How many lines are drawn, unless the address says from how many events on."""
COVERED = 0.09
"""Of the area, by the circles."""
LARGEST, SMALLEST = 34.0, 3.0
STEPS = 10
AIRY = 60
"""Circles up to which lines may be as wide as they can be."""
MARGIN = 14.0
"""Free around the circles, so that names find room."""


@dataclass(frozen=True, slots=True)
class Node:
    """A party as a circle."""

    party: Party
    x: float
    y: float
    radius: float
    label: Label | None
    """Its name, with its place from the middle of the circle; None where there is no room."""


@dataclass(frozen=True, slots=True)
class Line:
    """A pair as a line."""

    pair: Pair
    path: str
    width: int
    """Step of its width, from 0 to STEPS - 1, each of which the style sheet has a width for."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """All of it."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    """Those with most events last, so that they lie above the others."""
    least: int
    """Events from which on every pair has a line."""
    width: int
    height: int


def draw_network(network: Network, least: int = 0, width: float = WIDTH, height: float = HEIGHT) -> Drawing:
    """Return the drawing of *network*, with lines for pairs of *least* events; 0 for as many as can be told apart."""
    parties = network.parties
    shown, least = choose_lines(network, least)
    radii = _to_radii(parties, width * height)
    inner = (width - 2 * MARGIN, height - 2 * MARGIN)
    edges = [(pair.one, pair.other, float(pair.volume.events)) for pair in shown]
    places = [(round(x + MARGIN, 1), round(y + MARGIN, 1)) for x, y in layout(radii, edges, *inner)]
    labels = place_labels([party.label for party in parties], places, radii, width, height)
    nodes = tuple(
        Node(party, x, y, radius, label and Label(label.x - x, label.y - y, label.anchor, label.text))
        for party, (x, y), radius, label in zip(parties, places, radii, labels, strict=True)
    )
    return Drawing(nodes, tuple(_to_lines(shown, places)), least, int(width), int(height))


def choose_lines(network: Network, least: int = 0) -> tuple[list[Pair], int]:
    """Return the pairs that get a line, and the number of events from which on all do.

    With a *least* of 0 the busiest few for each party; the busiest of each party is always among them, so that none
    stands alone that is not alone.
    """
    if least:
        return [pair for pair in network.pairs if pair.volume.events >= least], least
    most = LINES_PER_NODE * len(network.parties)
    if len(network.pairs) <= most:
        return list(network.pairs), 1
    shown = list(network.pairs[:most])
    joined = {number for pair in shown for number in (pair.one, pair.other)}
    for pair in network.pairs[most:]:
        if not joined >= {pair.one, pair.other}:
            shown.append(pair)
            joined |= {pair.one, pair.other}
    return shown, shown[most - 1].volume.events


def _to_radii(parties: Sequence[Party], area: float) -> list[float]:
    most = max((party.volume.events for party in parties), default=1)
    shares = [party.volume.events / most for party in parties]
    largest = min(LARGEST, math.sqrt(COVERED * area / math.pi / max(sum(shares), 1e-9)))
    return [round(max(SMALLEST, largest * math.sqrt(share)), 1) for share in shares]


def _to_lines(pairs: Sequence[Pair], places: Sequence[tuple[float, float]]) -> list[Line]:
    most = max((pair.volume.events for pair in pairs), default=1)
    widest = (STEPS - 1) * min(1.0, math.sqrt(AIRY / max(len(places), 1)))
    return [
        Line(
            pair,
            "M{:g} {:g}L{:g} {:g}".format(*places[pair.one], *places[pair.other]),
            round(widest * math.sqrt(pair.volume.events / most)),
        )
        for pair in sorted(pairs, key=lambda pair: pair.volume.events)
    ]
