"""Names in articles that stand for no known party: the next additions to the lists of actors."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from kg.errors import StoreError

NAME = "unresolved.sqlite"
"""File of the data folder."""


@dataclass(frozen=True, slots=True)
class UnresolvedName:
    """A name, in how many articles it stands, and how often."""

    name: str
    articles: int
    mentions: int


class Unresolved:
    """The names that articles gave no party for, by article, in a SQLite file that is made where it is missing.

    What was added is kept from `commit` on; as a context manager it commits at the end, unless an exception ends it.
    Every method raises StoreError where the file is damaged or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._explained():
            self._base = sqlite3.connect(path)
            self._base.execute(
                "CREATE TABLE IF NOT EXISTS name (article TEXT NOT NULL, name TEXT NOT NULL, mentions INTEGER NOT NULL,"
                " PRIMARY KEY (article, name)) WITHOUT ROWID"
            )

    def __enter__(self) -> "Unresolved":
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Commit, unless an exception ends the block, and close the file."""
        try:
            if kind is None:
                self.commit()
        finally:
            self._base.close()

    def replace(self, article: str, names: Iterable[str]) -> None:
        """Keep *names*, as often as they stand there, for *article* (its IRI) in place of what it gave before."""
        counts = [(article, name, count) for name, count in Counter(names).items()]
        with self._explained():
            self._base.execute("DELETE FROM name WHERE article = ?", (article,))
            self._base.executemany("INSERT INTO name VALUES (?, ?, ?)", counts)

    def commit(self) -> None:
        """Keep what was added, through a crash of the program or the machine."""
        with self._explained():
            self._base.commit()

    def most_frequent(self, limit: int) -> list[UnresolvedName]:
        """Return the names that stand in most articles, then those with most mentions, then by name."""
        query = (
            "SELECT name, count(*) AS articles, sum(mentions) AS mentions FROM name GROUP BY name"
            " ORDER BY articles DESC, mentions DESC, name LIMIT ?"
        )
        with self._explained():
            return [UnresolvedName(*row) for row in self._base.execute(query, (limit,))]

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(
                f"{self._path} cannot be used ({error}): remove it; it fills again with --again"
            ) from error
