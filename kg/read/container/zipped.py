"""The members of a zip archive, which needs a stream that can be read at any place."""

import io
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, cast

from kg.errors import ReadError
from kg.read.container.members import Member
from kg.read.container.nesting import CHUNK, Meter
from kg.read.source import Source

MOST_LISTED = 16 << 20
"""Bytes of the list of members, which is held in memory: about 200,000 members."""
MOST_SPOOLED = 1 << 30
"""Bytes of a zip out of a stream or another archive, which is laid into a temporary file."""
_IN_MEMORY = 8 << 20
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_FAULTS = (
    zipfile.BadZipFile, zlib.error, EOFError, ValueError, OverflowError, NotImplementedError, RuntimeError,
    struct.error,
)  # fmt: skip


@contextmanager
def open_zip(source: Source, meter: Meter) -> Iterator["ZipMembers"]:
    """Give the members of the zip archive in *source*, counted on *meter*; ReadError where it is none."""
    with _to_file(source) as file:
        meter.take(file.seek(0, io.SEEK_END))
        try:
            archive = zipfile.ZipFile(cast("BinaryIO", _Guarded(file)))
        except _FAULTS:
            raise ReadError("is no zip archive, or is cut off or damaged: its list of members is at its end") from None
        with archive:
            yield ZipMembers(archive, meter)


@contextmanager
def _to_file(source: Source) -> Iterator[IO[bytes]]:
    """Give the stream of *source* where one can go back in it, else a temporary copy."""
    if source.stream.seekable():
        yield source.stream
        return
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        while data := source.stream.read(CHUNK):
            file.write(data)
            if file.tell() > MOST_SPOOLED:
                raise ReadError(f"is a zip archive of more than {MOST_SPOOLED:,} bytes in a stream: save it as a file")
        yield cast("IO[bytes]", file)


class ZipMembers:
    """Yields the members of *archive*; what is unpacked from them counts on *meter*."""

    def __init__(self, archive: zipfile.ZipFile, meter: Meter) -> None:
        self._archive, self._meter = archive, meter

    @property
    def fault(self) -> ReadError | None:
        """Why the archive cannot be read any further, once that is so."""
        return self._meter.fault

    def __iter__(self) -> Iterator[Member]:
        """Yield the members but for folders."""
        for info in self._archive.infolist():
            kind = stat.S_IFMT(info.external_attr >> 16)
            if not info.filename.endswith("/") and kind != stat.S_IFDIR:
                yield Member(info.filename, _Unzipped(self._archive, info, self._meter).read, _refusal(info, kind))


def _refusal(info: zipfile.ZipInfo, kind: int) -> str:
    if kind == stat.S_IFLNK:
        return "is a link: passed over"
    if kind not in (0, stat.S_IFREG):
        return "is a device, or no file at all: passed over"
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted: unpack it with its password"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # the standard library unpacks a whole portion of bzip2 or LZMA at once, however much comes out
        return "is compressed by a method other than deflate: pack it anew"
    return ""


class _Unzipped:
    """The content of one member, opened when it is first read."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, meter: Meter) -> None:
        self._archive, self._info = archive, info
        self._meter = Meter(info.compress_size, parent=meter)
        self._file: IO[bytes] | None = None

    def read(self, size: int) -> bytes:
        try:
            if self._file is None:
                self._file = self._archive.open(self._info)
            data = self._file.read(size)
        except EOFError:
            raise ReadError("is cut off inside the archive") from None
        except _FAULTS:
            raise ReadError("is damaged inside the archive") from None
        self._meter.give(len(data))
        return data


class _Guarded:
    """A file in which a place that is none is a damaged archive, and no huge list of members is read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._stream.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        try:
            return self._stream.seek(offset, whence)
        except (OSError, ValueError, OverflowError) as error:
            raise zipfile.BadZipFile("a place outside the archive") from error

    def read(self, size: int = -1) -> bytes:
        if size > MOST_LISTED:
            raise ReadError(f"has a list of members longer than {MOST_LISTED:,} bytes: split it")
        return self._stream.read(size)
