"""The library of saved queries as the running site sees it: read again once a file of the user's has changed."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from kg.library import FEDERATED, OWN, Library, read_library
from kg.reference import bundled
from kg.settings import Settings

Files: TypeAlias = tuple[tuple[str, int, int, int], ...]
"""Paths of files, each with when it was changed, its size and its number, which a new file in its place has not."""


class Shelf:
    """Where the library stands."""

    def __init__(self, settings: Settings) -> None:
        """The user's own queries are in the data folder of *settings*."""
        self._shipped = bundled("queries")
        self._own = settings.beside / OWN

    def read(self) -> Library:
        """Return the library as it is now; QueryError where a query that ships is faulty."""
        return _read(self._shipped, self._own, _list_files(self._own))

    @property
    def mark(self) -> str:
        """Name of the state of the user's files: another for every change, empty where there are none."""
        files = _list_files(self._own)
        return hashlib.sha256(repr(files).encode()).hexdigest()[:16] if files else ""


def _list_files(own: Path) -> Files:
    found = []
    for folder in (own, own / FEDERATED):
        for path in folder.glob("*.rq"):
            try:
                stat = path.stat()
            except OSError:  # it has just been removed
                continue
            found.append((str(path), stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return tuple(sorted(found))


@lru_cache(maxsize=8)
def _read(shipped: Path, own: Path, _files: Files) -> Library:
    return read_library(shipped, own)
