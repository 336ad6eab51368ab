"""The body of an answer over HTTP, as an archive keeps it: out of its chunks, unpacked, decoded."""

import io
import re

from fastwarc.stream_io import BrotliReader, GzipReader, WarcReader, ZstdReader

from kg.errors import ReadError
from kg.read.decode import decode, name_encoding
from kg.read.source import too_large

MOST_CODINGS = 3
"""Compressions of one body over one another."""
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")


def unchunk(body: bytes, transfer_encoding: str) -> bytes:
    """Return *body* without the chunks that the header announces (RFC 9112, 7.1).

    Crawlers put the chunks together, and keep the header: such a body is returned as it is.
    """
    if "chunked" not in transfer_encoding.lower() or not _CHUNK.match(body):
        return body
    parts: list[bytes] = []
    place = 0
    while head := _CHUNK.match(body, place):
        size = int(head[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(body[head.end() : head.end() + size])
        place = head.end() + size + len(b"\r\n")
    raise ReadError("has a body that is cut off or damaged between its chunks")


def unpack_body(body: bytes, content_encoding: str, max_bytes: int) -> bytes:
    """Return *body* without the compressions that the header names; ReadError if larger than *max_bytes*.

    A body that is not compressed for all its header says is returned as it is: crawlers unpack, and keep the
    header.
    """
    codings = [name for part in content_encoding.lower().split(",") if (name := part.strip())]
    if len(codings) > MOST_CODINGS:
        raise ReadError(f"is compressed more than {MOST_CODINGS} times over")
    for coding in reversed(codings):
        if coding != "identity":
            body = _unpack(body, coding, max_bytes)
    return body


def _unpack(body: bytes, coding: str, max_bytes: int) -> bytes:
    try:
        unpacked = _open(body, coding).read(max_bytes + 1)
    except OSError:
        if body.lstrip()[:1] == b"<":
            return body
        raise ReadError(f"has a body that is not the {coding} data that its header announces") from None
    if len(unpacked) > max_bytes:
        raise ReadError(too_large(max_bytes))
    return unpacked


def _open(body: bytes, coding: str) -> WarcReader:
    stream = io.BytesIO(body)
    match coding:
        case "gzip" | "x-gzip":
            return GzipReader(stream)
        case "deflate":
            return GzipReader(stream, zlib=True)
        case "br":
            return BrotliReader(stream)
        case "zstd":
            return ZstdReader(stream)
    raise ReadError(f"has a body in the unknown content encoding {coding[:40]!a}")


def decode_html(body: bytes, charset: str) -> str:
    """Return the text of a page whose header names *charset*, or nothing.

    UTF-8 is believed where it fits, then the header, then the page itself. Raises ReadError for what is binary.
    """
    encoding = name_encoding(charset)
    if encoding.startswith(("utf-16", "utf-32")):
        return _decode_as(body, encoding) or decode(body, is_html=True)
    if not encoding or _is_utf8(body):
        return decode(body, is_html=True)
    return _decode_as(body, encoding) or decode(body, is_html=True)


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _decode_as(body: bytes, encoding: str) -> str:
    """Return *body* as text, or nothing where it is not in *encoding*."""
    try:
        return body.decode(encoding)
    except (LookupError, UnicodeError):
        return ""
