"""The scheme of action codes read for its page: the tree of CAMEO codes, and the PLOVER types that they match."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode

from kg.turtle import Triples
from kg.vocab import CAMEO, DIP, PLOVER, SKOS
from web import words


@dataclass(frozen=True, slots=True)
class Code:
    """A CAMEO code."""

    code: str
    label: str
    definition: str
    example: str
    note: str
    quad_class: str
    """Name of the class in the ontology, such as ``VerbalConflict``."""
    goldstein: float | None
    plover: tuple[str, ...]
    """The PLOVER types that it matches."""
    narrower: tuple["Code", ...]

    def all(self) -> Iterator["Code"]:
        """Yield this code and those below it, in their order."""
        yield self
        for code in self.narrower:
            yield from code.all()


@dataclass(frozen=True, slots=True)
class Branch:
    """A code that matches a PLOVER type."""

    code: str
    is_whole: bool
    """Whether there are codes below it, and all of them match too."""


@dataclass(frozen=True, slots=True)
class EventType:
    """A PLOVER type."""

    name: str
    label: str
    definition: str
    example: str
    branches: tuple[Branch, ...]
    """The CAMEO codes that match it, without those in a whole branch."""
    total: int
    """How many codes match it."""


@dataclass(frozen=True, slots=True)
class ClassOfCodes:
    """What is in a quad class."""

    name: str
    roots: tuple[Code, ...]
    """The top codes that have a code of this class."""
    total: int
    """How many codes are of this class."""
    least: float
    most: float
    """The range of their Goldstein scores."""


@dataclass(frozen=True, slots=True)
class Actions:
    """Both schemes."""

    title: str
    description: str
    roots: tuple[Code, ...]
    types: tuple[EventType, ...]
    types_title: str
    types_description: str

    def codes(self) -> dict[str, Code]:
        """Return every CAMEO code by its number."""
        return {code.code: code for root in self.roots for code in root.all()}

    def classes(self) -> Iterator[ClassOfCodes]:
        """Yield the quad classes, in the order of the site."""
        for name in words.CLASSES:
            codes = [code for code in self.codes().values() if code.quad_class == name]
            scores = [code.goldstein for code in codes if code.goldstein is not None] or [0.0]
            roots = tuple(root for root in self.roots if any(code.quad_class == name for code in root.all()))
            yield ClassOfCodes(name, roots, len(codes), min(scores), max(scores))


@cache
def read_actions(path: Path) -> Actions:
    """Return the schemes of the file at *path*; SyntaxError if it is not Turtle."""
    triples = Triples.read(path)
    cameo, plover = NamedNode(CAMEO), NamedNode(PLOVER)
    below: dict[str, list[NamedNode]] = {}
    for node in triples.typed(SKOS + "Concept"):
        for broader in triples.iris(node, SKOS + "broader") or [""]:
            below.setdefault(broader, []).append(node)
    roots = [node for node in below.get("", ()) if node.value.startswith(CAMEO)]
    types = [node for node in below.get("", ()) if node.value.startswith(PLOVER)]
    codes = tuple(_to_code(triples, below, node) for node in roots)
    return Actions(
        title=triples.text(cameo, "http://purl.org/dc/terms/title"),
        description=triples.text(cameo, "http://purl.org/dc/terms/description"),
        roots=codes,
        types=tuple(_to_type(triples, node, codes) for node in types),
        types_title=triples.text(plover, "http://purl.org/dc/terms/title"),
        types_description=triples.text(plover, "http://purl.org/dc/terms/description"),
    )


def _to_code(triples: Triples, below: dict[str, list[NamedNode]], node: NamedNode) -> Code:
    score = triples.text(node, DIP + "goldstein")
    return Code(
        code=triples.text(node, SKOS + "notation"),
        label=triples.text(node, SKOS + "prefLabel"),
        definition=triples.text(node, SKOS + "definition"),
        example=triples.text(node, SKOS + "example"),
        note=triples.text(node, SKOS + "editorialNote"),
        quad_class=triples.text(node, DIP + "quadClass").removeprefix(DIP),
        goldstein=float(score) if score else None,
        plover=tuple(iri.removeprefix(PLOVER) for iri in triples.iris(node, SKOS + "closeMatch")),
        narrower=tuple(_to_code(triples, below, one) for one in below.get(node.value, ())),
    )


def _to_type(triples: Triples, node: NamedNode, roots: Iterable[Code]) -> EventType:
    name = node.value.removeprefix(PLOVER)
    return EventType(
        name=name,
        label=triples.text(node, SKOS + "prefLabel"),
        definition=triples.text(node, SKOS + "definition"),
        example=triples.text(node, SKOS + "example"),
        branches=tuple(_branches(roots, name)),
        total=sum(name in code.plover for root in roots for code in root.all()),
    )


def _branches(codes: Iterable[Code], plover: str) -> Iterator[Branch]:
    for code in codes:
        if all(plover in one.plover for one in code.all()):
            yield Branch(code.code, bool(code.narrower))
        else:
            if plover in code.plover:
                yield Branch(code.code, False)
            yield from _branches(code.narrower, plover)
