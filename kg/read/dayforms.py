"""Recognises how days are written: ``5 March 2021``, ``March 5``, ``Thursday (June 27)``, ``2021-03-05``."""

import re
from collections.abc import Iterator
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


def find_days(text: str) -> Iterator[DayForm]:
    """Yield the days written in *text*, in order.

    ``3/4/2021`` is left out, as it may be in March or in April; ``3.4.2021`` is the third of April.
    """
    for match in _DAY.finditer(text):
        parts = _parts(match)
        written = match["m1"] or match["m2"]
        if parts is None or (written and not written[0].isupper()):  # "may 5" is no day
            continue
        year, month, day = parts
        if 1 <= month <= 12 and 1 <= day <= 31:
            weekday = match["weekday"]
            number = WEEKDAYS.index(weekday[:3].lower()) if weekday else None
            yield DayForm(match.start(), match.end(), month, day, year, number)


def _parts(match: re.Match[str]) -> tuple[int | None, int, int] | None:
    if match["iso_year"]:
        return int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"])
    if match["mark"]:
        return _numeric(int(match["n1"]), match["mark"], int(match["n2"]), int(match["y3"]))
    month, day, year = match["m1"] or match["m2"], match["d1"] or match["d2"], match["y1"] or match["y2"]
    return int(year) if year else None, MONTHS.index(month[:3].lower()) + 1, int(day)


def _numeric(first: int, mark: str, second: int, year: int) -> tuple[int, int, int] | None:
    if mark == "." or first > 12 or first == second:
        return year, second, first
    return (year, first, second) if second > 12 else None


_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d(?::\d\d)?\b|\b\d{1,2}\s*(?=[ap]\.?m\b)", re.IGNORECASE)
_AROUND = re.compile(
    r"\b(?:(?:first |last |originally )?(?:published|posted|updated?|modified|released|issued|created|dated?"
    r"|filed)|a\.?m|p\.?m|gmt|utc|e[sd]?t|p[sd]t|ce?[sd]?t|bst|ist|hrs?|o'clock|local time|on|at|as of|time"
    rf"|\d+[ -]min(?:utes?)?(?: read)?|{WEEKDAY})\b\.?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}|\d{3,}")
MOST_OTHER_WORDS = 3


def is_day_line(line: str) -> bool:
    """Whether *line* says little but a day: ``Published 5 March 2021 at 10:30 GMT``, ``Jane Doe | March 5,
    2021``."""
    forms = list(find_days(line)) if len(line) <= 120 else []
    if not forms:
        return False
    rest = line
    for form in reversed(forms):
        rest = rest[: form.begin] + " " + rest[form.end :]
    words = _WORD.findall(_AROUND.sub(" ", _CLOCK.sub(" ", rest)))
    return len(words) <= MOST_OTHER_WORDS and not any(len(words) > 1 and word.islower() for word in words)
