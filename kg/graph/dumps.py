"""The dumps of a served data folder: made when they are wanted, by one child process at a time."""

import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from kg.graph.checkpoints import Checkpoints
from kg.graph.dumping import Dump, find_dump

OLDEST = 3600.0
"""Seconds after which a large dump is made anew, where the graph has changed."""
RATE = 100_000
"""Bytes: a small dump is made anew after a second for each so many of them."""
STORE_RATE = 10_000_000
"""Bytes of the store that are dumped in a second, about."""
SMALL = 20 * RATE
"""Bytes of a dump that is soon made again: who wants it waits for that, and does not get the older one."""
PAUSE = 60.0
"""Seconds before another try, after one that failed."""


class Dumps:
    """The dumps of one data folder. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Nothing is made before somebody wants it."""
        self._folder = folder.absolute()
        self._checkpoints = Checkpoints(self._folder)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._again = 0.0
        self._closed = False

    @property
    def newest(self) -> Dump | None:
        """The newest dump, None if there is none."""
        return find_dump(self._folder)

    @property
    def is_making(self) -> bool:
        """Whether a dump is being made."""
        with self._lock:
            self._reap()
            return self._process is not None

    @property
    def likely_seconds(self) -> int:
        """About how many seconds it takes to make one, on a machine that has not much else to do."""
        return max(5, self._checkpoints.size // STORE_RATE)

    def is_current(self, dump: Dump) -> bool:
        """Whether *dump* is of the graph as it is now."""
        return dump.generation == self._checkpoints.generation

    def get(self, seconds: float) -> Dump | None:
        """Return the newest dump, after waiting up to *seconds* for one where there is none, or only an old one.

        None where there is none by then; it may be being made.
        """
        older = self.newest
        if self._is_due(older) and (process := self._start()) is not None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(seconds if older is None or older.size < SMALL else 0)
                with self._lock:
                    self._reap()
        return self.newest

    def close(self) -> None:
        """End the process that makes a dump, if there is one; no other is started."""
        with self._lock:
            self._closed = True
            process, self._process = self._process, None
        if process is not None:
            _end(process)

    def _is_due(self, dump: Dump | None) -> bool:
        if dump is None:
            return True
        return not self.is_current(dump) and time.time() - dump.made > min(OLDEST, dump.size / RATE)

    def _start(self) -> "subprocess.Popen[bytes] | None":
        """Return the process that makes a dump, one that is under way or a new one; None where none may start."""
        with self._lock:
            self._reap()
            if self._process is not None:
                return self._process
            if self._closed or time.monotonic() < self._again:
                return None
            path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
            with suppress(OSError):  # the system is full: the next one who wants it tries again
                self._process = subprocess.Popen(  # noqa: S603  # our own program, no shell
                    [sys.executable, "-P", "-m", "kg.graph.dump_program", str(self._folder)],
                    stdin=subprocess.PIPE,  # never written to: it ends with this process
                    stdout=subprocess.DEVNULL,
                    env={**os.environ, "PYTHONPATH": path},
                )
            return self._process

    def _reap(self) -> None:
        """Forget the process if it has ended; the lock is held."""
        if self._process is not None and self._process.poll() is not None:
            self._again = time.monotonic() + PAUSE if self._process.returncode else 0.0
            _end(self._process)
            self._process = None


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.stdin is not None:
        process.stdin.close()  # tells it to end, and to leave nothing
    with suppress(subprocess.TimeoutExpired):
        process.wait(5)
    process.kill()
    process.wait()
