"""What is written to a graph, whatever holds it: articles with their events, copies, the descriptions of actors."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Literal as OneOf
from typing import Self

from pyoxigraph import Literal, NamedNode, Quad

from kg import vocab
from kg.graph.addition import Addition
from kg.graph.change import Change, Rejection
from kg.graph.describing import find_changes
from kg.graph.engine import open_empty
from kg.graph.gate import Gate, admit
from kg.graph.removal import Graph, find_removal
from kg.graph.shapes.compiler import Rule
from kg.graph.triples import (
    DEFAULT_GRAPH,
    TEXT,
    TYPE,
    count_kind,
    dip,
    fact,
    to_article_quads,
    to_text_quad,
    unify_actors,
)
from kg.ids import Minter, content_hash
from kg.model import Actor, Article, Event

MAX_TEXT = 2_000_000
"""Characters of the longest text that is kept: in UTF-8 below the 10 MB that engines take at once."""


class Writer(ABC):
    """Writes to a graph, each article in one transaction. Safe to share between threads."""

    def __init__(self, base: str, rules: Sequence[Rule]) -> None:
        """*base* is the base IRI of the instances; what breaks one of *rules* is not written."""
        self._gate = Gate(rules, open_empty)
        self._mint = Minter(base)
        self._writing = threading.RLock()

    def __enter__(self) -> Self:
        """Return the writer itself; it is closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the writer."""
        self.close()

    @property
    def base(self) -> str:
        """Base IRI of the instances, ending with a slash."""
        return self._mint.base

    @property
    @abstractmethod
    def _open(self) -> Graph:
        """The graph that is written to, as it is; StoreError if it is closed."""

    @abstractmethod
    def _write(self, gone: set[Quad], new: set[Quad]) -> None:
        """Delete and insert in one transaction; StoreError if that cannot be."""

    @abstractmethod
    def checkpoint(self) -> None:
        """Make all that is written visible to readers; does nothing where there is nothing new."""

    @abstractmethod
    def close(self) -> None:
        """Make what was written visible to readers, and let others write; closing twice does nothing."""

    def add(
        self, article: Article, events: Iterable[Event], run: str, *, again: bool = False, keep_text: bool = True
    ) -> Change:
        """Write *article* with its events, found by the run named *run*, in one transaction.

        An article that is there with the same content stays untouched, unless *again*; one whose content
        differs is replaced. Without *keep_text* its text is not written, but stays where it is there already.
        Events that break a rule of the store are left out, and told in the change; an article that does is not
        written at all. Every event needs a mention (ValueError). Raises StoreError if the disk refuses.
        """
        iri = self._mint.mint_article(article)
        with self._writing:
            known = any(self._match(iri, TYPE, dip("Article")))
            if not again and self.holds(article):
                return Change("unchanged", text_added=keep_text and self.add_text(article))
            gone = find_removal(self._open, iri) if known else set()
            addition = Addition(self._open, self._mint, gone)
            told = to_text_quad(article, self._mint)
            admission = admit(
                unify_actors(events),
                lambda kept: self._gate.find_faults(addition.collect(article, kept, run) | {told}, self._open, gone),
                lambda event: addition.subjects(article, event, run),
            )
            if admission.refused:
                return Change("rejected", rejections=admission.rejections)
            new = addition.collect(article, admission.events, run)
            if told in gone or (keep_text and len(article.text) <= MAX_TEXT):
                new.add(told)
            self._write(gone - new, new - gone)
        outcome: OneOf["added", "replaced"] = "replaced" if known else "added"
        return Change(outcome, count_kind(new, "Event"), count_kind(new, "Mention"), admission.rejections)

    def add_copy(self, article: Article, original: str) -> Change | None:
        """Write that *article* repeats the text of the one with the IRI *original*, without events of its own.

        None, and nothing is written, where the original is not here, is itself a copy, or has the same IRI. An
        article that was here with another content is replaced. Raises as ``add``.
        """
        iri = self._mint.mint_article(article)
        with self._writing:
            known = any(self._match(original, TYPE, dip("Article")))
            if iri == original or not known or any(self._match(original, dip("copyOf"), None)):
                return None
            gone = find_removal(self._open, iri)
            new = {*to_article_quads(article, self._mint), fact(iri, dip("copyOf"), NamedNode(original))}
            if faults := self._gate.find_faults(new, self._open, gone):
                messages = tuple(message for found in faults.values() for message in found)
                return Change("rejected", rejections=(Rejection(None, messages),))
            self._write(gone - new, new - gone)
        return Change("copy")

    def add_text(self, article: Article) -> bool:
        """Write the text of *article*, where it is here with the same content and without a text.

        False, and nothing is written, otherwise, for a copy, whose text the original has, and for a text of more than
        2,000,000 characters. Raises as ``add``.
        """
        iri = self._mint.mint_article(article)
        with self._writing:
            if len(article.text) > MAX_TEXT or not self.holds(article):
                return False
            if any(self._match(iri, TEXT, None)) or any(self._match(iri, dip("copyOf"), None)):
                return False
            self._write(set(), {to_text_quad(article, self._mint)})  # it passed the gate when the article came
        return True

    def describe(self, actors: Iterable[Actor]) -> int:
        """Write the descriptions of *actors* that are new or have changed; return how many. Raises as ``add``."""
        with self._writing:
            changes = find_changes(actors, self._open, self._mint)
            if changes.actors:
                self._write(changes.gone, changes.new)
        return changes.actors

    def holds(self, article: Article) -> bool:
        """Whether *article* is here with the same content, so that ``add`` would change nothing."""
        known = self._match(self._mint.mint_article(article), dip("contentHash"), None)
        return {found.object for found in known} == {Literal(content_hash(article))}

    def remove(self, article_iri: str) -> bool:
        """Remove an article and all that only it says; False if there is no such article.

        An actor that two articles introduced keeps the description that the first one gave.
        """
        with self._writing:
            if not any(self._match(article_iri, TYPE, dip("Article"))):
                return False
            self._write(find_removal(self._open, article_iri), set())
        return True

    def find_article(self, text: str) -> list[str]:
        """Return the IRIs of the articles whose IRI, URL or id (``dip:doc``) is *text*, sorted."""
        match = self._open.quads_for_pattern
        found: list[Quad] = []
        with suppress(ValueError):  # no IRI, so it can only be an id
            found += self._match(text, TYPE, dip("Article"))
        found += match(None, dip("url"), Literal(text, datatype=NamedNode(vocab.XSD + "anyURI")), DEFAULT_GRAPH)
        found += match(None, dip("doc"), Literal(text), DEFAULT_GRAPH)
        return sorted({quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)})

    def _match(self, subject: str, predicate: NamedNode, value: NamedNode | None) -> Iterable[Quad]:
        return self._open.quads_for_pattern(NamedNode(subject), predicate, value, DEFAULT_GRAPH)
