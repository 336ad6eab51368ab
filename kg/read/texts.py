"""One text, whatever it is: an HTML page, a page saved as plain text, Markdown, a JSON document."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kg.errors import ReadError
from kg.model import Article, DateSource, PartialDate, Precision
from kg.read.day import day_in_name, day_in_url, find_visible_date
from kg.read.decode import decode
from kg.read.finding import HTML_SUFFIXES
from kg.read.jsonl import numbered, read_document
from kg.read.language import refuse_foreign
from kg.read.layout import join_paragraphs
from kg.read.markdown import to_plain
from kg.read.markup import refuse_huge_tags
from kg.read.page import take_apart
from kg.read.source import Outcome, placed
from kg.read.story import Story

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
    from kg.read.html import read_page  # trafilatura takes half a second to import: only where HTML is read

    refuse_huge_tags(text)
    page = read_page(text, today)
    story = replace(page.story, url=page.story.url or url)
    if page.published:
        return _to_article(story, stem, PartialDate.of(page.published), DateSource.METADATA, page.source, page.authors)
    return _to_article(story, stem, *_find_day(story, stem, today), page.source, page.authors)


def from_page(text: str, stem: str, today: date, url: str = "") -> Iterator[Outcome]:
    """Yield the stories of a page that was saved as plain text; ReadError where there is none."""
    refuse_foreign(text)
    stories = take_apart(text)
    if not stories:
        raise ReadError("holds no sentences to read")
    for number, story in enumerate(stories, start=1):
        try:
            refuse_foreign(join_paragraphs(list(story.paragraphs)))
        except ReadError as error:
            yield placed(f"story {number}", error)
            continue
        if number == 1:
            story = replace(story, url=story.url or url)
        # the day in a file's name is that of its main story
        published, source = _find_day(story, stem if number == 1 else "", today)
        yield _to_article(story, numbered(stem, number), published, source)


def _find_day(story: Story, stem: str, today: date) -> tuple[PartialDate | None, DateSource]:
    """Return the day of a story whose metadata have none: by URL, visible text, or file name.

    Where only the month is visible, the file's name may tell the day in it.
    """
    if day := day_in_url(story.url, today):
        return PartialDate.of(day), DateSource.URL
    visible, named = find_visible_date(story, today), day_in_name(stem, today)
    if visible and not (named and visible.day is None and visible.first_day <= named <= visible.last_day):
        return visible, DateSource.VISIBLE_TEXT
    if named:
        return PartialDate.of(named), DateSource.FILE_NAME
    return None, DateSource.UNKNOWN


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
