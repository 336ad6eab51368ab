"""Answers of servers outside, kept so that nobody is asked the same twice within some days."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from kg.errors import StoreError

NAME = "outside.sqlite"
"""File of the data folder."""
DAY = 86_400.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer from before."""

    body: bytes
    media_type: str
    when: float
    """Seconds since 1970 at which it came."""


class Cache:
    """Answers by server and question, in a SQLite file that is made where it is missing.

    What was kept stays through an interruption. Every method raises StoreError where the file is damaged or cannot be
    written.
    """

    def __init__(self, path: Path, days: float) -> None:
        """Answers in the file *path* are worth *days*; none of those that are older is given."""
        self._path = path
        self._seconds = days * DAY
        with self._explained():
            self._base = sqlite3.connect(path)
            self._base.execute(
                "CREATE TABLE IF NOT EXISTS answer (server TEXT NOT NULL, question TEXT NOT NULL, body BLOB NOT NULL,"
                " media_type TEXT NOT NULL, came REAL NOT NULL, PRIMARY KEY (server, question)) WITHOUT ROWID"
            )

    def __enter__(self) -> "Cache":
        """Return itself; it is closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._base.close()

    def find(self, server: str, question: str) -> Kept | None:
        """Return what *server* answered to *question* within those days, None if nothing."""
        query = "SELECT body, media_type, came FROM answer WHERE server = ? AND question = ? AND came > ?"
        with self._explained():
            row = self._base.execute(query, (server, question, time.time() - self._seconds)).fetchone()
        return Kept(*row) if row else None

    def keep(self, server: str, question: str, body: bytes, media_type: str) -> None:
        """Keep what *server* has answered now; what is too old for anybody goes."""
        now = time.time()
        with self._explained(), self._base:
            self._base.execute("DELETE FROM answer WHERE came <= ?", (now - self._seconds,))
            self._base.execute(
                "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)", (server, question, body, media_type, now)
            )

    def forget(self, server: str) -> None:
        """Keep nothing of what *server* has answered."""
        with self._explained(), self._base:
            self._base.execute("DELETE FROM answer WHERE server = ?", (server,))

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"{self._path} cannot be used ({error}): remove it; it fills again") from error
