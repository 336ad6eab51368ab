"""The store behind a SPARQL 1.1 endpoint: written as the embedded one is, and asked as any engine."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Unpack

from pyoxigraph import NamedNode, Quad

from kg.errors import StoreError
from kg.graph.answers import Question
from kg.graph.change import Change
from kg.graph.contents import Content, read_triples, to_graph
from kg.graph.cube_structure import describe_sets
from kg.graph.engine import open_empty
from kg.graph.folder import FolderLock, check_base
from kg.graph.following import Following
from kg.graph.remote.asking import Asking
from kg.graph.remote.contents import Card, find_card, read_ontology
from kg.graph.remote.graphs import drop_graph, put_graph
from kg.graph.remote.lookup import Lookup, fetch_for_addition, fetch_for_counting, fetch_for_removal
from kg.graph.remote.updates import BATCH, HASH, write_batches, write_updates
from kg.graph.removal import Graph
from kg.graph.search import SearchIndex
from kg.graph.shapes.compiler import Rule
from kg.graph.triples import dip, to_actor_quads, to_article_quads, to_event_quads, to_run_quads
from kg.graph.writer import Writer
from kg.model import Actor, Article, Event
from kg.results import Answer, Options, Stream

LINK = dip("article")
ACTORS_AT_ONCE = 400
"""Actors whose descriptions are compared in one go."""


class RemoteStore(Writer):
    """A graph that another engine holds. Safe to share between threads.

    It is an engine too: ``kg.results.Engine`` says what ``answer`` does. Nothing keeps others from writing to the
    same graph meanwhile: one process should, and the *lock* keeps those of this machine apart.
    """

    def __init__(
        self,
        asking: Asking,
        card: Card,
        rules: Sequence[Rule] = (),
        lock: FolderLock | None = None,
        index: SearchIndex | None = None,
    ) -> None:
        """For ``open`` and ``create``: use those."""
        super().__init__(card.base, rules)
        self._following = Following(self._mint, index)
        self._asking: Asking | None = asking
        self._card = card
        self._lock = lock
        self._empty = open_empty()
        self._lookup = Lookup(asking.select)

    @classmethod
    def open(
        cls,
        asking: Asking,
        rules: Sequence[Rule] = (),
        lock: FolderLock | None = None,
        index: Path | None = None,
    ) -> "RemoteStore":
        """Return the store that *asking* reaches; what breaks one of *rules* will not be written.

        *index* is the search index that follows what is written, and is made first where it is missing. Raises
        StoreError if the store cannot be reached, or holds no graph of ours.
        """
        card = find_card(asking.select, asking.endpoint)
        if card is None:
            raise StoreError(f"{asking.endpoint} holds no graph of ours: run `kg init`")
        store = cls(asking, card, rules, lock, SearchIndex(index, card.base) if index is not None else None)
        store._following.read_again(store._lookup)
        return store

    @classmethod
    def create(
        cls,
        asking: Asking,
        card: Card,
        ontology: Iterable[Path],
        actors: Sequence[Actor],
        rules: Sequence[Rule] = (),
        advance: Callable[[], None] = lambda: None,
    ) -> "RemoteStore":
        """Write the ontology (RDF files) and the *actors*, and what *card* says, where they are not yet; then open it.

        *advance* is called for each actor. Where this is broken off, it may be called again. Raises SettingsError for a
        bad base, StoreError if there is a graph with another base.
        """
        check_base(card.base)
        known = find_card(asking.select, asking.endpoint)
        if known is not None and known.base != card.base:
            raise StoreError(f"{asking.endpoint} holds a graph whose base is {known.base}: name another KG_STORE_GRAPH")
        store = cls(asking, known or Card(card.base), rules)
        for quads in (read_ontology(ontology, card.base), describe_sets(store._mint)):
            for text in write_batches("INSERT", quads, asking.endpoint.graph):
                asking.update(text)
        if known is None:
            store._fill(actors, advance)
        else:
            store.describe(actors)
        store.note_actors(card.actors)
        return store

    @property
    def generation(self) -> str:
        """Nothing: others may write to the engine, and nobody tells."""
        return ""

    @property
    def actors(self) -> str:
        """Fingerprint of the lists of actors that the graph describes; empty if unknown."""
        return self._card.actors

    @property
    def _open(self) -> Graph:
        self._reached()
        return self._lookup

    def close(self) -> None:
        """Let others write; closing twice does nothing."""
        with self._writing:
            self._asking = None
            self._following.close()
            if self._lock is not None:
                self._lock.release()
                self._lock = None

    def checkpoint(self) -> None:
        """Do nothing: the engine shows what is written as soon as it has it."""

    def add(
        self, article: Article, events: Iterable[Event], run: str, *, again: bool = False, keep_text: bool = True
    ) -> Change:
        """Write *article* with its *events*, as ``Writer.add`` says.

        One with more than 2,000 quads is written in several updates. Where that is broken off, the article does not
        count as written, and the next ``add`` of it mends what is there.
        """
        events = tuple(events)
        with self._writing:
            if again or not self.holds(article):
                fetch_for_removal(self._lookup, NamedNode(self._mint.mint_article(article)))
                fetch_for_addition(self._lookup, self._foresee(article, events, run))
            return super().add(article, events, run, again=again, keep_text=keep_text)

    def describe(self, actors: Iterable[Actor]) -> int:
        """Write the descriptions of *actors* that are new or have changed; return how many."""
        rest, changed = iter(actors), 0
        while some := list(islice(rest, ACTORS_AT_ONCE)):
            with self._writing:
                known = self._lookup.fetch_about(NamedNode(self._mint.mint_actor(actor.key)) for actor in some)
                self._lookup.fetch_about(quad.object for quad in known if quad.predicate == dip("term"))
                changed += super().describe(some)
                self._lookup.forget()
        return changed

    def note_actors(self, fingerprint: str) -> None:
        """Write that the graph describes the lists of actors with this *fingerprint*."""
        known, card = self._card, Card(self.base, fingerprint)
        with self._writing:
            self._write(known.to_quads() - card.to_quads(), card.to_quads())
            self._card = card

    def remove(self, article_iri: str) -> bool:
        """Remove an article and all that only it says; False if there is no such article."""
        with self._writing:
            fetch_for_removal(self._lookup, NamedNode(article_iri))
            return super().remove(article_iri)

    def put(self, graph: str | None, contents: Iterable[Content], *, replace: bool) -> bool:
        """Let a named graph hold *contents* and nothing else; return whether it was there before.

        It is replaced in one update, which engines with transactions do whole. Raises QueryError for malformed
        contents, StoreError for anything but a named graph that is to be replaced, and where the engine would show it
        as a part of ours.
        """
        name = to_graph(graph)
        if name is None or not replace:
            raise StoreError("on another engine only a named graph can be written, and only as a whole")
        with self._writing:
            return put_graph(self._reached(), name, read_triples(contents))

    def drop(self, graph: str | None) -> bool:
        """Remove the graph with the IRI *graph*; False if there was none."""
        name = to_graph(graph)
        if name is None:
            raise StoreError("on another engine only a named graph can be removed")
        with self._writing:
            return drop_graph(self._reached(), name)

    def answer(self, query: str, **options: Unpack[Options]) -> Answer:
        """Return the answer to *query*, as ``kg.results.Engine`` says; StoreError where the engine fails."""
        question = Question.of(query, self.base, options)
        if question.only_parse:  # no engine can be asked what it would say of a query without running it
            return Answer(question.results.media_type, b"")
        return self._reached().answer(question, self._empty.query, options.get("seconds"))

    def stream(self, query: str, **options: Unpack[Options]) -> Stream:
        """Return the answer to *query* as a stream, though it comes whole."""
        return Stream.of(self.answer(query, **options))

    def _reached(self) -> Asking:
        if self._asking is None:
            raise StoreError("the store is closed: open it again")
        return self._asking

    def _fill(self, actors: Iterable[Actor], advance: Callable[[], None]) -> None:
        def tell() -> Iterable[Quad]:
            for actor in actors:
                yield from to_actor_quads(actor, self._mint)
                advance()

        asking = self._reached()
        for text in write_batches("INSERT", tell(), asking.endpoint.graph):
            asking.update(text)

    def _write(self, gone: set[Quad], new: set[Quad]) -> None:
        asking = self._reached()
        fetch_for_counting(self._lookup, lambda graph: self._following.count(graph, gone, new))
        gone, new = self._following.count(self._lookup, gone, new)
        if len(gone) + len(new) > BATCH:
            hashes = self._find_hashes(gone | new)
            gone, new = gone | hashes, new | (hashes - gone)
        try:
            with self._following.write(gone, new):
                for text in write_updates(gone, new, asking.endpoint.graph):
                    asking.update(text)
        finally:
            self._lookup.forget()

    def _foresee(self, article: Article, events: Sequence[Event], run: str) -> set[Quad]:
        """Return about what will be written with *article*: the states of its actors are not looked up yet."""
        iri, run_iri = self._mint.mint_article(article), self._mint.mint_run(run)
        told = {*to_article_quads(article, self._mint), *to_run_quads(run, self._mint)}
        for event in events:
            told.update(to_event_quads(iri, event, run_iri, self._mint, lambda key: None))
        return told

    def _find_hashes(self, quads: set[Quad]) -> set[Quad]:
        """Return the content hashes, as they are now, of the articles that *quads* speak of."""
        articles = {quad.object for quad in quads if quad.predicate == LINK}
        return {quad for one in articles if isinstance(one, NamedNode) for quad in self._match(one.value, HASH, None)}
