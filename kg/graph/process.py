"""One reader process, as its pool sees it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.errors import LimitError, QueryError, ServiceError, StoreError
from kg.graph.answers import Question
from kg.graph.frames import Wire
from kg.net.service import Service

START_SECONDS = 30.0
"""A reader that is not ready by then never will be; it takes a tenth of a second on an idle machine."""
ALARM_GRACE = 2.0
"""Seconds past its deadline after which a reader whose pool is dead ends itself."""
CRASHES = MappingProxyType({
    -signal.SIGABRT: "memory",
    -signal.SIGSEGV: "stack",
    -signal.SIGALRM: "time",
})  # fmt: skip
"""What a reader ran out of, by its exit status: the engine aborts when memory is refused."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may cost."""

    seconds: float
    memory_mb: int

    def to_error(self, kind: str) -> LimitError:
        """Return the error for running out of memory, stack or time."""
        messages = {
            "time": f"the query took more than {self.seconds:g} s and was ended: ask for less at once",
            "memory": f"the query needed more than {self.memory_mb} MB and was ended: ask for less at once",
            "stack": "the query is nested too deeply and was ended: write it flatter",
        }
        return LimitError(messages[kind])


@dataclass(frozen=True, slots=True)
class Reach:
    """What the queries of a process may call."""

    services: tuple[Service, ...] = ()
    is_open: bool = False
    """Whether this process calls them; else it only knows that another one does."""

    @property
    def iris(self) -> tuple[str, ...]:
        """What queries write after SERVICE."""
        return tuple(service.iri for service in self.services)

    def to_arguments(self) -> list[str]:
        """Return what the program of a reader is told."""
        return ["open" if self.is_open else "sealed", *map(str, self.services)]


SEALED = Reach()


class CheckpointGone(Exception):  # noqa: N818  # no error to a user: the pool asks again with the newest
    """The checkpoint was removed before the reader could open it."""


class CheckpointBroken(Exception):  # noqa: N818  # no error to a user: the pool has another made
    """The checkpoint is there, and cannot be read."""


class ReaderProcess:
    """A child process that answers one question at a time."""

    def __init__(self, limits: Limits, reach: Reach = SEALED) -> None:
        """Start the process; it gets ready in the background. OSError if the system has no room for it."""
        self._limits = limits
        self._connection, theirs = socket.socketpair()
        self._wire = Wire(self._connection)
        self._ready = False
        self._asked = False
        command = [sys.executable, "-P", "-m", "kg.graph.reader"]
        options = [str(theirs.fileno()), str(limits.memory_mb), str(limits.seconds + ALARM_GRACE)]
        path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
        try:
            self._process = subprocess.Popen(  # noqa: S603  # our own program, no shell
                command + options + reach.to_arguments(),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # who reads our output need not wait for it to end
                env={**os.environ, "PYTHONPATH": path},  # it finds the modules that this process found
            )
        except OSError:
            self._connection.close()
            raise
        finally:
            theirs.close()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def owes(self) -> bool:
        """Whether the process was asked something that it has not answered."""
        return self._asked

    @property
    def usable(self) -> bool:
        """Whether the process runs and owes no answer."""
        return not self._asked and self._process.poll() is None

    def kill(self) -> None:
        """Kill the process and wait until it is gone; any thread may, even while another waits for it."""
        self._process.kill()
        self._process.wait()

    def end(self) -> None:
        """Kill the process and close the connection to it."""
        self.kill()
        self._connection.close()

    def ask(
        self, question: Question, checkpoint: Path, keep: Callable[[bytes], None], seconds: float | None = None
    ) -> str:
        """Hand the answer to *question* from *checkpoint* to *keep*, piece by piece, and return its media type.

        All of it comes within *seconds*, where that is less than the limit. Raises QueryError, LimitError,
        StoreError, CheckpointGone and CheckpointBroken, the last two before any piece, and what *keep* raises;
        ``usable`` then tells whether the process is good for another question.
        """
        self._wait_until_ready()
        limits = self._limits if seconds is None else replace(self._limits, seconds=min(seconds, self._limits.seconds))
        deadline = time.monotonic() + limits.seconds
        try:
            self._asked = True
            request = {**question.to_json(), "checkpoint": str(checkpoint), "seconds": limits.seconds}
            self._wire.send(request, seconds=limits.seconds)
            return self._receive(keep, deadline)
        except TimeoutError:
            self.kill()
            raise limits.to_error("time") from None
        except (EOFError, OSError):
            raise self._to_crash() from None

    def _receive(self, keep: Callable[[bytes], None], deadline: float) -> str:
        while True:
            head, piece = self._wire.receive(deadline)
            if "error" in head:
                self._asked = False
                raise self._to_error(head)
            keep(piece)
            if head["last"]:
                self._asked = False
                return str(head["media_type"])

    def _wait_until_ready(self) -> None:
        if self._ready:
            return
        try:
            self._wire.receive(time.monotonic() + START_SECONDS)
        except (EOFError, OSError):  # TimeoutError is one
            self.kill()
            raise StoreError("a reader process did not start: see what it printed to the error output") from None
        self._ready = True

    def _to_crash(self) -> LimitError | StoreError:
        """The error for a process that ended while it had a question."""
        status = self._process.wait()
        if kind := CRASHES.get(status):
            return self._limits.to_error(kind)
        if status < 0:
            return StoreError(f"the reader process was ended from outside (status {status}): ask again")
        return StoreError(f"the reader process failed (status {status}): see what it printed to the error output")

    def _to_error(self, head: dict[str, Any]) -> Exception:
        match head["error"]:
            case "query":
                return QueryError(head["message"], head["line"], head["column"])
            case "service":
                return ServiceError(head["message"], head["line"], head["column"])
            case "limit":
                return LimitError(head["message"])
            case "broken":
                return CheckpointBroken(head["message"])
            case "gone":
                return CheckpointGone(head["message"])
            case "memory":
                return self._limits.to_error("memory")
            case _:
                return StoreError(head["message"])
