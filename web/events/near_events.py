"""Events near one in time and between the same two: more of the same, and what the other side did next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pyoxigraph import Literal, NamedNode

from kg.model import Precision
from kg.results import Row
from kg.vocab import XSD
from web import words
from web.asking import Asking, number, text
from web.events.records import EventView, read_events

DATE = NamedNode(XSD + "date")
FEW = 300
"""Events of a pair that are all looked at, as the queries have it; of more only those of the days around."""
DAYS_AROUND = 15
FAR = 120
"""Days from the event beyond which another is not near."""
YEAR = 366
"""The same, for one of which only the year is known."""
SOON = 45
"""Days within which an act counts as what followed."""
SHOWN = 5
ROOT = 2
"""Digits of a code's root."""


@dataclass(frozen=True, slots=True)
class NearEvents:
    """Events of the same pair."""

    similar: tuple[EventView, ...] = ()
    """Acts of the same side and the same root, the nearest first."""
    followed: tuple[EventView, ...] = ()
    """What the other side did soon after, the first first."""


def read_near(ask: Asking, event: EventView, dyad: str, principal: str) -> NearEvents:
    """Return the events near *event*; none for one between no two, and nothing that followed one without a day.

    *dyad* is the IRI of its pair, and *principal* that of the party that its actor acts for, itself if none. Where the
    event has no date any act of the kind is similar, unless the pair has many events.
    """
    if not dyad:
        return NearEvents()
    day, root = event.first_day, event.action.code[:ROOT]
    rows = [row for row in _read_pair(ask, NamedNode(dyad), day) if text(row, "event") != event.iri]
    ours = [row for row in rows if _side(row) == principal and text(row, "code")[:ROOT] == root]
    if day is None:
        similar, followed = _nearest(ours, date.max), []
    else:
        theirs = [row for row in rows if _side(row) != principal and 0 < _days_after(row, day) <= SOON]
        far = YEAR if event.precision is Precision.YEAR else FAR
        similar = _nearest((row for row in ours if abs(_days_after(row, day)) <= far), day)
        followed = _nearest(theirs, day) if event.precision is Precision.DAY else []
    found = {one.iri: one for one in read_events(ask, [*similar, *followed])}
    return NearEvents(_pick(found, similar), _pick(found, followed))


def _read_pair(ask: Asking, dyad: NamedNode, day: date | None) -> list[Row]:
    """Return the events of the pair: all that have a date if they are few, else those of the days around *day*."""
    if number(ask.rows("size_of_pair", dyad=dyad)[0], "events") < FEW:
        return ask.rows("events_of_pair", dyad=dyad)
    if day is None:
        return []
    return ask.rows("events_near", dyad=dyad, date=[Literal(one, datatype=DATE) for one in days_around(day)])


def days_around(day: date) -> list[str]:
    """Return the days near *day*, such as ``2024-06-27``, its own among them."""
    first = max(date.min.toordinal(), day.toordinal() - DAYS_AROUND)
    last = min(date.max.toordinal(), day.toordinal() + DAYS_AROUND)
    return [date.fromordinal(number).isoformat() for number in range(first, last + 1)]


def _side(row: Row) -> str:
    return text(row, "principal") or text(row, "actor")


def _days_after(row: Row, day: date) -> int:
    other = words.parse_day(text(row, "date"))
    return ((other or date.min) - day) // timedelta(days=1)


def _nearest(rows: Iterable[Row], day: date) -> list[str]:
    ordered = sorted(rows, key=lambda row: (abs(_days_after(row, day)), text(row, "event")))
    return list(dict.fromkeys(text(row, "event") for row in ordered))[:SHOWN]


def _pick(found: dict[str, EventView], iris: Sequence[str]) -> tuple[EventView, ...]:
    return tuple(found[iri] for iri in iris if iri in found)
