"""What some events have in common: the actions that are frequent in them, and who is met in their articles.

A pair may have tens of thousands of events. So the latest are looked at, and pages say how many these are.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.vocab import DIP
from web.asking import Asking, number, text
from web.event_filters import Filters
from web.event_lists import read_iris
from web.links import key_of
from web.month_counts import MonthCounts
from web.parties import Tally
from web.records import Action, Named

LOOKED_AT = 200
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


def read_latest(ask: Asking, filters: Filters, counts: MonthCounts) -> list[str]:
    """Return the IRIs of the latest events that *filters* let through, LOOKED_AT at most; *counts* are theirs."""
    return read_iris(ask, filters, counts, LOOKED_AT)
