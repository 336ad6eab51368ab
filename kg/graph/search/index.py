"""The search index as its writer sees it: kept in step with the store, and known to be behind where it is not.

Three things tell after a crash what is missing. ``behind`` says that the whole index has to be made from the graph.
``pending`` names what a write was about to change: it is noted before the store writes, and struck out together with
the change, so what is left there after ``kill -9`` is read again from the store. ``boot`` names the boot of the machine
in which something was written since the last `settle`: after a power cut neither the notes nor the last writes need be
on the disk, and all is made anew.
"""

import logging
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.errors import StoreError
from kg.graph.search.documents import SOURCES, Document, to_documents
from kg.graph.search.tables import KINDS, VERSION, statements_to_empty, write_schema
from kg.graph.triples import DEFAULT_GRAPH

log = logging.getLogger(__name__)

BOOT = Path("/proc/sys/kernel/random/boot_id")
UNKNOWN_BOOT = "unknown"
"""Where the machine does not tell its boots apart; then every crash costs a new index."""
CACHE_KIB = 32_768
LOG_PAGES = 8_000
"""Of 4 kB: SQLite empties its log by then at the latest, which waits for the disk; mostly `settle` does it before."""


class Graph(Protocol):
    """The part of a store that is read here."""

    def quads_for_pattern(
        self,
        subject: NamedNode | None,
        predicate: NamedNode | None,
        object: None,  # noqa: A002  # the store's own name for it
        graph_name: DefaultGraph,
        /,
    ) -> Iterator[Quad]:
        """Yield the quads that match."""


class SearchIndex:
    """The index of one data folder, open for writing. Safe to share between threads; one process may have it open.

    A file that is missing, damaged or of another version is made anew, and behind until `catch_up`. Readers
    (`kg.graph.search.Search`) are never in the way, and see each change once it is made.
    """

    def __init__(self, path: Path, base: str) -> None:
        """Open the index at *path* of the graph whose instances begin with *base*; StoreError if the disk refuses."""
        self.base = base
        self._path = path
        self._lock = threading.RLock()
        with self._explained():
            try:
                self._file = _open(path)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:  # damaged, or not SQLite's
                remove_files(path)
                self._file = _open(path)
            if not _is_this_boot(self._file.execute("SELECT boot FROM state").fetchone()[0]):
                self._file.execute("UPDATE state SET behind = 1, boot = ''")

    @property
    def in_step(self) -> bool:
        """Whether it has all that the graph has, as far as can be told without looking at the graph."""
        with self._lock, self._explained():
            return is_in_step(self._file)

    @contextmanager
    def following(self, gone: Collection[Quad], new: Collection[Quad]) -> Iterator[None]:
        """Follow a write that the block does to the store: *gone* are the quads it deletes, *new* those it inserts.

        StoreError before the block where the disk has no room. What goes wrong after it is logged, and mended at the
        next `catch_up`: the write itself has been done.
        """
        with self._lock:
            unsure = self.note(gone, new)
            yield
            try:
                self.apply(gone, new, unsure)
            except StoreError as error:
                log.warning("%s; the write itself is done", error)

    def note(self, gone: Collection[Quad], new: Collection[Quad]) -> set[str]:
        """Note what a write is about to change, so that a crash in the middle of it can be mended.

        Returns the IRIs that were noted before, by a write that was not followed to its end.
        """
        iris = {(one.iri,) for quads in (gone, new) for one in to_documents(quads, self.base)}
        with self._changing() as file:
            first = bool(iris) and file.execute("SELECT boot = '' FROM state").fetchone()[0]
            if first:
                file.execute("UPDATE state SET boot = ?", (_read_boot(),))
            unsure = {iri for (iri,) in file.execute("SELECT iri FROM pending")}
            file.executemany("INSERT OR IGNORE INTO pending VALUES (?)", iris)
        if first:
            self._flush()
        return unsure

    def apply(self, gone: Collection[Quad], new: Collection[Quad], unsure: Collection[str] = ()) -> None:
        """Take *gone* out of the index and *new* into it, as the store has done; StoreError if the disk refuses.

        Of the IRIs *unsure* the index may have what the store has no longer: they stay noted.
        """
        lost, won = set(to_documents(gone, self.base)), set(to_documents(new, self.base))
        with self._changing() as file:
            for one in lost - won:
                _drop(file, one.kind, one.iri, one)
            for one in won:
                _insert(file, one)
            done = {one.iri for one in lost | won}.difference(unsure)
            file.executemany("DELETE FROM pending WHERE iri = ?", [(iri,) for iri in done])

    def catch_up(self, store: Graph) -> bool:
        """Bring the index in step with *store*, at the least cost; return whether it was behind."""
        with self._lock:
            with self._explained():
                behind, boot = self._file.execute("SELECT behind, boot FROM state").fetchone()
                pending = [iri for (iri,) in self._file.execute("SELECT iri FROM pending")]
            if behind or not _is_this_boot(boot):
                self.rebuild(store)
                return True
            if pending:
                self._read_again(store, pending)
            if boot:
                self.settle()
            return bool(pending)

    def rebuild(self, store: Graph) -> None:
        """Make the whole index anew from *store*; readers have the old one until it is done."""
        with self._changing() as file:
            for statement in statements_to_empty():
                file.execute(statement)
            for predicate in SOURCES:
                for one in to_documents(store.quads_for_pattern(None, predicate, None, DEFAULT_GRAPH), self.base):
                    _insert(file, one)
            file.execute("DELETE FROM pending")
            file.execute("UPDATE state SET built = 1, behind = 0, boot = ''")
        self._flush()

    def mark_behind(self) -> bool:
        """Note, before a write that the index does not follow, that it must be made anew; False if that was known."""
        with self._changing() as file:
            is_new = file.execute("UPDATE state SET behind = 1 WHERE NOT behind").rowcount > 0
        self._flush()
        return is_new

    def unmark_behind(self) -> None:
        """Take back what `mark_behind` noted, after a write that came to nothing."""
        with self._changing() as file:
            file.execute("UPDATE state SET behind = 0")

    def settle(self) -> None:
        """Note that the store has all its writes on the disk: call it after the store's own flush."""
        with self._lock:
            self._flush()
            with self._changing() as file:
                file.execute("UPDATE state SET boot = '' WHERE boot <> ''")

    def close(self) -> None:
        """Close the file; closing twice does nothing."""
        with self._lock:
            self._file.close()

    def _read_again(self, store: Graph, iris: Iterable[str]) -> None:
        with self._changing() as file:
            for iri in iris:
                for kind in KINDS:
                    _drop(file, kind, iri)
                for one in to_documents(store.quads_for_pattern(NamedNode(iri), None, None, DEFAULT_GRAPH), self.base):
                    _insert(file, one)
            file.execute("DELETE FROM pending")

    def _flush(self) -> None:
        """Wait until all that is committed is on the disk; in SQLite's log mode a commit alone does not."""
        with self._explained():
            self._file.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """Yield the open file for one transaction, which is undone where the block raises."""
        with self._lock, self._explained():
            self._file.execute("BEGIN IMMEDIATE")
            try:
                yield self._file
                self._file.execute("COMMIT")
            except BaseException:
                if self._file.in_transaction:
                    self._file.execute("ROLLBACK")
                raise

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(
                f"{self._path} cannot be written ({error}): see that the disk is not full, or remove the file; it is"
                " made anew from the graph"
            ) from error


