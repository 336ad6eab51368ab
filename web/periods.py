"""A period as an address tells it: from one month to another, both within."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from web import words

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Period:
    """From a month to another; open where there is none."""

    first: str = ""
    """``2024-06``, or empty."""
    last: str = ""

    def __bool__(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.first or self.last)

    def select(self, months: Iterable[str]) -> list[str]:
        """Return those of *months* that lie within, in their order."""
        return [one for one in months if self.first <= one and (not self.last or one <= self.last)]

    def in_words(self) -> str:
        """Return ``June 2024 – May 2025``, ``since June 2024``, ``until May 2025``; empty for all time."""
        if self.first and self.last:
            same = self.first == self.last
            return month_words(self.first) if same else f"{month_words(self.first)} – {month_words(self.last)}"
        if self.first:
            return f"since {month_words(self.first)}"
        return f"until {month_words(self.last)}" if self.last else ""


def read_period(first: str, last: str) -> Period:
    """Return the period between two months as they were typed; what is no month is left out, and the order is mended."""
    one, other = (text.strip() if MONTH.fullmatch(text.strip()) else "" for text in (first, last))
    return Period(other, one) if one and other and other < one else Period(one, other)


def month_words(month: str) -> str:
    """Return ``June 2024`` for ``2024-06``."""
    return f"{words.MONTHS[int(month[5:7]) - 1]} {month[:4]}"
