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
from kg.read.dispatch import read_source
from kg.read.finding import JSON_SUFFIXES, STANDARD_INPUT, STREAMED_SUFFIXES
from kg.read.source import Outcome, Source, show, too_large

SECONDS = 30.0

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


def fetch_files(urls: Iterable[str], max_bytes: int) -> Iterator[Article | Unread]:
    """Yield the articles at *urls*, pages or feeds whose entries are fetched in turn, and why there is none.

    Hosts are asked one request at a time, with a pause, and as their robots.txt allows; ``kg.read.fetch`` says what is
    refused.
    """
    from kg.read.fetch import Fetcher, FetchSettings  # imported only where something is fetched
    from kg.read.follow import fetch_entries

    fetcher = Fetcher(FetchSettings(max_bytes=max_bytes))
    for url in urls:
        for outcome in fetch_entries([url], fetcher, read_source):
            yield _to_unread(url, show(url), outcome) if isinstance(outcome, ReadError) else outcome


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
        if (
            stat.S_ISREG(status.st_mode)
            and status.st_size > max_bytes
            and suffix not in STREAMED_SUFFIXES | JSON_SUFFIXES
        ):
            raise ReadError(too_large(max_bytes))
        yield from read_source(Source(stream, place.stem, suffix, max_bytes))
