"""From lines to paragraphs: hard-wrapped text is joined, and one paragraph per line stays so."""

import re
from itertools import pairwise

from kg.read.tidy import fold, tidy

WIDEST_WRAP = 132
"""Characters; a longer line is no product of hard wrapping."""
NARROWEST_WRAP = 40
"""Characters."""
_BULLET = re.compile(r"\s*[-–—•*▪◦‣·●]\s")
_SENTENCE_END = re.compile(r"[.!?…:][)\"'”’»\]]*$")
_FURNITURE = re.compile(r"\s*(?:(?:https?://|www\.)\S+|page \d+(?: of \d+)?)\s*", re.IGNORECASE)
"""Addresses and page numbers stand on lines of their own."""
SHORT_LINE = 6
"""Words below which a line says nothing of wrapping: menus and lists are full of them."""
_BLANK = re.compile(r"\n[^\S\n]*\n")


def to_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of *text*, each tidied and on one line; none is empty."""
    groups = [[line for line in group.split("\n") if line.strip()] for group in _BLANK.split(tidy(text).expandtabs(4))]
    width = _wrap_width(groups)
    paragraphs: list[str] = []
    for group in groups:
        paragraphs += _join(group, width) if width else (fold(line) for line in group)
    return paragraphs


def join_paragraphs(paragraphs: list[str]) -> str:
    """Return the text of an article: *paragraphs* with one empty line between."""
    return "\n\n".join(paragraphs)


def _wrap_width(groups: list[list[str]]) -> int:
    """Return the width at which the text is wrapped, in characters, or 0 where it is not.

    Wrapped text has no wider line, and is told by most of its lines that have another below: they are full, and end
    within a sentence.
    """
    if any(
        len(line) > WIDEST_WRAP and len(line.rstrip()) > WIDEST_WRAP and len(line.split(maxsplit=2)) > 2
        for group in groups
        for line in group
    ):
        return 0  # as most prose: the rest need not be looked at
    width = max((len(line.rstrip()) for group in groups for line in group if len(line.split()) > 2), default=0)
    if not NARROWEST_WRAP <= width <= WIDEST_WRAP:
        return 0
    pairs = [pair for group in groups for pair in pairwise(group) if _may_wrap(pair[0])]
    wrapped = sum(_is_full(above, line, width) and not _SENTENCE_END.search(above) for above, line in pairs)
    return width if wrapped * 2 > len(pairs) else 0


def _may_wrap(line: str) -> bool:
    return len(line.split()) >= SHORT_LINE and not _BULLET.match(line)


def _is_full(above: str, line: str, width: int) -> bool:
    """Whether the first word of *line* would not have fitted behind *above*; a tenth of *width* is left to taste."""
    return len(above.rstrip()) + 1 + len(line.split(maxsplit=1)[0]) > width - width // 10


def _join(group: list[str], width: int) -> list[str]:
    """Join the lines of one group that wrapping to *width* has parted."""
    paragraphs = [group[0]]
    for above, line in pairwise(group):
        if _goes_on(above, line, width):
            hyphen = above.rstrip().endswith("-") and not above.rstrip().endswith(" -")
            paragraphs[-1] = paragraphs[-1].rstrip() + ("" if hyphen else " ") + line.strip()
        else:
            paragraphs.append(line)
    return [fold(paragraph) for paragraph in paragraphs]


def _goes_on(above: str, line: str, width: int) -> bool:
    if _BULLET.match(line) or _FURNITURE.fullmatch(line) or _FURNITURE.fullmatch(above):
        return False
    if line.lstrip()[0].islower() and not _SENTENCE_END.search(above):
        return True
    indented = line[:2].isspace() and not above[:2].isspace()
    return _is_full(above, line, width) and not indented
