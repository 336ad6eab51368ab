"""Which circles of a drawing get their names beside them: the largest first, and none over another name."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from web.charts.layout import HEIGHT, WIDTH, Numbers, Point

FONT = 12.0
"""Height of a line, in the unit of the drawing."""
LETTER = 6.3
"""Mean width of a letter; those of most names are narrower."""
GAP = 2.0
MAX_LETTERS = 22
COVERED = 0.4
"""A name may hide circles that are smaller than this share of its own."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name in its place."""

    x: float
    y: float
    """Of the base line."""
    anchor: str
    """``start``, ``middle`` or ``end``: what x is of the text."""
    text: str
    """Shortened, if it is long."""


def place_labels(
    names: Sequence[str], places: Sequence[Point], radii: Sequence[float], width: float = WIDTH, height: float = HEIGHT
) -> list[Label | None]:
    """Return for each circle where its name stands within *width* and *height*; None where there is no room for it."""
    if not places:
        return []
    circles, reach = _boxes_of_circles(places, radii), np.asarray(radii, dtype=np.float64)
    taken = np.empty((0, 4))
    labels: list[Label | None] = [None] * len(names)
    for number in sorted(range(len(names)), key=lambda one: (-radii[one], one)):
        text = shorten_name(names[number])
        others = circles[reach >= COVERED * radii[number]]  # its own too, which no place beside it hits
        for label, box in _candidates(text, places[number], radii[number]):
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
            if text and inside and not _hits(box, taken) and not _hits(box, others):
                labels[number] = label
                taken = np.vstack([taken, box])
                break
    return labels


def shorten_name(name: str) -> str:
    """Return *name* on one line, with an ellipsis if it has more letters than fit."""
    plain = " ".join(name.split())
    return plain if len(plain) <= MAX_LETTERS else plain[: MAX_LETTERS - 1].rstrip() + "…"


def _boxes_of_circles(places: Sequence[Point], radii: Sequence[float]) -> Numbers:
    centre, reach = np.asarray(places, dtype=np.float64), np.asarray(radii, dtype=np.float64)[:, None] * 0.85
    return np.hstack([centre - reach, centre + reach])


def _candidates(text: str, place: Point, radius: float) -> list[tuple[Label, tuple[float, float, float, float]]]:
    """Return where a name may stand, the best first, with the box that it takes: left, top, right, bottom."""
    (x, y), wide, reach = place, len(text) * LETTER, radius + GAP
    below, above = y + reach + FONT * 0.8, y - reach - FONT * 0.2
    beside = y + FONT * 0.35
    ways = [
        (Label(x, below, "middle", text), x - wide / 2),
        (Label(x + reach, beside, "start", text), x + reach),
        (Label(x - reach, beside, "end", text), x - reach - wide),
        (Label(x, above, "middle", text), x - wide / 2),
    ]
    return [(label, (left, label.y - FONT * 0.8, left + wide, label.y + FONT * 0.2)) for label, left in ways]


def _hits(box: tuple[float, float, float, float], others: Numbers) -> bool:
    left, top, right, bottom = box
    over = (others[:, 0] < right) & (others[:, 2] > left) & (others[:, 1] < bottom) & (others[:, 3] > top)
    return bool(over.any())
