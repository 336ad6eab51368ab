"""A shapes graph as the compiler reads it: values by name, lists, paths."""

from collections.abc import Iterable
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode

from kg import vocab
from kg.errors import DataError
from kg.turtle import Triples

Term: TypeAlias = NamedNode | BlankNode | Literal
"""What a shape is told in: plain RDF, without triples as terms."""
SH = "http://www.w3.org/ns/shacl#"
FIRST = vocab.RDF + "first"
MODIFIERS = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


def sh(name: str) -> NamedNode:
    """Return the term of SHACL with this name."""
    return NamedNode(SH + name)


class Source:
    """The triples of a shapes graph, asked by the names of SHACL."""

    def __init__(self, triples: Triples) -> None:
        self.triples = triples

    def about(self, node: Term) -> dict[str, list[Term]]:
        """Return what is said of *node* in SHACL, by the name of the property."""
        found = self.triples.about(node).items()
        return {iri.removeprefix(SH): _plain(values) for iri, values in found if iri.startswith(SH)}

    def many(self, node: Term, name: str) -> list[Term]:
        """Return the values of ``sh:name``."""
        return self.about(node).get(name, [])

    def first(self, node: Term, name: str) -> Term | None:
        """Return a value of ``sh:name``, None if there is none."""
        return next(iter(self.many(node, name)), None)

    def items(self, head: Term) -> list[Term]:
        """Return the members of the list that begins at *head*; DataError for an empty or broken one."""
        members = _plain(self.triples.members(head))
        if not members:
            raise DataError(f"{head} is no list, or an empty one, in the shapes")
        return members

    def path(self, node: Term) -> str:
        """Return a SHACL property path (SHACL, 2.3.1) in the words of SPARQL; DataError for what is none."""
        if isinstance(node, NamedNode):
            return str(node)
        if FIRST in self.triples.about(node):
            return "/".join(self.path(part) for part in self.items(node))
        if (inverse := self.first(node, "inversePath")) is not None:
            return f"^({self.path(inverse)})"
        if (choices := self.first(node, "alternativePath")) is not None:
            return f"({'|'.join(self.path(one) for one in self.items(choices))})"
        for name, sign in MODIFIERS.items():
            if (inner := self.first(node, name)) is not None:
                return f"({self.path(inner)}){sign}"
        raise DataError(f"{node} is no path of SHACL")


def _plain(terms: Iterable[object]) -> list[Term]:
    return [term for term in terms if isinstance(term, NamedNode | BlankNode | Literal)]
