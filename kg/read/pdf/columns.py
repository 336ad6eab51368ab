"""The columns of a page, and its lines in the order in which they are read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LEAST_LINES = 5
"""Lines that each of two columns has at least."""
LEAST_GUTTER = 6
"""Points between two columns at least."""
MARGIN = 0.15
"""Part of the page's width, at either side, in which no gutter lies."""
MOST_CROSSING = 0.3
"""Share of a page's lines that may cross a gutter: headlines, or paragraphs above the columns."""
SAME_EDGE = 4.0
"""Points by which lines of one column begin apart from each other."""
LEAST_ALIGNED = 0.6
"""Share of the lines right of a gutter that begin at one edge."""
MOST_EDGES = 8
"""Left edges, of the most lines each, before which a gutter is looked for."""
MOST_PIECES = 2000
"""Pieces of lines on a page; with more it is a drawing or a register, and is left in the order of the file."""
MOST_COLUMNS = 2
"""Times that a page, and then each part of it, is parted in two."""
LEAST_WORDS = 3
"""Words in a line of a column, on average: tables of numbers are read line by line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, or a piece of one, and where it stands: points from the lower left corner of its page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """Height of the letters, at least one point."""
        return max(1.0, self.top - self.bottom)


def join(pieces: Sequence[Line]) -> Line:
    """Return the line that *pieces* make."""
    if len(pieces) == 1:
        return pieces[0]
    return Line(
        " ".join(piece.text for piece in pieces),
        min(piece.left for piece in pieces),
        max(piece.right for piece in pieces),
        max(piece.top for piece in pieces),
        min(piece.bottom for piece in pieces),
    )


def in_order(lines: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the lines of a page as blocks, each a column or what stands across the columns, in reading order.

    A page without columns is one block, its lines as the file has them: that order is nearly always the author's.
    """
    if not lines:
        return []
    return _in_order([piece for line in lines for piece in line], MOST_COLUMNS) or [[join(line) for line in lines]]


def _in_order(pieces: list[Line], depth: int) -> list[list[Line]]:
    """Return the blocks of a page or a column; none where it is not parted."""
    gutter = _find_gutter(pieces) if depth else None
    if gutter is None:
        return []
    blocks: list[list[Line]] = []
    for band in _bands(pieces, gutter):
        if _crosses(band[0], gutter):
            blocks.append(_to_lines(band))
            continue
        sides = [piece for piece in band if piece.right <= gutter], [piece for piece in band if piece.left >= gutter]
        for side in filter(None, sides):
            blocks += _in_order(side, depth - 1) or [_to_lines(side)]
    return blocks


def _bands(pieces: Iterable[Line], gutter: float) -> list[list[Line]]:
    """Part a page from top to bottom: what crosses the gutter, what does not, and so on."""
    bands: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.top):
        if bands and _crosses(bands[-1][0], gutter) == _crosses(piece, gutter):
            bands[-1].append(piece)
        else:
            bands.append([piece])
    return bands


def _crosses(piece: Line, gutter: float) -> bool:
    return piece.left < gutter < piece.right


def _to_lines(pieces: list[Line]) -> list[Line]:
    """Return *pieces* from top to bottom, those on one baseline as one line."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.bottom):
        if rows and abs(rows[-1][0].bottom - piece.bottom) < 0.3 * piece.height:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [join(sorted(row, key=lambda piece: piece.left)) for row in rows]


def _find_gutter(pieces: list[Line]) -> float | None:
    """Return where a gutter lies that few pieces cross, with a column on either side; the widest of the emptiest."""
    if not 2 * LEAST_LINES <= len(pieces) <= MOST_PIECES:
        return None
    left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    margin = (right - left) * MARGIN
    edges = Counter(round(piece.left) for piece in pieces if left + margin < piece.left < right - margin)
    found: list[tuple[int, float, float]] = []
    for edge, _ in edges.most_common(MOST_EDGES):
        gutter = edge - LEAST_GUTTER / 2
        crossing = sum(_crosses(piece, gutter) for piece in pieces)
        if crossing <= MOST_CROSSING * len(pieces) and _has_columns(pieces, gutter):
            end = max(piece.right for piece in pieces if piece.right <= gutter)
            found.append((crossing, end - edge, gutter))
    return min(found)[2] if found else None


def _has_columns(pieces: list[Line], gutter: float) -> bool:
    sides = [piece for piece in pieces if piece.right <= gutter], [piece for piece in pieces if piece.left >= gutter]
    if any(len(side) < LEAST_LINES for side in sides):
        return False
    if any(sum(len(piece.text.split()) for piece in side) < LEAST_WORDS * len(side) for side in sides):
        return False
    aligned = sum(piece.left - gutter <= LEAST_GUTTER / 2 + SAME_EDGE for piece in sides[1])
    tops, bottoms = [max(p.top for p in side) for side in sides], [min(p.bottom for p in side) for side in sides]
    shorter = min(top - bottom for top, bottom in zip(tops, bottoms, strict=True))
    return aligned >= LEAST_ALIGNED * len(sides[1]) and min(tops) - max(bottoms) > shorter / 2
