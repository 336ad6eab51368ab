"""Events by the words of their sentences, found in the search index: the graph itself has no index of words."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.graph.search import Search

MOST_MENTIONS = 2000
"""Sentences whose events the graph is asked for; of commoner words, the index is asked about each event instead."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words that one sentence of an event has, as the search understands them."""

    text: str
    search: Search
    mentions: tuple[NamedNode, ...] | None
    """All mentions with such a sentence; None where there are too many."""

    def choose(self, mentions: Iterable[str]) -> set[str]:
        """Return those of *mentions*, by IRI, whose sentence has the words."""
        return self.search.choose(self.text, "quote", mentions)


def find_words(search: Search, text: str) -> Words:
    """Return the words that *text* asks for; raises as ``Search``."""
    found = search.list_iris(text, "quote", MOST_MENTIONS + 1)
    rare = len(found) <= MOST_MENTIONS
    return Words(text, search, tuple(map(NamedNode, found)) if rare else None)
