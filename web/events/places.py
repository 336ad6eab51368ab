"""Places in a list of events, by which its pages are found: beside an event, so that new events move nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from web.events.day_periods import parse_first
from web.links import key_of, mint

BEFORE, AFTER = "before", "after"
"""Parameters of an address: the page has what is older than the event that it names, or what is newer."""
MARK = "~"
UNDATED = "undated"
SECTIONS = ("in_months", "of_year", UNDATED)
"""The parts of a list: events of a known month, those of which only the year is known, those without a date."""
MOST_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class Place:
    """Just behind an event of a list, or just in front of it; without one, the beginning of the list.

    A list has the events of known months by day, the newest first, then those of which only the year is known, then
    the others.
    """

    date: str = ""
    """Of the event: ``2018-07-16``, only ``2018`` where its month is not known, ``undated``."""
    event: str = ""
    """Its IRI."""
    newer: bool = False
    """Whether the page ends here, and has the newer events."""

    @property
    def is_start(self) -> bool:
        """Whether it is the beginning of the list."""
        return not self.date

    @property
    def section(self) -> str:
        """The part of the list that it is in, one of SECTIONS."""
        if self.date == UNDATED:
            return UNDATED
        return "in_months" if not self.date or "-" in self.date else "of_year"

    @property
    def parameters(self) -> Mapping[str, str]:
        """What stands in the address of the page."""
        return {AFTER if self.newer else BEFORE: f"{self.date}{MARK}{key_of(self.event)}"} if self.date else {}


START = Place()


def parse_place(before: str, after: str, base: str) -> Place:
    """Return the place that the parameters of an address name; ValueError for what is none."""
    given = before or after
    if not given:
        return START
    day, mark, key = given.partition(MARK)
    if not mark or not key or len(given) > MOST_CHARACTERS:
        raise ValueError("this is no place in the list: go to a page by its links")
    if day != UNDATED:
        parse_first(day)
    return Place(day, mint(base, "event", key).value, newer=not before)
