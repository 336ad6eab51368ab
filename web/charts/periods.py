"""A period as an address tells it: from one month to another, both within."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from web import words
from web.events.day_periods import parse_first, parse_last


@dataclass(frozen=True, slots=True)
class Period:
    """From a month to another; open where there is none."""

    since: str = ""
    """``2024-06``, or empty."""
    until: str = ""

    def __bool__(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.since or self.until)

    def select(self, months: Iterable[str]) -> list[str]:
        """Return those of *months* that lie within, in their order."""
        return [one for one in months if self.since <= one and (not self.until or one <= self.until)]

    def kept(self) -> dict[str, str]:
        """Return what an address has to say of it."""
        return {name: month for name, month in (("since", self.since), ("until", self.until)) if month}

    def in_words(self) -> str:
        """Return ``June 2024 – May 2025``, ``since June 2024``, ``until May 2025``, ``all time``."""
        return words.period_words(self.since, self.until)


def read_period(since: str, until: str) -> Period:
    """Return the months from *since* to *until*, each a year, month or day as typed; what is none is left out."""
    one, other = _to_month(since, parse_first), _to_month(until, parse_last)
    return Period(other, one) if one and other and other < one else Period(one, other)


def _to_month(text: str, parse: Callable[[str], date]) -> str:
    try:
        return parse(text.strip()).isoformat()[:7]
    except ValueError:
        return ""
