"""Recognises how days are written: ``5 March 2021``, ``March 5``, ``Thursday (June 27)``, ``2021-03-05``."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)\b"
)
_YEAR = r"(?:19|20)\d\d(?!\d)"
_ORDINAL = r"(?:st|nd|rd|th)?\b"
_DAY = re.compile(
    rf"(?<![\w/.-])(?:(?P<weekday>{WEEKDAY})[.,]?\s*\(?(?:the\s+)?)?(?:"
    rf"(?P<iso_year>{_YEAR})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)(?!\d)"
    rf"|(?P<d1>\d{{1,2}}){_ORDINAL}(?:\s+of)?[\s-]+(?P<m1>{_MONTH})(?:,?[\s-]+(?P<y1>{_YEAR}))?"
    rf"|(?P<m2>{_MONTH})\s*(?P<d2>\d{{1,2}}){_ORDINAL}(?:,?\s+(?P<y2>{_YEAR}))?"
    rf"|(?P<n1>\d{{1,2}})(?P<mark>[./])(?P<n2>\d{{1,2}})(?P=mark)(?P<y3>{_YEAR}))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DayForm:
    """A day as it is written somewhere in a text."""

    begin: int
    """Offset of its first character."""
    end: int
    """Offset just past its last character."""
    month: int
    day: int
    year: int | None
    weekday: int | None
    """0 for Monday to 6 for Sunday."""

    def of_year(self, year: int) -> date | None:
        """Return the day in *year*; None where there is none or it is another weekday than the text says."""
        try:
            day = date(year, self.month, self.day)
        except ValueError:
            return None
        return day if self.weekday in (None, day.weekday()) else None

    @property
    def full(self) -> date | None:
        """The day, where the text gives its year."""
        return None if self.year is None else self.of_year(self.year)


def find_days(text: str, day_first: bool | None = None) -> Iterator[DayForm]:
    """Yield the days written in *text*, in order.

    ``3/4/2021`` may be in March or in April: *day_first* tells (True for April), else a weekday before it that
    suits only one of them; without either it is left out. ``3.4.2021`` is the third of April.
    """
    for match in _DAY.finditer(text):
        parts = _parts(match, day_first)
        written = match["m1"] or match["m2"]
        if parts is None or (written and not written[0].isupper()):  # "may 5" is no day
            continue
        year, month, day = parts
        if 1 <= month <= 12 and 1 <= day <= 31:
            weekday = match["weekday"]
            number = WEEKDAYS.index(weekday[:3].lower()) if weekday else None
            yield DayForm(match.start(), match.end(), month, day, year, number)


def _parts(match: re.Match[str], day_first: bool | None) -> tuple[int | None, int, int] | None:
    if match["iso_year"]:
        return int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"])
    if match["mark"]:
        return _numeric(match, day_first)
    month, day, year = match["m1"] or match["m2"], match["d1"] or match["d2"], match["y1"] or match["y2"]
    return int(year) if year else None, MONTHS.index(month[:3].lower()) + 1, int(day)


def _numeric(match: re.Match[str], day_first: bool | None) -> tuple[int, int, int] | None:
    first, second, year = int(match["n1"]), int(match["n2"]), int(match["y3"])
    if match["mark"] == "." or first > 12 or first == second:
        return year, second, first
    if second > 12:
        return year, first, second
    if day_first is None and match["weekday"]:
        day_first = _order_by_weekday(match["weekday"], date(year, second, first), date(year, first, second))
    if day_first is None:
        return None
    return (year, second, first) if day_first else (year, first, second)


def _order_by_weekday(name: str, day_first: date, month_first: date) -> bool | None:
    weekday = WEEKDAYS.index(name[:3].lower())
    fits = (day_first.weekday() == weekday, month_first.weekday() == weekday)
    return fits[0] if fits[0] != fits[1] else None


_ORDERED = re.compile(rf"(?<![\w/.-])(\d{{1,2}})/(\d{{1,2}})/{_YEAR}(?![\w/])")


def day_order(lines: Iterable[str]) -> bool | None:
    """Return whether *lines* write 25 June as 25/6 (True) or 6/25 (False); None where no line tells, or two differ."""
    orders = set()
    for line in lines:
        for match in _ORDERED.finditer(line):
            first, second = int(match[1]), int(match[2])
            if (first > 12) != (second > 12):
                orders.add(first > 12)
    return orders.pop() if len(orders) == 1 else None


_COPYRIGHT = re.compile(rf"(?:©|\(c\)|copyright)[^\d]{{0,60}}(?:{_YEAR}\s?[-–]\s?)?({_YEAR})", re.IGNORECASE)


def years_beside(lines: Iterable[str]) -> tuple[int, ...]:
    """Return the years, in order, of the full days and the copyright notices in *lines* of furniture."""
    years: set[int] = set()
    for line in lines:
        if len(line) <= LONGEST_LABEL:
            years.update(form.full.year for form in find_days(line, day_first=True) if form.full)
            years.update(int(match[1]) for match in _COPYRIGHT.finditer(line))
    return tuple(sorted(years))


_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d(?::\d\d)?\b|\b\d{1,2}\s*(?=[ap]\.?m\b)", re.IGNORECASE)
_AROUND = re.compile(
    r"\b(?:(?:first |last |originally )?(?:published|posted|updated?|modified|released|issued|created|dated?"
    r"|filed)|a\.?m|p\.?m|gmt|utc|e[sd]?t|p[sd]t|ce?[sd]?t|bst|ist|hrs?|o'clock|local time|on|at|as of|time"
    rf"|\d+[ -]min(?:utes?)?(?: read)?|{WEEKDAY})\b\.?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}|\d{3,}")
MOST_OTHER_WORDS = 3
LONGEST_LABEL = 120
"""Characters of a line that tells a day."""
_MONTH_LINE = re.compile(
    rf"(?:(?:first )?(?:published|posted|issued|released|dated?)(?: in)?\s*:?\s*)?({_MONTH})\s*,?\s+({_YEAR})"
    r"(?: issue| edition)?\.?",
    re.IGNORECASE,
)


_POSTED_BY = re.compile(r"^((?:posted|published|written|updated)\b.*?)\bby\b.{2,60}$", re.IGNORECASE)


def is_day_line(line: str) -> bool:
    """Whether *line* says little but a day: ``Published 5 March 2021 at 10:30 GMT``, ``Jane Doe | March 5,
    2021``."""
    # whether 3/4 is in March or in April, it is a day
    forms = list(find_days(line, day_first=True)) if len(line) <= LONGEST_LABEL else []
    if not forms:
        return False
    rest = line
    for form in reversed(forms):
        rest = rest[: form.begin] + " " + rest[form.end :]
    words = _WORD.findall(_AROUND.sub(" ", _CLOCK.sub(" ", _POSTED_BY.sub(r"\1", rest))))
    return len(words) <= MOST_OTHER_WORDS and not any(len(words) > 1 and word.islower() for word in words)


def month_of_line(line: str) -> tuple[int, int] | None:
    """Return the year and the month where *line* says only these: ``June 2024``, ``Published in June 2024``."""
    match = _MONTH_LINE.fullmatch(line)
    return (int(match[2]), MONTHS.index(match[1][:3].lower()) + 1) if match else None


def is_month_line(line: str) -> bool:
    """Whether *line* says only a month and its year."""
    return month_of_line(line) is not None
