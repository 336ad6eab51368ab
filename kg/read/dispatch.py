"""Which reader reads an input: told by its suffix, else by how it begins."""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

from kg.errors import ReadError
from kg.read.finding import (
    ARCHIVE_SUFFIXES,
    JSON_LINES_SUFFIXES,
    JSON_SUFFIXES,
    MAIL_SUFFIXES,
    PACKED_SUFFIXES,
    TABLE_SUFFIXES,
)
from kg.read.jsonl import is_json_line, read_document, read_lines
from kg.read.source import Outcome, Source, too_large
from kg.read.texts import PROLOGUE, read_text

_FEED = re.compile((PROLOGUE + r"<(?:rss|feed|rdf:RDF)\b").encode(), re.IGNORECASE | re.DOTALL)
_PDF = b"%PDF-"


def read_source(source: Source) -> Iterator[Outcome]:
    """Yield the articles of *source*, and why a part of it gives none; ReadError for a fault of the whole."""
    suffix = source.suffix
    # Readers are imported where they are needed: most inputs are pages, and each library costs time to load.
    if suffix in ARCHIVE_SUFFIXES:
        from kg.read import archive

        return archive.read(source, read_source)
    if suffix in PACKED_SUFFIXES:
        from kg.read import packed

        return packed.read(source, read_source)
    if suffix == ".warc":
        from kg.read import warc

        return warc.read(source)
    if suffix in TABLE_SUFFIXES:
        from kg.read import table

        return table.read(source)
    if suffix in MAIL_SUFFIXES:
        from kg.read import mail

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
    elif _PDF in data[:1024]:
        from kg.read import pdf

        yield from pdf.read(whole)
    elif _FEED.match(data):
        from kg.read import feed

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
