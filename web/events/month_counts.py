"""How many events there are, by month and quad class: from the counts of the graph, where they tell it.

A count over a million events takes seconds. The graph holds counts of all events, by actor, by target and by pair; only
for other filters the events themselves are counted.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from flask import has_app_context
from pyoxigraph import NamedNode

from kg.results import Row
from kg.vocab import DIP
from web.asking import Asking, number, text
from web.page_queries import Value
from web.remembering import remembered

SETS = MappingProxyType({
    frozenset(("actor",)): "actors",
    frozenset(("target",)): "targets",
    frozenset(("actor", "target")): "pairs",
    frozenset(("dyad",)): "",
    frozenset(): "all",
})  # fmt: skip
"""Sets of counts, by the filters that they tell the months of; a pair is in no other set."""
ROLES = ("actor", "target", "party")


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

    def of_classes(self, names: Collection[str]) -> "MonthCounts":
        """Return the counts of the events of these classes alone."""
        kept = {
            month: {one: classes[one] for one in classes if one in names} for month, classes in self.by_month.items()
        }
        return MonthCounts(
            {month: classes for month, classes in kept.items() if classes},
            {one: number for one, number in self.by_class.items() if one in names},
        )

    def of_months(self, months: Mapping[str, Mapping[str, int]]) -> "MonthCounts":
        """Return the counts *months* of some of the months, with their sums."""
        total: Counter[str] = Counter()
        for classes in months.values():
            total.update(classes)
        return MonthCounts(months, total)


def count_months(ask: Asking, values: Mapping[str, Value]) -> MonthCounts:
    """Return the counts of the events that the filters *values* let through; they are those of ``filters.part``."""
    found = find_counts(ask, values)
    return found if found is not None else to_month_counts(ask.rows("filtered_months", **values))


def count_all(ask: Asking) -> MonthCounts:
    """Return the counts of all events."""
    return find_counts(ask, {}) or MonthCounts({}, {})


def find_counts(ask: Asking, values: Mapping[str, Value]) -> MonthCounts | None:
    """Return the same from the counts that the graph holds; None where these do not tell.

    The running site remembers them while the graph stays as it is.
    """

    def read() -> MonthCounts | None:
        rows = _read_counts(ask, values)
        return to_month_counts(rows, with_totals=True) if rows or not values else None

    key = ("months", *((name, str(values[name])) for name in sorted(values)))
    return remembered(ask, key, read) if has_app_context() else read()


def to_month_counts(rows: list[Row], *, with_totals: bool = False) -> MonthCounts:
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
    sides = {name: value for name, value in values.items() if name in ROLES}
    if any(_has_member(ask, value) for value in sides.values()):
        return []
    if names == {"party"}:
        return ask.rows("counted_months_of_party", **values, other=values["party"])
    if {"actor", "target"} <= names:  # which pair that is follows
        names -= {"dyad"}
    if names not in SETS:
        return []
    known = {name: value for name, value in values.items() if name in {*names, "class"}}
    counted = NamedNode(f"{ask.base}count/{SETS[names]}") if SETS[names] else None
    return ask.rows("counted_months", set=counted, **known)


def _has_member(ask: Asking, actors: Value) -> bool:
    """Whether one of several *actors* acts for another, and so has no counts; the query itself asks that of one."""
    several = not isinstance(actors, NamedNode) and isinstance(actors, Sequence) and len(actors) > 1
    return several and bool(ask.rows("principals", actor=actors))
