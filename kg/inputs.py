"""What commands read: settings, files with progress, and what is said of those that give nothing."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click

from kg import printing
from kg.errors import ReadError, StoreError
from kg.extract.events import Extractor
from kg.graph.change import Rejection
from kg.journal import Journal
from kg.model import Article, Event
from kg.pipeline import extract_all
from kg.read import SUFFIXES, Unread, find_files, is_url, open_fetcher, read_files
from kg.settings import DEFAULT_BASE, Settings
from kg.stores import find_base


def settings_with(data: Path | None, actors: Path | None = None, min_confidence: float | None = None) -> Settings:
    """Return the settings of the environment, with what ``--data``, ``--actors`` and ``--min-confidence`` give."""
    settings = Settings.read()
    least = settings.min_confidence if min_confidence is None else min_confidence
    return replace(settings, data=data or settings.data, actors=actors or settings.actors, min_confidence=least)


def base_of(settings: Settings) -> str:
    """Return the base of the graph, where there is one, else the default."""
    try:
        return find_base(settings)
    except StoreError:
        if settings.endpoint is not None:
            raise
        return DEFAULT_BASE


def read_all(
    paths: Sequence[str], settings: Settings, label: str, journal: Journal | None = None, *, fetch: bool = False
) -> Iterator[Article | Unread]:
    """Read every file below *paths*, with progress on standard error where that is a terminal.

    URLs among *paths* are read, and the pages of feeds fetched, only with *fetch*. Files that *journal* holds are
    passed over; the others are added to it once all that they give has been taken.
    """
    if not fetch and (url := next(filter(is_url, paths), None)):
        raise click.UsageError(f"{url} is on the web: add --fetch to read it there")
    fetcher = open_fetcher(settings.max_bytes) if fetch else None
    files = find_files(paths)
    if not files:
        raise ReadError(f"there are no articles in {' '.join(paths)} ({' '.join(sorted(SUFFIXES))})")
    with printing.progress(label, len(files)) as advance:
        for path in files:
            if journal is None or not journal.holds(path):
                yield from read_files(
                    [path],
                    settings.max_bytes,
                    stdin=sys.stdin.buffer,
                    seconds=settings.article_seconds,
                    languages=settings.languages,
                    fetcher=fetcher,
                )
                if journal is not None:
                    journal.add(path)
            advance()


def complain_of(article: Article, rejection: Rejection) -> None:
    """Say on standard error what of an article was refused, and why."""
    what = printing.event_in_words(rejection.event) if rejection.event else "the whole article"
    for message in rejection.messages:
        click.echo(f"kg: {article.doc}: {what} was not written: {message}", err=True)


def complain(unread: Unread) -> None:
    """Say on standard error which input gave no article, and why."""
    click.echo(f"kg: {unread.reason}", err=True)


def code_all(
    readings: Iterable[Article | Unread], extractor: Extractor, unread: list[Unread]
) -> Iterator[tuple[Article, tuple[Event, ...]]]:
    """Yield each article with its events; what gave none is told on standard error and added to *unread*."""
    for outcome in extract_all(readings, extractor):
        if isinstance(outcome, Unread):
            complain(outcome)
            unread.append(outcome)
        else:
            yield outcome[0], tuple(outcome[1].events)
