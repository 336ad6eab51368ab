"""Near-duplicates: the same agency text from two outlets."""

import sqlite3
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType

from kg.errors import StoreError
from kg.ids import Minter
from kg.model import Article
from kg.read.copies.fingerprints import Fingerprint, is_same_text, to_fingerprint
from kg.read.copies.signatures import name_scheme, to_buckets

MOST_IN_BUCKET = 100
"""Articles in a bucket that are looked at: a bucket that is full holds what many texts have in common."""
MOST_CANDIDATES = 16
"""Articles, those that share most buckets, that a text is compared with."""
VERSION = 1
"""Of the tables and of the shingles in them."""
CACHE_KIB = 32_768
_TABLES = """
CREATE TABLE article (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, digest BLOB NOT NULL, shingles BLOB NOT NULL,
                      words BLOB NOT NULL, names BLOB NOT NULL, day TEXT);
CREATE INDEX article_digest ON article (digest);
CREATE TABLE bucket (hash INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (hash, article)) WITHOUT ROWID;
CREATE TABLE scheme (name TEXT NOT NULL);
"""


class Duplicates:
    """The articles that were read so far, in a SQLite file, each told apart from those that repeat it.

    A file that is missing is made; without *path* a temporary one is used, and gone at the end. What was added is
    kept from `commit` on; as a context manager it commits at the end, unless an exception ends it. Memory is
    bounded by `CACHE_KIB` however many articles there are; on disk an article of 500 words takes about 6 kB.

    Every method raises StoreError where the file is damaged, in use, of another version, or cannot be written.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._name = str(path) if path else "the temporary file of near-duplicates"
        with self._explained():
            self._base = sqlite3.connect(path or "")
        try:
            with self._explained():
                self._base.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
                self._prepare()
        except BaseException:
            self._base.close()
            raise

    def add(self, article: Article) -> str | None:
        """Return the key of an earlier article whose text *article* repeats; else remember it and return None.

        A key is the article's IRI without the base IRI of the data folder. Titles and outlets play no part; texts
        are the same by `is_same_text`. An article that is known by its own key is no duplicate, whether it was
        read again or has changed; then its new text is remembered.
        """
        key = Minter("").mint_article(article)
        new = to_fingerprint(article)
        with self._explained():
            known = self._base.execute("SELECT id, digest, shingles FROM article WHERE key = ?", (key,)).fetchone()
            if known and known[1] == new.digest:
                return None
            buckets = to_buckets(new.shingles)
            if known:
                self._forget(known[0], known[2])
            elif earlier := self._find(new, buckets):
                return earlier
            self._remember(key, new, buckets)
        return None

    def commit(self) -> None:
        """Keep what was added, through a crash of the program or the machine."""
        with self._explained():
            self._base.commit()

    def close(self) -> None:
        """Close the file; what was added since the last `commit` is lost."""
        self._base.close()

    def __len__(self) -> int:
        """How many articles are remembered."""
        with self._explained():
            return int(self._base.execute("SELECT count(*) FROM article").fetchone()[0])

    def __enter__(self) -> "Duplicates":
        """Return itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Commit, unless an exception ends the block, and close."""
        try:
            if kind is None:
                self.commit()
        finally:
            self.close()

    def _prepare(self) -> None:
        """Make the tables where there are none, and the buckets anew where another release made them."""
        version = self._base.execute("PRAGMA user_version").fetchone()[0]
        if version == 0 and not self._base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            self._base.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {VERSION};")
            self._base.execute("INSERT INTO scheme VALUES (?)", (name_scheme(),))
            self._base.commit()
        elif version != VERSION:
            raise StoreError(
                f"{self._name} is no file of near-duplicates of this version: delete it, and articles read so far"
                " are no longer known"
            )
        elif self._base.execute("SELECT name FROM scheme").fetchone() != (name_scheme(),):
            self._rebuild()

    def _rebuild(self) -> None:
        self._base.execute("DELETE FROM bucket")
        for number, shingles in self._base.execute("SELECT id, shingles FROM article"):
            self._fill(number, to_buckets(_numbers(shingles)))
        self._base.execute("UPDATE scheme SET name = ?", (name_scheme(),))
        self._base.commit()

    def _find(self, new: Fingerprint, buckets: list[int]) -> str | None:
        """Return the key of an article with the same text: with equal words, else the one that shares most buckets."""
        columns = "key, digest, shingles, words, names, day"
        equal = self._base.execute(f"SELECT {columns} FROM article WHERE digest = ? LIMIT 100", (new.digest,))  # noqa: S608
        for key, *rest in equal:
            if is_same_text(new, _unpack(*rest)):
                return str(key)
        for number in self._candidates(buckets):
            row = self._base.execute(f"SELECT {columns} FROM article WHERE id = ?", (number,)).fetchone()  # noqa: S608
            if is_same_text(new, _unpack(*row[1:])):
                return str(row[0])
        return None

    def _candidates(self, buckets: list[int]) -> list[int]:
        counts: dict[int, int] = {}
        for bucket in buckets:
            for (number,) in self._in_bucket(bucket):
                counts[number] = counts.get(number, 0) + 1
        return sorted(counts, key=lambda number: (-counts[number], number))[:MOST_CANDIDATES]

    def _in_bucket(self, bucket: int) -> list[tuple[int]]:
        query = "SELECT article FROM bucket WHERE hash = ? LIMIT ?"
        return self._base.execute(query, (bucket, MOST_IN_BUCKET)).fetchall()

    def _remember(self, key: str, new: Fingerprint, buckets: list[int]) -> None:
        day = new.day.isoformat() if new.day else None
        row = (key, new.digest, new.shingles.tobytes(), new.words.tobytes(), new.names.tobytes(), day)
        query = "INSERT INTO article (key, digest, shingles, words, names, day) VALUES (?, ?, ?, ?, ?, ?)"
        self._fill(self._base.execute(query, row).lastrowid or 0, buckets)

    def _fill(self, number: int, buckets: list[int]) -> None:
        rows = ((bucket, number) for bucket in buckets)
        self._base.executemany("INSERT OR IGNORE INTO bucket VALUES (?, ?)", rows)

    def _forget(self, number: int, packed: bytes) -> None:
        rows = [(bucket, number) for bucket in to_buckets(_numbers(packed))]
        self._base.executemany("DELETE FROM bucket WHERE hash = ? AND article = ?", rows)
        self._base.execute("DELETE FROM article WHERE id = ?", (number,))

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise StoreError(
                f"{self._name} cannot be used ({error}): see that its folder can be written to, that the disk is not"
                " full and that no other process reads articles into it"
            ) from error
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"{self._name} is damaged, or no file of near-duplicates: delete it, and articles read so far are no"
                " longer known"
            ) from error


def _unpack(digest: bytes, shingles: bytes, words: bytes, names: bytes, day: str | None) -> Fingerprint:
    published = date.fromisoformat(day) if day else None
    return Fingerprint(digest, _numbers(shingles), _numbers(words), _numbers(names), published)


def _numbers(packed: bytes) -> "array[int]":
    numbers = array("I")
    numbers.frombytes(packed)
    return numbers
