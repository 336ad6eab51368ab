"""Searching: what readers ask of the index, beside the process that writes it."""

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kg.errors import LimitError, SearchError
from kg.graph.search.documents import BEGIN, END, to_plain
from kg.graph.search.filling import MOST
from kg.graph.search.index import is_in_step
from kg.graph.search.statements import (
    ACTORS,
    ALL_NAMES,
    ANY_IRIS,
    BEARERS,
    CHOSEN_IRIS,
    COUNT_ACTORS,
    COUNT_TEXTS,
    IRIS,
    LABEL,
    MARKED,
    NAMES_BEGINNING,
    NAMES_WITH,
    TEXTS,
)
from kg.graph.search.tables import KINDS
from kg.graph.search.words import to_expression, to_names_beginning

MOST_COUNTED = 10_000
"""Hits that are counted; a total above it says only that there are more."""
MOST_BEARERS = 50
"""Mentions or articles with the same text that a hit names."""
LOOKED_AT = 200
"""Names, the shortest of those that begin as typed, among which the suggested are chosen."""
STEPS = 20_000
"""Steps of SQLite between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that was found."""

    kind: str
    """``actor``, ``quote`` or ``title``."""
    text: str
    """For an actor, the one of its names that fits best."""
    iris: tuple[str, ...]
    """What bears the text: one actor, or up to 50 mentions or articles."""
    label: str
    """The name that the actor goes by; of the others, the text."""
    score: float
    """The higher the better; comparable within one search and kind."""
    marks: tuple[tuple[int, int], ...]
    """Where the found words begin and end in the text, in characters."""


@dataclass(frozen=True, slots=True)
class Found:
    """Some hits of one kind."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    """How many there are in all, counted up to 10,001."""

    @property
    def total_words(self) -> str:
        """The total as far as it is known: ``25``, ``more than 10,000``."""
        return f"more than {MOST_COUNTED:,}" if self.total > MOST_COUNTED else f"{self.total:,}"

    def to_json(self) -> dict[str, Any]:
        """Return the hits as plain values."""
        hits = [
            {"iris": hit.iris, "text": hit.text, "label": hit.label, "score": round(hit.score, 4), "marks": hit.marks}
            for hit in self.hits
        ]
        return {"total": self.total, "hits": hits}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An actor whose name begins as typed."""

    iri: str
    name: str
    label: str
    """The name that it goes by, which may be another."""


