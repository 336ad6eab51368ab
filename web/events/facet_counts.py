"""How many events of a list have each value of a facet: from the counts of the graph where they tell, else counted."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.vocab import CAMEO, DIP
from web.asking import Asking, number, text
from web.events.day_batches import DATE, GYEARMONTH
from web.events.event_counts import Counted
from web.events.event_filters import ALWAYS, Band, Filters
from web.page_queries import Value

ROOT_DIGITS = 2
MOST_MONTHS = 6
"""Of which the counts by actor are added up; of more, the events of a short list are counted instead."""
NARROW = 20
"""Times as many events as the list has, which the filters find in all time, are more than its months have."""
SIDES = {"actor": "acting", "target": "suffering"}
SETS = {"actor": "actors", "target": "targets"}


@dataclass(frozen=True, slots=True)
class Parts:
    """How many events of a list have which parts."""

    actor: Counter[str]
    """By IRI of the party, as in the counts of the graph."""
    target: Counter[str]
    action: Counter[str]
    """By root code."""
    level: Counter[str]
    """By class of the very actor."""


def read_sides(ask: Asking, filters: Filters, role: str) -> Mapping[str, int] | None:
    """Return the parties that are most often the *role* of the events that fit, by IRI, from the counts of the graph.

    None where these do not tell.
    """
    given = filters.values
    other = "target" if role == "actor" else "actor"
    months = _list_months(filters)
    if set(given) - {other, "class"} or months is None or _acts_for_another(ask, given.get(other)):
        return None
    values: dict[str, Value] = {**given, SIDES[role]: 1}
    if other not in given:  # only pairs have both sides
        values["set"] = NamedNode(f"{ask.base}count/{SETS[role]}")
    values |= {"month": [Literal(one, datatype=GYEARMONTH) for one in months]} if months else {"always": 1}
    return {
        text(row, "side"): number(row, "events") for row in ask.rows("counted_sides", **values) if text(row, "side")
    }


def _list_months(filters: Filters) -> list[str] | None:
    """Return the months of the period, none for all time; None where there are too many, or not whole ones."""
    period = filters.period
    if period == ALWAYS:
        return []
    if not period.first or not period.last or period.partial_months:
        return None
    count = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
    start = period.first.year * 12 + period.first.month - 1
    months = [f"{one // 12:04d}-{one % 12 + 1:02d}" for one in range(start, start + min(count, MOST_MONTHS + 1))]
    return months if count <= MOST_MONTHS else None


def _acts_for_another(ask: Asking, actors: Value) -> bool:
    return actors is not None and bool(ask.rows("principals", actor=actors))


def read_parts(ask: Asking, filters: Filters, counted: Counted) -> Parts:
    """Return how many events of the list with *filters* have which parts, by a look at each."""
    rows = ask.rows("facet_parts", **to_values(filters, counted))
    acting = {text(row, "by") for row in rows} | {text(row, "to") for row in rows}
    known = ask.rows("parties_of_actors", actor=[NamedNode(iri) for iri in acting if iri]) if rows else []
    party = {text(row, "actor"): text(row, "party") or text(row, "actor") for row in known}
    kinds: dict[str, set[str]] = {}
    for row in known:
        kinds.setdefault(text(row, "actor"), set()).add(text(row, "kind").removeprefix(DIP))
    found: dict[str, Counter[str]] = {name: Counter() for name in ("actor", "target", "action", "level")}
    for row in rows:
        by, to, events = text(row, "by"), text(row, "to"), number(row, "events")
        found["actor"][party.get(by, by)] += events
        if to:
            found["target"][party.get(to, to)] += events
        found["action"][text(row, "code").removeprefix(CAMEO)[:ROOT_DIGITS]] += events
        for kind in kinds.get(by, ()):
            found["level"][kind] += events
    return Parts(**found)


def read_sources(ask: Asking, filters: Filters, counted: Counted) -> Mapping[str, int]:
    """Return the outlets that tell most of the events of the list."""
    rows = ask.rows("facet_sources", **to_values(filters, counted))
    return {text(row, "outlet"): number(row, "events") for row in rows if text(row, "outlet")}


def read_bands(ask: Asking, filters: Filters, counted: Counted) -> Mapping[str, int]:
    """Return how many events of the list are how sure, by the name of the band."""
    found: Counter[str] = Counter()
    for row in ask.rows("facet_confidences", **to_values(filters, counted)):
        if text(row, "surest"):
            found[Band.of(float(text(row, "surest"))).value] += number(row, "events")
    return found


def to_values(filters: Filters, counted: Counted) -> dict[str, Value]:
    """Return the parameters of the queries that look at each event of a list."""
    period, led = filters.period, counted.leading or next(iter(filters.values), "")
    if period == ALWAYS:
        return filters.led_by(led)
    ends = {"since": period.first, "until": period.last}
    bounds: dict[str, Value] = {name: Literal(day.isoformat(), datatype=DATE) for name, day in ends.items() if day}
    if counted.listed and by_months(counted):
        months = [Literal(month, datatype=GYEARMONTH) for month in counted.listed.months]
        return {**filters.led_by(), **bounds, "bounded": 1, "in_month": months}
    return {**filters.led_by(led), **bounds, "bounded": 1}


def by_months(counted: Counted) -> bool:
    """Whether the events of a list are found by its months, which are few, and not by its filters."""
    listed, everything = counted.listed, counted.everything
    if listed is None or everything is None or not listed.months or len(listed.months) == len(everything.months):
        return False
    return counted.found is None or counted.found > listed.total * NARROW
