"""The gate: what an article adds is held against the shapes before it reaches the store."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pyoxigraph import NamedNode, Quad

from kg import vocab
from kg.graph.change import Rejection
from kg.graph.removal import Graph
from kg.graph.shapes.compiler import Rule
from kg.graph.triples import DEFAULT_GRAPH, TYPE, dip
from kg.model import Event

MENTION = dip("mention")
SUBCLASS = NamedNode(vocab.RDFS + "subClassOf")
SEEN_FROM_AFAR = (TYPE, dip("actsFor"), dip("member"), NamedNode(vocab.SKOS + "inScheme"))
"""What the shapes ask of a node that only stands next to one that they are about."""


class Scratch(Protocol):
    """The part of a store in memory that is used here."""

    def extend(self, quads: Iterable[Quad]) -> None:
        """Add *quads*."""

    def query(self, query: str) -> Any:  # noqa: ANN401  # rows, for a SELECT
        """Return the rows of *query*."""


@dataclass(frozen=True, slots=True)
class Admission:
    """What of an article may be written."""

    events: tuple[Event, ...]
    rejections: tuple[Rejection, ...]

    @property
    def refused(self) -> bool:
        """Whether nothing may be written, not even that the article was read."""
        return any(rejection.event is None for rejection in self.rejections)


@dataclass(frozen=True, slots=True)
class Gate:
    """Holds quads against rules before they are written."""

    rules: Sequence[Rule]
    open_scratch: Callable[[], Scratch]
    """Opens an empty graph in memory."""

    def find_faults(self, new: set[Quad], graph: Graph, gone: set[Quad]) -> dict[str, tuple[str, ...]]:
        """Return the messages of the rules that *new* would break in *graph*, by the IRI of the node at fault.

        *gone* are the quads that leave the graph in the same transaction. *graph* is only read.
        """
        if not self.rules:
            return {}
        known = with_neighbours(new, graph, gone)
        scratch = self.open_scratch()
        scratch.extend(known)
        nodes = {quad.subject for quad in new}
        concerned = _concerned(known, nodes)
        faults: dict[str, dict[str, None]] = {}
        for rule in self.rules:
            if rule.about not in concerned:
                continue
            for solution in scratch.query(rule.query):
                focus = solution["this"]
                if isinstance(focus, NamedNode) and focus in nodes:
                    faults.setdefault(focus.value, {})[rule.message] = None
        return {node: tuple(messages) for node, messages in faults.items()}


def with_neighbours(new: set[Quad], graph: Graph, gone: set[Quad]) -> set[Quad]:
    """Return *new* with what *graph* will say of the same subjects once *gone* is gone, and of their neighbours."""
    subjects = {quad.subject for quad in new}
    found = set(new)
    for subject in subjects:
        # An event's mentions in other articles are left out: there may be thousands, and no new one is among them.
        known = graph.quads_for_pattern(subject, None, None, DEFAULT_GRAPH)
        found.update(quad for quad in known if quad.predicate != MENTION)
        found.update(graph.quads_for_pattern(None, MENTION, subject, DEFAULT_GRAPH))
    found |= set(_describe({quad.object for quad in found} - subjects, graph))
    found.update(graph.quads_for_pattern(None, SUBCLASS, None, DEFAULT_GRAPH))
    return found - (gone - new)


def _concerned(known: set[Quad], nodes: Collection[object]) -> set[str]:
    """Return the IRIs of the classes and properties of *nodes*: rules about others cannot speak of them."""
    about = [quad for quad in known if quad.subject in nodes]
    above: dict[str, set[str]] = {}
    for quad in known:
        if quad.predicate == SUBCLASS and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            above.setdefault(quad.subject.value, set()).add(quad.object.value)
    found = {quad.object.value for quad in about if quad.predicate == TYPE and isinstance(quad.object, NamedNode)}
    rest = list(found)
    while rest:
        higher = above.get(rest.pop(), set()) - found
        found |= higher
        rest += higher
    return found | {quad.predicate.value for quad in about}


def _describe(nodes: Iterable[object], graph: Graph) -> Iterator[Quad]:
    for node in nodes:
        if isinstance(node, NamedNode):
            for predicate in SEEN_FROM_AFAR:
                yield from graph.quads_for_pattern(node, predicate, None, DEFAULT_GRAPH)


def admit(
    events: Iterable[Event],
    find: Callable[[Sequence[Event]], Mapping[str, tuple[str, ...]]],
    subjects: Callable[[Event], set[str]],
) -> Admission:
    """Return which of an article's *events* may be written.

    *find* gives the faults of the article's quads with some of the events, *subjects* the IRIs that an event
    describes. Dropping an event can bare a fault of another (the dyad that both describe), so what is left is tried
    again.
    """
    kept = tuple(events)
    rejections: list[Rejection] = []
    while faults := find(kept):
        blamed = {index: subjects(event) & faults.keys() for index, event in enumerate(kept)}
        rest = faults.keys() - set().union(*blamed.values())
        if rest:
            return Admission((), (*rejections, Rejection(None, _messages(faults, rest))))
        rejections += [Rejection(kept[index], _messages(faults, nodes)) for index, nodes in blamed.items() if nodes]
        kept = tuple(kept[index] for index, nodes in blamed.items() if not nodes)
    return Admission(kept, tuple(rejections))


def _messages(faults: Mapping[str, tuple[str, ...]], nodes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(message for node in sorted(nodes) for message in faults[node]))
