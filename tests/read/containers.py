"""Archives, compressed files and WARC records, made by code, and a reader of all that lies in them."""

import io
import tarfile
import zipfile

from kg.errors import ReadError
from kg.read.dispatch import read_source
from kg.read.source import Source

LIMIT = 1 << 20
PROSE = [
    "Norland recalled its ambassador from Sudland on Monday after a week of angry exchanges over fishing rights.",
    "The foreign minister told reporters that the envoy would stay at home until the seized boats were released.",
    "Sudland called the step regrettable. It said that its coast guard had acted within the law of the sea.",
]
TEXT = "\n\n".join(PROSE).encode()
LINE = b'{"text": "Norland recalled its envoy. Sudland did the same on Monday."}\n'


def page(head="", prose=PROSE):
    body = "".join(f"<p>{paragraph}</p>" for paragraph in prose)
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>Norland recalls envoy</title>{head}</head>"
        f"<body><main><article><h1>Norland recalls envoy</h1>{body}</article></main></body></html>"
    )


def outcomes(data, name, read=read_source, limit=LIMIT):
    """Return all outcomes for a file with this content and name; a fault of the whole is the last."""
    stem, dot, suffix = name.rpartition(".")
    return list(all_of(Source(io.BytesIO(data), stem, dot + suffix, limit), read))


def all_of(source, read=read_source):
    try:
        yield from read(source)
    except ReadError as error:
        yield error


def show(outcome):
    """Return the id of an article, or the message of an error."""
    return str(outcome) if isinstance(outcome, ReadError) else outcome.doc


def tar(files, mode="w", form=tarfile.GNU_FORMAT):
    """Return a tar archive of (name or TarInfo, content) pairs."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=mode, format=form) as file:
        for name, data in files:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
    return made.getvalue()


def special(name, kind, target=""):
    """Return the header of a tar member that is no regular file."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def zipped(files, method=zipfile.ZIP_DEFLATED):
    """Return a zip archive of (name or ZipInfo, content) pairs."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as file:
        for name, data in files:
            file.writestr(name, data)
    return made.getvalue()


def record(block, kind="response", uri="https://example.org/a", day="2024-06-27T10:00:00Z", version="1.0", length=None):
    """Return one WARC record around *block*; *length* is what it claims to be long."""
    media_type = "application/http" if kind in ("response", "request") else "text/plain"
    head = (
        f"WARC/{version}\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: {day}\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\nContent-Type: {media_type}\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def answer(body, headers="", status="200 OK", media_type="text/html; charset=utf-8"):
    """Return an answer over HTTP; *headers* end with a line end each."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n{headers}\r\n".encode() + body


class Pipe(io.RawIOBase):
    """A stream in which nobody can go back."""

    def __init__(self, data):
        self._data = io.BytesIO(data)

    def readable(self):
        return True

    def readinto(self, buffer):
        return self._data.readinto(buffer)
