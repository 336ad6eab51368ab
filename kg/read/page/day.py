"""The day on which a story was published, from what a reader sees. Better unknown than wrong."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from kg.model import PartialDate
from kg.read.dayforms import WEEKDAY, WEEKDAYS, DayForm, find_days, month_of_line
from kg.read.page.story import Story

_PUBLISHED = re.compile(r"\b(?:published|posted|released|issued|dated?)\b", re.IGNORECASE)
_UPDATED = re.compile(r"\b(?:updated?|modified|edited|accessed|retrieved)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\w,.$€£-])(?:19[5-9]\d|20\d\d)(?![\d,.]\d)(?!\w)")
_PLANNED = re.compile(
    r"\b(?:by|until|till|through|before|for)(?: the)?(?: end of| early| late| mid-?)*\s*$", re.IGNORECASE
)
_TO_COME = re.compile(
    r"\b(?:will|would|shall|is to|are to|was to|to be held|scheduled|due|set|plan\w*|expected|next|upcoming"
    r"|ahead of|until|by|before|since|last year|years? ago|anniversary)\b",
    re.IGNORECASE,
)
_EXPECTED = re.compile(
    r"\b(?:will|is to|are to|to be held|scheduled|due|set to|planned|expected)\b(?!.*\b(?:since|after)\b).*"
    r"\b(?:in|of|for)\s+(?:(?:early|late|mid-?|the)\s*)*$",
    re.IGNORECASE,
)
_WEEKDAY_NAMED = re.compile(rf"\b(?:on\s+|said\s+|late\s+|early\s+)?({WEEKDAY})", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?]\s")
_DATELINE_END = re.compile(r"\s*(?:\([^)]{2,40}\)|\[[^\]]{2,40}\])?\s*[-–—]+\s")
_PLACE = re.compile(r"(?!(?:On|By|Since|Until|In|From|As|Before|After|Between|The)\b)[A-Z][\w.'’/ ()-]{1,45}[,:]?\s*")
LEAD = 3
"""Paragraphs that count as the lead, a standfirst among them."""
LONGEST_LEAD = 2000
"""Characters of each of them that are looked at."""
MOST_DAYS = 20
"""Days in a paragraph, and labels of a story, that are looked at."""
LONGEST_CLAUSE = 200
"""Characters before a year that may say that it is yet to come."""
YEARS_AFTER = 2
"""How long after the latest year that it mentions a story may have been written."""


def find_visible_day(story: Story, today: date) -> date | None:
    """Return the day of publication that *story* shows, never after *today*, or None.

    In this order: a line of its own or a byline (``Published 5 March 2021``); a dateline (``LONDON, March 5,
    2021 (Agency) -``); a weekday with a day in the lead (``on Thursday (June 27)``); a photo's caption. A
    missing year is inferred by `_complete`. A caption counts only where the story has nothing else, all its
    dated captions agree, the text speaks of no later year, and the lead names the caption's weekday: else the
    photo may come from an archive.
    """
    day = _day_of_labels(story, today) or _day_of_dateline(story, today)
    return day or _day_of_lead(story, today) or _day_of_captions(story, today)


def find_visible_date(story: Story, today: date) -> PartialDate | None:
    """Return what `find_visible_day` finds, else the month alone on a line by the title (``June 2024``), or None."""
    if day := find_visible_day(story, today):
        return PartialDate.of(day)
    months = {PartialDate(*found) for label in story.labels[:MOST_DAYS] if (found := month_of_line(label))}
    month = months.pop() if len(months) == 1 else None
    return month if month and month.first_day <= today else None


def latest_year(texts: Sequence[str], today: date) -> int | None:
    """Return the latest year that *texts* speak of as past or present, or None."""
    years = [
        int(match[0])
        for text in texts
        for match in _YEAR.finditer(text)
        if int(match[0]) <= today.year and not _PLANNED.search(text[max(0, match.start() - 30) : match.start()])
    ]
    return max(years, default=None)


def _complete(form: DayForm, story: Story, today: date) -> date | None:
    """Return *form* as a day not after *today*.

    Without a year it needs its weekday: of the years in which that day is that weekday, the nearest from the
    latest year that the story mentions on, at most two later, else the year before that (plans for the next
    year are often told without a word that marks them as plans). Where the story mentions none, the years of
    the days and the copyright notices around it serve, if the weekday suits just one of them.
    """
    if form.year is not None:
        return _not_after(today, form.full)
    latest = latest_year((story.title, *story.paragraphs), today)
    if form.weekday is None:
        return None
    if latest is None:
        return _only([_not_after(today, form.of_year(year)) for year in story.page_years])
    years = (
        (latest - 1, latest) if _is_planned(story, latest) else (*range(latest, latest + YEARS_AFTER + 1), latest - 1)
    )
    return next((day for year in years if (day := _not_after(today, form.of_year(year)))), None)


def _is_planned(story: Story, year: int) -> bool:
    """Whether each mention of *year* is of something to come: ``is expected in 1986``."""
    texts = [text for text in (story.title, *story.paragraphs) if str(year) in text]
    mentions = [(text, match.start()) for text in texts for match in _YEAR.finditer(text) if match[0] == str(year)]
    clauses = [_SENTENCE_END.split(text[max(0, at - LONGEST_CLAUSE) : at])[-1] for text, at in mentions]
    return bool(clauses) and all(_EXPECTED.search(clause) for clause in clauses)


def _only(days: Sequence[date | None]) -> date | None:
    """Return the one day among *days*; None where there is none, or several differ."""
    found = {day for day in days if day}
    return found.pop() if len(found) == 1 else None


def _not_after(today: date, day: date | None) -> date | None:
    return day if day is not None and day <= today else None


def _day_of_labels(story: Story, today: date) -> date | None:
    """A line marked as publication first, then a day alone, then an update; None where two differ."""
    ranks: tuple[list[date], list[date], list[date]] = ([], [], [])
    for label in story.labels[:MOST_DAYS]:
        rest = 0
        for form in find_days(label, story.day_first):
            before = label[rest : form.begin]
            rest = form.end
            day = _complete(form, story, today)
            if day:
                rank = 2 if _UPDATED.search(before) else 0 if _PUBLISHED.search(before) else 1
                ranks[rank].append(day)
    days = next((found for found in ranks if found), [])
    return days[0] if len(set(days)) == 1 else None


def _day_of_dateline(story: Story, today: date) -> date | None:
    """``PARIS, March 5, 2021 (Agency) -`` at the very beginning.

    Without a year, the weekday that the lead names must be that of the day or of its eve.
    """
    for paragraph in (*story.labels[:MOST_DAYS], *story.paragraphs[:2]):
        form = next(find_days(paragraph[:100]), None)
        if form is None or not _PLACE.fullmatch(paragraph[: form.begin]):
            continue
        if not _DATELINE_END.match(paragraph, form.end):
            continue
        day = _complete(form, story, today)
        return day or _year_by_eve(form, story, today)
    return None


def _year_by_eve(form: DayForm, story: Story, today: date) -> date | None:
    """Return *form* in the latest year that the story mentions or the next, where just one fits the lead's weekday.

    Where that year is yet to come it is the year before, or that one; where there is none, one around the story.
    """
    named = _lead_weekdays(story)
    if form.year is not None or not named:
        return None
    latest = latest_year((story.title, *story.paragraphs), today)
    planned = latest is not None and _is_planned(story, latest)
    first = latest - planned if latest is not None else None
    years = story.page_years if first is None else (first, first + 1)
    days = [_not_after(today, form.of_year(year)) for year in years]
    fitting = [day for day in days if day and (day.weekday() - named[0]) % 7 <= 1]
    return fitting[0] if planned and fitting else _only(fitting)


def _lead_weekdays(story: Story) -> list[int]:
    """The weekdays named in the lead, in order."""
    names = (match[1] for text in _lead(story) for match in _WEEKDAY_NAMED.finditer(text))
    return [WEEKDAYS.index(name[:3].lower()) for name in names if name[0].isupper()]


def _day_of_lead(story: Story, today: date) -> date | None:
    """A weekday with its day, in a sentence of the lead that speaks of nothing to come."""
    for text, form in _lead_forms(story):
        if form.weekday is None or _TO_COME.search(_SENTENCE_END.split(text[: form.begin])[-1]):
            continue
        day = _complete(form, story, today)
        if day:
            return day
    return None


def _lead_forms(story: Story) -> Iterator[tuple[str, DayForm]]:
    for text in _lead(story):
        for form in islice(find_days(text), MOST_DAYS):
            yield text, form


def _lead(story: Story) -> list[str]:
    return [paragraph[:LONGEST_LEAD] for paragraph in story.paragraphs[:LEAD]]


def _day_of_captions(story: Story, today: date) -> date | None:
    days = {form.full for caption in story.captions for form in find_days(caption) if form.full}
    if len(days) != 1:
        return None
    day = _not_after(today, days.pop())
    latest = latest_year((story.title, *story.paragraphs), today)
    if day is None or (latest or day.year) > day.year or day.weekday() not in _lead_weekdays(story):
        return None
    return day


_NUMBERS = re.compile(r"(?<![\dA-Za-z])((?:19|20)\d\d)([-_./]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?![\dA-Za-z])")
_MONTH_AND_DAY = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])/")
_URL_PATH = re.compile(r"^\w+://[^/]+(/[^?#]*)")


def day_in_url(url: str, today: date) -> date | None:
    """Return the day in the path of *url* (``/2024/06/27/``, ``-2024-06-27``, ``/20240627/``), or None."""
    path = _URL_PATH.match(url)
    return _first_day(path[1], today) if path else None


def day_in_name(stem: str, today: date) -> date | None:
    """Return the day in a file's name (``2024-06-27-title``, ``20240627_title``), or None."""
    return _first_day(stem, today)


def _first_day(text: str, today: date) -> date | None:
    for pattern in (_NUMBERS, _MONTH_AND_DAY):
        for match in pattern.finditer(text):
            numbers = match.groups()
            if "" in numbers and len(match[0]) != 8:  # without marks, all eight digits are needed
                continue
            try:
                day = date(int(numbers[0]), int(numbers[-2]), int(numbers[-1]))
            except ValueError:
                continue
            if day <= today:
                return day
    return None
