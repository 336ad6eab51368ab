"""The events of an action, found without counting or ordering all that there are of it."""

import calendar
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode

from kg.results import Row
from kg.vocab import CAMEO, XSD
from web.actors.parties import Tally
from web.asking import Asking, text
from web.events.month_counts import count_months
from web.events.records import EventView, Named, read_events
from web.links import key_of

DATE = NamedNode(XSD + "date")
MANY = 500
"""Events of an action up to which all are looked at; the query takes one more."""
DAYS = (8, 32, 128, 256)
"""Days, the latest first, that are looked at one lot after the other until enough events are found."""
SHOWN = 5
ACTORS = 8


@dataclass(frozen=True, slots=True)
class ActionEvents:
    """What the graph has of an action and of those below it."""

    total: int
    """How many events; where there are more than MANY, just MANY."""
    is_all: bool
    """Whether there are no more than *total*."""
    by_code: Mapping[str, int]
    """How many each code has, those below it not among them; empty if *is_all* is false."""
    actors: tuple[Tally, ...]
    """Who does it most; empty if *is_all* is false."""
    latest: tuple[EventView, ...]


def read_action_events(ask: Asking, codes: Sequence[str]) -> ActionEvents:
    """Return the events of the actions *codes*."""
    actions = [NamedNode(CAMEO + code) for code in codes]
    rows = ask.rows("events_of_actions", action=actions)
    if len(rows) > MANY:
        latest = _read_latest(ask, actions) or _newest(rows)
        return ActionEvents(MANY, False, {}, (), tuple(read_events(ask, latest)))
    by_code = Counter(key_of(text(row, "action")) for row in rows)
    return ActionEvents(len(rows), True, by_code, _tally(ask, rows), tuple(read_events(ask, _newest(rows))))


def latest_days(months: Sequence[str]) -> Iterator[str]:
    """Yield the days of *months* (``2024-06``), the newest first."""
    for month in sorted(months, reverse=True):
        try:
            first = date.fromisoformat(f"{month}-01")
        except ValueError:  # a month that an update has written
            continue
        for day in range(calendar.monthrange(first.year, first.month)[1], 0, -1):
            yield first.replace(day=day).isoformat()


def _read_latest(ask: Asking, actions: Sequence[NamedNode]) -> list[str]:
    days = latest_days(list(count_months(ask, {}).months))
    found: list[Row] = []
    for lot in DAYS:
        dates = [Literal(day, datatype=DATE) for _, day in zip(range(lot), days, strict=False)]
        if not dates:
            break
        found += ask.rows("actions_of_days", date=dates, action=actions)
        if len(found) >= SHOWN:
            break
    return [text(row, "event") for row in found[:SHOWN]]


def _newest(rows: Sequence[Row]) -> list[str]:
    ordered = sorted(rows, key=lambda row: (text(row, "date"), text(row, "event")), reverse=True)
    return list(dict.fromkeys(text(row, "event") for row in ordered))[:SHOWN]


def _tally(ask: Asking, rows: Sequence[Row]) -> tuple[Tally, ...]:
    most = Counter(text(row, "actor") for row in rows).most_common(ACTORS)
    labels = ask.rows("labels", subject=[NamedNode(iri) for iri, _ in most]) if most else []
    names = {text(row, "subject"): text(row, "label") for row in labels}
    return tuple(Tally(Named(iri, names.get(iri) or key_of(iri)), events) for iri, events in most)
