"""Lists of events, newest first, a page at a time.

Ordering all events by date would take seconds in a large graph. So the months are counted first, from an index,
and only the events of those months that the page shows are ordered.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date

from pyoxigraph import Literal, NamedNode

from kg.vocab import XSD
from web.asking import Asking, text
from web.links import key_of, mint_pair
from web.month_counts import MonthCounts, count_months
from web.page_queries import Value
from web.records import EventView, read_events

PAGE_SIZE = 20
MAX_WORDS = 4
NEAR = 3 * PAGE_SIZE
"""Events at the beginning of a crowded month's list that are looked for in its last days first."""
CROWDED = 500
"""Events of a month that take longer to put in order than its last days take to look at."""
LAST_DAYS = (2, 8)
"""How many of them."""
GYEARMONTH = NamedNode(XSD + "gYearMonth")
DATE = NamedNode(XSD + "date")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which events a list has; what is None does not matter. Whoever acts for a party counts as that party."""

    actor: NamedNode | None = None
    target: NamedNode | None = None
    party: NamedNode | None = None
    """On either side."""
    dyad: NamedNode | tuple[NamedNode, ...] | None = None
    """The pair, or one of these pairs."""
    action: tuple[NamedNode, ...] | None = None
    """One of these."""
    quad_class: NamedNode | None = None
    words: tuple[str, ...] = ()
    """All in one sentence, in any case; the words after the fourth as they follow each other."""

    @property
    def values(self) -> dict[str, Value]:
        """The parameters of the queries; empty if nothing is filtered."""
        found: dict[str, Value] = {field.name: getattr(self, field.name) for field in fields(self)}
        del found["words"]
        found["class"] = found.pop("quad_class")
        first, rest = self.words[: MAX_WORDS - 1], self.words[MAX_WORDS - 1 :]
        for place, word in enumerate((*first, " ".join(rest)) if rest else first, start=1):
            found[f"word{place}"] = Literal(word.lower())
        return {name: value for name, value in found.items() if value is not None}


@dataclass(frozen=True, slots=True)
class EventPage:
    """A page of a list of events."""

    events: list[EventView]
    total: int
    """Events in the whole list."""
    number: int
    """This page, from 1."""
    pages: int
    """How many there are, at least 1."""
    counts: MonthCounts
    """Of the whole list."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Some of the events of some months; no months stands for the events that have none."""

    months: tuple[str, ...]
    offset: int
    limit: int


def read_page(ask: Asking, filters: Filters, page: int = 1, size: int = PAGE_SIZE) -> EventPage:
    """Return the page numbered *page*, or the last one if there are not so many."""
    counted = count_months(ask, filters.values)
    counts, total = counted.months, counted.total
    pages = max(1, -(-total // size))
    page = min(max(page, 1), pages)
    iris: list[str] = []
    for part in plan(counts, total, (page - 1) * size, size):
        newest = _read_newest(ask, part) if _is_near(filters, part, counts) else []
        iris += newest or _read_iris(ask, filters, part)
    return EventPage(read_events(ask, iris), total, page, pages, counted)


def find_dyads(ask: Asking, actor: NamedNode, target: NamedNode) -> tuple[NamedNode, ...] | None:
    """Return the pairs one of which every event between the two has; None where it may have none.

    Looking at the events of a pair takes a tenth of the time of joining all that one did with all that the other
    suffered. An event belongs to the pair of those that its actor and its target act for.
    """
    sides = {actor.value: {key_of(actor.value)}, target.value: {key_of(target.value)}}
    for row in ask.rows("principals", actor=(actor, target)):
        sides[text(row, "actor")].add(key_of(text(row, "principal")))
    ours, theirs = sides[actor.value], sides[target.value]
    if ours & theirs:  # what happens within one party is between no two
        return None
    return tuple(mint_pair(ask.base, one, other) for one in sorted(ours) for other in sorted(theirs))


def plan(counts: dict[str, int], total: int, offset: int, limit: int) -> Iterator[Slice]:
    """Yield where to find the events from *offset* on, *limit* at most.

    *counts* is how many events each month has, newest month first; the *total* has those without a month too.
    """
    months: list[str] = []
    first, seen, wanted = 0, 0, limit
    for month, count in counts.items():
        if seen + count > offset and seen < offset + limit:
            if not months:
                first = seen
            months.append(month)
        seen += count
    if months:
        here = min(limit, seen - offset)
        yield Slice(tuple(months), offset - first, here)
        wanted -= here
    if wanted and offset + limit > seen and total > seen:
        yield Slice((), max(0, offset - seen), wanted)


def _is_near(filters: Filters, part: Slice, counts: dict[str, int]) -> bool:
    """Whether *part* is the beginning of one crowded month, whose last days may have it all.

    Not of a list with filters: the engine looks at what these find first, and then at the days.
    """
    one = len(part.months) == 1 and counts[part.months[0]] >= CROWDED
    return one and part.offset + part.limit <= NEAR and not filters.values


def _read_newest(ask: Asking, part: Slice) -> list[str]:
    """Return the events of *part*, of one month, if the last days of that month have them all; else nothing."""
    try:
        first = date.fromisoformat(f"{part.months[0]}-01")
    except ValueError:  # a month that an update has written
        return []
    last, wanted = calendar.monthrange(first.year, first.month)[1], part.offset + part.limit
    for days in LAST_DAYS:
        dates = [Literal(f"{part.months[0]}-{day:02d}", datatype=DATE) for day in range(last - days + 1, last + 1)]
        found = ask.rows("events_of_days", date=dates, limit=wanted, offset=0)
        if len(found) == wanted:
            return [text(row, "event") for row in found[part.offset :]]
    return []


def _read_iris(ask: Asking, filters: Filters, part: Slice) -> list[str]:
    values = {**filters.values, "limit": part.limit, "offset": part.offset}
    if part.months:
        months = [Literal(month, datatype=GYEARMONTH) for month in part.months]
        found = ask.rows("events_of_months", month=months, **values)
    else:
        found = ask.rows("events_without_month", **values)
    return [text(row, "event") for row in found]
