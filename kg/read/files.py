"""Reads a file of any kind into articles; whatever gives none becomes an `Unread`, and the rest goes on."""

import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from kg.errors import ReadError, SkipError
from kg.model import Article
from kg.read.deadline import within
from kg.read.finding import JSON_LINES_SUFFIXES, JSON_SUFFIXES, STANDARD_INPUT
from kg.read.jsonl import is_json_line, read_document, read_lines
from kg.read.source import Outcome, Source, too_large
from kg.read.texts import PROLOGUE, read_text

SECONDS = 30.0
_FEED = re.compile((PROLOGUE + r"<(?:rss|feed|rdf:RDF)\b").encode(), re.IGNORECASE | re.DOTALL)

_PLACE = re.compile(r"^(?:, [^,]*)+, ")
"""Where in a file a fault is: ``, line 3, ``."""
_PARTICULARS = re.compile(r" \([^)]*\)|:.*| than [\d,]+ bytes")
"""What of a reason differs from one input to the next."""


@dataclass(frozen=True, slots=True)
class Unread:
    """An input that gave no article, and why."""

    path: str
    reason: str
    """One line that names the file and says what is wrong with it."""
    skipped: bool = field(default=False, compare=False)
    """Whether it is sound, but not wanted: in another language, or only a teaser."""
    kind: str = field(default="", compare=False)
    """What is wrong, in the words of all inputs with the same fault."""


def read_files(
    paths: Iterable[str], max_bytes: int, stdin: BinaryIO | None = None, *, seconds: float = SECONDS
) -> Iterator[Article | Unread]:
    """Yield what `read_file` does for each of *paths*, one after another."""
    for path in paths:
        yield from read_file(path, max_bytes, stdin, seconds=seconds)


def read_file(
    path: str, max_bytes: int, stdin: BinaryIO | None = None, *, seconds: float = SECONDS
) -> Iterator[Article | Unread]:
    """Yield the articles in one file, and an `Unread` for what gives none; bad input raises nothing.

    *path* may be ``-``: standard input, or *stdin*. *max_bytes* is the size of the largest file that is read,
    or of the largest line in JSON Lines; *seconds* the longest time for one article.
    """
    name = "standard input" if path == STANDARD_INPUT else show(path)
    try:
        for outcome in within(seconds, _read(path, max_bytes, stdin)):
            if isinstance(outcome, ReadError):
                yield _to_unread(path, name, outcome)
            else:
                yield outcome
    except ReadError as error:
        yield _to_unread(path, name, error)
    except OSError as error:
        yield _to_unread(path, name, ReadError(f"cannot be read: {(error.strerror or type(error).__name__).lower()}"))


def show(path: str) -> str:
    """Return *path* fit for one line of a message, whatever bytes the file's name has."""
    return "".join(c if c.isprintable() else "�" for c in path.encode(errors="replace").decode())


def _to_unread(path: str, name: str, error: ReadError) -> Unread:
    clause = str(error)
    reason = name + ("" if clause.startswith(",") else " ") + clause
    kind = _PARTICULARS.sub("", _PLACE.sub("", clause)).strip(" :,")
    return Unread(path, reason, isinstance(error, SkipError), kind)


def _read(path: str, max_bytes: int, stdin: BinaryIO | None) -> Iterator[Outcome]:
    if path == STANDARD_INPUT:
        yield from read_source(Source(stdin or sys.stdin.buffer, "standard-input", "", max_bytes))
        return
    if "\0" in path:
        raise ReadError("cannot be read: no file's name holds a null byte")
    place = Path(path)
    with place.open("rb") as stream:
        status = os.fstat(stream.fileno())
        suffix = place.suffix.lower()
        if stat.S_ISREG(status.st_mode) and status.st_size > max_bytes and suffix not in JSON_SUFFIXES:
            raise ReadError(too_large(max_bytes))
        yield from read_source(Source(stream, place.stem, suffix, max_bytes))


def read_source(source: Source) -> Iterator[Outcome]:
    """Yield the articles of *source*, and why a part of it gives none; ReadError for a fault of the whole."""
    first = source.stream.readline(source.max_bytes + 1)
    opens_document = first.strip() in (b"{", b"[", b"") and source.suffix not in JSON_LINES_SUFFIXES
    if is_json_line(first) or (source.suffix in JSON_LINES_SUFFIXES and not opens_document):
        yield from _some(read_lines(first, source.stream, source.stem, source.max_bytes))
        return
    data = first + source.stream.read(source.max_bytes + 1 - len(first))
    if len(data) > source.max_bytes:
        raise ReadError(too_large(source.max_bytes))
    if not data.strip():
        raise ReadError("is empty")
    if source.suffix in JSON_SUFFIXES:
        yield from read_document(data, source.stem)
    elif _FEED.match(data):
        raise ReadError("is a feed, not an article: fetch its articles")
    else:
        yield from read_text(data, source.stem, source.suffix, source.url)


def _some(outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """Yield *outcomes*; ReadError where there are none."""
    empty = True
    for outcome in outcomes:
        empty = False
        yield outcome
    if empty:
        raise ReadError("is empty")
