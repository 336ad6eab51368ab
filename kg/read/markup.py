"""A piece of HTML to the paragraphs that it shows, whatever they are: for text that is no page."""

import html
import re
from typing import Any

from kg.errors import ReadError
from kg.read.layout import to_paragraphs
from kg.read.tidy import fold, tidy

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{4000,}")
MOST_ATTRIBUTES = 500
"""Attributes of one tag: the time that parsers take grows with their square."""
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small span strike"
    " strong sub sup time tt u var wbr".split()
)
_SKIPPED = frozenset(
    "script style noscript template iframe object svg math form button select textarea nav aside figure figcaption"
    " table video audio canvas head title".split()
)


def is_markup(text: str) -> bool:
    """Whether there is a tag in *text*."""
    return bool(_TAG.search(text))


def refuse_huge_tags(text: str) -> None:
    """Do nothing where every tag in *text* is of a sane size; ReadError, a clause without a subject, otherwise."""
    for tag in _LONG_TAG.finditer(text):
        if max(tag[0].count("="), len(tag[0].split())) > MOST_ATTRIBUTES:
            raise ReadError(f"holds a tag with more than {MOST_ATTRIBUTES} attributes")


def to_lines(markup: str) -> list[str]:
    """Return the paragraphs of *markup* (HTML, escaped HTML, or plain text), each tidied and on one line.

    Scripts, forms, figures, tables and what stands beside the text are left out. ReadError for a huge tag.
    """
    if not is_markup(markup):
        markup = html.unescape(markup)
    if not is_markup(markup):
        return to_paragraphs(markup)
    refuse_huge_tags(markup)
    from lxml import etree

    root: Any = etree.fromstring(f"<html><body>{tidy(markup)}</body></html>", etree.HTMLParser(no_network=True))
    return [] if root is None else [line for block in _blocks(root) if (line := fold(block))]


def to_line(markup: str) -> str:
    """Return *markup* as one line of plain text: a title, a name."""
    return fold(tidy(html.unescape(_TAG.sub(" ", html.unescape(markup)))))


def _blocks(root: Any) -> list[str]:  # noqa: ANN401 - lxml has no types
    """Return the text of each block; two line breaks in a row part blocks as well."""
    from lxml import etree

    blocks: list[list[str]] = [[]]
    skipped = breaks = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag
        is_start = event == "start"
        if name in _SKIPPED:
            skipped += 1 if is_start else -1
        breaks = breaks + is_start if name == "br" else 0
        if (name not in _INLINE and name != "br") or breaks > 1:
            blocks.append([])
        elif name == "br" and is_start:
            blocks[-1].append(" ")
        text = element.text if is_start else element.tail
        if text and not skipped:
            blocks[-1].append(text)
            breaks = 0 if text.strip() else breaks
    return ["".join(block) for block in blocks if block]
