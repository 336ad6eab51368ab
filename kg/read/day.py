"""The day on which a story was published, from what a reader sees. Better unknown than wrong."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from kg.read.dayforms import WEEKDAY, WEEKDAYS, DayForm, find_days
from kg.read.story import Story

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
    year are often told without a word that marks them as plans).
    """
    if form.year is not None:
        return _not_after(today, form.full)
    latest = latest_year((story.title, *story.paragraphs), today)
    if form.weekday is None or latest is None:
        return None
    for year in (*range(latest, latest + YEARS_AFTER + 1), latest - 1):
        day = _not_after(today, form.of_year(year))
        if day:
            return day
    return None


def _not_after(today: date, day: date | None) -> date | None:
    return day if day is not None and day <= today else None


def _day_of_labels(story: Story, today: date) -> date | None:
    """A line marked as publication first, then a day alone, then an update; None where two differ."""
    ranks: tuple[list[date], list[date], list[date]] = ([], [], [])
    for label in story.labels[:MOST_DAYS]:
        rest = 0
        for form in find_days(label):
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
    """Return *form* in the latest year that the story mentions or the next, where just one fits the lead's weekday."""
    named = _lead_weekdays(story)
    latest = latest_year((story.title, *story.paragraphs), today)
    if form.year is not None or not named or latest is None:
        return None
    days = [_not_after(today, form.of_year(year)) for year in (latest, latest + 1)]
    fitting = [day for day in days if day and (day.weekday() - named[0]) % 7 <= 1]
    return fitting[0] if len(fitting) == 1 else None


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
