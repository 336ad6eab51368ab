"""A pool of reader processes: a bad query costs its process, and nobody else's answer."""

import math
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Unpack

from kg.errors import LimitError, StoreError
from kg.graph.answers import Question
from kg.graph.checkpoints import Checkpoints
from kg.graph.folder import read_base
from kg.graph.line import Line, NoPlace
from kg.graph.meter import Meter
from kg.graph.process import SEALED, CheckpointBroken, CheckpointGone, Limits, Reach, ReaderProcess
from kg.graph.spool import Shelf, Spool
from kg.graph.store import Store
from kg.results import Answer, Options, Stream
from kg.settings import MAX_RESULT_MB

ATTEMPTS = 5
"""A checkpoint can only be removed twice in a row while a writer makes new ones as fast as it can."""
PAUSE_SECONDS = 60.0
"""After a checkpoint was replaced that could not be read, before another is: it may be the store that is broken."""
WRITER_SECONDS = 5.0
"""How long a writer may take to see that there is no checkpoint, and to make one."""
QUEUE = 16
"""Queries from outside that wait at a time, and as many quick ones; it is less to be told so than to wait in vain."""
QUICK_SECONDS = 1.0
"""A query that may not take longer than that counts as quick."""


class Readers:
    """Answers queries over the newest checkpoint of a data folder, beside its writer. Safe to share between
    threads.

    Every query runs in a child process with a limit of time and of memory; a process that exceeds one is
    killed and replaced. ``kg.results.Engine`` says what ``answer`` and ``stream`` do.

    Queries wait in one line, first come, first served. Where there are several readers, one is kept for quick
    questions: what ``answer`` is asked (the site's own pages), and what may take `QUICK_SECONDS` at most.
    """

    def __init__(
        self,
        folder: Path,
        processes: int = 2,
        seconds: float = 10.0,
        memory_mb: int = 1024,
        wait: float = 5.0,
        result_mb: int = MAX_RESULT_MB,
        queue: int = QUEUE,
        reach: Reach = SEALED,
        meter: Meter | None = None,
    ) -> None:
        """Start *processes* readers on the data folder *folder*.

        *seconds* and *memory_mb* (MiB) limit one query, *result_mb* (MiB) its answer, *wait* (seconds) how long
        it stands in line for a free process, *queue* how many do so at a time. *reach* says what queries may call,
        *meter* counts them. Raises StoreError if the folder is none, or has no checkpoint and no way to make one.
        """
        self._base = read_base(folder)
        self._checkpoints = Checkpoints(folder.absolute())
        if self._checkpoints.stale:
            _catch_up(folder, self._checkpoints)
        self._limits = Limits(seconds, memory_mb)
        self._wait = wait
        self._meter = meter or Meter()
        self._reach = reach
        self._shelf = Shelf(result_mb)
        self._free = Line[ReaderProcess | None](queue, kept=1 if processes > 1 else 0)
        self._lock = threading.Lock()
        self._all: set[ReaderProcess] = set()
        self._closed = False
        self._folder = folder
        self._replacing = threading.Lock()
        self._replaced = -math.inf
        for _ in range(processes):
            self._free.put(self._start())

    def __enter__(self) -> "Readers":
        """Return the pool itself; its processes end with the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the pool."""
        self.close()

    @property
    def base(self) -> str:
        """Base IRI of the instances, ending with a slash."""
        return self._base

    @property
    def generation(self) -> str:
        """Name of the state of the graph that a query now would see: another for every change."""
        return self._checkpoints.generation

    @property
    def generations(self) -> int:
        """How many checkpoints there are on disk."""
        return self._checkpoints.kept

    @property
    def store_bytes(self) -> int:
        """Size of the newest checkpoint, in bytes."""
        return self._checkpoints.size

    @property
    def meter(self) -> Meter:
        """What the pool has counted so far."""
        return self._meter

    @property
    def pids(self) -> set[int]:
        """The ids of the reader processes."""
        with self._lock:
            return {reader.pid for reader in self._all}

    def close(self) -> None:
        """End the processes; a query that one of them is answering fails with StoreError."""
        with self._lock:
            self._closed = True
            readers = list(self._all)
        for reader in readers:
            reader.kill()
        for one in self._free.drain():  # one that is answering is ended by the thread that waits for it
            self._end(one)
            self._free.put(None)

    def answer(self, query: str, **options: Unpack[Options]) -> Answer:
        """Return the answer to *query*, as ``kg.results.Engine`` says.

        Raises LimitError too if no process gets free in time, StoreError if the pool is closed.
        """
        stream = self._run(query, options, quick=True)
        return Answer(stream.media_type, stream.read())

    def stream(self, query: str, **options: Unpack[Options]) -> Stream:
        """Return the answer to *query*, as ``kg.results.Engine`` says; raises as ``answer`` does.

        No process is held by it: small ones lie in memory, large ones on disk.
        """
        seconds = options.get("seconds")
        return self._run(query, options, quick=seconds is not None and seconds <= QUICK_SECONDS)

    def _run(self, query: str, options: Options, quick: bool) -> Stream:
        question = Question.of(query, self._base, options)
        with self._meter.waiting():
            try:
                reader = self._free.take(self._wait, quick)
            except NoPlace:
                self._meter.count("busy")
                raise LimitError("all readers are busy: try again in a moment") from None
        try:
            if reader is None or not reader.usable:
                self._end(reader)
                reader = self._start()
            with self._meter.asking(query):
                stream = self._ask(reader, question, options.get("seconds"))
        finally:
            self._free.put(self._renew(reader))
        self._meter.count_bytes(stream.size)
        return stream

    def _ask(self, reader: ReaderProcess, question: Question, seconds: float | None) -> Stream:
        spool = Spool(self._shelf)
        try:
            return spool.to_stream(self._ask_newest(reader, question, spool, seconds))
        except BaseException:
            spool.close()
            raise

    def _ask_newest(self, reader: ReaderProcess, question: Question, spool: Spool, seconds: float | None) -> str:
        for _ in range(ATTEMPTS):
            checkpoint = self._checkpoints.current
            if checkpoint is None:
                break
            try:
                return reader.ask(question, checkpoint, spool.keep, seconds)
            except CheckpointGone:
                continue
            except CheckpointBroken as error:
                if not self._replace(checkpoint):
                    raise StoreError(str(error)) from None
        raise StoreError("the data folder has no checkpoint that can be read: open it for writing once")

    def _replace(self, broken: Path) -> bool:
        """Have a checkpoint made instead of *broken*; False where that was of no use a moment ago.

        Where a process writes to the folder, that one makes it.
        """
        with self._replacing:
            if self._checkpoints.current != broken:
                return True
            if time.monotonic() < self._replaced + PAUSE_SECONDS:
                return False
            self._replaced = time.monotonic()
            self._checkpoints.discard()
            with suppress(StoreError):
                _catch_up(self._folder, self._checkpoints)
            while self._checkpoints.current is None and time.monotonic() < self._replaced + WRITER_SECONDS:
                time.sleep(0.05)
            return self._checkpoints.current is not None

    def _start(self) -> ReaderProcess:
        with self._lock:
            if self._closed:
                raise StoreError("the pool of readers is closed: open another")
            try:
                reader = ReaderProcess(self._limits, self._reach)
            except OSError as error:
                raise StoreError(f"no reader process can be started ({error}): is the system full?") from error
            self._all.add(reader)
            return reader

    def _end(self, reader: ReaderProcess | None) -> None:
        if reader is not None:
            reader.end()
            with self._lock:
                self._all.discard(reader)

    def _renew(self, reader: ReaderProcess | None) -> ReaderProcess | None:
        """Return *reader*, or a new one that gets ready now; None if the next query has to start it."""
        if reader is not None and not reader.owes and not self._closed:
            return reader  # whether it still runs is asked before the next query
        self._end(reader)
        try:
            return self._start()
        except StoreError:  # the next query says why, if it is so still
            return None


def _catch_up(folder: Path, checkpoints: Checkpoints) -> None:
    """Make the checkpoint that a crashed writer left unmade; while one is writing, its own will do."""
    try:
        Store.open(folder).close()
    except StoreError:
        if checkpoints.current is None:
            raise
