"""The program of a reader process: answers one question after the other from a checkpoint, until its pool
is gone.

Started by ``kg.graph.process``. It limits itself: memory by the kernel, time by an alarm that kills it even
while the engine is busy (its pool kills it a little earlier, unless the pool is dead), the network by a
namespace without one.
"""

import ctypes
import os
import resource
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from kg.errors import QueryError, StoreError
from kg.graph.answers import Question, evaluate
from kg.graph.checkpoints import hold
from kg.graph.engine import open_checkpoint, open_empty
from kg.graph.frames import receive, send
from kg.results import Answer

NEW_NETWORK = 0x40000000
NEW_USER = 0x10000000
"""Flags of unshare(2): CLONE_NEWNET, and CLONE_NEWUSER, without which only root may have the first."""
OOM_SCORE = "900"
"""Of at most 1000: under memory pressure the kernel takes a reader, not the server or its neighbours."""


class Reader:
    """Answers questions; opens a checkpoint when a question names another than the one before."""

    def __init__(self) -> None:
        """Nothing is open before the first question."""
        self._empty = open_empty()
        self._path = ""
        self._hold: int | None = None

    def answer(self, request: dict[str, Any]) -> Answer:
        """Return the answer; raises as ``evaluate`` does, and OSError if the checkpoint is gone."""
        if request["checkpoint"] != self._path:
            self._open(request["checkpoint"])
        return evaluate(Question.from_json(request), self._store.query, self._empty.query)

    def _open(self, path: str) -> None:
        handle = hold(Path(path))
        self._store = open_checkpoint(Path(path))
        if self._hold is not None:
            os.close(self._hold)
        self._hold = handle
        self._path = path


def cut_network() -> None:
    """Leave the network where the kernel allows it; SERVICE is refused before the engine sees it anyway."""
    with suppress(OSError, AttributeError):  # no such call outside Linux
        unshare = ctypes.CDLL(None, use_errno=True).unshare
        if unshare(NEW_NETWORK) != 0:
            unshare(NEW_NETWORK | NEW_USER)


def limit_memory(mebibytes: int) -> None:
    """End this process when it wants more, without a core file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (mebibytes << 20, mebibytes << 20))
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(OOM_SCORE, encoding="ascii")


def serve(connection: socket.socket, seconds: float) -> None:
    """Answer what comes over *connection*, each within *seconds*, until the other side closes it."""
    reader = Reader()
    send(connection, {"ready": True})
    while True:
        try:
            request, _ = receive(connection)
        except (EOFError, OSError):
            return
        signal.setitimer(signal.ITIMER_REAL, seconds)
        head: dict[str, Any]
        body = b""
        try:
            answer = reader.answer(request)
            head, body = {"media_type": answer.media_type}, answer.body
        except QueryError as error:
            head = {"error": "query", "message": str(error), "line": error.line, "column": error.column}
        except StoreError as error:
            head = {"error": "store", "message": str(error)}
        except RuntimeError as error:  # the engine's word for a corrupt file
            message = f"the graph cannot be read ({error}): restore the data folder from a backup"
            head = {"error": "store", "message": message}
        except MemoryError:
            head = {"error": "memory"}
        except OSError as error:
            head = {"error": "gone", "message": str(error)}
        try:
            send(connection, head, body)
        except OSError:
            return
        signal.setitimer(signal.ITIMER_REAL, 0)


def main() -> None:
    """Run as ``python -m kg.graph.reader FILE_DESCRIPTOR MEBIBYTES SECONDS``."""
    descriptor, mebibytes, seconds = sys.argv[1:]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the pool, which then closes the connection
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    cut_network()
    limit_memory(int(mebibytes))
    with socket.socket(fileno=int(descriptor)) as connection:
        serve(connection, float(seconds))


if __name__ == "__main__":
    main()
