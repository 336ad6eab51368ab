"""Inputs inside inputs: how deep they may lie, and how far packed ones may expand."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import ReadError
from kg.read.source import Source

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MOST_ARCHIVES = 2
"""Archives around one article; compression alone (``.gz``) does not count."""
MOST_EXPANSION = 250
"""Bytes out of each byte in. Text packs to a fifth or a tenth, zeros to a thousandth."""
FREE_EXPANSION = 16 << 20
"""Bytes that may come out of anything, however small."""
CHUNK = 1 << 16
"""Most bytes that are read or unpacked at once."""


class Meter:
    """Compares what a packed input has taken in with what has come out of it, and of all that lies inside it."""

    def __init__(self, taken: int = 0, parent: "Meter | None" = None) -> None:
        self._taken = taken
        self._given = 0
        self._parent = parent
        self._fault: ReadError | None = None

    @property
    def fault(self) -> ReadError | None:
        """Why nothing more may be read: this input, or one around it, has expanded too far."""
        if self._fault is None and self._parent is not None:
            return self._parent.fault
        return self._fault

    def take(self, size: int) -> None:
        """Count *size* bytes in."""
        self._taken += size

    def give(self, size: int) -> None:
        """Count *size* bytes out, here and in all inputs around; ReadError where that is too many."""
        self._given += size
        if self._fault is None and self._given > FREE_EXPANSION + MOST_EXPANSION * self._taken:
            self._fault = ReadError(
                f"is not read on: it expands to more than {MOST_EXPANSION} times its size and {FREE_EXPANSION:,} bytes"
            )
        if self._fault is not None:
            raise self._fault
        if self._parent is not None:
            self._parent.give(size)


@dataclass(frozen=True, slots=True)
class Nested(Source):
    """What an archive or a compressed file holds. Who derives a Source from it keeps it by `dataclasses.replace`."""

    archives: int = 0
    """Archives that it lies in."""
    packed: bool = False
    """Whether it comes straight out of a compressed file."""
    meter: Meter = field(default_factory=Meter)
    """Counts what is unpacked from it."""


def archives_around(source: Source) -> int:
    """Return the number of archives that *source* lies in."""
    return source.archives if isinstance(source, Nested) else 0


def meter_around(source: Source) -> Meter | None:
    """Return the meter of the input that *source* lies in, if it lies in one."""
    return source.meter if isinstance(source, Nested) else None


class _Flow(io.RawIOBase):
    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        data = self._read(min(len(view), CHUNK))
        view[: len(data)] = data
        return len(data)


def to_stream(read: Callable[[int], bytes]) -> BinaryIO:
    """Return a stream of what *read* gives, which is called with the number of bytes wanted and gives none at the
    end."""
    return io.BufferedReader(_Flow(read), CHUNK)


def read_some(stream: BinaryIO, size: int) -> bytes:
    """Return at most *size* bytes, none at the end; what comes before a fault is not lost with it."""
    return stream.read1(size) if isinstance(stream, io.BufferedReader) else stream.read(size)
