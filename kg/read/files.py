"""Reads a file of any kind into articles; whatever gives none becomes an `Unread`, and the rest goes on."""

import os
import re
import stat
import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import ReadError, SkipError
from kg.model import Article
from kg.read.deadline import within
from kg.read.dispatch import read_source
from kg.read.finding import JSON_SUFFIXES, STANDARD_INPUT, STREAMED_SUFFIXES
from kg.read.language import ENGLISH, tell_language, unwanted
from kg.read.source import Outcome, Source, placed, show, too_large

if TYPE_CHECKING:
    from kg.read.web.fetch import Fetcher

SECONDS = 30.0
"""Longest time for reading one article."""
LONGEST_NAME = 4096
"""Characters of a path that a message shows."""

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
    paths: Iterable[str],
    max_bytes: int,
    stdin: BinaryIO | None = None,
    *,
    seconds: float = SECONDS,
    languages: Collection[str] = (ENGLISH,),
    fetcher: "Fetcher | None" = None,
) -> Iterator[Article | Unread]:
    """Yield the articles in *paths*, one after another, and an `Unread` for what gives none; bad input raises nothing.

    A path may be ``-``: standard input, or *stdin*. *max_bytes* is the size of the largest file that is read, or of
    the largest article of a file that holds many; *seconds* the longest time for one article. Articles in other
    *languages* (ISO 639-1 codes) are skipped. With a *fetcher* a path may be a URL too, and the pages that feeds only
    tease are fetched.
    """
    for path in paths:
        name = "standard input" if path == STANDARD_INPUT else show(path, LONGEST_NAME)
        if fetcher is not None and is_url(path):
            outcomes = _follow([path], fetcher)
        else:
            outcomes = within(seconds, _read(path, max_bytes, stdin))
            outcomes = outcomes if fetcher is None else _follow(outcomes, fetcher)
        yield from _tell(path, name, _choose(outcomes, languages, Path(path).stem))


def is_url(path: str) -> bool:
    """Whether *path* is an address of the web."""
    return path.startswith(("http://", "https://"))


def open_fetcher(max_bytes: int) -> "Fetcher":
    """Return what `read_files` fetches with; one for a whole run, as it knows when each host was last asked."""
    from kg.read.web.fetch import Fetcher, FetchSettings  # imported only where something is fetched

    return Fetcher(FetchSettings(max_bytes=max_bytes))


def _follow(outcomes: Iterable[Outcome | str], fetcher: "Fetcher") -> Iterator[Outcome]:
    from kg.read.web.follow import fetch_entries

    return fetch_entries(outcomes, fetcher, read_source)


def _choose(outcomes: Iterable[Outcome], languages: Collection[str], stem: str) -> Iterator[Outcome]:
    """Yield *outcomes* with their languages told, and a SkipError for each article that is in none of *languages*."""
    for outcome in outcomes:
        if isinstance(outcome, Article):
            # What says of itself that it is English may not be; another language is believed.
            language = tell_language(outcome.text) if outcome.language == ENGLISH else outcome.language
            if language in languages:
                yield outcome if language == outcome.language else replace(outcome, language=language)
                continue
            skip = unwanted(language)
            yield skip if outcome.doc == stem else placed(f"article {show(outcome.doc)}", skip)
        else:
            yield outcome


def _tell(path: str, name: str, outcomes: Iterable[Outcome]) -> Iterator[Article | Unread]:
    try:
        for outcome in outcomes:
            yield _to_unread(path, name, outcome) if isinstance(outcome, ReadError) else outcome
    except ReadError as error:
        yield _to_unread(path, name, error)
    except OSError as error:
        yield _to_unread(path, name, ReadError(f"cannot be read: {(error.strerror or type(error).__name__).lower()}"))


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
