"""Reads a file of any kind into articles; whatever gives none becomes an `Unread`, and the rest goes on."""

import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from kg.errors import ReadError
from kg.model import Article, DateSource
from kg.read.day import day_in_name, day_in_url, find_visible_day
from kg.read.decode import decode
from kg.read.finding import HTML_SUFFIXES, JSON_LINES_SUFFIXES, JSON_SUFFIXES, STANDARD_INPUT
from kg.read.jsonl import is_json_line, numbered, read_document, read_lines
from kg.read.language import refuse_foreign
from kg.read.layout import join_paragraphs
from kg.read.markdown import to_plain
from kg.read.page import take_apart
from kg.read.story import Story

_PROLOGUE = r"\s*(?:(?:<\?xml[^>]*>|<!--(?:(?!-->).)*-->)\s*)*"
_HTML = re.compile(_PROLOGUE + r"<(?:!doctype html|html|head|body|article|main|div|p)\b", re.IGNORECASE | re.DOTALL)
_FEED = re.compile(_PROLOGUE + r"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE | re.DOTALL)
_JSON = re.compile(r"\s*(?:\{\s*\"|\[\s*\{)")


@dataclass(frozen=True, slots=True)
class Unread:
    """An input that gave no article, and why."""

    path: str
    reason: str
    """One line that names the file and says what is wrong with it."""


def read_files(paths: Iterable[str], max_bytes: int, stdin: BinaryIO | None = None) -> Iterator[Article | Unread]:
    """Yield what `read_file` does for each of *paths*, one after another."""
    for path in paths:
        yield from read_file(path, max_bytes, stdin)


def read_file(path: str, max_bytes: int, stdin: BinaryIO | None = None) -> Iterator[Article | Unread]:
    """Yield the articles in one file, and an `Unread` for what gives none; bad input raises nothing.

    *path* may be ``-``: standard input, or *stdin*. *max_bytes* is the size of the largest file that is read,
    or of the largest line in JSON Lines.
    """
    name = "standard input" if path == STANDARD_INPUT else show(path)
    try:
        for outcome in _read(path, max_bytes, stdin):
            if isinstance(outcome, ReadError):
                yield Unread(path, _sentence(name, outcome))
            else:
                yield outcome
    except ReadError as error:
        yield Unread(path, _sentence(name, error))
    except OSError as error:
        yield Unread(path, f"{name} cannot be read: {(error.strerror or type(error).__name__).lower()}")


def show(path: str) -> str:
    """Return *path* fit for one line of a message, whatever bytes the file's name has."""
    return "".join(c if c.isprintable() else "�" for c in path.encode(errors="replace").decode())


def _sentence(name: str, error: ReadError) -> str:
    reason = str(error)
    return name + ("" if reason.startswith(",") else " ") + reason


def _read(path: str, max_bytes: int, stdin: BinaryIO | None) -> Iterator[Article | ReadError]:
    if path == STANDARD_INPUT:
        yield from _read_stream(stdin or sys.stdin.buffer, "standard-input", "", max_bytes)
        return
    if "\0" in path:
        raise ReadError("cannot be read: no file's name holds a null byte")
    place = Path(path)
    with place.open("rb") as stream:
        status = os.fstat(stream.fileno())
        suffix = place.suffix.lower()
        if stat.S_ISREG(status.st_mode) and status.st_size > max_bytes and suffix not in JSON_SUFFIXES:
            raise ReadError(_too_large(max_bytes))
        yield from _read_stream(stream, place.stem, suffix, max_bytes)


def _too_large(max_bytes: int) -> str:
    return f"is larger than {max_bytes:,} bytes: split it, or set KG_MAX_BYTES"


def _read_stream(stream: BinaryIO, stem: str, suffix: str, max_bytes: int) -> Iterator[Article | ReadError]:
    first = stream.readline(max_bytes + 1)
    opens_document = first.strip() in (b"{", b"[", b"") and suffix not in JSON_LINES_SUFFIXES
    if is_json_line(first) or (suffix in JSON_LINES_SUFFIXES and not opens_document):
        yield from _some(read_lines(first, stream, stem, max_bytes))
        return
    data = first + stream.read(max_bytes + 1 - len(first))
    if len(data) > max_bytes:
        raise ReadError(_too_large(max_bytes))
    if not data.strip():
        raise ReadError("is empty")
    if suffix in JSON_SUFFIXES:
        yield from read_document(data, stem)
    else:
        yield from _read_text(data, stem, suffix)


def _some(outcomes: Iterator[Article | ReadError]) -> Iterator[Article | ReadError]:
    """Yield *outcomes*; ReadError where there are none."""
    empty = True
    for outcome in outcomes:
        empty = False
        yield outcome
    if empty:
        raise ReadError("is empty")


def _read_text(data: bytes, stem: str, suffix: str) -> Iterator[Article | ReadError]:
    text = decode(data, is_html=suffix in HTML_SUFFIXES or data.lstrip()[:1] == b"<")
    today = date.today()
    if suffix in HTML_SUFFIXES or _HTML.match(text):
        yield _from_html(text, stem, today)
    elif _FEED.match(text):
        raise ReadError("is a feed, not an article: fetch its articles")
    elif _JSON.match(text):
        yield from read_document(data, stem)
    else:
        yield from _from_page(to_plain(text) if suffix == ".md" else text, stem, today)


def _from_html(text: str, stem: str, today: date) -> Article:
    from kg.read.html import read_page  # trafilatura takes half a second to import: only where HTML is read

    page = read_page(text, today)
    if page.published:
        return _to_article(page.story, stem, page.published, DateSource.METADATA, page.source)
    return _to_article(page.story, stem, *_find_day(page.story, stem, today), page.source)


def _from_page(text: str, stem: str, today: date) -> Iterator[Article | ReadError]:
    refuse_foreign(text)
    stories = take_apart(text)
    if not stories:
        raise ReadError("holds no sentences to read")
    for number, story in enumerate(stories, start=1):
        try:
            refuse_foreign(join_paragraphs(list(story.paragraphs)))
        except ReadError as error:
            yield ReadError(f", story {number}, {error}")
            continue
        # the day in a file's name is that of its main story
        published, source = _find_day(story, stem if number == 1 else "", today)
        yield _to_article(story, numbered(stem, number), published, source)


def _find_day(story: Story, stem: str, today: date) -> tuple[date | None, DateSource]:
    """Return the day of a story whose metadata have none: by URL, visible text, or file name."""
    if day := day_in_url(story.url, today):
        return day, DateSource.URL
    if day := find_visible_day(story, today):
        return day, DateSource.VISIBLE_TEXT
    if day := day_in_name(stem, today):
        return day, DateSource.FILE_NAME
    return None, DateSource.UNKNOWN


def _to_article(
    story: Story, doc: str, published: date | None, published_from: DateSource, source: str = ""
) -> Article:
    text = join_paragraphs(list(story.paragraphs))
    return Article(doc, text, story.title, published, published_from, story.url, source)
