"""The members of an archive of any kind, and which of them are read."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from posixpath import basename, splitext
from typing import Protocol

from kg.errors import ReadError
from kg.read.finding import PACKED_SUFFIXES, SUFFIXES

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
    def path(self) -> str:
        """The name with slashes, whatever system packed it."""
        return self.name.replace("\\", "/")


class Members(Protocol):
    """The entries of one archive, folders left out; each is read before the next is asked for."""

    @property
    def fault(self) -> ReadError | None:
        """Why the archive cannot be read any further, once that is so."""

    def __iter__(self) -> Iterator[Member]:
        """Yield the entries in their order; ReadError where the archive cannot be read any further."""


def is_hidden(path: str) -> bool:
    """Whether a file or a folder around it is hidden, or macOS's copy of what it knows of another file."""
    return any((part.startswith(".") and part not in {".", ".."}) or part == "__MACOSX" for part in path.split("/"))


def leads_out(path: str) -> bool:
    """Whether a path points out of the archive."""
    return path.startswith("/") or ".." in path.split("/") or _DRIVE.match(path) is not None


def split_name(path: str) -> tuple[str, str]:
    """Return the name of a file without its suffix, and the suffix in lower case."""
    stem, suffix = splitext(basename(path))
    return stem, suffix.lower()


def is_readable(path: str) -> bool:
    """Whether the suffix is one that counts inside a folder, or that of an archive or compressed file of such."""
    stem, suffix = split_name(path)
    if suffix in PACKED_SUFFIXES:
        suffix = PACKED_SUFFIXES[suffix] or split_name(stem)[1]
    return suffix in SUFFIXES - PACKED_SUFFIXES.keys()
