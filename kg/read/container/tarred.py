"""The members of a tar archive, read once from front to back."""

import tarfile
from collections.abc import Iterator
from typing import BinaryIO, Self, cast

from kg.errors import ReadError
from kg.read.container.members import Member
from kg.read.container.nesting import Meter, read_some

MOST_HEADERS = 1 << 14
"""Bytes of headers before one member: its long name, its attributes. Pythons before 3.11.10 take time by their
square."""
_AFTER_END = 1 << 20
"""Bytes read after the end mark, so that compression around the archive is checked to its end."""
_MOST_ENDS = 8
"""Vain reads at the end: tarfile goes on with them for as long as a member claims to be."""
_FAULTS = (tarfile.TarError, ValueError, OverflowError, LookupError)
CUT_OFF = "is cut off or damaged: the files before that were read"


class TarMembers:
    """Yields the members of the tar archive in *stream*, whose memory does not grow with their number."""

    def __init__(self, stream: BinaryIO, meter: Meter) -> None:
        self._guarded = _Guarded(stream)
        self._meter = meter
        self._ended = False

    @property
    def fault(self) -> ReadError | None:
        """Why the archive cannot be read any further, once that is so."""
        return self._meter.fault or (self._end() if self._ended else None)

    def __iter__(self) -> Iterator[Member]:
        """Yield the members but for folders; ReadError where the archive is cut off, damaged or none."""
        header = _watched_header()
        archive = self._open(header)
        while (info := self._next(archive)) is not None:
            self._guarded.allow(info.offset_data + info.size + MOST_HEADERS)
            if not info.isdir():
                yield self._to_member(archive, info)
            _forget(archive)
        if header.block.strip(b"\0") or len(header.block) < tarfile.BLOCKSIZE:
            raise self._end()
        self._read_past_end()

    def _end(self) -> ReadError:
        return self._guarded.cause or ReadError(CUT_OFF)

    def _open(self, header: "type[_Header]") -> tarfile.TarFile:
        try:
            return tarfile.open(fileobj=cast("BinaryIO", self._guarded), mode="r|", tarinfo=header, encoding="utf-8")
        except _FAULTS:
            raise self._guarded.cause or ReadError("is no tar archive, or is damaged at its beginning") from None

    def _next(self, archive: tarfile.TarFile) -> tarfile.TarInfo | None:
        try:
            info = archive.next()
        except _FAULTS:
            raise self._end() from None
        if info is not None and info.size < 0:
            raise self._end()
        if info is not None and info.issparse():
            # its map may claim any size, and hides where the next member begins
            raise ReadError(f"is not read on: it holds a sparse file ({info.name[:100]!a})")
        return info

    def _read_past_end(self) -> None:
        end = self._guarded.position + _AFTER_END
        self._guarded.allow(end)
        while self._guarded.position < end and self._guarded.read(tarfile.RECORDSIZE):
            pass
        if self._guarded.cause is not None:
            raise self._guarded.cause

    def _to_member(self, archive: tarfile.TarFile, info: tarfile.TarInfo) -> Member:
        if info.issym() or info.islnk():
            return Member(info.name, _read_nothing, "is a link: passed over")
        if not info.isreg():
            return Member(info.name, _read_nothing, "is a device, or no file at all: passed over")
        file = archive.extractfile(info)
        if file is None:  # cannot be for a regular file
            return Member(info.name, _read_nothing, "has no content")

        def read(size: int) -> bytes:
            try:
                return file.read(size)
            except tarfile.TarError:
                self._ended = True
                raise self._end() from None

        return Member(info.name, read)


class _Guarded:
    """A stream that is read no farther than a member may reach, ends where it fails, and remembers why.

    A failure would take with it the members that tarfile holds already.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._limit = MOST_HEADERS
        self._ends = 0
        self.position = 0
        self.cause: ReadError | None = None
        """Why the stream ended before its end."""

    def allow(self, position: int) -> None:
        """Let the stream be read up to *position*, and on to the end of the read that begins before it."""
        self._limit = position

    def read(self, size: int) -> bytes:
        """Return the next bytes, at most so many; ReadError where tarfile does not see that there are none."""
        if self.position > self._limit:
            self.cause = ReadError(f"is not read on: the headers of a member are longer than {MOST_HEADERS:,} bytes")
        try:
            data = b"" if self.cause is not None else read_some(self._stream, size)
        except ReadError as error:
            self.cause, data = error, b""
        self.position += len(data)
        self._ends += not data
        if self._ends > _MOST_ENDS:
            raise self.cause or ReadError(CUT_OFF)
        return data


class _Header(tarfile.TarInfo):
    """Keeps the block that was last read as a header: tarfile ends at a broken one as if at the end mark."""

    block = b""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        cls.block = bytes(buf)
        return super().frombuf(buf, encoding, errors)


def _watched_header() -> type[_Header]:
    """Return a class for one archive alone, since the block is kept on the class."""
    return type("_Header", (_Header,), {})


def _forget(archive: tarfile.TarFile) -> None:
    """Free the headers read so far, which tarfile keeps for random access."""
    archive.members.clear()  # type: ignore[attr-defined]  # known to everybody but typeshed
    archive.pax_headers.clear()  # type: ignore[attr-defined]  # typeshed calls the dict a mapping


def _read_nothing(size: int) -> bytes:
    return b""
