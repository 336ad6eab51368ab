"""One text, whatever it is: an HTML page, a page saved as plain text, Markdown, a JSON document."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from kg.model import Article, DateSource, PartialDate, Precision
from kg.read.decode import decode
from kg.read.finding import HTML_SUFFIXES
from kg.read.jsonl import numbered, read_document
from kg.read.language import no_story
from kg.read.layout import join_paragraphs
from kg.read.markdown import to_plain
from kg.read.markup import refuse_huge_tags
from kg.read.page.day import day_in_name, day_in_url, find_visible_date
from kg.read.page.stories import take_apart
from kg.read.page.story import Story
from kg.read.source import Outcome, show

log = logging.getLogger(__name__)

PROLOGUE = r"\s*(?:(?:<\?xml[^>]*>|<!--(?:(?!-->).)*-->)\s*)*"
_HTML = re.compile(PROLOGUE + r"<(?:!doctype html|html|head|body|article|main|div|p)\b", re.IGNORECASE | re.DOTALL)
_JSON = re.compile(r"\s*(?:\{\s*\"|\[\s*\{)")


def read_text(data: bytes, stem: str, suffix: str, url: str = "") -> Iterator[Outcome]:
    """Yield the articles in *data*, told apart by *suffix* and by what it looks like.

    *url* is where it was published, if its container says so; an address in the text itself is believed first.
    Raises ReadError where there is no article.
    """
    text = decode(data, is_html=suffix in HTML_SUFFIXES or data.lstrip()[:1] == b"<")
    today = date.today()
    if suffix in HTML_SUFFIXES or _HTML.match(text):
        yield from_html(text, stem, today, url)
    elif _JSON.match(text):
        yield from read_document(data, stem)
    else:
        yield from from_page(to_plain(text) if suffix == ".md" else text, stem, today, url)


def from_html(text: str, stem: str, today: date, url: str = "") -> Article:
    """Return the article in an HTML page; ReadError where there is none."""
    from kg.read.page.html import read_page  # trafilatura takes half a second to import: only where HTML is read

    refuse_huge_tags(text)
    page = read_page(text, today)
    story = replace(page.story, url=page.story.url or url)
    return _to_article(story, stem, *_find_day(story, stem, today, page.published), page.source, page.authors)


def from_page(text: str, stem: str, today: date, url: str = "") -> Iterator[Outcome]:
    """Yield the stories of a page that was saved as plain text; ReadError where there is none."""
    stories = take_apart(text)
    if not stories:
        raise no_story(text, "holds no sentences to read")
    for number, story in enumerate(stories, start=1):
        if number == 1:
            story = replace(story, url=story.url or url)
        # the day in a file's name is that of its main story
        published, source = _find_day(story, stem if number == 1 else "", today)
        yield _to_article(story, numbered(stem, number), published, source)


def _find_day(
    story: Story, stem: str, today: date, in_metadata: date | None = None
) -> tuple[PartialDate | None, DateSource]:
    """Return the day of a story: by its metadata, else URL, visible text, or file name; what contradicts it is logged.

    Where only the month is visible, the file's name may tell the day in it.
    """
    days = {DateSource.METADATA: in_metadata, DateSource.URL: day_in_url(story.url, today)}
    told = {source: PartialDate.of(day) for source, day in days.items() if day}
    if visible := find_visible_date(story, today):
        told[DateSource.VISIBLE_TEXT] = visible
    if named := day_in_name(stem, today):
        if visible and visible.day is None and visible.first_day <= named <= visible.last_day:
            del told[DateSource.VISIBLE_TEXT]
        told[DateSource.FILE_NAME] = PartialDate.of(named)
    if not told:
        return None, DateSource.UNKNOWN
    (chosen, published), *others = told.items()
    for source, other in others:
        if _contradict(published, other):
            log.info("%s: published %s by its %s, though %s by its %s", show(stem), published, chosen, other, source)
    return published, chosen


def _contradict(first: PartialDate, second: PartialDate) -> bool:
    """Whether the spans of both are more than a day apart, by which time zones differ."""
    gap = max(first.first_day, second.first_day) - min(first.last_day, second.last_day)
    return gap > timedelta(days=1)


def _to_article(
    story: Story,
    doc: str,
    published: PartialDate | None,
    published_from: DateSource,
    source: str = "",
    authors: tuple[str, ...] = (),
) -> Article:
    text = join_paragraphs(list(story.paragraphs))
    return Article(
        doc,
        text,
        story.title,
        published.first_day if published else None,
        published_from,
        story.url,
        source,
        authors,
        published_precision=published.precision if published else Precision.DAY,
    )
