"""The members of an archive of any kind, and which of them are read."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol

from kg.errors import ReadError
from kg.read.finding import SUFFIXES
from kg.read.packed import PACKED_SUFFIXES

ARCHIVE_SUFFIXES = {".zip", ".tar"}
_INNER_SUFFIXES = ARCHIVE_SUFFIXES | {".warc"} | {suffix for suffix in PACKED_SUFFIXES.values() if suffix}
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of an archive."""

    name: str
    """As the archive gives it."""
    read: Callable[[int], bytes]
    """Gives the next bytes of a file, at most so many, and none at its end."""
    refusal: str = ""
    """Why it cannot be read: it is a link, a device, encrypted."""

    @property
    def path(self) -> PurePosixPath:
        """The name with slashes, whatever system packed it."""
        return PurePosixPath(self.name.replace("\\", "/"))


class Members(Protocol):
    """The entries of one archive, folders left out; each is read before the next is asked for."""

    @property
    def fault(self) -> ReadError | None:
        """Why the archive cannot be read any further, once that is so."""

    def __iter__(self) -> Iterator[Member]:
        """Yield the entries in their order; ReadError where the archive cannot be read any further."""


def is_hidden(path: PurePosixPath) -> bool:
    """Whether a file or a folder around it is hidden, or macOS's copy of what it knows of another file."""
    return any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in path.parts)


def leads_out(path: PurePosixPath) -> bool:
    """Whether a path points out of the archive."""
    return path.is_absolute() or ".." in path.parts or _DRIVE.match(str(path)) is not None


def is_readable(path: PurePosixPath) -> bool:
    """Whether the suffix is one that counts inside a folder, or that of an archive or compressed file of such."""
    suffix = path.suffix.lower()
    if suffix in PACKED_SUFFIXES:
        suffix = PACKED_SUFFIXES[suffix] or PurePosixPath(path.stem).suffix.lower()
    return suffix not in PACKED_SUFFIXES and (suffix in SUFFIXES or suffix in _INNER_SUFFIXES)
