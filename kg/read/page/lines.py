"""The lines of a page saved as text, put straight before they are sorted."""

import re
from collections.abc import Iterable, Iterator

from kg.read.dayforms import is_day_line
from kg.read.layout import to_paragraphs

_LINK_ITEM = re.compile(r"^(?:[*+•o-]\s+)?(?=\[\d{1,4}\]\w)")
"""A bullet before a link that a text browser has numbered: an item of a menu."""
_LINK_MARK = re.compile(r"\[\d{1,4}\](?=[\w\"'“‘(])|(?<=[\w.,;:!?\"'”’)])(?:\[\d{1,4}\]){1,9}|(?<=\w)\[edit\]$")
_TWICE = re.compile(r"((?:\d{1,2} [A-Z][a-z]{2,8}|[A-Z][a-z]{2,8} \d{1,2},?) \d{4})\1")
"""A day that a page gives once to be seen and once to be read aloud: ``5 Mar 20215 Mar 2021``."""
_DAY_MARK = re.compile(
    r"(?:(?:first|last|originally|date) )?(?:published|posted|updated?|modified|issued|released|date)(?: on)?:?",
    re.IGNORECASE,
)


_CAPTION_MARK = re.compile(r"(?:image|media|photo|picture) (?:caption|source|credit)\s*[,:]", re.IGNORECASE)


def to_lines(text: str) -> list[str]:
    """Return the lines of *text*, each tidied, wrapped ones joined; none is empty.

    Marks of links and footnotes (``[3]``) are taken out. ``Published`` on a line of its own is joined to the day
    below it, and ``Image caption,`` to the caption.
    """
    return list(_with_marks_joined(_without_marks(to_paragraphs(text))))


def _without_marks(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        bare = _LINK_MARK.sub("", _LINK_ITEM.sub("", line)) if "[" in line else line
        if bare:
            yield _TWICE.sub(r"\1", bare)


def _with_marks_joined(lines: Iterable[str]) -> Iterator[str]:
    mark = ""
    for line in lines:
        if mark and (is_day_line(line) or _CAPTION_MARK.fullmatch(mark)):
            yield f"{mark} {line}"
            mark = ""
            continue
        if mark:
            yield mark
        mark = line if _DAY_MARK.fullmatch(line) or _CAPTION_MARK.fullmatch(line) else ""
        if not mark:
            yield line
    if mark:
        yield mark
