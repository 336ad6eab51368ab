"""How many events there are, by month and quad class: from the counts of the graph, where they tell it.

A count over a million events takes seconds. The graph holds counts of all events, by actor, by target and by pair; only
for other filters the events themselves are counted.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pyoxigraph import NamedNode

from kg.results import Row
from kg.vocab import DIP
from web.asking import Asking, number, text
from web.page_queries import Value

SETS = MappingProxyType({
    frozenset(("actor",)): "actors",
    frozenset(("target",)): "targets",
    frozenset(("actor", "target")): "pairs",
    frozenset(("dyad",)): "",
    frozenset(): "all",
})  # fmt: skip
"""Sets of counts, by the filters that they tell the months of; a pair is in no other set."""


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """Numbers of events."""

    by_month: Mapping[str, Mapping[str, int]]
    """Of each month (``2024-06``) by quad class, the newest month first; those of no class under an empty name."""
    by_class: Mapping[str, int]
    """Of all time by quad class, those without a month too."""

    @property
    def months(self) -> dict[str, int]:
        """How many events each month has, the newest first."""
        return {month: sum(classes.values()) for month, classes in self.by_month.items()}

    @property
    def total(self) -> int:
        """How many events there are in all."""
        return sum(self.by_class.values())


def count_months(ask: Asking, values: Mapping[str, Value]) -> MonthCounts:
    """Return the counts of the events that the filters *values* let through; they are those of ``filters.part``."""
    found = _read_counts(ask, values)
    counted = bool(found) or not values
    rows = found if counted else ask.rows("filtered_months", **values)
    return to_month_counts(rows, with_totals=counted)


def to_month_counts(rows: list[Row], *, with_totals: bool) -> MonthCounts:
    """Return the counts in *rows* of ``month``, ``class`` and ``events``.

    Where they come *with_totals* a row without a month counts all events of its class, else those without a month.
    """
    by_month: dict[str, Counter[str]] = {}
    by_class: Counter[str] = Counter()
    for row in rows:
        month, name, events = text(row, "month"), text(row, "class").removeprefix(DIP), number(row, "events")
        if month:
            by_month.setdefault(month, Counter())[name] += events
        if not month or not with_totals:
            by_class[name] += events
    return MonthCounts({month: by_month[month] for month in sorted(by_month, reverse=True)}, by_class)


def _read_counts(ask: Asking, values: Mapping[str, Value]) -> list[Row]:
    """Return the counts by month of events with these filters; nothing where there are no such counts."""
    names = frozenset(values) - {"class"}
    if names == {"party"}:
        return ask.rows("counted_months_of_party", **values)
    if {"actor", "target"} <= names:  # which pair that is follows
        names -= {"dyad"}
    if names not in SETS:
        return []
    known = {name: value for name, value in values.items() if name in {*names, "class"}}
    counted = NamedNode(f"{ask.base}count/{SETS[names]}") if SETS[names] else None
    return ask.rows("counted_months", set=counted, **known)
