"""Date expressions of news English, resolved against the day of publication at the precision they have."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kg.model import PartialDate

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
SMALL_NUMBERS = {
    **{word: number for number, word in enumerate(NUMBERS, 1)},
    **{word: 10 * number for number, word in enumerate("twenty thirty forty fifty sixty".split(), 2)},
}
FEASTS = {"christmas eve": (12, 24), "christmas day": (12, 25), "new year's eve": (12, 31), "new year's day": (1, 1)}
EARLIEST, LATEST = 1500, 2100
"""Four digits outside of these years are a quantity."""

SOON = 45
"""A bare day further ahead than this many days lies in the year before."""

MONTH = r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?"
MONTH += r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
YEAR = r"(?P<year>[12]\d{3})"
WEEKDAY = r"(?P<weekday>" + "|".join(WEEKDAYS) + ")"

Resolver = Callable[[re.Match[str], date | None], PartialDate | None]


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression at ``text[begin:end]`` and what it means; None where it cannot be told."""

    begin: int
    end: int
    date: PartialDate | None


def find_dates(text: str, published: date | None) -> list[Expression]:
    """Return the date expressions of *text* in order, none overlapping another."""
    found: list[Expression] = []
    for pattern, resolve in _RULES:
        for match in pattern.finditer(text):
            if any(match.start() < known.end and known.begin < match.end() for known in found):
                continue
            if _is_date(match, text):
                found.append(Expression(match.start(), match.end(), resolve(match, published)))
    return sorted(found, key=lambda expression: expression.begin)


def _is_date(match: re.Match[str], text: str) -> bool:
    groups = match.groupdict()
    month = groups.get("month")
    if month and not month[0].isupper():  # "may", "march" as verbs
        return False
    if groups.get("year") and not EARLIEST <= int(groups["year"]) <= LATEST:
        return False
    return not (set(groups) == {"year"} and _is_quantity(match, text))


def _is_quantity(match: re.Match[str], text: str) -> bool:
    after = text[match.end() : match.end() + 12].lstrip("- ").lower()
    before = text[max(0, match.start() - 2) : match.start()]
    return before.endswith(("$", "£", "€", ",", "No")) or after.startswith(
        ("people", "troops", "soldiers", "km", "miles", "%", "percent", "tons", "civilians", "workers", "members")
    )


def month_number(name: str) -> int:
    """Return 1 to 12 for a month's name or abbreviation."""
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(name.lower().rstrip(".")[:3]))


def _full(match: re.Match[str], _: date | None) -> PartialDate | None:
    return _valid(int(match["year"]), month_number(match["month"]), int(match["day"]))


def _iso(match: re.Match[str], _: date | None) -> PartialDate | None:
    return _valid(int(match["year"]), int(match["m"]), int(match["day"]))


def _valid(year: int, month: int, day: int | None = None) -> PartialDate | None:
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return None


def _month_year(match: re.Match[str], _: date | None) -> PartialDate | None:
    return _valid(int(match["year"]), month_number(match["month"]))


def _year(match: re.Match[str], _: date | None) -> PartialDate | None:
    return PartialDate(int(match["year"]))


def _year_behind(month: int, day: int, published: date) -> int:
    """The year in which this day last came before, or comes soon after, publication."""
    this_year = _valid(published.year, month, day)
    ahead = this_year is not None and this_year.first_day > published + timedelta(days=SOON)
    return published.year - 1 if ahead else published.year


def _month_day(match: re.Match[str], published: date | None) -> PartialDate | None:
    if published is None:
        return None
    month, day = month_number(match["month"]), int(match["day"])
    return _valid(_year_behind(month, day, published), month, day)


def _bare_month(match: re.Match[str], published: date | None) -> PartialDate | None:
    if published is None:
        return None
    month = month_number(match["month"])
    year = published.year if month <= published.month else published.year - 1
    if match["last"] and month == published.month:
        year -= 1
    return PartialDate(year, month)


def _weekday(match: re.Match[str], published: date | None) -> PartialDate | None:
    if published is None:
        return None
    wanted = WEEKDAYS.index(match["weekday"].lower())
    back = (published.weekday() - wanted) % 7
    if back == 0 and (match.groupdict().get("last") or "").lower() == "last":
        back = 7
    return PartialDate.of(published - timedelta(days=back))


def _days_back(days: int) -> Resolver:
    def resolve(_: re.Match[str], published: date | None) -> PartialDate | None:
        return PartialDate.of(published - timedelta(days=days)) if published else None

    return resolve


def _elsewhere(_: re.Match[str], __: date | None) -> PartialDate | None:
    """Counted from another event (``three days later``): not known here."""
    return None


def _week_back(days: int) -> Resolver:
    """A week is known no better than the month that its Thursday is in."""

    def resolve(_: re.Match[str], published: date | None) -> PartialDate | None:
        if published is None:
            return None
        day = published - timedelta(days=days)
        day += timedelta(days=3 - day.weekday()) if days else timedelta()
        return PartialDate(day.year, day.month)

    return resolve


