"""What may be the same as actors of the graph, and what was decided about it: `links.sqlite` in the data folder."""

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from kg.errors import StoreError
from kg.federate.links.scoring import Scored
from kg.federate.links.sought import Sought

NAME = "links.sqlite"
"""File of the data folder."""
PERSON, MACHINE = "person", "machine"
"""Who decides."""
TABLES = """
CREATE TABLE IF NOT EXISTS asked (
  actor TEXT PRIMARY KEY, label TEXT NOT NULL, kind TEXT NOT NULL, home TEXT NOT NULL, events INTEGER NOT NULL,
  source TEXT NOT NULL, came REAL NOT NULL, closed INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS candidate (
  actor TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL, score REAL NOT NULL,
  ambiguous INTEGER NOT NULL, source TEXT NOT NULL, came REAL NOT NULL,
  decision TEXT NOT NULL DEFAULT 'open', decided_by TEXT NOT NULL DEFAULT '', decided REAL,
  PRIMARY KEY (actor, id)
) WITHOUT ROWID;
"""
OPEN = """
SELECT actor, label, kind, home, events, id, name, description, score, ambiguous, candidate.source
FROM candidate JOIN asked USING (actor)
WHERE decision = 'open' AND NOT closed
  AND NOT EXISTS (SELECT 1 FROM candidate AS other WHERE other.actor = candidate.actor AND other.decision = 'accepted')
ORDER BY MAX(score) OVER (PARTITION BY actor) DESC, events DESC, actor, score DESC, id
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something of Wikidata that may be an actor of the graph."""

    actor: str
    """Key of the actor."""
    label: str
    kind: str
    home: str
    """Name of the state or organisation that the actor acts for or comes from; empty where there is none."""
    events: int
    id: str
    name: str
    description: str
    score: float
    """From 0 to 100."""
    ambiguous: bool
    source: str
    """Address of the service that offered it."""


class Candidates:
    """The file with candidates and decisions, made where it is missing.

    Each call is kept at once. Every method raises StoreError where the file is damaged or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._explained():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(path)
            self._base.executescript(TABLES)

    def __enter__(self) -> "Candidates":
        """Return itself; it is closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._base.close()

    def keep(self, sought: Sought, found: Iterable[Scored], source: str) -> None:
        """Keep what *source* offers for an actor, in place of what was open before; decisions stay."""
        now, key = time.time(), sought.key
        home = sought.home.actor.label if sought.home else ""
        about = (key, sought.actor.label, sought.actor.kind.value, home, sought.events, source, now)
        rows = [
            (key, one.offer.id, one.offer.name, one.offer.description, one.score, one.is_ambiguous, source, now)
            for one in found
        ]
        with self._explained(), self._base:
            self._note(about)
            self._base.execute("DELETE FROM candidate WHERE actor = ? AND decision = 'open'", (key,))
            self._base.executemany(
                "INSERT OR IGNORE INTO candidate (actor, id, name, description, score, ambiguous, source, came)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )

    def _note(self, about: tuple[object, ...]) -> None:
        self._base.execute(
            "INSERT INTO asked (actor, label, kind, home, events, source, came) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (actor) DO UPDATE SET label = excluded.label, kind = excluded.kind, home = excluded.home,"
            " events = excluded.events, source = excluded.source, came = excluded.came",
            about,
        )

    def find_open(self) -> list[Candidate]:
        """Return the candidates that nobody has decided about: the actor with the best first, its own by score."""
        with self._explained():
            rows = self._base.execute(OPEN).fetchall()
        return [Candidate(*(*row[:9], bool(row[9]), row[10])) for row in rows]

    def asked(self) -> set[str]:
        """Return the keys of the actors that a service was asked for."""
        return self._keys("SELECT actor FROM asked")

    def decided(self) -> set[str]:
        """Return the keys of the actors for which one is accepted, or all were rejected."""
        return self._keys(
            "SELECT actor FROM asked WHERE closed UNION SELECT actor FROM candidate WHERE decision = 'accepted'"
        )

    def accepted(self) -> dict[str, tuple[str, str]]:
        """Return Wikidata ids and names of the actors that one was accepted for, by key."""
        query = "SELECT actor, id, label FROM candidate JOIN asked USING (actor) WHERE decision = 'accepted'"
        with self._explained():
            return {actor: (identity, label) for actor, identity, label in self._base.execute(query)}

    def accept(self, sought: Sought, identity: str, by: str) -> None:
        """Note that *sought* is the one with the id *identity*, by a person or the machine."""
        now, key = time.time(), sought.key
        home = sought.home.actor.label if sought.home else ""
        with self._explained(), self._base:
            if not self._base.execute("SELECT 1 FROM asked WHERE actor = ?", (key,)).fetchone():
                self._note((key, sought.actor.label, sought.actor.kind.value, home, sought.events, "", now))
            self._base.execute(
                "INSERT INTO candidate VALUES (?, ?, '', '', 100, 0, '', ?, 'accepted', ?, ?)"
                " ON CONFLICT (actor, id) DO UPDATE SET decision = 'accepted', decided_by = excluded.decided_by,"
                " decided = excluded.decided",
                (key, identity, now, by, now),
            )

    def reject(self, key: str, identity: str | None) -> int:
        """Note a person's word that the actor *key* is not the one with this id, or none of the open ones.

        Returns how many candidates, at least one where the actor was asked for, that ended.

        Where *identity* is None the actor is not asked for any more.
        """
        where = "actor = ? AND decision = 'open'" + ("" if identity is None else " AND id = ?")
        names = (key,) if identity is None else (key, identity)
        with self._explained(), self._base:
            done = self._base.execute(
                f"UPDATE candidate SET decision = 'rejected', decided_by = ?, decided = ? WHERE {where}",  # noqa: S608
                (PERSON, time.time(), *names),
            )
            if identity is None:
                closed = self._base.execute("UPDATE asked SET closed = 1 WHERE actor = ?", (key,))
                return max(done.rowcount, closed.rowcount)
        return done.rowcount

    def forget(self, key: str) -> bool:
        """Know nothing of the actor *key* any more; False where nothing was known."""
        with self._explained(), self._base:
            self._base.execute("DELETE FROM candidate WHERE actor = ?", (key,))
            return self._base.execute("DELETE FROM asked WHERE actor = ?", (key,)).rowcount > 0

    def _keys(self, query: str) -> set[str]:
        with self._explained():
            return {row[0] for row in self._base.execute(query)}

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StoreError(
                f"{self._path} cannot be used ({error}): remove it; links.tsv keeps what was accepted"
            ) from error