class Search:
    """Answers searches over the index at one place. Safe to share between threads and processes.

    Each search opens the file, so that it sees the newest commit, also where the file has been replaced. All raise
    SearchError where there is no index, LimitError where a search takes too long.
    """

    def __init__(self, path: Path, seconds: float = 2.0) -> None:
        """Nothing is opened before the first search; each may take *seconds*."""
        self._path = path
        self._seconds = seconds

    @property
    def generation(self) -> str:
        """Name of the state of the index: another for every change."""
        stamps = []
        for path in (self._path, self._path.with_name(self._path.name + "-wal")):
            try:
                found = path.stat()
            except OSError:
                continue
            if found.st_size:  # a reader makes an empty log
                stamps.append(f"{found.st_ino}-{found.st_size}-{found.st_mtime_ns}")
        return " ".join(stamps)

    @property
    def in_step(self) -> bool:
        """Whether the index has all that the graph has, as far as its own notes tell."""
        with self._opened() as file:
            return is_in_step(file)

    def find(self, text: str, kind: str, limit: int = 20, offset: int = 0) -> Found:
        """Return the hits for *text* among texts of *kind* from *offset* on, the best first; none for no words."""
        expression = to_expression(text)
        if not expression:
            return Found()
        with self._opened() as file:
            if kind == "actor":
                (total,) = file.execute(COUNT_ACTORS, (expression, MOST_COUNTED + 1)).fetchone()
                return Found(tuple(_find_actors(file, expression, to_plain(text), limit, offset)), total)
            (total,) = file.execute(COUNT_TEXTS.format(kind=kind), (expression, MOST_COUNTED + 1)).fetchone()
            return Found(tuple(_find_texts(file, kind, expression, limit, offset)), total)

    def find_iris(self, text: str, kinds: Sequence[str] = tuple(KINDS), limit: int = MOST) -> list[str]:
        """Return the IRIs of all that bears a hit, *limit* of each kind at most, the best first."""
        expression = to_expression(text)
        if not expression:
            return []
        found: dict[str, None] = {}
        with self._opened() as file:
            for kind in kinds:
                if kind == "actor":
                    plain = to_plain(text)
                    rows = file.execute(ACTORS, {"match": expression, **_to_bounds(plain), "limit": limit, "offset": 0})
                else:
                    rows = file.execute(IRIS.format(kind=kind), {"match": expression, "limit": limit})
                found.update((row[0], None) for row in rows)
        return list(found)

    def list_iris(self, text: str, kind: str, limit: int) -> list[str]:
        """Return the IRIs of *limit* things at most that bear a hit of *kind*, in no order."""
        expression = to_expression(text)
        if not expression:
            return []
        with self._opened() as file:
            return [iri for (iri,) in file.execute(ANY_IRIS.format(kind=kind), {"match": expression, "limit": limit})]

    def choose(self, text: str, kind: str, iris: Iterable[str]) -> set[str]:
        """Return those of *iris* that bear a hit of *kind*; each costs a look at the index."""
        values = {"match": to_expression(text), "iris": json.dumps(list(iris))}
        if not values["match"]:
            return set()
        with self._opened() as file:
            return {iri for (iri,) in file.execute(CHOSEN_IRIS.format(kind=kind), values)}

    def suggest(self, text: str, limit: int = 8) -> list[Suggestion]:
        """Return actors with a name that begins as *text*, then with one that has its words."""
        expression = to_names_beginning(text)
        if not expression:
            return []
        found: dict[str, Suggestion] = {}
        values = {"match": expression, **_to_bounds(to_plain(text)), "limit": 8 * limit, "looked_at": LOOKED_AT}
        with self._opened() as file:
            for statement in (NAMES_BEGINNING, NAMES_WITH):
                for iri, name in file.execute(statement, values):
                    if iri not in found and len(found) < limit:
                        found[iri] = Suggestion(iri, name, _read_label(file, iri) or name)
                if len(found) == limit:
                    break
        return list(found.values())

    def names(self) -> list[tuple[str, str, bool]]:
        """Return every name of every actor: whose it is, the name, and whether it is the one that it goes by."""
        with self._opened() as file:
            return [(iri, text, bool(main)) for iri, text, main in file.execute(ALL_NAMES)]

    def count(self) -> dict[str, int]:
        """Return how many triples of the graph the index has, by kind."""
        with self._opened() as file:
            return {
                kind: int(file.execute(f"SELECT COUNT(*) FROM {kind}_link").fetchone()[0])  # noqa: S608  # our names
                for kind in KINDS
            }

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        deadline = time.monotonic() + self._seconds
        try:
            with closing(sqlite3.connect(f"file:{quote(str(self._path))}?mode=ro", uri=True)) as file:
                if not file.execute("SELECT built FROM state").fetchone()[0]:
                    raise SearchError("names and sentences cannot be searched yet: the index is being made")
                file.set_progress_handler(lambda: time.monotonic() > deadline, STEPS)
                file.execute("BEGIN")  # so that all is read from one state
                yield file
        except sqlite3.Error as error:
            if str(error) == "interrupted":
                raise LimitError(
                    f"the search took more than {self._seconds:g} s and was ended: add a rarer word"
                ) from error
            raise SearchError(
                "names and sentences cannot be searched: there is no index; `kg check --repair` makes it"
            ) from error


def _find_texts(file: sqlite3.Connection, kind: str, expression: str, limit: int, offset: int) -> Iterator[Hit]:
    rows = file.execute(TEXTS.format(kind=kind), (BEGIN, END, expression, limit, offset)).fetchall()
    for number, marked, rank in rows:
        text, marks = _split(marked)
        iris = tuple(iri for (iri,) in file.execute(BEARERS.format(kind=kind), (number, MOST_BEARERS)))
        yield Hit(kind, text, iris, text, -rank, marks)


def _find_actors(file: sqlite3.Connection, expression: str, plain: str, limit: int, offset: int) -> Iterator[Hit]:
    values = {"match": expression, **_to_bounds(plain), "limit": limit, "offset": offset}
    for iri, number, score in file.execute(ACTORS, values).fetchall():
        (marked,) = file.execute(MARKED, (BEGIN, END, expression, number)).fetchone()
        text, marks = _split(marked)
        yield Hit("actor", text, (iri,), _read_label(file, iri) or text, -score, marks)


def _read_label(file: sqlite3.Connection, iri: str) -> str:
    row = file.execute(LABEL, (iri,)).fetchone()
    return str(row[0]) if row else ""


def _to_bounds(plain: str) -> dict[str, str]:
    """Return the name, and the first and the last possible of those that begin with it, in SQLite's order."""
    return {"plain": plain, "last": plain + "\U0010ffff"}


def _split(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return a text without its marks, and where they were."""
    pieces: list[str] = []
    marks: list[tuple[int, int]] = []
    done = 0
    for number, part in enumerate(marked.replace(END, BEGIN).split(BEGIN)):
        if number % 2:
            marks.append((done, done + len(part)))
        pieces.append(part)
        done += len(part)
    return "".join(pieces), tuple(marks)