def _month_back(months: int) -> Resolver:
    def resolve(_: re.Match[str], published: date | None) -> PartialDate | None:
        if published is None:
            return None
        count = published.year * 12 + published.month - 1 - months
        return PartialDate(count // 12, count % 12 + 1)

    return resolve


def _year_back(years: int) -> Resolver:
    def resolve(_: re.Match[str], published: date | None) -> PartialDate | None:
        return PartialDate(published.year - years) if published else None

    return resolve


def _ago(match: re.Match[str], published: date | None) -> PartialDate | None:
    if published is None:
        return None
    word = match["count"].lower()
    count = 1 if word in ("a", "an") else 2 if word == "a couple of" else SMALL_NUMBERS.get(word) or int(word)
    unit = match["unit"].lower()
    if unit == "day":
        return PartialDate.of(published - timedelta(days=count))
    if unit in ("week", "fortnight"):
        return _week_back((7 if unit == "week" else 14) * count)(match, published)
    if unit == "decade":
        return _year_back(10 * count)(match, published)
    return (_month_back if unit == "month" else _year_back)(count)(match, published)


def _recently(_: re.Match[str], published: date | None) -> PartialDate | None:
    """Its year; in January it may be the year before, so nothing is known."""
    return PartialDate(published.year) if published and published.month > 1 else None


def _feast(match: re.Match[str], published: date | None) -> PartialDate | None:
    month, day = FEASTS[match["feast"].lower().replace("’", "'")]
    if match["year"]:
        return _valid(int(match["year"]), month, day)
    if published is None:
        return None
    return _valid(published.year - 1 if match["last"] else _year_behind(month, day, published), month, day)


def _season(match: re.Match[str], published: date | None) -> PartialDate | None:
    if match["year"]:
        return PartialDate(int(match["year"]))
    if published is None:
        return None
    begins = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[match["season"].lower()]
    is_last = (match["last"] or "").lower() == "last"
    return PartialDate(published.year - 1 if begins > published.month or (is_last and begins == 12) else published.year)


def _rules() -> Iterator[tuple[str, Resolver]]:
    part = r"(?:(?:early|late|mid|earlier|later)[ -](?:in |on )?)?"
    named_day = rf"(?:{'|'.join(WEEKDAYS)})"
    yield rf"\b{YEAR}[-/](?P<m>[01]\d)[-/](?P<day>[0-3]\d)\b", _iso
    yield rf"\b(?P<day>[0-3]?\d)\.(?P<m>[01]?\d)\.{YEAR}\b", _iso
    yield (
        (
            r"\b(?P<feast>christmas (?:eve|day)|new year['’]s (?:eve|day))"
            r"(?:,?\s(?:(?P<last>last\syear)|(?P<year>[12]\d{3})))?\b"
        ),
        _feast,
    )
    yield rf"\b(?:{named_day},?\s)?{MONTH}\s{DAY},?\s{YEAR}\b", _full
    yield rf"\b(?:{named_day},?\s)?{DAY}\s(?:of\s)?{MONTH},?\s{YEAR}\b", _full
    yield rf"\b{part}{MONTH},?\s(?:of\s)?{YEAR}\b", _month_year
    yield rf"\b(?:{named_day},?\s)?{MONTH}\s{DAY}(?![\d,]*\d)\b", _month_day
    yield rf"(?<![\d.,])(?:{named_day},?\s)?{DAY}\s(?:of\s)?{MONTH}(?!\w)", _month_day
    yield rf"\b(?P<last>last|past|previous)\s(?:week\son\s)?{WEEKDAY}\b", _weekday
    yield (
        r"\b(?P<last>last|this|the|in the)?\s?(?P<season>spring|summer|autumn|fall|winter)"
        + (r"(?:\s(?:of\s)?(?P<year>[12]\d{3}))\b"),
        _season,
    )
    yield r"\b(?P<last>last|this(?:\spast)?)\s(?P<season>spring|summer|autumn|fall|winter)\b(?P<year>(?!))?", _season
    yield r"\bday before yesterday\b", _days_back(2)
    yield r"\b(?:yesterday|last night|overnight)\b", _days_back(1)
    yield r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b", _days_back(0)
    yield r"\b(?:(?:earlier |later )?this week(?:end)?|earlier in the week)\b", _week_back(0)
    yield r"\b(?:last|the past|over the last) week\b", _week_back(7)
    yield r"\b(?:last|the past|this past|over the|at the) weekend\b", _week_back(7)
    yield r"\b(?:(?:earlier |later )?this month|earlier in the month)\b", _month_back(0)
    yield r"\blast month\b", _month_back(1)
    yield r"\b(?:(?:earlier |later )?this year|earlier in the year)\b", _year_back(0)
    yield r"\b(?:late |early )?last year\b", _year_back(1)
    count = r"a\scouple\sof|an?|\d{1,2}|" + "|".join(SMALL_NUMBERS)
    yield rf"\b(?P<count>{count})\s(?P<unit>day|week|fortnight|month|year|decade)s?\sago\b", _ago
    yield rf"\b(?:on\s)?{WEEKDAY}\b", _weekday
    units = r"(?:hours|days?|weeks?|months?|years?)"
    yield rf"\b(?:[a-z]+|\d+)\s{units}\s(?:later|earlier|before|after|afterwards)\b", _elsewhere
    yield r"\b(?:the same day|that (?:day|week|month|year|spring|summer|autumn|winter))\b", _elsewhere
    yield r"\b(?:recently|in recent (?:days|weeks|months))\b", _recently
    yield (
        rf"\b(?:(?:in|since|until|by|during|of|from|this|an?|the)\s(?:past\s)?|(?P<last>last)\s){part}{MONTH}(?=[\s,.;)]|$)",
        _bare_month,
    )
    yield rf"\b{part}(?<![\d,.$-]){YEAR}(?![\d,]*\d|-\d|s\b)\b", _year


_RULES = [(re.compile(pattern, re.IGNORECASE), resolve) for pattern, resolve in _rules()]
