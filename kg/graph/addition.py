"""What comes into the graph with an article, given what is there already."""

from collections.abc import Iterable
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.removal import Graph
from kg.graph.triples import (
    DEFAULT_GRAPH,
    DERIVED_FROM,
    PREF_LABEL,
    TYPE,
    Party,
    dip,
    to_article_quads,
    to_event_quads,
    to_run_quads,
)
from kg.ids import Minter
from kg.model import Article, Event


class Addition:
    """Collects the quads of one article; *gone* are those that leave the graph in the same transaction."""

    def __init__(self, graph: Graph, mint: Minter, gone: set[Quad]) -> None:
        """*graph* is only read."""
        self.graph = graph
        self.mint = mint
        self.gone = gone

    def collect(self, article: Article, events: Iterable[Event], run: str) -> set[Quad]:
        """Return the quads of *article* and its *events*; ValueError for an event without a mention.

        An actor that stays in the graph anyway keeps its description there: two articles that introduce the
        same one would else give it two labels.
        """
        iri = self.mint.mint_article(article)
        new = set(to_article_quads(article, self.mint))
        introduced: set[str] = set()
        told = False
        for event in events:
            told = True
            new.update(to_event_quads(iri, event, self.mint.mint_run(run), self.mint, self.look_up))
            introduced |= {actor.key for actor in (event.actor, event.target) if actor and not actor.listed}
        if told:
            new.update(to_run_quads(run, self.mint))
        for key in introduced:
            new -= self._find_known(NamedNode(self.mint.mint_actor(key)), new)
        return new

    def subjects(self, article: Article, event: Event, run: str) -> set[str]:
        """Return the IRIs that *event* would describe: its own, its mentions', its dyad's, those of new actors."""
        iri, run_iri = self.mint.mint_article(article), self.mint.mint_run(run)
        quads = to_event_quads(iri, event, run_iri, self.mint, self.look_up)
        return {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}

    def look_up(self, key: str) -> Party | None:
        """Find the label and the state of the party with this key, as the graph has them."""
        actor = NamedNode(self.mint.mint_actor(key))
        labels = [found.object.value for found in self._match(actor, PREF_LABEL) if isinstance(found.object, Literal)]
        if not labels:
            return None
        if self._is_state(actor):
            return Party(min(labels), key)
        for found in self._match(actor, dip("belongsTo")):
            if isinstance(found.object, NamedNode) and self._is_state(found.object):
                return Party(min(labels), unquote(found.object.value.removeprefix(self.mint.mint_actor(""))))
        return Party(min(labels), None)

    def _match(self, subject: NamedNode, predicate: NamedNode) -> Iterable[Quad]:
        return self.graph.quads_for_pattern(subject, predicate, None, DEFAULT_GRAPH)

    def _is_state(self, actor: NamedNode) -> bool:
        return any(found.object == dip("State") for found in self._match(actor, TYPE))

    def _find_known(self, actor: NamedNode, new: set[Quad]) -> set[Quad]:
        """What *new* says of an actor that stays, save that this article speaks of it, if it is unlisted."""
        if all(quad in self.gone for quad in self._match(actor, TYPE)):
            return set()
        listed = not any(self._match(actor, DERIVED_FROM))
        terms = {quad.object for quad in new if quad.subject == actor and quad.predicate == dip("term")}
        about = {quad for quad in new if quad.subject == actor or quad.subject in terms}
        return {quad for quad in about if listed or quad.predicate != DERIVED_FROM}
