"""Real engines for the tests: started on free ports in temporary folders, without rights, and ended."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from kg.endpoint import Endpoint
from tests.servers import find_oxigraph, free_port, running

INI = """
[Database]
DatabaseFile = graph.db
ErrorLogFile = graph.log
LockFile = graph.lck
TransactionFile = graph.trx
xa_persistent_file = graph.pxa
FileExtend = 50
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 10
CheckpointInterval = 0
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 100000
"""
GRAPH = "https://graph.example/all"


def find_virtuoso() -> str:
    found = shutil.which("virtuoso-t")
    if not found:
        pytest.skip("Virtuoso is not installed: apt-get install virtuoso-opensource-7-bin")
    return found


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[Endpoint]:
    """Serve an Oxigraph whose default graph is written to."""
    port = free_port()
    command = [find_oxigraph(), "serve", "--location", str(folder / "graph"), "--bind", f"127.0.0.1:{port}"]
    with running([*command, *options], folder, port):
        yield Endpoint(f"http://127.0.0.1:{port}/query", f"http://127.0.0.1:{port}/update")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Endpoint]:
    """Serve a Virtuoso, which wants a named graph, and a password by digest for updates."""
    command, port = find_virtuoso(), free_port()
    (folder / "virtuoso.ini").write_text(INI.format(sql=free_port(), http=port))
    with running([command, "-f", "-c", "virtuoso.ini"], folder, port):
        start = f"http://127.0.0.1:{port}/sparql"
        yield Endpoint(start, f"{start}-auth", GRAPH, user="dba", password="dba")  # noqa: S106  # as it is when new


def clear(endpoint: Endpoint) -> None:
    """Let *endpoint*, an Oxigraph, hold nothing."""
    kind = {"Content-Type": "application/sparql-update"}
    urlopen(Request(endpoint.update, b"CLEAR ALL", kind), timeout=10).close()
