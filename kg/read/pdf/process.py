"""The child process that parses PDF files, as its parent sees it."""

import atexit
import json
import os
import struct
import subprocess
import sys
from functools import cache
from pathlib import Path
from threading import Event, Lock, Timer
from typing import Any

from kg.errors import ReadError

SECONDS = 20.0
"""Time for one file; 500 pages take two or three seconds."""
MEMORY_MB = 512
ALARM_GRACE = 5.0
"""Seconds past its deadline after which a child whose parent is dead ends itself."""
SIZE = struct.Struct(">Q")
"""Length of a file, and of an answer, in bytes."""


class PdfProcess:
    """Parses one file at a time; threads wait for each other. The child starts with the first file."""

    def __init__(self, seconds: float = SECONDS, memory_mb: int = MEMORY_MB) -> None:
        """Each file may take *seconds*, and the child *memory_mb* mebibytes."""
        self._seconds = seconds
        self._memory_mb = memory_mb
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def describe(self, data: bytes) -> dict[str, Any]:
        """Return what `kg.read.pdf.child` answers for a file; ReadError if it is refused or costs too much."""
        with self._lock:
            was_used = self._process is not None
            answer = self._ask(data)
            if answer is None and was_used:  # what came before may have used up its memory
                answer = self._ask(data)
        if answer is None:
            raise ReadError(f"is a PDF that needs more than {self._memory_mb} MB to parse, or crashes the parser")
        if "error" in answer:
            raise ReadError(answer["error"])
        return answer

    def end(self) -> None:
        """End the child, if there is one; the next file starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _ask(self, data: bytes) -> dict[str, Any] | None:
        """Return the child's answer, or None if it died; ReadError if it had to be killed for the time."""
        process = self._process = self._process or self._start()
        expired = Event()
        alarm = Timer(self._seconds, _expire, (process, expired))
        alarm.daemon = True
        alarm.start()
        body = b""
        try:
            body = _exchange(process, data)
        finally:
            alarm.cancel()
            if not body:  # dead, or interrupted: an answer to come would be taken for that to the next file
                self.end()
        if expired.is_set():
            raise ReadError(f"is a PDF that takes more than {self._seconds:g} s to parse")
        return _to_answer(body) if body else None

    def _start(self) -> "subprocess.Popen[bytes]":
        limits = [str(self._memory_mb), str(self._seconds + ALARM_GRACE)]
        command = [sys.executable, "-P", "-m", "kg.read.pdf.child", *limits]
        path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
        return subprocess.Popen(  # noqa: S603 - our own program, no shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a parser that crashes prints what is no use to a reader
            env={**os.environ, "PYTHONPATH": path},  # it finds the modules that this process found
        )


def _expire(process: "subprocess.Popen[bytes]", expired: Event) -> None:
    expired.set()
    process.kill()


def _exchange(process: "subprocess.Popen[bytes]", data: bytes) -> bytes:
    """Send a file and return the answer to it, empty if the child is gone."""
    if process.stdin is None or process.stdout is None:
        return b""
    try:
        process.stdin.write(SIZE.pack(len(data)) + data)
        process.stdin.flush()
    except BrokenPipeError:
        return b""
    head = process.stdout.read(SIZE.size)
    return process.stdout.read(SIZE.unpack(head)[0]) if len(head) == SIZE.size else b""


def _to_answer(body: bytes) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(body)
    return answer


def shared_process() -> PdfProcess:
    """Return the one child of this process, which ends with it; a fork of this process gets its own."""
    return _process_of(os.getpid())


@cache
def _process_of(_: int) -> PdfProcess:
    process = PdfProcess()
    atexit.register(process.end)
    return process
