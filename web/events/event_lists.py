"""Lists of events, newest first, a page at a time, with how many events there are."""

from dataclasses import dataclass

from web.asking import Asking
from web.events.day_batches import Sizes
from web.events.event_counts import Counted, read_counts
from web.events.event_filters import LEADING, Filters, find_dyads
from web.events.event_walk import Step, walk
from web.events.month_counts import MonthCounts, count_all
from web.events.places import START, Place
from web.events.records import EventView, read_events

__all__ = ["PAGE_SIZE", "EventPage", "Filters", "find_dyads", "read_iris", "read_page"]

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class EventPage:
    """A page of a list of events."""

    events: list[EventView]
    newer: Place | None
    """Where the page of the newer events is; None if there are none."""
    older: Place | None
    counted: Counted
    """How many events there are."""

    @property
    def counts(self) -> MonthCounts:
        """How many events the whole list has; nothing where they are not counted."""
        return self.counted.listed or MonthCounts({}, {})

    @property
    def total(self) -> int:
        """How many events the whole list has; 0 where they are not counted."""
        return self.counts.total


def read_page(
    ask: Asking, filters: Filters, place: Place = START, size: int = PAGE_SIZE, *, patient: bool = True
) -> EventPage:
    """Return the page of *size* events at *place*.

    Who is not *patient* gets no counts where that would take long.
    """
    counted = read_counts(ask, filters, patient=patient)
    everything = count_all(ask) if filters.values or not counted.everything else counted.everything
    fitting = counted.listed.months if counted.listed else None
    sizes = Sizes(everything.months, fitting, counted.found)
    steps = walk(ask, filters, counted.leading, sizes, place, size + 1)
    if place.newer and len(steps) <= size:  # so near the beginning that the first page has them all
        return read_page(ask, filters, START, size, patient=patient)
    steps, more = steps[:size], len(steps) > size
    if place.newer:
        steps.reverse()
    newer, older = (more, True) if place.newer else (not place.is_start, more)
    return EventPage(
        read_events(ask, [step.event for step in steps]),
        _beside(steps, 0) if newer else None,
        _beside(steps, -1) if older else None,
        counted,
    )


def read_iris(ask: Asking, filters: Filters, counts: MonthCounts, size: int) -> list[str]:
    """Return the IRIs of the latest *size* events that fit; *counts* are those of the whole list."""
    everything = counts if not filters.values else count_all(ask)
    leading = next((name for name in LEADING if name in filters.values), "")
    sizes = Sizes(everything.months, counts.months, counts.total)
    return [step.event for step in walk(ask, filters, leading, sizes, START, size)]


def _beside(steps: list[Step], number: int) -> Place | None:
    return steps[number].to_place(newer=number == 0) if steps else None
