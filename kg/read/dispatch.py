"""Which reader reads an input: told by its suffix, else by how it begins."""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader, BytesIO

from kg.errors import ReadError
from kg.read.finding import (
    ARCHIVE_SUFFIXES,
    JSON_LINES_SUFFIXES,
    JSON_SUFFIXES,
    MAIL_SUFFIXES,
    PACKED_SUFFIXES,
    SUFFIXES,
    TABLE_SUFFIXES,
)
from kg.read.jsonl import is_json_line, read_document, read_lines
from kg.read.signs import LONGEST_HEAD, guess_container, is_pdf
from kg.read.source import Outcome, Source, too_large
from kg.read.texts import PROLOGUE, read_text

_FEED = re.compile((PROLOGUE + r"<(?:rss|feed|rdf:RDF)\b").encode(), re.IGNORECASE | re.DOTALL)


def read_source(source: Source) -> Iterator[Outcome]:
    """Yield the articles of *source*, and why a part of it gives none; ReadError for a fault of the whole."""
    suffix = source.suffix
    if suffix not in SUFFIXES and isinstance(source.stream, BufferedReader):
        suffix = guess_container(source.stream.peek(LONGEST_HEAD)) or suffix
        source = replace(source, suffix=suffix)
    # Readers are imported where they are needed: most inputs are pages, and each library costs time to load.
    if suffix in ARCHIVE_SUFFIXES:
        from kg.read.container import archive

        return archive.read(source, read_source)
    if suffix in PACKED_SUFFIXES:
        from kg.read.container import packed

        return packed.read(source, read_source)
    if suffix == ".warc":
        from kg.read.container import warc

        return warc.read(source)
    if suffix in TABLE_SUFFIXES:
        from kg.read.table import reader as table

        return table.read(source)
    if suffix in MAIL_SUFFIXES:
        from kg.read.mail import reader as mail

        return mail.read(source)
    return _read_by_sight(source)


def _read_by_sight(source: Source) -> Iterator[Outcome]:
    """Read what its first bytes tell more surely than its suffix: JSON, PDF, a feed, else a page."""
    first = source.stream.readline(source.max_bytes + 1)
    opens_document = first.strip() in (b"{", b"[", b"") and source.suffix not in JSON_LINES_SUFFIXES
    if is_json_line(first) or (source.suffix in JSON_LINES_SUFFIXES and not opens_document):
        yield from _some(read_lines(first, source.stream, source.stem, source.max_bytes))
        return
    data = first + source.stream.read(source.max_bytes + 1 - len(first))
    if len(data) > source.max_bytes:
        raise ReadError(too_large(source.max_bytes))
    if not data.strip():
        raise ReadError("is empty")
    whole = replace(source, stream=BytesIO(data))
    if source.suffix in JSON_SUFFIXES:
        yield from read_document(data, source.stem)
    elif is_pdf(data):
        from kg.read.pdf import reader as pdf

        yield from pdf.read(whole)
    elif _FEED.match(data):
        from kg.read.feed import reader as feed

        yield from feed.read(whole)
    else:
        yield from read_text(data, source.stem, source.suffix, source.url)


def _some(outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """Yield *outcomes*; ReadError where there are none."""
    empty = True
    for outcome in outcomes:
        empty = False
        yield outcome
    if empty:
        raise ReadError("is empty")
