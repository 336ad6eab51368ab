"""JSON articles: one object, an array of objects, or JSON Lines; an object gives one article.

Fields: ``text`` (required), ``doc``, ``url``, ``source``, ``published`` (a day such as 2024-06-27),
``title``, ``authors`` (a name or a list of names).
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import BinaryIO

from kg.errors import ReadError
from kg.model import Article, DateSource
from kg.read.decode import decode
from kg.read.layout import join_paragraphs, to_paragraphs
from kg.read.source import placed
from kg.read.tidy import fold, tidy

FIELDS = ("doc", "url", "source", "published", "title", "text")


def is_json_line(line: bytes) -> bool:
    """Whether *line* holds a whole JSON object, as each line of JSON Lines does."""
    if not line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        return False
    try:
        return isinstance(_parse(decode(line)), dict)
    except ReadError:
        return False


def read_lines(first: bytes, stream: BinaryIO, stem: str, max_bytes: int) -> Iterator[Article | ReadError]:
    """Yield an article, or why there is none, for each line that is not empty: *first*, then *stream*'s.

    A line over *max_bytes* is passed over without being held in memory. An object without ``doc`` gets
    *stem*, and from the second line on the line's number behind it; the errors name the line.
    """
    number = 0
    for count, line in enumerate(_bounded_lines(first, stream, max_bytes), start=1):
        if not line.strip():
            continue
        number += 1
        try:
            if len(line) > max_bytes:
                raise ReadError(f"is larger than {max_bytes:,} bytes")
            yield to_article(_parse(decode(line)), numbered(stem, number))
        except ReadError as error:
            yield placed(f"line {count}", error)


def _bounded_lines(first: bytes, stream: BinaryIO, max_bytes: int) -> Iterator[bytes]:
    line = first
    while line:
        whole = line
        while len(line) > max_bytes and not line.endswith(b"\n"):
            line = stream.readline(max_bytes + 1)
            if not line:
                break
        yield whole
        line = stream.readline(max_bytes + 1)


def read_document(data: bytes, stem: str) -> Iterator[Article | ReadError]:
    """Yield an article, or why there is none, for a JSON object or each object of an array.

    Raises ReadError where *data* is no JSON.
    """
    value = _parse(decode(data))
    if not isinstance(value, list):
        yield to_article(value, stem)
        return
    if not value:
        raise ReadError("holds an empty list")
    yield from _each(value, stem)


def _each(values: Iterable[object], stem: str) -> Iterator[Article | ReadError]:
    for number, value in enumerate(values, start=1):
        try:
            yield to_article(value, numbered(stem, number))
        except ReadError as error:
            yield placed(f"object {number}", error)


def numbered(stem: str, number: int) -> str:
    """Return the id of the story with this number, from 1, in the file with this stem."""
    return stem if number == 1 else f"{stem}-{number}"


def _parse(text: str) -> object:
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise ReadError(f"is not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}") from None
    except ValueError:  # a number of thousands of digits
        raise ReadError("is not valid JSON: a number is too long") from None
    except RecursionError:
        raise ReadError("holds JSON that is nested too deep") from None
    return value


def to_article(value: object, doc: str) -> Article:
    """Return the article that a JSON object holds; *doc* is its id where it gives none.

    Raises ReadError, its message a clause without a subject, for a field of the wrong type and for a missing
    text.
    """
    if not isinstance(value, dict):
        raise ReadError('is no JSON object such as {"title": "…", "text": "…"}')
    fields = {name: _string(value, name) for name in FIELDS}
    paragraphs = to_paragraphs(fields["text"])
    if not paragraphs:
        raise ReadError("has no text: the field `text` is missing or empty")
    text = join_paragraphs(paragraphs)
    published = _day(fields["published"].strip())
    return Article(
        doc=fold(tidy(fields["doc"])) or doc,
        text=text,
        title=fold(tidy(fields["title"])),
        published=published,
        published_from=DateSource.METADATA if published else DateSource.UNKNOWN,
        url=fold(tidy(fields["url"])),
        source=fold(tidy(fields["source"])),
        authors=_authors(value),
    )


def _string(record: dict[str, object], name: str) -> str:
    value = record.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ReadError(f"has a field `{name}` that is no string")
    return value


def _authors(record: dict[str, object]) -> tuple[str, ...]:
    value = record.get("authors")
    if value is None:
        return ()
    names = value if isinstance(value, list) else [value]
    if not all(isinstance(name, str) for name in names):
        raise ReadError("has a field `authors` that is no list of strings")
    return tuple(name for one in names if (name := fold(tidy(str(one)))))


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise ReadError(f"has a field `published` that is no day such as 2024-06-27: {text[:40]!r}") from None
