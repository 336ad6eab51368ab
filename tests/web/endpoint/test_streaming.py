"""Large answers and slow clients, over real connections to a served site."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from http.client import HTTPConnection, IncompleteRead
from pathlib import Path
from urllib.parse import urlencode

import pytest

from kg.graph.readers import QUEUE
from tests.graph.test_readers import CARTESIAN, NUMBERS, SMALL, wait_until
from tests.servers import fetch, free_port, serving
from tests.web.test_serve import folder
from web.serve import READERS, THREADS

__all__ = ["folder"]

MANY = f"SELECT ?a ?b ?c {{ VALUES ?a {{ {NUMBERS} }} VALUES ?b {{ {NUMBERS} }} VALUES ?c {{ 1 2 3 4 5 }} }}"
"""200,000 rows: 54 MB in JSON."""
JSON = {"Accept": "application/sparql-results+json"}


@pytest.fixture(scope="module")
def site(folder):
    with serving(folder, KG_MAX_RESULT_MB="64", KG_QUERY_SECONDS="6") as (address, process):
        yield address.removeprefix("http://"), process


def path_of(query, **parameters):
    return "/sparql?" + urlencode({"query": query, **parameters})


def get(host, path, headers=JSON):
    """Return status, headers and body."""
    with closing(HTTPConnection(host, timeout=30)) as connection:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read()


def connect(host, request=b""):
    """Return a connection of a client that takes little at a time."""
    name, port = host.split(":")
    made = socket.socket()
    made.settimeout(30)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    made.connect((name, int(port)))
    made.sendall(request)
    return made


def request_of(path):
    return f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept: {JSON['Accept']}\r\n\r\n".encode()


def figure(host, name):
    lines = get(host, "/metrics")[2].decode().splitlines()
    return next(float(line.split()[-1]) for line in lines if line.startswith(f"diplograph_{name}"))


def children(pid):
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def peak_memory(pid):
    """The most that the process ever had in memory, in MB."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def worker_of(process):
    return max(children(process.pid), key=peak_memory)


def test_large_answer_takes_little_memory_of_the_server(site):
    host, process = site
    get(host, path_of(SMALL))
    before = peak_memory(worker_of(process))
    status, headers, body = get(host, path_of(MANY))
    assert status == 200
    assert int(headers["Content-Length"]) == len(body) > 50_000_000
    assert len(json.loads(body)["results"]["bindings"]) == 200_000
    assert peak_memory(worker_of(process)) - before < 20
    assert figure(host, "answer_bytes_total") > 50_000_000


def test_too_large_an_answer_is_refused_before_it_begins(site):
    host, _ = site
    status, headers, body = get(host, path_of(MANY.replace("4 5", "4 5 6 7 8")))
    assert (status, headers["Content-Type"]) == (413, "application/problem+json")
    assert b"larger than 64 MB" in body
    assert figure(host, 'queries_total{end="cut"}') == 1
    assert get(host, path_of(SMALL))[0] == 200


def test_page_shows_the_beginning_of_a_large_answer(site):
    host, process = site
    before = peak_memory(worker_of(process))
    browser = {"Accept": "text/html"}
    assert b"200,000 rows, the first 1,000 shown" in get(host, path_of(MANY), browser)[2]
    subject = "BIND(IRI(CONCAT(STR(dip:x), STR(?a), '-', STR(?c))) AS ?s) }"
    graph = MANY.replace("SELECT ?a ?b ?c", "CONSTRUCT { ?s dip:x ?b } WHERE").removesuffix("}") + subject
    status, _, page = get(host, path_of(graph), browser)
    assert (status, b"and more" in page) == (200, True)
    assert len(page) < 1_000_000
    assert peak_memory(worker_of(process)) - before < 30


def test_small_answer_is_tagged_and_compressed_as_ever(site):
    host, _ = site
    status, headers, _ = get(host, path_of("SELECT * { ?s ?p ?o } LIMIT 100"), {**JSON, "Accept-Encoding": "gzip"})
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert get(host, path_of("SELECT * { ?s ?p ?o } LIMIT 100"), {**JSON, "If-None-Match": headers["ETag"]})[0] == 304
    assert get(host, path_of(MANY))[1]["ETag"]


