"""How many events a list has, and which of its filters finds the fewest."""

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Literal

from web.asking import Asking, number
from web.events.day_batches import DATE
from web.events.day_periods import days_of
from web.events.event_filters import ALWAYS, COUNTED, LEADING, Filters, to_tuple
from web.events.month_counts import MonthCounts, count_all, find_counts, to_month_counts
from web.links import key_of

MOST_FOUND = 1500
"""Events that are counted for a page, where the graph has no counts of them."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What is known of how many events a list has."""

    everything: MonthCounts | None
    """Of all time and classes, under the other filters; None where they are not counted."""
    listed: MonthCounts | None
    """Of the list."""
    leading: str
    """The filter that finds the fewest events; empty if none does."""
    found: int | None
    """How many it finds; None where these are too many to know."""

    @property
    def countable(self) -> bool:
        """Whether the rest may be counted unasked: only where it is known that this does not hold a reader for long."""
        return self.found is not None or self.everything is not None


def read_counts(ask: Asking, filters: Filters, *, patient: bool) -> Counted:
    """Return how many events the list with *filters* has; who is not *patient* is told nothing that takes long."""
    wider = filters.without("quad_class", "period")
    common = filters.words is not None and filters.words.mentions is None
    everything = None if common else find_counts(ask, wider.values)
    leading, found = _find_leading(ask, wider, everything)
    if everything is None and not common and (patient or (found is not None and found <= MOST_FOUND)):
        rows = ask.rows("filtered_months", **wider.led_by(leading))
        everything = to_month_counts(rows)
    listed = restrict(ask, filters, everything) if everything else None
    return Counted(everything, listed, leading, found)


def _find_leading(ask: Asking, filters: Filters, counts: MonthCounts | None) -> tuple[str, int | None]:
    """Return the filter that finds the fewest events, and how many; None for more than MOST_FOUND."""
    values = filters.values
    if filters.words and filters.words.mentions is not None:
        return "mention", len(filters.words.mentions)
    if counts is not None and values:
        return next(name for name in COUNTED if name in values), counts.total
    known: dict[str, int] = {}
    for name in LEADING:
        if name not in values:
            continue
        counted = find_counts(ask, {name: values[name]}) if name in COUNTED else None
        if counted:
            known[name] = counted.total
            if counted.total <= MOST_FOUND:
                return name, counted.total
        else:
            found = number(ask.rows("found_at_most", **{name: values[name]})[0], "events")
            if found <= MOST_FOUND:
                return name, found
    if not known:
        everything = count_all(ask).total
        if everything <= MOST_FOUND:
            return "", everything
        return next((name for name in LEADING if name in values), ""), None
    leading = min(known, key=known.__getitem__)
    return leading, known[leading]


def restrict(ask: Asking, filters: Filters, counts: MonthCounts) -> MonthCounts:
    """Return those of *counts* that are of the classes and the period of *filters*."""
    if filters.quad_class is not None:
        counts = counts.of_classes({key_of(one.value).rpartition("#")[2] for one in to_tuple(filters.quad_class)})
    if filters.period == ALWAYS:
        return counts
    months = {month: classes for month, classes in counts.by_month.items() if filters.period.has_month(month)}
    for month in filters.period.partial_months:
        if month in months:
            months[month] = _count_part(ask, filters, month, months[month])
    return counts.of_months({month: classes for month, classes in months.items() if any(classes.values())})


def _count_part(ask: Asking, filters: Filters, month: str, whole: Mapping[str, int]) -> Mapping[str, int]:
    """Return by class how many events there are on the days of *month* that are in the period, of the *whole* month.

    The days inside are counted, or those outside, whichever are fewer.
    """
    inside = [day for day in days_of(month) if day in filters.period]
    outside = [day for day in days_of(month) if day not in filters.period]
    fewer = min(inside, outside, key=len)
    days = [Literal(day.isoformat(), datatype=DATE) for day in fewer]
    found = to_month_counts(ask.rows("filtered_days", date=days, **filters.led_by())).by_class
    return found if fewer is inside else {name: events - found.get(name, 0) for name, events in whole.items()}
