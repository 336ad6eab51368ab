"""The program of a reader process: answers one question after the other from a checkpoint, until its pool
is gone.

Started by ``kg.graph.process``. It limits itself: memory by the kernel, time by an alarm that kills it even
while the engine is busy (its pool kills it a little earlier, unless the pool is dead), the network by a
namespace without one, or with nothing in it but the gateway to the endpoints that queries may call.
"""

import os
import resource
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import LimitError, QueryError, ServiceError, StoreError
from kg.graph.answers import Question, evaluate
from kg.graph.checkpoints import hold
from kg.graph.engine import open_checkpoint, open_empty
from kg.graph.frames import receive, send
from kg.graph.guard import Services
from kg.graph.network import cut_network, keep_loopback, prepare_loopback
from kg.results import Answer

if TYPE_CHECKING:
    from kg.graph.gateway import Gateway

OPEN = "open"
"""The word for a process whose queries may call other endpoints."""
OOM_SCORE = "900"
"""Of at most 1000: under memory pressure the kernel takes a reader, not the server or its neighbours."""


class Reader:
    """Answers questions; opens a checkpoint when a question names another than the one before."""

    def __init__(self, endpoints: tuple[str, ...] = (), gateway: "Gateway | None" = None) -> None:
        """Queries may call *endpoints* through *gateway*; without one they are told that others may."""
        self._services, self._gateway = Services(endpoints), gateway
        self._empty = open_empty()
        self._path = ""
        self._hold: int | None = None

    def answer(self, request: dict[str, Any]) -> Answer:
        """Return the answer; raises as ``evaluate`` does, and OSError if the checkpoint is gone."""
        if request["checkpoint"] != self._path:
            self._open(request["checkpoint"])
        question = Question.from_json(request)
        if self._gateway is None:
            return evaluate(question, self._store.query, self._empty.query, self._services)
        with self._gateway.open_session(request["seconds"]) as session:
            services = replace(self._services, address=session.address)
            return evaluate(question, self._store.query, self._empty.query, services)

    def _open(self, path: str) -> None:
        handle = hold(Path(path))
        self._store = open_checkpoint(Path(path))
        if self._hold is not None:
            os.close(self._hold)
        self._hold = handle
        self._path = path


def open_gateway() -> "Gateway":
    """Return a gateway; where the kernel allows it, it is all of the network that is left to this thread."""
    from kg.graph.gateway import Gateway  # other readers need none of it

    is_cut = prepare_loopback()
    gateway = Gateway()
    if is_cut and not keep_loopback():
        raise OSError("the loopback device cannot be raised")
    gateway.listen()
    return gateway


def limit_memory(mebibytes: int) -> None:
    """End this process when it wants more, without a core file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (mebibytes << 20, mebibytes << 20))
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(OOM_SCORE, encoding="ascii")


def serve(connection: socket.socket, seconds: float, reader: Reader) -> None:
    """Let *reader* answer what comes over *connection*, each within *seconds*, until the other side closes it."""
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
        except (QueryError, ServiceError) as error:
            kind = "query" if isinstance(error, QueryError) else "service"
            head = {"error": kind, "message": str(error), "line": error.line, "column": error.column}
        except (StoreError, LimitError) as error:  # the limit of an endpoint: the query's own end this process
            head = {"error": "store" if isinstance(error, StoreError) else "limit", "message": str(error)}
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
    """Run as ``python -m kg.graph.reader FILE_DESCRIPTOR MEBIBYTES SECONDS sealed|open [ENDPOINT...]``."""
    descriptor, mebibytes, seconds, network, *endpoints = sys.argv[1:]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the pool, which then closes the connection
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    gateway = open_gateway() if network == OPEN else None
    if gateway is None:
        cut_network()
    limit_memory(int(mebibytes))
    with socket.socket(fileno=int(descriptor)) as connection:
        serve(connection, float(seconds), Reader(tuple(endpoints), gateway))


if __name__ == "__main__":
    main()
