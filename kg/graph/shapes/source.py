"""A shapes graph as the compiler reads it: values by name, lists, paths."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg import vocab
from kg.errors import DataError

Node: TypeAlias = NamedNode | BlankNode
Term: TypeAlias = NamedNode | BlankNode | Literal

SH = "http://www.w3.org/ns/shacl#"
FIRST, REST = NamedNode(vocab.RDF + "first"), NamedNode(vocab.RDF + "rest")
NIL = NamedNode(vocab.RDF + "nil")
MODIFIERS = {SH + "zeroOrMorePath": "*", SH + "oneOrMorePath": "+", SH + "zeroOrOnePath": "?"}


def sh(name: str) -> NamedNode:
    """Return the term of SHACL with this name."""
    return NamedNode(SH + name)


class Source:
    """The triples of a shapes graph, by subject and predicate."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._values: dict[Term, dict[NamedNode, list[Term]]] = {}
        for quad in quads:
            if not isinstance(quad.subject, NamedNode | BlankNode) or not isinstance(
                quad.object, NamedNode | BlankNode | Literal
            ):
                raise DataError(f"a shape is told in plain triples, not in {quad}")
            self._values.setdefault(quad.subject, {}).setdefault(quad.predicate, []).append(quad.object)

    def __iter__(self) -> Iterator[Term]:
        """Yield each subject."""
        return iter(self._values)

    def about(self, node: Term) -> dict[NamedNode, list[Term]]:
        """Return what is said of *node*, by predicate."""
        return self._values.get(node, {})

    def many(self, node: Term, name: str) -> list[Term]:
        """Return the values of ``sh:name``."""
        return self.about(node).get(sh(name), [])

    def first(self, node: Term, name: str) -> Term | None:
        """Return a value of ``sh:name``, None if there is none."""
        return next(iter(self.many(node, name)), None)

    def items(self, head: Term) -> list[Term]:
        """Return the members of the list that begins at *head*."""
        members = []
        while head != NIL:
            about = self.about(head)
            if FIRST not in about or REST not in about:
                raise DataError(f"the list at {head} of the shapes has no end")
            members.append(about[FIRST][0])
            head = about[REST][0]
        return members

    def path(self, node: Term) -> str:
        """Return a SHACL property path (SHACL, 2.3.1) in the words of SPARQL."""
        about = self.about(node)
        if isinstance(node, NamedNode):
            return str(node)
        if FIRST in about:
            return "/".join(self.path(part) for part in self.items(node))
        if sh("inversePath") in about:
            return f"^({self.path(about[sh('inversePath')][0])})"
        if sh("alternativePath") in about:
            return f"({'|'.join(self.path(one) for one in self.items(about[sh('alternativePath')][0]))})"
        for iri, sign in MODIFIERS.items():
            if NamedNode(iri) in about:
                return f"({self.path(about[NamedNode(iri)][0])}){sign}"
        raise DataError(f"{node} is no path of SHACL")
