"""The writer of a server: a process of its own, so that a write that goes on for ever costs only itself."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import cast

from kg.errors import LimitError, StoreError
from kg.graph.change import Change
from kg.graph.contents import Content
from kg.graph.updates import Update
from kg.model import Actor, Article, Event

START_SECONDS = 120.0
"""A folder that a crash has left takes a while to open."""
WAIT_SECONDS = 5.0
"""How long a write stands in line behind others, and then until the process takes it."""
CLOSE_SECONDS = 30.0
"""How long the process may take to end in good order."""


class WriterProcess:
    """Writes to a data folder through a child process; safe to share between threads.

    What it has answered is on disk, and after ``update``, ``put`` and ``drop`` readers see it. A write that exceeds its
    time or memory is ended with its process: it is done whole or not at all, and the next one finds a new process.
    """

    def __init__(self, folder: Path, seconds: float = 60.0, memory_mb: int = 4096, address: str = "") -> None:
        """Open the data folder *folder* for writing; *seconds* and *memory_mb* (MiB) limit one write.

        *address* is where other processes of this machine can have this one write for them. Raises StoreError if the
        folder is none or damaged, InUseError if it is open in another process.
        """
        self._folder = folder
        self._address = address
        self._seconds = seconds
        self._memory_mb = memory_mb
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._announced = 0
        self._start()

    def __enter__(self) -> "WriterProcess":
        """Return the writer itself; its process ends with the block."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close the writer."""
        self.close()

    @property
    def base(self) -> str:
        """Base IRI of the instances, ending with a slash."""
        return self._base

    @property
    def pid(self) -> int | None:
        """The id of the process, None if none runs."""
        return self._process.pid if self._process is not None else None

    def close(self) -> None:
        """End the process once it has done what it is at; a write that comes later fails with StoreError."""
        self._closed = True
        with self._turn:
            self._end(CLOSE_SECONDS)

    def update(self, update: Update) -> None:
        """Do what a SPARQL update says; raises as ``Store.update``, and LimitError."""
        self._call("update", update)

    def put(self, graph: str | None, contents: Iterable[Content], *, replace: bool) -> bool:
        """Write a graph; raises as ``Store.put``, and LimitError."""
        return cast("bool", self._call("put", graph, tuple(contents), replace=replace))

    def drop(self, graph: str | None) -> bool:
        """Remove a graph; raises as ``Store.drop``, and LimitError."""
        return cast("bool", self._call("drop", graph))

    def add(
        self, article: Article, events: Iterable[Event], run: str, *, again: bool = False, keep_text: bool = True
    ) -> Change:
        """Write an article; raises as ``Store.add``, and LimitError."""
        found = self._call("add", article, tuple(events), run, again=again, keep_text=keep_text)
        return cast("Change", found)

    def add_copy(self, article: Article, original: str) -> Change | None:
        """Write that an article repeats another; raises as ``Store.add_copy``, and LimitError."""
        return cast("Change | None", self._call("add_copy", article, original))

    def add_text(self, article: Article) -> bool:
        """Write the text of an article that is here without it; raises as ``Store.add_text``, and LimitError."""
        return cast("bool", self._call("add_text", article))

    def describe(self, actors: Iterable[Actor]) -> int:
        """Write the descriptions of actors; raises as ``Store.describe``, and LimitError."""
        return cast("int", self._call("describe", tuple(actors)))

    def holds(self, article: Article) -> bool:
        """Whether the article is here with the same content."""
        return cast("bool", self._call("holds", article))

    def remove(self, article_iri: str) -> bool:
        """Remove an article; raises as ``Store.remove``, and LimitError."""
        return cast("bool", self._call("remove", article_iri))

    def find_article(self, text: str) -> list[str]:
        """Return the IRIs of the articles that *text* names."""
        return cast("list[str]", self._call("find_article", text))

    def checkpoint(self) -> None:
        """Make all that is written visible to readers."""
        self._call("checkpoint")

    def _call(self, name: str, *arguments: object, **options: object) -> object:
        """Return what the method *name* of the store returns there, and raise what it raises."""
        if not self._turn.acquire(timeout=WAIT_SECONDS):
            raise LimitError("other writes are under way: try again in a moment")
        try:
            if self._process is None or self._process.poll() is not None:
                self._end(0)
                self._start()
            self._announce()
            return self._exchange((name, arguments, options), self._seconds)
        finally:
            self._turn.release()

    def _announce(self) -> None:
        """Wait until the process takes a write; LimitError if it is at something else, and stays at it."""
        self._announced += 1
        deadline = time.monotonic() + WAIT_SECONDS
        try:
            self._connection.send(self._announced)
            while self._connection.poll(max(0.0, deadline - time.monotonic())):
                if self._connection.recv() == self._announced:  # else that of a write that has given up
                    return
        except (EOFError, OSError):
            raise self._to_crash() from None
        raise LimitError("the counts and the search index are made anew: try again in some minutes")

    def _exchange(self, request: object, seconds: float) -> object:
        """Send *request*, unless it is None, and return the answer to it; the process is gone after a failure."""
        try:
            if request is not None:
                self._connection.send(request)
            if not self._connection.poll(seconds):
                self._end(0)
                if request is None:
                    raise StoreError(f"{self._folder} could not be opened within {seconds:g} s: try again")
                raise LimitError(f"the write took more than {seconds:g} s and was ended: write less at once")
            done, result = self._connection.recv()
        except (EOFError, OSError):
            raise self._to_crash() from None
        if done:
            return cast("object", result)
        if isinstance(result, StoreError):
            self._end(CLOSE_SECONDS)
        raise cast("Exception", result)

    def _to_crash(self) -> LimitError | StoreError:
        status = self._process.wait() if self._process is not None else 0
        self._end(0)
        if status == -signal.SIGABRT:  # the engine's end when memory is refused
            return LimitError(f"the write needed more than {self._memory_mb} MB and was ended: write less at once")
        if status == -signal.SIGSEGV:  # the end of the stack
            return LimitError("the write is nested too deeply and was ended: write it flatter")
        return StoreError(f"the writer process has ended (status {status}): see what it printed, and try again")

    def _start(self) -> None:
        if self._closed:
            raise StoreError("the writer is closed: open another")
        ours, theirs = socket.socketpair()
        path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
        command = [sys.executable, "-P", "-m", "kg.graph.writer_program", str(theirs.fileno()), str(self._memory_mb)]
        try:
            self._process = subprocess.Popen(  # noqa: S603  # our own program, no shell
                [*command, str(self._folder.absolute()), self._address],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
            )
        except OSError as error:
            ours.close()
            raise StoreError(f"no writer process can be started ({error}): is the system full?") from error
        finally:
            theirs.close()
        self._connection = Connection(ours.detach())
        self._base = cast("str", self._exchange(None, START_SECONDS))

    def _end(self, seconds: float) -> None:
        """Close the connection, and kill the process if it is not gone within *seconds*."""
        if self._process is None:
            return
        self._connection.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        self._process.kill()
        self._process.wait()
        self._process = None
