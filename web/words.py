"""Dates, classes and numbers in words."""

from collections.abc import Mapping
from datetime import date

from kg.model import Precision, Status

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
CLASSES: Mapping[str, str] = {
    "VerbalCooperation": "Verbal cooperation",
    "MaterialCooperation": "Material cooperation",
    "VerbalConflict": "Verbal conflict",
    "MaterialConflict": "Material conflict",
}
"""Quad classes by their names in the ontology, in the order and with the words that pages use."""
KINDS: Mapping[str, str] = {
    "State": "State",
    "Organisation": "Organisation",
    "Bloc": "Bloc",
    "GovernmentBody": "Government body",
    "Person": "Person",
    "ArmedGroup": "Armed group",
    "Company": "Company",
    "Group": "Group",
}
STATUSES: Mapping[Status, str] = {Status.NEGATED: "Denied or not done", Status.HYPOTHETICAL: "Only supposed"}
"""What is said of an event that is not told as done."""
DATE_SOURCES: Mapping[str, str] = {
    "metadata": "from the page's metadata",
    "visible text": "from the text of the page",
    "url": "from the address of the page",
    "file name": "from the name of the file",
}


def day_words(day: date) -> str:
    """Return ``27 June 2024``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def date_words(first_day: date | None, precision: Precision | None) -> str:
    """Return a date as exactly as it is known: ``27 June 2024``, ``June 2024``, ``2024``, ``date unknown``."""
    if first_day is None:
        return "date unknown"
    if precision is Precision.YEAR:
        return str(first_day.year)
    if precision is Precision.MONTH:
        return f"{MONTHS[first_day.month - 1]} {first_day.year}"
    return day_words(first_day)


def precision_words(first_day: date | None, precision: Precision | None) -> str:
    """Return how exactly a date is known, in words; empty for no date."""
    if first_day is None:
        return ""
    return {Precision.YEAR: "only the year is known", Precision.MONTH: "only the month is known"}.get(
        precision or Precision.DAY, "known to the day"
    )


def month_words(month: str) -> str:
    """Return ``June 2024`` for ``2024-06``; what is no month as it is."""
    year, _, number = month.partition("-")
    known = number.isdecimal() and 0 < int(number) <= len(MONTHS)
    return f"{MONTHS[int(number) - 1]} {year.lstrip('0') or 0}" if known else month


def period_words(since: str, until: str) -> str:
    """Return the period from one month to another in words: ``2018``, ``June 2018``, ``January – March 2018``."""
    if not since:
        return f"until {month_words(until)}" if until else "all time"
    if not until:
        return f"since {month_words(since)}"
    if since == until:
        return month_words(since)
    if since[:-3] != until[:-3]:
        return f"{month_words(since)} – {month_words(until)}"
    if since.endswith("-01") and until.endswith("-12"):
        return month_words(since).rpartition(" ")[2]
    return f"{month_words(since).rpartition(' ')[0]} – {month_words(until)}"


def machine_date(first_day: date | None, precision: Precision | None) -> str:
    """Return a date for HTML's ``datetime``: ``2024-06-27``, ``2024-06``, ``2024``; empty if unknown."""
    if first_day is None:
        return ""
    length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(precision or Precision.DAY, 10)
    return first_day.isoformat()[:length]


def parse_day(text: str) -> date | None:
    """Return the day that *text* begins with; None if it is none."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def score_words(score: float) -> str:
    """Return a Goldstein score with its sign: ``+3.4``, ``−5.8``, ``0.0``."""
    return f"{score:+.1f}".replace("-", "−") if round(score, 1) else "0.0"
