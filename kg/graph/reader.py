"""The program of a reader process: answers one question after the other from a checkpoint, until its pool
is gone.

Started by ``kg.graph.process``. It limits itself: memory by the kernel, time by an alarm that kills it even
while the engine is busy (its pool kills it a little earlier, unless the pool is dead), the network by a
namespace without one, or with nothing in it but the gateway to the endpoints that queries may call.
"""

import io
import os
import resource
import signal
import socket
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from kg.errors import LimitError, QueryError, ServiceError, StoreError
from kg.graph.answers import Question, Start, write_answer
from kg.graph.checkpoints import hold
from kg.graph.engine import open_checkpoint, open_empty
from kg.graph.frames import Wire
from kg.graph.guard import Services
from kg.graph.network import cut_network, keep_loopback, prepare_loopback
from kg.net.service import Service
from kg.results import CHUNK

if TYPE_CHECKING:
    from kg.graph.gateway import Gateway

OPEN = "open"
"""The word for a process whose queries may call other endpoints."""
OOM_SCORE = "900"
"""Of at most 1000: under memory pressure the kernel takes a reader, not the server or its neighbours."""


class Sender(io.RawIOBase):
    """Sends what is written to it as frames of some size; each tells the media type, and whether it is the last."""

    def __init__(self, wire: Wire) -> None:
        """Nothing is sent before there is enough for a frame."""
        self._wire = wire
        self._buffer = bytearray()
        self._head: dict[str, Any] = {}

    def start(self, media_type: str) -> IO[bytes]:
        """Return itself, to be written an answer of *media_type* to."""
        self._buffer.clear()
        self._head = {"media_type": media_type}
        return cast("IO[bytes]", self)

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401  # any kind of buffer
        """Take all of *data*; OSError if the other side is gone."""
        self._buffer += data
        if len(self._buffer) >= CHUNK:
            self._send(last=False)
        return len(data)

    def finish(self) -> None:
        """Send what is left; OSError if the other side is gone."""
        self._send(last=True)

    def _send(self, last: bool) -> None:
        self._wire.send({**self._head, "last": last}, self._buffer)
        self._buffer.clear()


class Reader:
    """Answers questions; opens a checkpoint when a question names another than the one before."""

    def __init__(self, endpoints: tuple[str, ...] = (), gateway: "Gateway | None" = None) -> None:
        """Queries may call the *endpoints* with these IRIs through *gateway*; without one they hear that others may."""
        self._services, self._gateway = Services(endpoints), gateway
        self._empty = open_empty()
        self._path = ""
        self._hold: int | None = None

    def answer(self, request: dict[str, Any], start: Start) -> None:
        """Write the answer to what *start* returns; errors of ``write_answer``, OSError if the checkpoint is gone."""
        if request["checkpoint"] != self._path:
            self._open(request["checkpoint"])
        question = Question.from_json(request)
        if self._gateway is None:
            write_answer(question, self._store.query, self._empty.query, start, self._services)
            return
        with self._gateway.open_session(request["seconds"]) as session:
            services = replace(self._services, address=session.address)
            write_answer(question, self._store.query, self._empty.query, start, services)

    def _open(self, path: str) -> None:
        handle = hold(Path(path))
        self._store = open_checkpoint(Path(path))
        if self._hold is not None:
            os.close(self._hold)
        self._hold = handle
        self._path = path


def open_gateway(services: Iterable[Service]) -> "Gateway":
    """Return a gateway to *services*; where the kernel allows it, all of the network that is left to this thread."""
    from kg.graph.gateway import Gateway  # other readers need none of it

    is_cut = prepare_loopback()
    gateway = Gateway(services)
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
    wire = Wire(connection)
    sender = Sender(wire)
    wire.send({"ready": True})
    while True:
        try:
            request, _ = wire.receive()
        except (EOFError, OSError):
            return
        signal.setitimer(signal.ITIMER_REAL, seconds)
        head: dict[str, Any] | None = None
        try:
            reader.answer(request, sender.start)
        except (QueryError, ServiceError) as error:
            kind = "query" if isinstance(error, QueryError) else "service"
            head = {"error": kind, "message": str(error), "line": error.line, "column": error.column}
        except (StoreError, LimitError) as error:  # the limit of an endpoint: the query's own end this process
            head = {"error": "store" if isinstance(error, StoreError) else "limit", "message": str(error)}
        except RuntimeError as error:  # the engine's word for a corrupt file
            message = f"the graph cannot be read ({error}): restore the data folder from a backup"
            head = {"error": "broken", "message": message}
        except MemoryError:
            head = {"error": "memory"}
        except OSError as error:
            head = {"error": "gone", "message": str(error)}
        try:
            if head is None:
                sender.finish()
            else:
                wire.send(head)
        except OSError:
            return
        signal.setitimer(signal.ITIMER_REAL, 0)


def main() -> None:
    """Run as ``python -m kg.graph.reader FILE_DESCRIPTOR MEBIBYTES SECONDS sealed|open [SERVICE...]``."""
    descriptor, mebibytes, seconds, network, *texts = sys.argv[1:]
    services = tuple(map(Service.parse, texts))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the pool, which then closes the connection
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    gateway = open_gateway(services) if network == OPEN else None
    if gateway is None:
        cut_network()
    limit_memory(int(mebibytes))
    with socket.socket(fileno=int(descriptor)) as connection:
        serve(connection, float(seconds), Reader(tuple(service.iri for service in services), gateway))


if __name__ == "__main__":
    main()
