"""RSS and Atom feeds: each entry that carries its whole text is an article, each other one a teaser."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from html import escape
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from kg.errors import ReadError, SkipError
from kg.model import Article
from kg.read.feed.entry import Entry, Raw, to_entry
from kg.read.feed.teaser import count_sentences, is_cut_off, without_footer
from kg.read.feed.xml import MOST_ENTRIES, CleanFeed, clean_feed
from kg.read.jsonl import numbered
from kg.read.layout import join_paragraphs
from kg.read.markup import is_markup, to_line, to_lines
from kg.read.page.furniture import Kind, kind_of, strip_marks
from kg.read.source import Outcome, Source, placed
from kg.read.texts import from_html

FEWEST_SENTENCES = 3
"""Sentences of a summary that counts as a whole text."""
TOO_LITTLE = 0.6
"""Part of an entry's prose that the reader of pages must find, else the entry's own paragraphs are taken."""
LONGEST_TEXT = 2_000_000
"""Characters of one entry."""
_TEXT_TYPES = ("text/html", "application/xhtml+xml", "text/plain")


class TeaserError(SkipError):
    """An entry does not carry its whole text; ``entry`` says where that is."""

    def __init__(self, entry: Entry) -> None:
        where = f"fetch its page, {entry.url}" if entry.url else "it names no page to fetch"
        super().__init__(f", entry {entry.number}, holds only a teaser: {where}")
        self.entry = entry


def read(source: Source) -> Iterator[Outcome]:
    """Yield an article, a `TeaserError` or a ReadError for each entry; ReadError where the input is no feed."""
    feed = clean_feed(source.read_all())
    result = _parse(feed)
    head: Raw = result["feed"]
    home = urljoin(source.url, head.get("link") or "")
    outlet = to_line(head.get("title") or "")
    whole = result["entries"][: feed.entries - feed.is_cut]
    for number, raw in enumerate(whole, start=1):
        entry = to_entry(raw, number, home, outlet, is_atom=result["version"].startswith("atom"))
        yield _read_entry(raw, entry, numbered(source.stem, number))
    if feed.is_long:
        yield ReadError(f", entry {MOST_ENTRIES + 1:,} and what follows, is not read: split the feed")
    elif feed.is_cut:
        yield ReadError(f", entry {len(whole) + 1}, is cut off: the feed breaks off in it")
    elif not whole:
        raise ReadError("is a feed without entries")


def _parse(feed: CleanFeed) -> Mapping[str, Any]:
    """Return what feedparser makes of *feed*; what is costly in its work has been done, or is not needed."""
    import feedparser

    try:
        result: Mapping[str, Any] = feedparser.parse(
            BytesIO(feed.xml), sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # a library over hostile input: one feed must not end a run
        raise ReadError(f"is a feed that cannot be parsed ({type(error).__name__})") from error
    return result


def _read_entry(raw: Raw, entry: Entry, doc: str) -> Outcome:
    try:
        for markup, is_content in _texts(raw):
            lines = without_footer(to_lines(markup))
            fewest = 1 if is_content else FEWEST_SENTENCES
            if is_cut_off(lines) or count_sentences(" ".join(lines)) < fewest:
                continue
            if article := _to_article(markup, lines, entry, doc):
                return entry.complete(article)
    except ReadError as error:
        return placed(f"entry {entry.number}", error)
    return TeaserError(entry)


def _texts(raw: Raw) -> Iterator[tuple[str, bool]]:
    """Yield what may be the whole text of an entry, the longest first, and whether it is given as such.

    feedparser copies a text into a summary that is missing, but then without details.
    """
    summary = str(raw.get("summary") or "") if "summary_detail" in raw else ""
    contents = [str(part.get("value") or "") for part in raw.get("content") or () if part.get("type") in _TEXT_TYPES]
    for text in sorted({*contents, summary} - {""}, key=len, reverse=True):
        if len(text) > LONGEST_TEXT:
            raise ReadError(f"is longer than {LONGEST_TEXT:,} characters")
        yield text, text != summary


def _to_article(markup: str, lines: list[str], entry: Entry, doc: str) -> Article | None:
    """Return the article that the reader of pages finds in an entry; its own prose where that finds too little.

    None where there is no prose.
    """
    body = markup if is_markup(markup) else "".join(f"<p>{escape(line)}</p>" for line in lines)
    title = escape(entry.title)
    page = (
        f"<!DOCTYPE html><html><head><title>{title}</title></head><body><main><article><h1>{title}</h1>"
        f"{body}</article></main></body></html>"
    )
    try:
        article = replace(from_html(page, doc, date.today(), entry.url), url=entry.url)
    except ReadError:
        article = Article(doc, "", url=entry.url)
    found = join_paragraphs(without_footer(article.text.split("\n\n")))
    if len(found) >= TOO_LITTLE * sum(map(len, lines)):
        return replace(article, text=found)
    prose = join_paragraphs([strip_marks(line) for line in lines if kind_of(line) is Kind.PROSE])
    text = found if len(found) >= TOO_LITTLE * len(prose) else prose
    return replace(article, text=text) if text else None
