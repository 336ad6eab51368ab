"""Fetches the pages that a feed only teases, and reads them as any page is read."""

from collections.abc import Iterable, Iterator

from kg.errors import ReadError
from kg.model import Article
from kg.read.feed.entry import Entry
from kg.read.feed.reader import TeaserError
from kg.read.source import Outcome, Reader, placed
from kg.read.web.fetch import Fetcher


def fetch_entries(outcomes: Iterable[Outcome | str], fetcher: Fetcher, read: Reader) -> Iterator[Outcome]:
    """Yield the articles behind *outcomes*, in their order, or why there is none.

    Articles and errors pass through. The page of a `TeaserError` is fetched, once, and given to *read*, the reader of
    any format; what the feed knows of it (title, day, outlet, authors) fills in what the page does not say. A string
    is a URL: what stands there is read, and where that is a feed its teasers are fetched in turn. Raises ReadError
    where a URL itself is not fetched.
    """
    seen: set[str] = set()
    for outcome in outcomes:
        if isinstance(outcome, str):
            yield from _read_url(outcome, fetcher, read, seen)
        else:
            yield from _follow(outcome, fetcher, read, seen)


def _read_url(url: str, fetcher: Fetcher, read: Reader, seen: set[str]) -> Iterator[Outcome]:
    fetched = fetcher.fetch(url)
    for outcome in read(fetched.to_source(fetcher.settings.max_bytes)):
        yield from _follow(outcome, fetcher, read, seen)


def _follow(outcome: Outcome, fetcher: Fetcher, read: Reader, seen: set[str]) -> Iterator[Outcome]:
    if not isinstance(outcome, TeaserError) or not outcome.entry.url:
        yield outcome
    elif outcome.entry.url in seen:
        yield ReadError(f", entry {outcome.entry.number}, names the page of an earlier entry")
    else:
        seen.add(outcome.entry.url)
        yield from _read_page(outcome.entry, fetcher, read)


def _read_page(entry: Entry, fetcher: Fetcher, read: Reader) -> Iterator[Outcome]:
    """Yield the articles of an entry's page; the first one is the entry's own."""
    place = f"entry {entry.number}"
    try:
        source = fetcher.fetch(entry.url).to_source(fetcher.settings.max_bytes)
        is_first = True
        for found in read(source):
            if isinstance(found, Article):
                yield entry.complete(found) if is_first else found
                is_first = False
            else:
                yield placed(place, found)
    except ReadError as error:
        yield placed(place, error)
