"""From the lines of a PDF's pages to paragraphs: columns in order, headers and footers dropped, hyphens undone."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kg.read.dayforms import is_day_line
from kg.read.pdf.columns import Line, in_order, join
from kg.read.tidy import fold, tidy

EDGE = 4
"""Lines at the top and at the bottom of a page that may be its header or footer."""
SAME_PLACE = 6.0
"""Points that a header moves from page to page at most."""
LOOSE = 1.3
"""Times the usual distance between lines from which a paragraph ends."""
OTHER_SIZE = 1.15
"""Times the height of the line before, up or down, from which another paragraph begins."""
LEADING = 1.2
"""Usual distance between lines, in heights, where a block is too short to tell."""
SHORT = 0.66
"""Part of a column's width below which a line that ends no sentence may be a heading."""
LONGEST_WORD = 60
"""Characters before a hyphen at a line's end that are looked at."""
_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,4}(?:\s*(?:of|/|\|)\s*\d{1,4})?\W*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_BULLET = re.compile(r"(?:[-–—•*▪◦‣·●]|\(?\w{1,2}[.)])\s")
_SENTENCE_END = re.compile(r"[.!?…:][)\"'”’»\]]*$")
_HALF_WORD = re.compile(r"[^\W_]+(?:\xad|-)$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_KEPT = {"all", "anti", "cross", "ex", "half", "high", "long", "low", "mid", "non", "post", "pre", "pro", "self",
         "semi", "short", "so", "vice", "well"}  # fmt: skip
"""First halves of words that keep their hyphen, unless the whole stands elsewhere without it."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, and the height of its letters in points."""

    text: str
    height: float
    page: int
    """From 0."""


def to_paragraphs(pages: Sequence[Sequence[Sequence[Line]]]) -> list[Paragraph]:
    """Return the paragraphs on *pages*, in reading order, each on one line.

    A page is a list of lines, a line a list of pieces with wide gaps between. What runs on over a column or a page
    is one paragraph.
    """
    words = Counter(word.casefold() for page in pages for line in page for word in _WORD.findall(join(line).text))
    runs: list[tuple[list[Line], int]] = []
    for number, page in enumerate(_without_margins(pages)):
        for block in in_order(page):
            first, *rest = _to_runs(block)
            if runs and _runs_on(runs[-1][0][-1], first[0]):
                runs[-1][0].extend(first)
            else:
                runs.append((first, number))
            runs += [(run, number) for run in rest]
    return [Paragraph(_to_text(run, words), median(line.height for line in run), page) for run, page in runs]


def _without_margins(pages: Sequence[Sequence[Sequence[Line]]]) -> list[list[Sequence[Line]]]:
    """Return *pages* without page numbers, and without the headers and footers that stand on most of them.

    A line with a day stays on the first page, where it may be that of publication.
    """
    edges = [_edges([join(line) for line in page]) for page in pages]
    places: dict[str, list[float]] = {}
    for edge in edges:
        for line in edge:
            places.setdefault(_pattern(line), []).append(line.bottom)
    repeated = {pattern for pattern, heights in places.items() if _is_repeated(heights, len(pages))}
    kept: list[list[Sequence[Line]]] = []
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        lines = [(pieces, join(pieces)) for pieces in page]
        kept.append([pieces for pieces, line in lines if not (line in edge and _is_margin(line, repeated, number))])
    return kept


def _is_repeated(heights: list[float], pages: int) -> bool:
    usual = median(heights)
    return sum(abs(height - usual) <= SAME_PLACE for height in heights) >= max(2, pages / 2)


def _edges(lines: list[Line]) -> set[Line]:
    down = sorted(lines, key=lambda line: -line.top)
    return {*down[:EDGE], *down[-EDGE:]}


def _pattern(line: Line) -> str:
    return _DIGITS.sub("#", line.text.casefold())


def _is_margin(line: Line, repeated: set[str], page: int) -> bool:
    if _NUMBER.fullmatch(line.text):
        return True
    return _pattern(line) in repeated and not (page == 0 and is_day_line(fold(line.text)))


def _to_runs(block: list[Line]) -> list[list[Line]]:
    """Part the lines of one column into paragraphs."""
    right = sorted(line.right for line in block)[len(block) * 9 // 10]
    gaps = [above.bottom - line.bottom for above, line in pairwise(block)]
    usual = median(gaps) if len(gaps) > 2 else LEADING * median(line.height for line in block)
    runs: list[list[Line]] = [[block[0]]]
    for above, line in pairwise(block):
        if _begins(above, line, right, usual):
            runs.append([line])
        else:
            runs[-1].append(line)
    return runs


def _begins(above: Line, line: Line, right: float, usual: float) -> bool:
    """Whether a paragraph begins at *line*, below *above*, in a column that ends at *right*."""
    gap = above.bottom - line.bottom
    if gap < -line.height:  # the next column, in the order of the file
        return not _runs_on(above, line)
    taller, smaller = max(above.height, line.height), min(above.height, line.height)
    if gap > LOOSE * max(usual, LEADING * line.height * 0.8) or taller > OTHER_SIZE * smaller:
        return True
    if _BULLET.match(line.text):
        return True
    if _half_word(above.text):
        return False
    is_indented = line.height * 0.8 < line.left - above.left < (right - above.left) / 3
    if is_indented and _SENTENCE_END.search(above.text):
        return True
    if not _would_fit(line, above, right):
        return False
    is_short = above.right - above.left < SHORT * (right - above.left) and not line.text[0].islower()
    return is_short or bool(_SENTENCE_END.search(above.text))


def _would_fit(line: Line, above: Line, right: float) -> bool:
    """Whether the first word of *line* had room behind *above*."""
    letter = (line.right - line.left) / max(1, len(line.text))
    return right - above.right > (len(line.text.split(maxsplit=1)[0]) + 3) * letter


def _runs_on(above: Line, line: Line) -> bool:
    """Whether a paragraph goes on in the next column or on the next page."""
    taller, smaller = max(above.height, line.height), min(above.height, line.height)
    if taller > OTHER_SIZE * smaller or _BULLET.match(line.text):
        return False
    return not _SENTENCE_END.search(above.text) and (line.text[0].islower() or bool(_half_word(above.text)))


def _to_text(run: Iterable[Line], words: Counter[str]) -> str:
    parts: list[str] = []
    for line in run:
        half = _half_word(parts[-1]) if parts else ""
        if half and line.text[0].isalnum():
            parts[-1] = parts[-1][:-1] + _hyphen(half, line.text, words)
            parts.append(line.text)
        else:
            parts += [" ", line.text]
    return fold(tidy("".join(parts)))


def _half_word(line: str) -> str:
    """Return the letters before a hyphen at the end of *line*, empty where there is none."""
    match = _HALF_WORD.search(line[-LONGEST_WORD:]) if line.endswith(("\xad", "-")) else None
    return match[0][:-1] if match else ""


def _hyphen(first: str, rest: str, words: Counter[str]) -> str:
    """Return the hyphen between the halves of a word, or nothing, by how the word is written elsewhere."""
    match = _WORD.match(rest)
    second = match[0] if match else rest
    whole, parted = words[(first + second).casefold()], words[f"{first}-{second}".casefold()]
    if whole != parted:
        return "" if whole > parted else "-"
    return "-" if not second[0].islower() or first.casefold() in _KEPT or not first.isalpha() else ""