def is_in_step(file: sqlite3.Connection) -> bool:
    """Whether the index open as *file* has all that the graph has, as far as its own notes tell."""
    behind, boot = file.execute("SELECT behind, boot FROM state").fetchone()
    pending = file.execute("SELECT EXISTS (SELECT 1 FROM pending)").fetchone()[0]
    return not behind and not pending and _is_this_boot(boot)


def remove_files(path: Path) -> None:
    """Remove the index at *path* with what SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _open(path: Path) -> sqlite3.Connection:
    file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        version = file.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, VERSION):
            raise sqlite3.DatabaseError(f"version {version}")
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("PRAGMA synchronous = NORMAL")
        file.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        file.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
        if not version:
            file.executescript(write_schema())
        file.execute("SELECT built FROM state").fetchone()
    except BaseException:
        file.close()
        raise
    return file


def _insert(file: sqlite3.Connection, one: Document) -> None:
    digest = one.digest
    row = file.execute(f"SELECT id FROM {one.kind} WHERE digest = ?", (digest,)).fetchone()  # noqa: S608
    if row is None:
        values = (digest, one.text, one.plain)
        made = file.execute(f"INSERT INTO {one.kind} (digest, text, plain) VALUES (?, ?, ?)", values)  # noqa: S608
        row = (made.lastrowid,)
        file.execute(f"INSERT INTO {one.kind}_words (rowid, text) VALUES (?, ?)", (*row, one.text))  # noqa: S608
    link = (one.iri, *row, one.main, one.language)
    file.execute(f"INSERT OR IGNORE INTO {one.kind}_link VALUES (?, ?, ?, ?)", link)  # noqa: S608


def _drop(file: sqlite3.Connection, kind: str, iri: str, only: Document | None = None) -> None:
    """Take from *iri* its texts of this kind, or *only* one, and the texts that nothing else bears."""
    found = file.execute(
        f"SELECT id, text, main, language, digest FROM {kind}_link JOIN {kind} USING (id) WHERE iri = ?",  # noqa: S608
        (iri,),
    ).fetchall()
    for number, text, main, language, digest in found:
        if only is not None and (digest, bool(main), language) != (only.digest, only.main, only.language):
            continue
        key = (iri, number, main, language)
        file.execute(f"DELETE FROM {kind}_link WHERE (iri, id, main, language) = (?, ?, ?, ?)", key)  # noqa: S608
        if not file.execute(f"SELECT EXISTS (SELECT 1 FROM {kind}_link WHERE id = ?)", (number,)).fetchone()[0]:  # noqa: S608
            remove = f"INSERT INTO {kind}_words ({kind}_words, rowid, text) VALUES ('delete', ?, ?)"  # noqa: S608
            file.execute(remove, (number, text))
            file.execute(f"DELETE FROM {kind} WHERE id = ?", (number,))  # noqa: S608


def _read_boot() -> str:
    """Return the name of this boot of the machine."""
    try:
        return BOOT.read_text(encoding="ascii").strip()
    except OSError:
        return UNKNOWN_BOOT


def _is_this_boot(boot: str) -> bool:
    return not boot or (boot != UNKNOWN_BOOT and boot == _read_boot())
