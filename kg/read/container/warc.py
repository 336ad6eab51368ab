"""WARC files (1.0, 1.1; ISO 28500) as crawlers write them: each page that was fetched with success is an article."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import BinaryIO, cast

from fastwarc import ArchiveIterator, WarcRecord, WarcRecordType

from kg.errors import ReadError
from kg.model import Article
from kg.read.container.nesting import CHUNK, read_some
from kg.read.container.packed import unpack_if_packed
from kg.read.container.payload import decode_html, unchunk, unpack_body
from kg.read.jsonl import numbered
from kg.read.source import Outcome, Source, placed, show, too_large
from kg.read.texts import from_html
from kg.read.tidy import fold, tidy

HTML_TYPES = {"text/html", "application/xhtml+xml"}
FIRST_YEAR = 1994
"""A record that claims to be older says nothing about when it was fetched."""
_AHEAD = timedelta(hours=14)
"""How far the earliest time zone is ahead of UTC, in which records are dated: there a page may bear the next day."""
_OK = 200


def read(source: Source) -> Iterator[Outcome]:
    """Yield an article, or why there is none, for each HTML page in a WARC file, compressed or not.

    Its address is the page's own, else that it was fetched from. Pages are numbered; faults name the record.
    Records of other kinds and answers other than 200 are passed over. Raises ReadError for what is no WARC
    file, and from the place on where one is cut off or damaged.
    """
    tape = _Tape(unpack_if_packed(source).stream)
    number = pages = 0
    empty = True
    for number, record in enumerate(_read_records(tape), start=1):
        try:
            if not _is_page(record):
                tape.check_length(record, record.consume())
                continue
            pages += 1
            yield replace(_to_article(record, tape, source.max_bytes), doc=numbered(source.stem, pages))
        except ReadError as error:
            if tape.fault is not None:
                raise tape.fault from None
            yield placed(_place(record, number), error)
        empty = False
    if number == 0 and tape.cause is None:
        raise ReadError("is no WARC file")
    tape.check_end()
    if empty:
        raise ReadError(f"holds no HTML page among {number:,} records")


def _read_records(tape: "_Tape") -> Iterator[WarcRecord]:
    """Yield the records, whose HTTP headers are still to be parsed; ReadError from a damaged one on."""
    number = 0
    try:
        for record in ArchiveIterator(cast("BinaryIO", tape), parse_http=False):
            number += 1
            yield record
    except OSError:
        reason = f", record {number + 1}, is damaged: nothing from it on is read" if number else "is no WARC file"
        raise tape.cause or ReadError(reason) from None


def _is_page(record: WarcRecord) -> bool:
    """Parse the HTTP headers of a response, and tell whether it is an HTML page that was there."""
    if record.record_type != WarcRecordType.response or not record.is_http:
        return False
    try:
        record.parse_http()
    except OSError:
        raise ReadError("has HTTP headers that cannot be read") from None
    media_type = (record.http_content_type or "").strip().lower()
    return record.http_headers.status_code == _OK and media_type in HTML_TYPES


def _to_article(record: WarcRecord, tape: "_Tape", max_bytes: int) -> Article:
    body = _read_body(record, tape, max_bytes)
    headers = record.http_headers
    body = unchunk(body, headers.get("Transfer-Encoding") or "")
    body = unpack_body(body, headers.get("Content-Encoding") or "", max_bytes)
    if not body.strip():
        raise ReadError("is empty")
    text = decode_html(body, record.http_charset or "")
    # no stem: the day in the name of a WARC file is that of the crawl
    return from_html(text, "", _latest_day(record), _address(record))


def _read_body(record: WarcRecord, tape: "_Tape", max_bytes: int) -> bytes:
    parts, size = [], 0
    while size <= max_bytes and (part := record.reader.read(CHUNK)):
        parts.append(part)
        size += len(part)
    if size > max_bytes:
        raise ReadError(too_large(max_bytes))
    tape.check_length(record, size)
    return b"".join(parts)


def _latest_day(record: WarcRecord) -> date:
    """Return the latest day that a page fetched then can have been published on, anywhere on earth."""
    today = date.today()
    try:
        fetched = datetime.fromisoformat((record.headers.get("WARC-Date") or "").strip())
        fetched = fetched if fetched.tzinfo else fetched.replace(tzinfo=UTC)
        day = (fetched.astimezone(UTC) + _AHEAD).date()
    except (ValueError, OverflowError):
        return today
    return min(day, today) if day.year >= FIRST_YEAR else today


def _address(record: WarcRecord) -> str:
    url = fold(tidy(record.headers.get("WARC-Target-URI") or "")).removeprefix("<").removesuffix(">")
    return url if url.lower().startswith(("http://", "https://")) else ""


def _place(record: WarcRecord, number: int) -> str:
    address = show(_address(record).replace(",", "%2C"))  # commas part the places in a message
    return f"record {number} ({address})" if address else f"record {number}"


class _Tape:
    """A stream in the form that fastwarc asks for, which ends where it fails and remembers why.

    A failure would take with it the records that fastwarc holds already.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._position = 0
        self._tail = b""
        self.cause: ReadError | OSError | None = None
        """Why the stream ended before its end."""
        self.fault: ReadError | OSError | None = None
        """Why the file cannot be read any further, once that is so."""

    def check_length(self, record: WarcRecord, size: int) -> None:
        """Do nothing where *size* bytes are all that is left of *record*; else raise the fault that ends the file."""
        if size < record.content_length:
            self.fault = self.cause or _cut_off()
            raise self.fault

    def check_end(self) -> None:
        """Do nothing where the file ended with the empty lines that close a record; else raise the reason."""
        if self.cause is not None:
            raise self.cause
        if not self._tail.endswith((b"\r\n\r\n", b"\n\n")):
            raise _cut_off()

    def read(self, size: int) -> bytes:
        """Return the next bytes, at most so many."""
        try:
            data = b"" if self.cause is not None else read_some(self._stream, size)
        except (ReadError, OSError) as error:
            self.cause, data = error, b""
        self._position += len(data)
        self._tail = (self._tail + data[-4:])[-4:]
        return data

    def tell(self) -> int:
        """Return the number of bytes read."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Return the position: fastwarc asks for it in this way, and goes nowhere."""
        if (offset, whence) not in ((0, io.SEEK_CUR), (self._position, io.SEEK_SET)):
            raise OSError("a WARC file is read from front to back")
        return self._position


def _cut_off() -> ReadError:
    return ReadError("is cut off: its last record is not complete")