def test_clients_that_take_byte_by_byte_hold_no_reader(site):
    host, _ = site
    with ExitStack() as stack:
        slow = [stack.enter_context(connect(host, request_of(path_of(MANY)))) for _ in range(READERS + 2)]
        for one in slow:
            assert one.recv(1) == b"H"
        assert figure(host, "queries_running") == 0
        for _ in range(20):
            assert all(one.recv(1) for one in slow)
            assert get(host, path_of(SMALL))[0] == 200


def test_clients_that_send_byte_by_byte_hold_no_thread(site):
    host, _ = site
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\nS"
    with ExitStack() as stack:
        for _ in range(THREADS + 10):
            stack.enter_context(connect(host, head))
        assert get(host, path_of(SMALL))[0] == 200


def test_idle_connections_do_no_harm(site):
    host, _ = site
    with ExitStack() as stack:
        for number in range(200):
            stack.enter_context(connect(host, b"" if number % 2 else request_of("/healthz")))
        for _ in range(20):
            assert get(host, path_of(SMALL))[0] == 200


def test_reader_killed_at_work_is_a_problem_and_the_next_query_is_answered(site):
    host, process = site
    worker = worker_of(process)
    with connect(host, request_of(path_of(CARTESIAN))) as client:
        assert wait_until(lambda: figure(host, "queries_running") == 1)
        for pid in children(worker):
            os.kill(pid, signal.SIGKILL)
        assert client.recv(100).startswith(b"HTTP/1.1 503")
    for _ in range(READERS + 1):
        assert get(host, path_of(SMALL))[0] == 200


def test_full_line_is_told_to_come_back_and_pages_are_answered(site):
    host, _ = site
    with ExitStack() as stack:
        for number in range(READERS - 1 + QUEUE):
            stack.enter_context(connect(host, request_of(path_of(CARTESIAN, number=number))))
        assert wait_until(lambda: figure(host, "queries_waiting") == QUEUE)
        started = time.monotonic()
        status, headers, body = get(host, path_of(SMALL))
        assert (status, b"busy" in body) == (503, True)
        assert int(headers["Retry-After"]) > 0
        for path in ("/healthz", "/actor/RUS.ttl", path_of(SMALL, timeout=1)):
            assert get(host, path)[0] == 200
        assert time.monotonic() - started < 3


BROKEN = """
import sys
from granian.constants import HTTPModes, Interfaces
from granian.server import Server
from web.bridge import Bridge, Pace

def app(environ, start):
    start("200 OK", [("Content-Type", "text/plain")])
    for number in range(2000):
        if environ["PATH_INFO"] == "/broken" and number == 20:
            raise OSError("the disk is gone")
        yield b"x" * 65536

def load():
    return Bridge(app, threads=2, max_body=10, pace=Pace(seconds=0.5))

if __name__ == "__main__":
    server = Server("app", port=int(sys.argv[1]), interface=Interfaces.ASGINL, http=HTTPModes.http1, websockets=False)
    server.serve(target_loader=load, wrap_loader=False)
"""


@pytest.fixture
def broken(tmp_path):
    """Return the address of a server of answers of no known length that break off."""
    script, port = tmp_path / "broken.py", free_port()
    script.write_text(BROKEN)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen([sys.executable, script, str(port)], env=env, stderr=subprocess.DEVNULL)
    try:
        assert wait_until(lambda: answers(f"http://127.0.0.1:{port}/"), 20)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def answers(address):
    try:
        return fetch(address)
    except OSError:
        return False


def test_answer_that_breaks_off_is_never_taken_for_whole(broken):
    with pytest.raises(IncompleteRead):
        get(broken, "/broken")


def test_client_that_stops_taking_is_cut_off(broken):
    with connect(broken, request_of("/")) as slow:
        assert slow.recv(1) == b"H"
        time.sleep(2)  # long past its pace
        taken = 0
        while piece := slow.recv(1 << 20):
            taken += len(piece)
            last = piece
    assert taken < 2000 * 65536
    assert not last.endswith(b"0\r\n\r\n")
