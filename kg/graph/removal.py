"""What goes from the graph with an article: all that only it says, and nothing that another one says too."""

from collections.abc import Iterator
from typing import Protocol

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.graph.triples import DEFAULT_GRAPH, DERIVED_FROM, GENERATED_BY, dip

Subject = NamedNode | BlankNode | Triple
Object = NamedNode | BlankNode | Literal | Triple

COUNTED = {
    dip(name) for name in ("countedActor", "countedActorState", "countedTarget", "countedTargetState", "countedDyad")
}
"""What counts say of actors and dyads, which is no use of them: counts follow the events."""


class Graph(Protocol):
    """The part of a store that is read here."""

    def quads_for_pattern(
        self,
        subject: Subject | None,
        predicate: NamedNode | None,
        object: Object | None,  # noqa: A002  # the store's own name for it
        graph_name: NamedNode | BlankNode | DefaultGraph | None = None,
        /,
    ) -> Iterator[Quad]:
        """Yield the quads that match."""


class Removal:
    """Collects the quads to remove; each step relies on what the steps before it have marked."""

    def __init__(self, graph: Graph, article: NamedNode) -> None:
        """*graph* is only read."""
        self.graph = graph
        self.article = article
        self.gone: set[Quad] = set()

    def collect(self) -> set[Quad]:
        """Return the quads that go with the article, none of which another article supports."""
        self._mark(self.article)
        for copy in [quad.subject for quad in self._match(None, dip("copyOf"), self.article)]:
            self._mark(copy)
        mentions = {quad.subject for quad in self._match(None, dip("article"), self.article)}
        events = self._mark_mentions(mentions)
        dyads = self._mark_events(events)
        for dyad in dyads:
            if not self._is_used(dip("dyad"), dyad):
                self._mark(dyad)
        self._mark_actors()
        return self.gone

    def _match(self, subject: Subject | None, predicate: NamedNode | None, value: Object | None) -> Iterator[Quad]:
        return self.graph.quads_for_pattern(subject, predicate, value, DEFAULT_GRAPH)

    def _mark(self, subject: Object) -> None:
        if not isinstance(subject, Literal):
            self.gone.update(self._match(subject, None, None))

    def _is_used(self, predicate: NamedNode | None, value: Object) -> bool:
        """Whether a quad that stays points to *value*; stops at the first, of perhaps millions."""
        found = self._match(None, predicate, value)
        return any(quad not in self.gone and quad.predicate not in COUNTED for quad in found)

    def _mark_mentions(self, mentions: set[Subject]) -> set[Subject]:
        """Mark the mentions and the runs that made only them; return the events they are of."""
        events: set[Subject] = set()
        runs: set[Object] = set()
        for mention in mentions:
            self._mark(mention)
            runs.update(quad.object for quad in self._match(mention, GENERATED_BY, None))
            links = list(self._match(None, dip("mention"), mention))
            self.gone.update(links)
            events.update(quad.subject for quad in links)
        for run in runs:
            if not self._is_used(GENERATED_BY, run):
                self._mark(run)
        return events

    def _mark_events(self, events: set[Subject]) -> set[Object]:
        """Mark the events that nothing supports any more; return their dyads."""
        dyads: set[Object] = set()
        for event in events:
            mentioned = any(quad not in self.gone for quad in self._match(event, dip("mention"), None))
            imported = any(self._match(event, DERIVED_FROM, None))
            if not mentioned and not imported:
                dyads.update(quad.object for quad in self._match(event, dip("dyad"), None))
                self._mark(event)
        return dyads

    def _mark_actors(self) -> None:
        """Mark this article's word for the actors it introduced, and those that nobody else speaks of."""
        derivations = list(self._match(None, DERIVED_FROM, self.article))
        self.gone.update(derivations)
        left = {quad.subject for quad in derivations}
        while unused := {actor for actor in left if self._is_unused(actor)}:
            for actor in unused:
                for quad in list(self._match(actor, dip("term"), None)):
                    self._mark(quad.object)
                self._mark(actor)
            left -= unused  # one of these may have been all that pointed to another

    def _is_unused(self, actor: Subject) -> bool:
        derived = any(quad not in self.gone for quad in self._match(actor, DERIVED_FROM, None))
        return not derived and not self._is_used(None, actor)


def find_removal(graph: Graph, article_iri: str) -> set[Quad]:
    """Return the quads that only the article with this IRI supports; empty for an unknown one."""
    return Removal(graph, NamedNode(article_iri)).collect()
