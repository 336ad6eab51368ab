"""Tables with named columns, CSV or TSV: a row gives one article.

The first row names the columns, in any order; `kg.read.table.columns` lists the names that are understood. Only the
text is required. Rows are counted as a spreadsheet does: the header is row 1, and empty rows count.
"""

import csv
import io
import re
from collections.abc import Iterator

from kg.errors import ReadError
from kg.read.decode import decode
from kg.read.jsonl import numbered
from kg.read.source import Outcome, Source, placed, too_large
from kg.read.table.cells import read_row
from kg.read.table.columns import delimiter_hint, require_text, sniff, split

WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
"""Byte order marks of UTF-16 and UTF-32, whose lines cannot be told apart before they are decoded."""
_LONE_RETURN = re.compile(r"(?<=\r)(?!\n)")


def read(source: Source) -> Iterator[Outcome]:
    """Yield an article, or why there is none, for each row of a table that is not empty.

    Rows are read one by one, each of at most ``source.max_bytes``; a table in UTF-16 is read whole. Raises
    ReadError where the first row names no column for the text, and where there are no rows.
    """
    lines = _Lines(source)
    fields, delimiter, width = _read_header(lines)
    # the csv module has one limit for the whole process; `_Lines` holds the one for this table
    csv.field_size_limit(max(csv.field_size_limit(), 4 * source.max_bytes))
    number = 0
    for count, cells in _rows(lines, delimiter):
        number += 1
        try:
            if isinstance(cells, ReadError):
                raise cells
            yield read_row(cells, fields, width, numbered(source.stem, number))
        except ReadError as error:
            yield placed(f"row {count}", error)
    if not number:
        raise ReadError("names columns, but has no rows")


def _read_header(lines: "_Lines") -> tuple[dict[str, int], str, int]:
    """Return the columns of the fields, the delimiter, and how many columns there are."""
    line = next((line for line in lines if line.strip() or lines.fault), "")
    if lines.fault:
        raise lines.fault
    if not line:
        raise ReadError("is empty")
    delimiter = delimiter_hint(line)
    if delimiter:
        line = next(lines, "")
    header = split(line, delimiter or sniff(line))
    return require_text(header), delimiter or sniff(line), len(header)


def _rows(lines: "_Lines", delimiter: str) -> Iterator[tuple[int, list[str] | ReadError]]:
    """Yield the number of each row that is not empty with its cells, or why it has none."""
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    count = lines.count
    while True:
        lines.begin_row()
        count += 1
        cells: list[str] | ReadError
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:  # the next call begins a new row
            cells = ReadError(f"is not quoted well: {error}")
        except ReadError as error:
            cells = error
        cells = lines.fault or cells
        if isinstance(cells, ReadError) or any(cell.strip() for cell in cells):
            yield count, cells


class _Lines:
    """The lines of a table as text, each with its end.

    Iterating raises ReadError where a row grows beyond the limit: a quotation mark is open. A line that is no text
    is left empty and its fault kept, so that the row goes on to its end.
    """

    def __init__(self, source: Source) -> None:
        """Read nothing yet."""
        self._limit = source.max_bytes
        self._lines = _decoded(source)
        self._size = 0
        self.count = 0
        """Lines read."""
        self.fault: ReadError | None = None
        """What is wrong with a line of the present row."""

    def begin_row(self) -> None:
        """Say that the next line begins a row."""
        self._size = 0
        self.fault = None

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.count += 1
        if isinstance(line, ReadError):
            self.fault = line
            return "\n"
        self._size += len(line)
        if self._size > self._limit:
            raise ReadError(f"is larger than {self._limit:,} bytes: is a quotation mark left open?")
        return line


def _decoded(source: Source) -> Iterator[str | ReadError]:
    """Yield each line with its end, or why it is no text."""
    limit = source.max_bytes
    first = source.stream.readline(limit + 1)
    if first.startswith(WIDE_MARKS):
        data = first + source.stream.read(limit + 1 - len(first))
        if len(data) > limit:
            raise ReadError(too_large(limit))
        yield from io.StringIO(decode(data), newline="")
        return
    line = first
    while line:
        whole = line
        while len(line) > limit and not line.endswith(b"\n"):
            line = source.stream.readline(limit + 1)
        if len(whole) > limit:
            yield ReadError(f"is larger than {limit:,} bytes")
        else:
            yield from _decode_line(whole)
        line = source.stream.readline(limit + 1)


def _decode_line(line: bytes) -> Iterator[str | ReadError]:
    try:
        yield from (part for part in _LONE_RETURN.split(decode(line)) if part)
    except ReadError as error:
        yield error
