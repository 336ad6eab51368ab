"""The columns of a table of articles: which one holds the text, the day, the outlet."""

import csv
import re
from collections.abc import Sequence
from types import MappingProxyType

from kg.errors import ReadError
from kg.read.source import show

NAMES = MappingProxyType(
    {
        "text": "text fulltext articletext maintext bodytext articlebody body content story article",
        "doc": "doc docid documentid articleid id uuid guid",
        "url": "url link uri href permalink articleurl sourceurl weburl canonicalurl",
        "source": "source outlet publisher sourcename publication newspaper sitename site domain website",
        "published": "published publishedat publishedon publicationdate publishdate publisheddate datepublished pubdate"
        " date day datetime timestamp",
        "title": "title headline heading subject",
        "authors": "authors author byline writer creator",
        "language": "language lang languagecode langcode",
    }
)
"""Names of columns by the field that they fill, the best one first; case, spaces and marks do not count."""
DELIMITERS = ",;\t|"
MOST_SHOWN = 12
"""Columns that a message lists."""
LONGEST_SHOWN = 36
"""Characters of a column's name that it shows."""
_MARKS = re.compile(r"[\W_]+")
_HINT = re.compile(r"sep=(.)\s*", re.IGNORECASE)


def to_fields(header: Sequence[str]) -> dict[str, int]:
    """Return the number, from 0, of the column that fills each field; fields without a column are left out."""
    plain = [_MARKS.sub("", name.casefold()) for name in header]
    found: dict[str, int] = {}
    for field, names in NAMES.items():
        number = next((plain.index(name) for name in names.split() if name in plain), None)
        if number is not None:
            found[field] = number
    return found


def delimiter_hint(line: str) -> str | None:
    """Return the delimiter that *line* names as spreadsheets do (``sep=;``), or None."""
    match = _HINT.fullmatch(line)
    return match[1] if match else None


def sniff(line: str) -> str:
    """Return the delimiter of the header *line*: the one that gives the most fields, a text above all."""
    return max(DELIMITERS, key=lambda mark: (len(to_fields(split(line, mark))), line.count(mark)))


def split(line: str, delimiter: str) -> list[str]:
    """Return the names in a header *line*."""
    return next(csv.reader([line.strip("\r\n")], delimiter=delimiter), [])


def require_text(header: Sequence[str]) -> dict[str, int]:
    """Return what `to_fields` does; ReadError where no column holds the text."""
    fields = to_fields(header)
    if "text" in fields:
        return fields
    shown = ", ".join(f"`{show(name.strip(), LONGEST_SHOWN)}`" for name in header[:MOST_SHOWN])
    shown += ", …" if len(header) > MOST_SHOWN else ""
    understood = ", ".join(NAMES["text"].split()[1:])
    raise ReadError(f"has no column `text` (or {understood}): its first row has {shown or 'nothing'}")
