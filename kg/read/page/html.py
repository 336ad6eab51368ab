"""HTML pages: the article that trafilatura finds in one, and the day that the page gives for it."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from htmldate import find_date
from trafilatura import bare_extraction, load_html

from kg.errors import ReadError
from kg.read.dayforms import is_day_line
from kg.read.language import no_story
from kg.read.layout import join_paragraphs, to_paragraphs
from kg.read.page.furniture import Kind, is_biography, kind_of, strip_marks
from kg.read.page.story import Story
from kg.read.tidy import fold, tidy

NO_ARTICLE = "is HTML without an article"
LONG_LINE = 9
"""Words from which a line without a final full stop is kept: what is left of navigation is shorter."""
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NOT_PUBLICATION = re.compile(r"modified|update|revised|copyrightyear|og:url|og:image|expir", re.IGNORECASE)
_DATED = (
    "(//h1)[1]/following::*[self::time or contains(@itemprop, 'datePublished') or contains(@class, 'date')"
    " or contains(@class, 'publish') or contains(@class, 'posted') or contains(@class, 'byline')"
    " or contains(@class, 'timestamp')]"
)
_NEARBY = 8
"""Dated elements after the headline that are looked at: farther ones belong to other stories."""


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """What an HTML page says: its story, its outlet's name, and the day in its metadata."""

    story: Story
    source: str
    published: date | None
    authors: tuple[str, ...] = ()


def read_page(text: str, today: date) -> HtmlPage:
    """Return the article in an HTML page; ReadError, its message a clause without a subject, where there is
    none."""
    try:
        return _read_page(_DECLARATION.sub("", text), today)
    except ReadError:
        raise
    except Exception as error:  # three libraries over hostile input: one page must not end a run
        raise ReadError(f"is HTML that cannot be parsed ({type(error).__name__})") from error


def _read_page(text: str, today: date) -> HtmlPage:
    tree: Any = load_html(text)
    if tree is None:
        tree = load_html(f"<html><body><div>{text}</div></body></html>")
    if tree is None:
        raise ReadError(NO_ARTICLE)
    published = _day_in_metadata(tree, today)
    labels = _labels(tree)
    document: Any = bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    paragraphs = _paragraphs(document) if document is not None else []
    if not any(kind_of(paragraph) is Kind.PROSE for paragraph in paragraphs):
        raise no_story(join_paragraphs(paragraphs), NO_ARTICLE)
    title, source = fold(tidy(document.title or "")), fold(tidy(document.sitename or ""))
    story = Story(title, tuple(paragraphs), labels, url=fold(tidy(document.url or "")))
    authors = tuple(name for part in (document.author or "").split(";") if (name := fold(tidy(part))))
    return HtmlPage(story, source.split(" | ")[0], published, authors)


def _paragraphs(document: Any) -> list[str]:  # noqa: ANN401 - lxml has no types
    """Return the prose of the extracted body, without headings, captions and boxes."""
    headings = {fold(tidy("".join(head.itertext()))) for head in document.body.iter("head")}
    paragraphs = [line for line in to_paragraphs(document.text.replace("\n", "\n\n")) if line not in headings]
    while paragraphs and is_biography(paragraphs[-1]):
        paragraphs.pop()
    return list(dict.fromkeys(strip_marks(line) for line in paragraphs if _is_kept(line)))


def _is_kept(line: str) -> bool:
    kind = kind_of(line)
    return kind is Kind.PROSE or (kind is Kind.TITLE and len(line.split()) >= LONG_LINE)


def _day_in_metadata(tree: Any, today: date) -> date | None:  # noqa: ANN401 - lxml has no types
    """Return the day of publication in ``meta`` elements or JSON-LD, by htmldate's rules.

    htmldate sees these elements alone, so that it does not fall back on guesses from the rest of the page.
    """
    bare: Any = load_html("<html><head><title>-</title></head><body><p>-</p></body></html>")
    for element in [*tree.iter("meta"), *tree.xpath("//script[@type='application/ld+json']")]:
        if not _NOT_PUBLICATION.search(" ".join(element.get(name) or "" for name in ("name", "property", "itemprop"))):
            copy = bare[0].makeelement(element.tag, dict(element.attrib))
            copy.text = element.text
            bare[0].append(copy)
    # A day after htmldate's latest would come back as the first of its month.
    found = find_date(bare, extensive_search=False, original_date=True, max_date=f"{today.year + 100}-12-31")
    day = date.fromisoformat(found) if found else None
    return day if day is not None and day <= today else None


def _labels(tree: Any) -> tuple[str, ...]:  # noqa: ANN401 - lxml has no types
    """Return the short lines near the headline that hold a day."""
    texts: list[str] = []
    for element in tree.xpath(_DATED)[:_NEARBY]:
        texts += [fold(tidy(" ".join(element.itertext()))), (element.get("datetime") or "")[:10]]
    return tuple(dict.fromkeys(text for text in texts if is_day_line(text)))
