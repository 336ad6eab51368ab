"""A diagram of the classes and of the properties that lead from one to another.

What is drawn comes from the ontology's files; only where it stands is set here by hand. A class without a place of its
own is put below the others.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf

from kg.vocab import CAMEO, DIP, RDF
from web.vocabulary.vocabulary import Term, Vocabulary
from web.vocabulary.vocabulary_uses import CONCEPT, Use

WIDTH = 1120
HEIGHT = 34
"""Of a box, in units of the drawing."""
LETTER = 7.6
ACTION = "action code"
CENTRES: Mapping[str, tuple[int, int]] = {
    "Article": (90, 92), "DatePrecision": (318, 92), "Status": (470, 92), "Dyad": (640, 92), "TermOfOffice": (1010, 92),
    "Mention": (90, 250), "Event": (400, 250), "Actor": (850, 250),
    "Run": (90, 405), "DataSet": (240, 405), ACTION: (400, 405), "Place": (575, 405),
    "QuadClass": (400, 500),
    "State": (752, 405), "Organisation": (952, 405),
    "Bloc": (752, 455), "GovernmentBody": (876, 455), "Person": (1004, 455),
    "ArmedGroup": (772, 505), "Company": (895, 505), "Group": (1004, 505),
}  # fmt: skip
"""Middles of the boxes."""
ROUTES: Mapping[tuple[str, str], tuple[tuple[int, int], ...]] = {
    ("Actor", "Article"): ((850, 22), (90, 22)),
}
"""Corners of arrows that do not run straight."""
LABELS: Mapping[tuple[str, str], float] = {
    ("Event", "DataSet"): 0.6,
    ("Event", "Place"): 0.66,
    ("Event", "State"): 0.5,
    ("Actor", "State"): 0.45,
    ("Actor", "Organisation"): 0.45,
    ("Event", "DatePrecision"): 0.64,
}
"""Where the label of a straight arrow is not at its middle: from 0, its begin, to 1."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A class."""

    name: str
    x: float
    """Of its middle."""
    y: float
    broader: str = ""
    """The class that it is a kind of."""

    @property
    def width(self) -> float:
        """Of its outline."""
        return len(self.name) * LETTER + 26

    def edge(self, to: Point) -> Point:
        """Return where the line from its middle to the point *to* leaves its outline."""
        across, down = to[0] - self.x, to[1] - self.y
        share = min(
            (self.width / 2 + 3) / abs(across) if across else inf,
            (HEIGHT / 2 + 3) / abs(down) if down else inf,
        )
        return (self.x + across * share, self.y + down * share) if share < inf else (self.x, self.y)


@dataclass(frozen=True, slots=True)
class Arrow:
    """The properties that lead from one class to another."""

    source: str
    target: str
    properties: tuple[str, ...]
    """With prefixes, but for those of ours."""
    path: str
    """As in the attribute ``d`` of SVG."""
    x: float
    """Of the middle of its label."""
    y: float


@dataclass(frozen=True, slots=True)
class Frame:
    """What encloses the kinds of a class, and leads to it."""

    broader: str
    x: float
    """Of its left side."""
    y: float
    """Of its top."""
    width: float
    height: float
    path: str
    """The arrow to the class."""


@dataclass(frozen=True, slots=True)
class Diagram:
    """What is drawn, in units in which it is ``width`` wide."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    frames: tuple[Frame, ...]
    width: int
    height: int


def draw_diagram(vocabulary: Vocabulary) -> Diagram:
    """Return the diagram of all classes of *vocabulary* and the properties between them."""
    links = find_links(vocabulary)
    boxes = {box.name: box for box in _place(vocabulary.all_classes(), links)}
    arrows = tuple(_to_arrow(boxes[one], boxes[other], tuple(names)) for (one, other), names in links.items())
    broader = dict.fromkeys(box.broader for box in boxes.values() if box.broader)
    frames = tuple(_enclose(boxes, name) for name in broader)
    height = int(max(box.y for box in boxes.values())) + 56
    return Diagram(tuple(boxes.values()), arrows, frames, WIDTH, height)


def find_links(vocabulary: Vocabulary) -> dict[tuple[str, str], list[str]]:
    """Return the properties from one class to another, by the names of the two in the diagram."""
    classes = {term.iri: term.name for term in vocabulary.all_classes()} | {CONCEPT: ACTION, CAMEO: ACTION}
    kinds = {term.iri: classes.get(term.broader, "") for term in vocabulary.individuals}
    found: dict[tuple[str, str], list[str]] = {}
    for use in _all_uses(vocabulary):
        for value in use.values:
            target = classes.get(value.iri) or kinds.get(value.iri)
            if target and use.on in classes:
                pair = (target, classes[use.on]) if use.is_inverse else (classes[use.on], target)
                names = found.setdefault(pair, [])
                names += [name for name in [vocabulary.short(use.path).removeprefix("dip:")] if name not in names]
    return found


def _all_uses(vocabulary: Vocabulary) -> Iterator[Use]:
    uses = [use for term in (*vocabulary.all_classes(), *vocabulary.properties) for use in term.uses]
    yield from (use for use in dict.fromkeys(uses) if use.path != RDF + "type")


def _place(classes: Iterable[Term], links: Iterable[tuple[str, str]]) -> Iterator[Box]:
    broader = {term.name: term.broader.removeprefix(DIP) for term in classes}
    names = dict.fromkeys([*broader, *(name for pair in links for name in pair)])
    lost = [name for name in names if name not in CENTRES]
    bottom = max(y for _, y in CENTRES.values()) + 60
    for name in names:
        if name in CENTRES:
            yield Box(name, *CENTRES[name], broader.get(name, ""))
        else:
            row, column = divmod(lost.index(name), 5)
            yield Box(name, 120 + 210 * column, bottom + 50 * row, broader.get(name, ""))


def _to_arrow(one: Box, other: Box, properties: tuple[str, ...]) -> Arrow:
    if one == other:
        right = one.x + one.width / 2 + 3
        path = f"M{right} {one.y - 9}C{right + 64} {one.y - 34} {right + 64} {one.y + 34} {right} {one.y + 9}"
        return Arrow(one.name, other.name, properties, path, right + 48, one.y)
    corners: list[Point] = [*ROUTES.get((one.name, other.name), ())]
    begin = one.edge(corners[0] if corners else (other.x, other.y))
    end = other.edge(corners[-1] if corners else (one.x, one.y))
    path = "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in (begin, *corners, end))
    share = LABELS.get((one.name, other.name), 0.5)
    first, last = (corners[0], corners[-1]) if len(corners) > 1 else (begin, end)
    x, y = (a + (b - a) * share for a, b in zip(first, last, strict=True))
    return Arrow(one.name, other.name, properties, path, round(x), round(y))


def _enclose(boxes: Mapping[str, Box], broader: str) -> Frame:
    kinds = [box for box in boxes.values() if box.broader == broader]
    left, right = min(box.x - box.width / 2 for box in kinds) - 14, max(box.x + box.width / 2 for box in kinds) + 14
    top, bottom = min(box.y for box in kinds) - 34, max(box.y for box in kinds) + 48
    above = boxes[broader]
    path = f"M{above.x:.0f} {top:.0f}L{above.x:.0f} {above.y + HEIGHT / 2 + 3:.0f}"
    return Frame(broader, round(left), round(top), round(right - left), round(bottom - top), path)
