"""The program of the writer process of a server: does one write after the other, until the server is gone.

Started by ``kg.graph.writer_process``. It holds the folder's lock, so no other process writes meanwhile. What it has
answered is in the store and in a checkpoint.
"""

import resource
import signal
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from kg.errors import KgError, QueryError, StoreError
from kg.graph.shapes.compiler import compile_shapes
from kg.graph.store import Store
from kg.reference import shapes_file

IDLE_SECONDS = 0.5
"""After so long without another write, what was put off is done; what took longer last time waits that long."""
LEDGER = frozenset(("add", "add_copy", "add_text", "describe", "holds", "remove", "find_article", "checkpoint"))
"""Methods of the store that ask for no checkpoint of their own: who calls them reads what the writer has."""
EDITS = frozenset(("update", "put", "drop"))
"""Methods after which every reader sees what was done."""
READY_SECONDS = 5.0
"""How long a write is waited for that was announced, before anything else is done."""


def serve(connection: Connection, store: Store) -> None:
    """Do what comes over *connection* until the other side closes it, or the store fails.

    A number announces a write, and is sent back: what was put off is not begun then.
    """
    pause, announced = IDLE_SECONDS, False
    while True:
        try:
            idle = IDLE_SECONDS if store.settled else pause
            if not connection.poll(READY_SECONDS if announced else idle):
                announced = False
                if not store.settled:
                    pause = max(IDLE_SECONDS, _settle(store))
                store.checkpoint()
                continue
            request = connection.recv()
            if announced := isinstance(request, int):
                connection.send(request)
                continue
            name, arguments, options = request
        except (EOFError, OSError):
            return
        try:
            answer: tuple[bool, Any] = (True, _do(store, name, arguments, options))
        except KgError as error:
            answer = (False, error)
        except ValueError as error:  # no IRI, or no text: the engine refuses it before anything is written
            answer = (False, QueryError(f"this cannot be written: {error}"))
        connection.send(answer)
        if isinstance(answer[1], StoreError):  # after a failed write the engine wants to be opened anew
            return


def _settle(store: Store) -> float:
    """Do what was put off; return how long it took, in seconds."""
    started = time.monotonic()
    store.settle()
    return time.monotonic() - started


def _do(store: Store, name: str, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:  # noqa: ANN401
    if name not in LEDGER | EDITS:
        raise AttributeError(f"{name} is no write")
    result = getattr(store, name)(*arguments, **options)
    if name in EDITS:
        store.publish()
    return result


def main() -> None:
    """Run as ``python -m kg.graph.writer_program FILE_DESCRIPTOR MEBIBYTES FOLDER ADDRESS``."""
    descriptor, mebibytes, folder, address = sys.argv[1:]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then closes the connection
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (int(mebibytes) << 20, int(mebibytes) << 20))
    with Connection(int(descriptor)) as connection:
        try:
            store = Store.open(Path(folder), compile_shapes(shapes_file()), address, settle=False)
        except KgError as error:
            connection.send((False, error))
            return
        with store:
            connection.send((True, store.base))
            serve(connection, store)


if __name__ == "__main__":
    main()
