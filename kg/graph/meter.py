"""What a pool of readers counts: queries by their end, the time they took, and who stands in line."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.errors import LimitError, QueryError, StoreError, TooLargeError

log = logging.getLogger("kg.queries")
"""The query log: at INFO a line for each query, with its end and its duration."""
ENDS = ("answered", "refused", "limited", "cut", "failed", "busy")
"""Answered; malformed or not allowed; ended at a limit of time or memory, or as the answer grew too large; failed;
turned away as all were busy."""
SHOWN = 200
"""Characters of a query that the log has."""


def log_queries(path: Path) -> logging.Handler:
    """Add a line for each query from now on to the file *path*; StoreError if it cannot be written."""
    try:
        handler = logging.FileHandler(path, encoding="utf-8")
    except OSError as error:
        raise StoreError(f"the query log {path} cannot be written ({error.strerror}): name another file") from error
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    return handler


def check_log(path: Path) -> None:
    """Raise StoreError if ``log_queries`` could not write to the file *path*."""
    handler = log_queries(path)
    log.removeHandler(handler)
    handler.close()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was counted up to now."""

    ends: Mapping[str, int]
    """Queries by one of `ENDS`."""
    seconds: float
    """Time that readers have spent on queries."""
    waiting: int
    """Queries that wait for a free reader."""
    running: int
    """Queries that a reader is at."""
    sent: int
    """Bytes of the answers."""


class Meter:
    """Counts for all threads of a pool."""

    def __init__(self) -> None:
        """Nothing is counted yet."""
        self._lock = threading.Lock()
        self._ends = Counter(dict.fromkeys(ENDS, 0))
        self._seconds = 0.0
        self._waiting = self._running = self._sent = 0

    def read(self) -> Reading:
        """Return the counts of this moment."""
        with self._lock:
            return Reading(dict(self._ends), self._seconds, self._waiting, self._running, self._sent)

    def count(self, end: str) -> None:
        """Count a query that has come to *end*, one of `ENDS`."""
        with self._lock:
            self._ends[end] += 1

    def count_bytes(self, size: int) -> None:
        """Count *size* bytes of answers."""
        with self._lock:
            self._sent += size

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Count a query as waiting inside the block."""
        with self._lock:
            self._waiting += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting -= 1

    @contextmanager
    def asking(self, query: str) -> Iterator[None]:
        """Count *query* as running inside the block, then by how the block ends, and write it to the query log."""
        started, end = time.perf_counter(), "failed"
        with self._lock:
            self._running += 1
        try:
            yield
            end = "answered"
        except QueryError:
            end = "refused"
            raise
        except TooLargeError:
            end = "cut"
            raise
        except LimitError:
            end = "limited"
            raise
        finally:
            took = time.perf_counter() - started
            with self._lock:
                self._running -= 1
                self._ends[end] += 1
                self._seconds += took
            if log.isEnabledFor(logging.INFO):
                log.info("%s in %.3f s: %s", end, took, " ".join(query[: SHOWN * 2].split())[:SHOWN])
