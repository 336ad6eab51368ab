"""Where the nodes of a network are drawn: the same places for the same network, worked out with numpy.

Forces as in Fruchterman and Reingold, "Graph drawing by force-directed placement" (1991): every two nodes repel each
other, joined ones attract each other, and the steps get smaller. Attraction grows with the weight of the edge beside
what the two nodes have in all, so that the nodes with most edges do not draw all others into one heap.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Edge = tuple[int, int, float]
"""Numbers of two nodes, and the weight of what joins them."""
Point = tuple[float, float]
Numbers = NDArray[np.float64]

WIDTH, HEIGHT = 960.0, 580.0
GAP = 5.0
"""Left between two circles, in the unit of the radii."""
STEPS = 160
STEPS_TO_PART = 60
GRAVITY = 1.2
GOLDEN_ANGLE = 2.399963


def layout(nodes: Sequence[float], edges: Sequence[Edge], width: float = WIDTH, height: float = HEIGHT) -> list[Point]:
    """Return the centre of each node within *width* and *height*, deterministically.

    *nodes* are the radii of their circles, in the same unit; circles do not overlap where there is room for that.
    *edges* may name a pair twice, which adds up; an edge of a node with itself has no effect.
    """
    if not nodes:
        return []
    radii = np.asarray(nodes, dtype=np.float64)
    shape = np.array([width, height])
    places = _settle(_to_weights(len(nodes), edges), _spiral(radii), shape)
    return [(float(x), float(y)) for x, y in _part(_fit(places, radii, shape), radii, shape)]


def _to_weights(count: int, edges: Sequence[Edge]) -> Numbers:
    """Return how strongly each two nodes attract each other: about 1 for the strongest ties, 0 without an edge."""
    weights = np.zeros((count, count))
    for one, other, weight in edges:
        if one != other:
            weights[one, other] += weight
            weights[other, one] += weight
    total = np.maximum(weights.sum(axis=1), 1e-9)
    return np.sqrt(weights / np.sqrt(np.outer(total, total)))


def _spiral(radii: Numbers) -> Numbers:
    """Return where the nodes begin: the largest in the middle, the others around it, no two in one place."""
    rank = np.empty(len(radii))
    rank[np.argsort(-radii, kind="stable")] = np.arange(len(radii))
    distance, angle = np.sqrt(rank + 0.5), rank * GOLDEN_ANGLE
    return np.column_stack([distance * np.cos(angle), distance * np.sin(angle)])


def _settle(weights: Numbers, places: Numbers, shape: Numbers) -> Numbers:
    """Let the forces move the nodes; 1 is about the distance of neighbours where nothing draws them together."""
    count = len(places)
    if count == 1:
        return places
    hold = GRAVITY * np.array([shape[1] / shape[0], shape[0] / shape[1]])
    for step in range(STEPS):
        apart_x = places[:, :1] - places[:, 0]
        apart_y = places[:, 1:] - places[:, 1]
        squares = apart_x * apart_x + apart_y * apart_y
        np.fill_diagonal(squares, 1.0)
        pull = 1.0 / np.maximum(squares, 0.01) - weights * np.sqrt(squares)
        force = np.column_stack([(pull * apart_x).sum(axis=1), (pull * apart_y).sum(axis=1)]) - hold * places
        length = np.sqrt((force * force).sum(axis=1, keepdims=True))
        limit = np.sqrt(count) * 0.2 * (1 - step / STEPS) + 0.01
        places = places + force * np.minimum(1.0, limit / np.maximum(length, 1e-9))
    return places


def _fit(places: Numbers, radii: Numbers, shape: Numbers) -> Numbers:
    """Return *places* turned so that they lie along the longer side, and stretched to fill the area."""
    middle = places - places.mean(axis=0)
    low, high = middle.min(axis=0), middle.max(axis=0)
    room = np.maximum(shape - 2 * (radii.max() + GAP), 1.0)
    spread = np.where(high - low > 1e-9, high - low, 1.0)
    centred: Numbers = shape / 2 + (middle - (low + high) / 2) / spread * room
    return centred


def _part(places: Numbers, radii: Numbers, shape: Numbers) -> Numbers:
    """Push circles apart that overlap, within the area; what is left after the last step stays as it is."""
    wanted = radii[:, None] + radii + GAP
    for _ in range(STEPS_TO_PART):
        apart = places[:, None] - places
        distance = np.sqrt((apart * apart).sum(axis=2))
        np.fill_diagonal(distance, np.inf)
        overlap = np.maximum(wanted - distance, 0.0)
        if not overlap.any():
            break
        # Half of the overlap each, the larger circle less: it has most neighbours to disturb.
        share = radii / (radii[:, None] + radii)
        push = (overlap * share / np.maximum(distance, 1e-9))[:, :, None] * apart
        places = np.clip(places + push.sum(axis=1), radii[:, None], shape - radii[:, None])
    return places
