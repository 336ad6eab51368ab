"""The rules of the SHACL shapes in the words of their messages."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode

from kg.results import RdfTerm
from kg.turtle import Triples
from kg.vocab import SHAPES
from web.vocabulary.vocabulary_uses import SH, Value, read_values


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A shape: what it applies to, and its rules."""

    iri: str
    target: str
    """IRI of the class whose instances it is for, or of the property whose subjects; empty if other shapes use it."""
    on_subjects: bool
    """Whether the target is a property."""
    messages: tuple[str, ...]
    values: tuple[Value, ...]
    """What it allows, where it is without messages since other shapes use it."""

    @property
    def name(self) -> str:
        """Local part of its IRI."""
        return self.iri.removeprefix(SHAPES)


@cache
def read_rules(path: Path) -> tuple[RuleSet, ...]:
    """Return the shapes of the file at *path* that have a name, in its order; SyntaxError if it is not Turtle."""
    shapes = Triples.read(path)
    named = (node for node in shapes.subjects() if isinstance(node, NamedNode) and node.value.startswith(SHAPES))
    return tuple(
        RuleSet(
            iri=node.value,
            target=next(iter(shapes.iris(node, SH + "targetClass", SH + "targetSubjectsOf")), ""),
            on_subjects=bool(shapes.iris(node, SH + "targetSubjectsOf")),
            messages=tuple(dict.fromkeys(_messages(shapes, node))),
            values=(*read_values(shapes, node), *_declared(shapes, node)),
        )
        for node in named
    )


def _declared(shapes: Triples, node: RdfTerm) -> Iterator[Value]:
    """Yield the prefixes that *node* declares for the SPARQL of shapes."""
    for one in shapes.values(node, SH + "declare"):
        yield Value(shapes.text(one, SH + "namespace"), f"the prefix {shapes.text(one, SH + 'prefix')}:")


def _messages(shapes: Triples, node: RdfTerm) -> Iterator[str]:
    for part in (*shapes.values(node, SH + "property"), node, *shapes.values(node, SH + "sparql")):
        if message := shapes.text(part, SH + "message"):
            yield message
