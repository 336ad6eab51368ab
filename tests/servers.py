"""Servers that tests start as processes of their own, on free ports of loopback, and end: our site, and Oxigraph's."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(address: str) -> tuple[int, bytes]:
    """Return status and body."""
    with urlopen(address, timeout=10) as response:
        return response.status, response.read()


def start(folder, port: int, **settings: str) -> subprocess.Popen:
    """Start the site over the data folder *folder*, with *settings* in its environment."""
    return subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", "--data", str(folder), "--port", str(port)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "NO_COLOR": "1", **settings},
    )  # fmt: skip


@contextmanager
def serving(folder, port: int = 0, **settings: str) -> Iterator[tuple[str, subprocess.Popen]]:
    """Yield the address of the site, which answers, and its process."""
    port = port or free_port()
    process = start(folder, port, **settings)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(150):
            try:
                fetch(f"{address}/healthz")
                break
            except OSError:
                assert process.poll() is None, process.stderr.read()
                time.sleep(0.1)
        yield address, process
    finally:
        process.terminate()  # not kill: the worker below it would live on, and hold our pipes
        process.communicate(timeout=30)


def find_oxigraph() -> str:
    """Return where the program of Oxigraph's server is."""
    found = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    assert found, "the package oxigraph is not installed: pip install -e .[dev]"
    return found


@contextmanager
def running(command: list[str], folder: Path, port: int) -> Iterator[subprocess.Popen]:
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
        yield process
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def serving_oxigraph(folder: Path, turtle: str) -> Iterator[tuple[str, subprocess.Popen]]:
    """Yield the address that takes queries over *turtle*, and the process; *folder* is for its files."""
    program, port, data = find_oxigraph(), free_port(), folder / "data.ttl"
    data.write_text(turtle, encoding="utf-8")
    location = ["--location", str(folder / "graph")]
    subprocess.run([program, "load", *location, "--file", str(data)], check=True, capture_output=True)
    with running([program, "serve-read-only", *location, "--bind", f"127.0.0.1:{port}"], folder, port) as process:
        yield f"http://localhost:{port}/query", process
