"""Events near one in time and between the same two: more of the same, and what the other side did next."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode

from kg.model import Precision
from kg.results import Row
from kg.vocab import XSD
from web import words
from web.asking import Asking, text
from web.records import EventView, read_events

GYEARMONTH = NamedNode(XSD + "gYearMonth")
MONTHS = 3
"""Before and after the event that are looked at."""
SHOWN = 5
SOON = 45
"""Days within which an act counts as what followed."""
ROOT = 2
"""Digits of a code's root."""


@dataclass(frozen=True, slots=True)
class NearEvents:
    """Events of the same pair."""

    similar: tuple[EventView, ...]
    """Acts of the same side and the same root, the nearest first."""
    followed: tuple[EventView, ...]
    """What the other side did soon after, the first first."""


def read_near(ask: Asking, event: EventView, dyad: str, principal: str) -> NearEvents:
    """Return the events near *event*, none for one without a month or between no two.

    *dyad* is the IRI of its pair, and *principal* that of the party that its actor acts for, itself if none. Only
    the months around the event are looked at, and only as many events of them as the query takes.
    """
    day = event.first_day
    if not dyad or day is None or event.precision is Precision.YEAR:
        return NearEvents((), ())
    months = [Literal(month, datatype=GYEARMONTH) for month in months_around(day)]
    rows = ask.rows("near_events", dyad=NamedNode(dyad), month=months)
    others = [row for row in rows if text(row, "event") != event.iri]
    ours = [row for row in others if _side(row) == principal and text(row, "code")[:ROOT] == event.action.code[:ROOT]]
    theirs = [row for row in others if _side(row) != principal and 0 < _days_after(row, day) <= SOON]
    similar = _nearest(ours, day)
    followed = _nearest(theirs, day) if event.precision is Precision.DAY else []
    found = {one.iri: one for one in read_events(ask, [*similar, *followed])}
    return NearEvents(_pick(found, similar), _pick(found, followed))


def months_around(day: date) -> Iterator[str]:
    """Yield the months near *day*, such as ``2024-06``, its own among them."""
    middle = day.year * 12 + day.month - 1
    for number in range(middle - MONTHS, middle + MONTHS + 1):
        if 12 <= number < 12 * 10_000:
            yield f"{number // 12:04d}-{number % 12 + 1:02d}"


def _side(row: Row) -> str:
    return text(row, "principal") or text(row, "actor")


def _days_after(row: Row, day: date) -> int:
    other = words.parse_day(text(row, "date"))
    return (other - day).days if other else 0


def _nearest(rows: Iterable[Row], day: date) -> list[str]:
    ordered = sorted(rows, key=lambda row: (abs(_days_after(row, day)), text(row, "event")))
    return list(dict.fromkeys(text(row, "event") for row in ordered))[:SHOWN]


def _pick(found: dict[str, EventView], iris: Sequence[str]) -> tuple[EventView, ...]:
    return tuple(found[iri] for iri in iris if iri in found)
