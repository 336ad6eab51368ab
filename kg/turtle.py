"""A Turtle file in memory, asked by subject and predicate."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.results import RdfTerm
from kg.vocab import RDF

NIL = NamedNode(RDF + "nil")
LANGUAGE = "en"
"""Of the words that pages show, where a file has several."""


class Triples:
    """The triples of one or more files, in their order; ``prefixes`` are those that the files declare."""

    def __init__(self, triples: Iterable[Triple], prefixes: Mapping[str, str] | None = None) -> None:
        self.all = tuple(triples)
        self.prefixes = dict(prefixes or {})
        self._about: dict[RdfTerm, dict[str, list[RdfTerm]]] = {}
        for triple in self.all:
            self._about.setdefault(triple.subject, {}).setdefault(triple.predicate.value, []).append(triple.object)

    @classmethod
    def read(cls, *paths: Path) -> "Triples":
        """Return what the Turtle files *paths* say; SyntaxError for one that is not Turtle."""
        triples: list[Triple] = []
        prefixes: dict[str, str] = {}
        for path in paths:
            quads = parse(path=path, format=RdfFormat.TURTLE)
            triples += (quad.triple for quad in quads)
            prefixes |= quads.prefixes
        return cls(triples, prefixes)

    def subjects(self) -> Iterator[RdfTerm]:
        """Yield each node that something is said of, in the order of the files."""
        yield from self._about

    def about(self, subject: RdfTerm) -> Mapping[str, list[RdfTerm]]:
        """Return the values of each property of *subject*."""
        return self._about.get(subject, {})

    def values(self, subject: RdfTerm, *predicates: str) -> list[RdfTerm]:
        """Return the values of *predicates* of *subject*."""
        return [value for predicate in predicates for value in self.about(subject).get(predicate, ())]

    def iris(self, subject: RdfTerm, *predicates: str) -> list[str]:
        """Return the values of *predicates* of *subject* that are IRIs."""
        return [value.value for value in self.values(subject, *predicates) if isinstance(value, NamedNode)]

    def text(self, subject: RdfTerm, predicate: str) -> str:
        """Return the first value, in English if there is one, as text; empty if there is none."""
        found = [value for value in self.values(subject, predicate) if isinstance(value, Literal)]
        found.sort(key=lambda value: value.language != LANGUAGE)
        return found[0].value if found else next(iter(self.iris(subject, predicate)), "")

    def members(self, head: RdfTerm) -> Iterator[RdfTerm]:
        """Yield the members of the RDF list that begins at *head*."""
        seen: set[RdfTerm] = set()
        while head != NIL and head not in seen:
            seen.add(head)
            yield from self.values(head, RDF + "first")
            head = next(iter(self.values(head, RDF + "rest")), NIL)

    def typed(self, *types: str) -> list[NamedNode]:
        """Return the named nodes of one of *types*, in the order of the files."""
        return [
            node
            for node in self.subjects()
            if isinstance(node, NamedNode) and not {*types}.isdisjoint(self.iris(node, RDF + "type"))
        ]


def number_blank_nodes(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Yield *triples* with blank nodes numbered in their order, so that a file is always written alike."""
    names: dict[BlankNode, BlankNode] = {}

    def named(node: RdfTerm) -> RdfTerm:
        return names.setdefault(node, BlankNode(f"b{len(names)}")) if isinstance(node, BlankNode) else node

    for triple in triples:
        subject, value = named(triple.subject), named(triple.object)
        if not isinstance(subject, Literal):
            yield Triple(subject, triple.predicate, value)
