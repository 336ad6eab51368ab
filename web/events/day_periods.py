"""Periods of days, as they stand in addresses: ``since=2018-01&until=2018-09``."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from web import words

PARTS = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{1,2})(-(?P<day>\d{1,2}))?)?")


@dataclass(frozen=True, slots=True)
class Days:
    """Some days that follow each other; open where an end is None."""

    first: date | None = None
    last: date | None = None
    """It is one of the days."""

    def __contains__(self, day: date) -> bool:
        """Whether *day* is one of them."""
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)

    @property
    def since(self) -> str:
        """The first month, ``2018-01``; empty where it is open."""
        return self.first.isoformat()[:7] if self.first else ""

    @property
    def until(self) -> str:
        """The last month."""
        return self.last.isoformat()[:7] if self.last else ""

    @property
    def partial_months(self) -> tuple[str, ...]:
        """The months of which it has some days and not all: two at most."""
        found = []
        if self.first and self.first.day > 1:
            found.append(self.since)
        if self.last and self.last != last_day(self.last.year, self.last.month) and self.until not in found:
            found.append(self.until)
        return tuple(found)

    def has_month(self, month: str) -> bool:
        """Whether it has a day of *month*, which is written as ``2018-01``."""
        return (not self.since or month >= self.since) and (not self.until or month <= self.until)

    @property
    def words(self) -> str:
        """The period as people write it: ``January – September 2018``, ``15 January 2018 – 20 March 2018``."""
        if not self.partial_months:
            return words.period_words(self.since, self.until)
        ends = [words.day_words(day) if day else "" for day in (self.first, self.last)]
        if not ends[0]:
            return f"until {ends[1]}"
        if not ends[1]:
            return f"since {ends[0]}"
        return ends[0] if ends[0] == ends[1] else " – ".join(ends)


def parse_days(since: str, until: str) -> Days:
    """Return the period from *since* to *until*, each a year, month or day, or empty where it is open.

    ValueError, with what is wrong, for what is no date, and where the end is before the beginning.
    """
    first = parse_first(since) if since else None
    last = parse_last(until) if until else None
    if first and last and last < first:
        raise ValueError(f"{until} is before {since}")
    return Days(first, last)


def parse_first(text: str) -> date:
    """Return the first day of the year, month or day *text*; ValueError if it is none."""
    year, month, day = _parse(text)
    return _to_day(text, year, month or 1, day or 1)


def parse_last(text: str) -> date:
    """Return the last day of the year, month or day *text*; ValueError if it is none."""
    year, month, day = _parse(text)
    if day:
        return _to_day(text, year, month or 12, day)
    first = _to_day(text, year, month or 12, 1)
    return last_day(first.year, first.month)


def last_day(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def days_of(month: str) -> list[date]:
    """Return the days of *month*."""
    first = parse_first(month)
    return [first + timedelta(days=number) for number in range(last_day(first.year, first.month).day)]


def _parse(text: str) -> tuple[int, int | None, int | None]:
    found = PARTS.fullmatch(text) if text.isascii() else None
    if not found:
        raise ValueError(f"{text} is no year, month or day: write 2018, 2018-01 or 2018-01-15")
    year, month, day = (int(found[name]) if found[name] else None for name in ("year", "month", "day"))
    return year or 0, month, day


def _to_day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"{text} is not in the calendar") from error
