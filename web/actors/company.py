"""What some events have in common: the actions that are frequent in them, and who is met in their articles.

A pair may have tens of thousands of events. So the latest are looked at, and pages say how many these are.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.vocab import DIP
from web.actors.parties import Tally
from web.asking import Asking, number, text
from web.events.day_batches import Sizes
from web.events.event_counts import Counted, read_counts
from web.events.event_filters import Filters
from web.events.event_lists import EventPage
from web.events.event_walk import Step, walk
from web.events.month_counts import count_all
from web.events.places import START
from web.events.records import Action, Named, read_events
from web.links import key_of
from web.remembering import remembered

LOOKED_AT = 100
"""Events that are looked at."""
MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Frequent:
    """An action and how many of the events are such."""

    action: Action
    events: int


@dataclass(frozen=True, slots=True)
class Company:
    """What the articles of some events tell besides."""

    articles: int
    """How many there are."""
    named: tuple[Tally, ...]
    """Who else takes part in events that they tell, with the number of articles."""


@dataclass(frozen=True, slots=True)
class Margin:
    """What is told beside a list of events."""

    latest: tuple[str, ...]
    """IRIs of the events that it is about."""
    frequent: tuple[Frequent, ...]
    company: Company


NOBODY = Company(0, ())


def read_frequent(ask: Asking, iris: Sequence[str]) -> tuple[Frequent, ...]:
    """Return the actions that are most frequent among the events *iris*."""
    rows = ask.rows("actions_of_events", event=[NamedNode(iri) for iri in iris]) if iris else []
    return tuple(
        Frequent(
            Action(
                text(row, "action"),
                text(row, "code") or key_of(text(row, "action")),
                text(row, "label") or text(row, "code"),
                text(row, "class").removeprefix(DIP),
                None,
            ),
            number(row, "events"),
        )
        for row in rows
    )


def read_company(ask: Asking, iris: Sequence[str], known: Container[str]) -> Company:
    """Return who is met in the articles of the events *iris*, besides those whose IRIs are *known*."""
    events = [NamedNode(iri) for iri in iris]
    articles = [NamedNode(text(row, "article")) for row in ask.rows("articles_of_events", event=events)] if iris else []
    rows = ask.rows("named_in_articles", article=articles) if articles else []
    named = [
        Tally(Named(text(row, "party"), text(row, "label") or key_of(text(row, "party"))), number(row, "articles"))
        for row in rows
        if text(row, "party") not in known
    ]
    return Company(len(articles), tuple(named[:MOST_NAMED]))


def read_first(ask: Asking, filters: Filters, size: int) -> EventPage:
    """Return the first page of *size* events of a list."""
    counted = read_counted(ask, filters)
    steps = find_latest(ask, filters, counted, size + 1)
    older = steps[size - 1].to_place(newer=False) if len(steps) > size else None
    return EventPage(read_events(ask, [step.event for step in steps[:size]]), None, older, counted)


def read_counted(ask: Asking, filters: Filters) -> Counted:
    """Return what is known of the list with *filters*, which takes seconds for a busy minister of a busy state."""
    return remembered(ask, ("counted", filters), lambda: read_counts(ask, filters, patient=True))


def find_latest(ask: Asking, filters: Filters, counted: Counted, wanted: int) -> list[Step]:
    """Return the latest events that *filters* let through, *wanted* of them at most; *counted* is what is known."""
    sizes = Sizes(count_all(ask).months, counted.listed.months if counted.listed else None, counted.found)
    return walk(ask, filters, counted.leading, sizes, START, wanted)


def read_margin(ask: Asking, filters: Filters, counted: Counted, known: frozenset[str] | None = None) -> Margin:
    """Return what the latest events that *filters* let through have in common; *counted* is what is known of them.

    With whom they are met in the same articles too, but for the actors *known*, if any are given.
    """

    def read() -> Margin:
        latest = tuple(step.event for step in find_latest(ask, filters, counted, LOOKED_AT))
        company = read_company(ask, latest, known) if known is not None else NOBODY
        return Margin(latest, read_frequent(ask, latest), company)

    return remembered(ask, ("margin", filters, known), read)
