"""Compressed files (gzip, bzip2, xz): the one input inside, unpacked while it is read."""

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import BinaryIO, Protocol

from kg.errors import ReadError
from kg.read.container.nesting import Meter, Nested, archives_around, meter_around, read_some, to_stream
from kg.read.finding import PACKED_SUFFIXES
from kg.read.signs import BZIP2, GZIP, XZ
from kg.read.source import Outcome, Reader, Source

XZ_MEMORY = 128 << 20
"""Bytes that unpacking xz may take; ``xz -9`` asks for 65 MiB."""
_PORTION = 1 << 14
"""Compressed bytes read at once: what is left of them behind the end of a stream is copied."""
_LONGEST_MARK = 6


class _Decoder(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Gzip:
    """zlib's decompressor in the form of those of bz2 and lzma."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        return not self._zlib.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._zlib.decompress(self._zlib.unconsumed_tail + data, max_length)


_DECODERS: dict[bytes, Callable[[], _Decoder]] = {
    GZIP: _Gzip,
    BZIP2: bz2.BZ2Decompressor,
    XZ: lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, XZ_MEMORY),
}


def read(source: Source, read_inner: Reader) -> Iterator[Outcome]:
    """Yield what *read_inner* finds inside a compressed file.

    Raises ReadError where it is none, and from the place on where it is cut off, damaged or has expanded too far.
    """
    yield from read_inner(unpack(source))


def unpack(source: Source) -> Nested:
    """Return the input inside a compressed file, named as the file was before it was packed.

    Raises ReadError where it is empty, not compressed, or what is inside another compressed file.
    """
    head = _read_head(source.stream)
    make = _find_decoder(head)
    if make is None:
        raise ReadError("is no gzip, bzip2 or xz file: name it after what it is")
    return _unpack(source, head, make)


def unpack_if_packed(source: Source) -> Nested:
    """Return the input inside a compressed file, told by its first bytes, and *source* where it is none.

    The stream of *source* is used up by that; that of the answer begins where it began. Raises ReadError as
    `unpack` does.
    """
    head = _read_head(source.stream)
    if make := _find_decoder(head):
        return _unpack(source, head, make)
    meter = Meter(parent=meter_around(source))
    return _nest(source, to_stream(_Rest(head, source.stream, meter).read), source.stem, source.suffix, meter)


def _read_head(stream: BinaryIO) -> bytes:
    head = stream.read(_LONGEST_MARK)
    if not head:
        raise ReadError("is empty")
    return head


def _find_decoder(head: bytes) -> Callable[[], _Decoder] | None:
    return next((make for mark, make in _DECODERS.items() if head.startswith(mark)), None)


def _unpack(source: Source, head: bytes, make: Callable[[], _Decoder]) -> Nested:
    if isinstance(source, Nested) and source.packed:
        raise ReadError("is compressed twice: unpack it")
    meter = Meter(parent=meter_around(source))
    stream = to_stream(_Unpacker(_Rest(head, source.stream, meter).read, make, meter).read)
    return replace(_nest(source, stream, *_name_inside(source), meter), packed=True)


def _nest(source: Source, stream: BinaryIO, stem: str, suffix: str, meter: Meter) -> Nested:
    packed = isinstance(source, Nested) and source.packed
    around = archives_around(source)
    return Nested(stream, stem, suffix, source.max_bytes, source.url, archives=around, packed=packed, meter=meter)


def _name_inside(source: Source) -> tuple[str, str]:
    if suffix := PACKED_SUFFIXES.get(source.suffix):
        return source.stem, suffix
    if source.suffix not in PACKED_SUFFIXES:
        return source.stem, ""
    inside = PurePath(source.stem)
    return inside.stem, inside.suffix.lower()


class _Rest:
    """A stream whose first bytes have been looked at."""

    def __init__(self, head: bytes, stream: BinaryIO, meter: Meter) -> None:
        self._head, self._stream, self._meter = head, stream, meter

    def read(self, size: int) -> bytes:
        data, self._head = self._head, b""
        data = data or read_some(self._stream, size)
        self._meter.take(len(data))
        return data


class _Unpacker:
    """What comes out of one compressed stream, or several behind one another, with zeros between or not."""

    def __init__(self, read: Callable[[int], bytes], make: Callable[[], _Decoder], meter: Meter) -> None:
        self._packed, self._make, self._meter = read, make, meter
        self._decoder = make()
        self._given = 0
        self._waiting = b""

    def read(self, size: int) -> bytes:
        """Return at most *size* bytes, none at the end; ReadError, again and again, from where there is a fault."""
        while not (self._decoder.eof and self._is_over()):
            data = self._next() if self._decoder.needs_input else b""
            ended = self._decoder.needs_input and not data
            try:
                unpacked = self._decoder.decompress(data, size)
            except (zlib.error, lzma.LZMAError, OSError, EOFError):
                raise ReadError(f"is damaged (after {self._given:,} unpacked bytes): fetch or pack it again") from None
            if unpacked:
                self._given += len(unpacked)
                self._meter.give(len(unpacked))
                return unpacked
            if ended and not self._decoder.eof:
                raise ReadError(f"is cut off (after {self._given:,} unpacked bytes): fetch or pack it again")
        return b""

    def _next(self) -> bytes:
        data, self._waiting = self._waiting, b""
        return data or self._packed(_PORTION)

    def _is_over(self) -> bool:
        """Whether nothing follows the stream that has ended; else begin with the next one."""
        data = self._decoder.unused_data
        while not (data := data.lstrip(b"\0")):
            if not (data := self._packed(_PORTION)):
                return True
        self._decoder, self._waiting = self._make(), data
        return False
