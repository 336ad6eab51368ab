"""Takes a page saved as plain text apart into its stories, and leaves out all that is no story."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.read.dayforms import day_order, years_beside
from kg.read.page.furniture import Kind, is_biography
from kg.read.page.lines import to_lines
from kg.read.page.sections import Section, main_onwards, to_sections, without_trailing_teasers
from kg.read.page.story import Story
from kg.read.page.stretches import to_stories
from kg.read.page.title import choose_title, count_lines

_URL_LINE = re.compile(r"(?:(?:url|link|source|permalink)\s*:\s*)?(https?://[^\s/]+/\S+)", re.IGNORECASE)
_TITLE_MARK = re.compile(r"^(?:title|headline|subject)\s*:\s*", re.IGNORECASE)
_LABELS = (Kind.DAY, Kind.MONTH, Kind.BYLINE)


def take_apart(text: str) -> list[Story]:
    """Return the stories of a page that was saved as text, the main one first; none where there is no prose.

    The first line that can be a title, with prose below it, begins the main story. Headings within it are
    left out. It goes on until a marker such as ``Leave a Reply``, or a title with a byline, day or section,
    or one that the page repeats: then another story begins, which counts if it has `REAL_STORY` paragraphs,
    or more than that where ``keep reading`` stands below.
    """
    lines = to_lines(text)
    counts = Counter(line.casefold() for line in lines)
    sections = to_sections(lines)
    furniture = [line for section in sections for _, line in section.head]
    order, years = day_order(lines), years_beside(furniture)
    groups = to_stories(without_trailing_teasers(main_onwards(sections)), counts)
    page = count_lines(lines)
    return [replace(_to_story(group, page), day_first=order, page_years=years) for group in groups]


def _to_story(sections: list[Section], page: Counter[str]) -> Story:
    paragraphs = [paragraph for section in sections for paragraph in section.prose]
    for _ in range(2):
        if len(paragraphs) > 1 and is_biography(paragraphs[-1]):
            paragraphs.pop()
    head = list(_head(sections))
    title = choose_title([line for kind, line in head if kind is Kind.TITLE], paragraphs, page)
    captions = dict.fromkeys(line for section in sections for kind, line in section.head if kind is Kind.CAPTION)
    url = next((match[1] for _, line in head if (match := _URL_LINE.fullmatch(line))), "")
    return Story(_TITLE_MARK.sub("", title), tuple(paragraphs), _labels(head, title), tuple(captions), url)


def _labels(head: Sequence[tuple[Kind, str]], title: str) -> tuple[str, ...]:
    """Return the lines by the title that may tell the day: those below it, else those above.

    A month above counts beside a byline below: journals print it at the top of the page.
    """
    place = next((number for number, (_, line) in enumerate(head) if line == title), 0)
    below = [line for kind, line in head[place:] if kind in _LABELS]
    if not below:
        return tuple(line for kind, line in head[:place] if kind in _LABELS)
    return (*below, *(line for kind, line in head[:place] if kind is Kind.MONTH))


def _head(sections: list[Section]) -> Iterator[tuple[Kind, str]]:
    """Yield the lines above the story's second paragraph that are no prose."""
    paragraphs = 0
    for section in sections:
        yield from section.head
        paragraphs += len(section.prose)
        if paragraphs > 1:
            return
