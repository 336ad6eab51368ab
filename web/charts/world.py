"""A map of the world with a bubble for each state: its area says how many events, its colour of what tone they are."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from web.charts.labels import Label, place_labels

FILE = "world.json"
"""What the build makes of the outlines, in the folder of built files."""
LARGEST = 30.0
"""Radius of the largest bubble, in the unit of the map, which is 960 wide."""
SMALLEST = 2.4
NAMED = 24
"""Bubbles that have their names beside them, at most."""


@dataclass(frozen=True, slots=True)
class Outline:
    """Where a state is on the map."""

    x: float
    y: float
    path: str
    """Of SVG; empty for a state that is too small to have an outline."""


@dataclass(frozen=True, slots=True)
class World:
    """The map without anything on it."""

    width: int
    height: int
    states: Mapping[str, Outline]
    """By key of the actor."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """A state on the map."""

    key: str
    x: float
    y: float
    radius: float
    label: Label | None


@cache
def load_world(folder: Path) -> World | None:
    """Return the map in the *folder* of built files; None where the front end was not built."""
    try:
        read = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    states = {key: Outline(one["x"], one["y"], one.get("d", "")) for key, one in read["states"].items()}
    return World(read["width"], read["height"], states)


def to_radius(events: int, most: int) -> float:
    """Return the radius of a bubble for *events*, where the largest one stands for *most*."""
    return round(max(SMALLEST, LARGEST * math.sqrt(events / most)), 1) if events else 0.0


def to_bubbles(world: World, tallies: Sequence[tuple[str, str, int]]) -> list[Bubble]:
    """Return a bubble for each state of *tallies* that is on the map, the largest first.

    *tallies* are keys, names and numbers of events.
    """
    shown = sorted((one for one in tallies if one[0] in world.states and one[2]), key=lambda one: (-one[2], one[0]))
    if not shown:
        return []
    radii = [to_radius(events, shown[0][2]) for _, _, events in shown]
    places = [(world.states[key].x, world.states[key].y) for key, _, _ in shown]
    names = [name if rank < NAMED else "" for rank, (_, name, _) in enumerate(shown)]
    labels = place_labels(names, places, radii, world.width, world.height)
    return [
        Bubble(key, x, y, radius, label)
        for (key, _, _), (x, y), radius, label in zip(shown, places, radii, labels, strict=True)
    ]


def legend_sizes(most: int) -> list[tuple[int, float]]:
    """Return round numbers of events up to *most* with the radii of their bubbles, the largest first."""
    sizes: list[tuple[int, float]] = []
    for share in (1.0, 0.25, 0.04):
        number = round_down(most * share)
        if number and number not in dict(sizes):
            sizes.append((number, to_radius(number, most)))
    return sizes


def round_down(number: float) -> int:
    """Return the largest of 1, 2, 5, 10, 20, 50 … that is not over *number*; 0 below 1."""
    if number < 1:
        return 0
    power = 10 ** int(math.log10(number))
    return int(next(step for step in (5, 2, 1) if step * power <= number) * power)
