"""What a search found, as its page shows it: hits of the index with what the graph says of them.

The index may be a moment ahead of the graph that readers see; what the graph does not have yet is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode

from kg.graph.search import Hit
from kg.vocab import DIP
from web import words
from web.asking import Asking, number, text
from web.events.marks import Span
from web.events.records import EventView, Named, Passage, read_events
from web.links import key_of


@dataclass(frozen=True, slots=True)
class ActorFound:
    """An actor, by one of its names."""

    actor: Named
    kind: str
    """In words."""
    name: tuple[Span, ...]
    """The name that it was found by."""
    by_other_name: bool


@dataclass(frozen=True, slots=True)
class QuoteFound:
    """A sentence, and the events that it tells."""

    quote: tuple[Span, ...]
    events: tuple[EventView, ...]
    passages: tuple[Passage, ...]
    """One for each article that has the sentence."""


@dataclass(frozen=True, slots=True)
class ArticleFound:
    """An article, by its title."""

    iri: str
    title: tuple[Span, ...]
    source: str
    published: date | None
    events: int


def split_text(hit: Hit) -> tuple[Span, ...]:
    """Return the text of *hit* in pieces, the found words with the role ``hit``."""
    pieces: list[Span] = []
    done = 0
    for begin, end in hit.marks:
        pieces += [Span(hit.text[done:begin]), Span(hit.text[begin:end], "hit")]
        done = end
    return tuple(piece for piece in (*pieces, Span(hit.text[done:])) if piece.text)


def read_actors(ask: Asking, hits: Sequence[Hit]) -> list[ActorFound]:
    """Return the actors of *hits*, in their order."""
    rows = {text(row, "actor"): row for row in reversed(ask.rows("actors_found", actor=_nodes(hits)))} if hits else {}
    return [
        ActorFound(
            Named(hit.iris[0], text(row, "label") or key_of(hit.iris[0])),
            words.KINDS.get(text(row, "kind").removeprefix(DIP), ""),
            split_text(hit),
            hit.text != text(row, "label"),
        )
        for hit in hits
        if (row := rows.get(hit.iris[0])) is not None
    ]


def read_quotes(ask: Asking, hits: Sequence[Hit]) -> list[QuoteFound]:
    """Return the sentences of *hits*, in their order, with their events."""
    if not hits:
        return []
    told: dict[str, list[str]] = {}
    for row in ask.rows("events_of_mentions", mention=_nodes(hits)):
        told.setdefault(text(row, "mention"), []).append(text(row, "event"))
    views = {event.iri: event for event in read_events(ask, [iri for iris in told.values() for iri in iris])}
    found = []
    for hit in hits:
        events = dict.fromkeys(event for iri in hit.iris for event in told.get(iri, ()) if event in views)
        passages = {
            passage.article: passage for iri in events for passage in views[iri].passages if passage.iri in hit.iris
        }
        if events:
            found.append(QuoteFound(split_text(hit), tuple(views[iri] for iri in events), tuple(passages.values())))
    return found


def read_articles(ask: Asking, hits: Sequence[Hit]) -> list[ArticleFound]:
    """Return the articles of *hits*, in their order."""
    rows = {text(row, "article"): row for row in ask.rows("articles_found", article=_nodes(hits))} if hits else {}
    return [
        ArticleFound(
            iri, split_text(hit), text(row, "source"), words.parse_day(text(row, "published")), number(row, "events")
        )
        for hit in hits
        for iri in hit.iris
        if (row := rows.get(iri)) is not None
    ]


def _nodes(hits: Sequence[Hit]) -> list[NamedNode]:
    return [NamedNode(iri) for hit in hits for iri in hit.iris]
