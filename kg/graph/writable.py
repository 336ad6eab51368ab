"""What can be written to, whether the graph is at hand or behind a server."""

from collections.abc import Iterable
from typing import Protocol

from kg.graph.change import Change
from kg.graph.contents import Content
from kg.graph.updates import Update
from kg.model import Actor, Article, Event


class Ledger(Protocol):
    """Takes articles with their events; ``kg.graph.writer.Writer`` says what each method does."""

    @property
    def base(self) -> str:
        """Base IRI of the instances, ending with a slash."""

    def add(
        self, article: Article, events: Iterable[Event], run: str, *, again: bool = False, keep_text: bool = True
    ) -> Change:
        """Write an article with its events."""

    def add_copy(self, article: Article, original: str) -> Change | None:
        """Write that an article repeats another."""

    def add_text(self, article: Article) -> bool:
        """Write the text of an article that is here without it."""

    def describe(self, actors: Iterable[Actor]) -> int:
        """Write the descriptions of actors."""

    def holds(self, article: Article) -> bool:
        """Whether the article is here with the same content."""

    def remove(self, article_iri: str) -> bool:
        """Remove an article."""

    def find_article(self, text: str) -> list[str]:
        """Return the IRIs of the articles that *text* names."""

    def checkpoint(self) -> None:
        """Make all that is written visible to readers."""

    def close(self) -> None:
        """Make all that is written visible, and let others write."""


class Editable(Ledger, Protocol):
    """Takes SPARQL updates and whole graphs too; ``kg.graph.store.Store`` says what each method does."""

    def update(self, update: Update) -> None:
        """Do what a SPARQL update says."""

    def put(self, graph: str | None, contents: Iterable[Content], *, replace: bool) -> bool:
        """Write a graph; return whether it was there before."""

    def drop(self, graph: str | None) -> bool:
        """Remove a graph; False if there was none."""
