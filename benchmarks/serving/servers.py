"""The servers that are compared: started on free ports of this machine, measured from outside, ended again."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from kg.graph.checkpoints import Checkpoints

PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")
JSON = "application/sparql-results+json"
TSV = "text/tab-separated-values"
START_SECONDS = 600
"""rdflib reads its file first."""
OURS, BARE, TIMED, RDFLIB = "kg serve", "oxigraph serve", "oxigraph serve --timeout-s 30", "rdflib-endpoint"


@dataclass(frozen=True, slots=True)
class Server:
    """A server that is up."""

    name: str
    port: int
    path: str
    """Where its endpoint is."""
    process: "subprocess.Popen[bytes]"

    def request(self, query: str, accept: str = JSON) -> str:
        """Return the whole request for *query* as it goes over the wire."""
        head = f"Host: 127.0.0.1:{self.port}\r\nAccept: {accept}\r\n"
        if len(query) < 4000:
            return f"GET {self.path}?query={quote(query)} HTTP/1.1\r\n{head}\r\n"
        length = f"Content-Type: application/sparql-query\r\nContent-Length: {len(query)}\r\n"
        return f"POST {self.path} HTTP/1.1\r\n{head}{length}\r\n{query}"

    def cpu(self) -> float:
        """Return the seconds of CPU that it has used so far with the processes that it started."""
        children: dict[int, list[int]] = {}
        used: dict[int, float] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text(encoding="latin-1").rpartition(")")[2].split()
            except OSError:  # it has just ended
                continue
            number = int(stat.parent.name)
            children.setdefault(int(fields[1]), []).append(number)
            used[number] = sum(map(int, fields[11:15])) / TICKS  # with its children that have ended
        rest, total = [self.process.pid], 0.0
        while rest:
            one = rest.pop()
            total += used.get(one, 0.0)
            rest += children.get(one, [])
        return total


@contextmanager
def run_ours(data: Path) -> Iterator[Server]:
    """Yield ``kg serve`` on the data folder *data*, with its default settings."""
    port = find_port()
    command = [sys.executable, "-m", "kg", "serve", "--data", str(data), "--port", str(port)]
    with _run(OURS, port, "/sparql", command) as server:
        yield server


@contextmanager
def run_oxigraph(data: Path, place: Path, timeout: int | None, memory_mb: int | None = None) -> Iterator[Server]:
    """Yield ``oxigraph serve`` on a copy at *place* of what *data* has; holding more than *memory_mb* (MiB) ends it."""
    checkpoint = Checkpoints(data.absolute()).current
    if checkpoint is None:
        raise RuntimeError(f"{data} has no checkpoint: open it for writing once")
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(checkpoint, place, copy_function=_link_tables)
    port = find_port()
    command = [find_program("oxigraph"), "serve", "--location", str(place), "--bind", f"127.0.0.1:{port}"]
    limit = [] if timeout is None else ["--timeout-s", str(timeout)]
    with _run(BARE if timeout is None else TIMED, port, "/query", [*command, *limit], memory_mb) as server:
        yield server
    shutil.rmtree(place, ignore_errors=True)


@contextmanager
def run_rdflib(triples: Path) -> Iterator[Server]:
    """Yield ``rdflib-endpoint`` over the N-Triples in *triples*, which it holds in memory."""
    port = find_port()
    command = [find_program("rdflib-endpoint"), "serve", str(triples), "--host", "127.0.0.1", "--port", str(port)]
    with _run(RDFLIB, port, "/", command) as server:
        yield server


def find_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def find_program(name: str) -> str:
    """Return the path of a program that came with a package of the ``bench`` extra."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.is_file() else shutil.which(name)
    if found is None:
        raise SystemExit(f"{name} is missing: pip install -e '.[bench]'")
    return found


@contextmanager
def _run(name: str, port: int, path: str, command: list[str], memory_mb: int | None = None) -> Iterator[Server]:
    process = subprocess.Popen(  # noqa: S603 - programs of the environment that this one runs in
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        if memory_mb is not None:
            threading.Thread(target=_watch, args=(process, memory_mb), daemon=True).start()
        server = Server(name, port, path, process)
        _wait_for(server)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:  # it is still at a query
            process.kill()
            process.wait()


def _watch(process: "subprocess.Popen[bytes]", memory_mb: int) -> None:
    """End *process* when it holds more. The kernel's limits would count the stacks of threads that only sleep."""
    while process.poll() is None:
        held = int(Path(f"/proc/{process.pid}/statm").read_text(encoding="ascii").split()[1]) * PAGE
        if held > memory_mb << 20:
            print(f"a server held more than {memory_mb} MiB and was ended", flush=True)
            process.kill()
        time.sleep(0.1)


def _wait_for(server: Server) -> None:
    address = f"http://127.0.0.1:{server.port}{server.path}?query={quote('ASK {}')}"
    request = urllib.request.Request(address, headers={"Accept": JSON})
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if server.process.poll() is not None:
            raise SystemExit(f"{server.name} ended with status {server.process.returncode} before it answered")
        try:
            with urllib.request.urlopen(request, timeout=5):  # noqa: S310 - our own
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{server.name} gave no answer in {START_SECONDS} seconds")


def _link_tables(source: str, target: str) -> str:
    """Link files that RocksDB never changes, copy the others."""
    if source.endswith(".sst"):
        os.link(source, target)
    else:
        shutil.copy2(source, target)
    return target
