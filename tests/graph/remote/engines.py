"""Real engines for the tests: started on free ports in temporary folders, without rights, and ended."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from kg.endpoint import Endpoint

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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def find_oxigraph() -> str:
    found = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    assert found, "the package oxigraph is not installed: pip install -e .[dev]"
    return found


def find_virtuoso() -> str:
    found = shutil.which("virtuoso-t")
    if not found:
        pytest.skip("Virtuoso is not installed: apt-get install virtuoso-opensource-7-bin")
    return found


@contextmanager
def running(command: list[str], folder: Path, port: int) -> Iterator[None]:
    """Run a server until the end of the block; it is there once it takes connections."""
    with (folder / "output").open("w") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, (folder / "output").read_text()
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(20)


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


def load(endpoint: Endpoint, turtle: bytes) -> None:
    """Add *turtle* to the default graph of *endpoint*, an Oxigraph."""
    address = endpoint.update.replace("/update", "/store?default")
    urlopen(Request(address, turtle, {"Content-Type": "text/turtle"}), timeout=10).close()
