"""The cells of one row of a table, and the article that they make."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from kg.errors import ReadError
from kg.model import Article, DateSource, PartialDate
from kg.read.dayforms import MONTHS, find_days
from kg.read.jsonl import to_article
from kg.read.tidy import fold, tidy

NOTHING = frozenset({"", "-", "n/a", "na", "nan", "nat", "none", "null", "unknown"})
"""What programs write into a cell without a value."""
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_].*)?", re.IGNORECASE)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{2,6}Z?)?")
_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ].*)?")
_MONTH = re.compile(r"([A-Z][a-z]{2})[a-z]*\.?,? ((?:19|20)\d\d)")


def read_row(cells: Sequence[str], fields: Mapping[str, int], width: int, doc: str) -> Article:
    """Return the article in one row of a table of *width* columns; *doc* is its id where it has none.

    *fields* gives the column of each field. Authors are parted by semicolons. A day in the future counts as
    unknown. Raises ReadError, its message a clause without a subject.
    """
    if any(cell.strip() for cell in cells[width:]):
        raise ReadError(
            f"has more cells than columns ({len(cells)}, not {width}): a text with a delimiter needs quotes"
        )
    record = {name: cells[number].strip() for name, number in fields.items() if number < len(cells)}
    values = {name: _value(cell) for name, cell in record.items() if name != "text"}
    language = _LANGUAGE.fullmatch(values.pop("language", ""))
    published = _to_date(fold(tidy(values.pop("published", ""))))
    authors = values.pop("authors", "").split(";")
    article = to_article({**values, "authors": authors, "text": record.get("text", "")}, doc)
    if language:
        article = replace(article, language=language[1].lower())
    if published is None or published.first_day > date.today():
        return article
    return replace(
        article,
        published=published.first_day,
        published_from=DateSource.METADATA,
        published_precision=published.precision,
    )


def _value(cell: str) -> str:
    return "" if cell.casefold() in NOTHING else cell


def _to_date(text: str) -> PartialDate | None:
    """Return the day, month or year in *text*, None where it is empty; ReadError where it says none for sure."""
    if not text:
        return None
    try:
        if match := _COMPACT.fullmatch(text) or _ISO.fullmatch(text):
            return PartialDate(*(int(part) for part in match.groups() if part))
        if day := next((form.full for form in find_days(text) if form.full), None):
            return PartialDate.of(day)
        if match := _MONTH.match(text):
            return PartialDate(int(match[2]), MONTHS.index(match[1].lower()) + 1)
    except ValueError:  # there is no 30 February, and no 13th month
        pass
    raise ReadError(f"has no day such as 2024-06-27 in its column of days: {text[:40]!r}")
