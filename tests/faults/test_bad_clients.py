"""Clients that ask for too much, or that do not go away: each costs itself, and nobody else."""

import os
import signal
import socket
import threading
import time
from contextlib import ExitStack

import pytest

NUMBERS = " ".join(map(str, range(2000)))
BAD = {
    "cartesian COUNT": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "ORDER BY over a cartesian": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f LIMIT 1",
    "negated path": "SELECT * { ?a (!dip:none)* ?b . ?b (!dip:none)* ?c }",
    "VALUES bomb": f"SELECT (MAX(?a + ?b + ?c) AS ?n) {{ VALUES ?a {{ {NUMBERS} }} VALUES ?b {{ {NUMBERS} }} "
    f"VALUES ?c {{ {NUMBERS} }} }}",
}


@pytest.mark.parametrize("name", BAD)
def test_bad_query_ends_at_its_limit_and_disturbs_nobody(site, name):
    ends = []

    def harm():
        started = time.perf_counter()
        status, headers, body = site.get(
            "/sparql", "POST", BAD[name], {"Content-Type": "application/sparql-query", "Accept": "*/*"}
        )
        ends.append((status, headers.get("Retry-After"), body, time.perf_counter() - started))

    threads = [threading.Thread(target=harm) for _ in range(2)]
    for thread in threads:
        thread.start()
    waits = []
    while any(thread.is_alive() for thread in threads):
        waits.append(site.wait_of())
        time.sleep(0.02)
    for status, retry, body, took in ends:
        assert (status, bool(retry)) == (503, True), body
        assert b"was ended" in body
        assert took < 3 + 2
    # The benchmark holds 99 of 100 to 100 ms; a test beside others only sees to it that nobody waits for a bad query.
    assert sorted(waits)[len(waits) // 2] < 0.1
    assert sorted(waits)[int(len(waits) * 0.98)] < 1
    assert len(waits) > 20


def test_a_query_of_ten_megabytes_is_refused(site):
    started = time.perf_counter()
    body = "SELECT * { ?s ?p '" + "x" * 10_000_000 + "' }"
    status, _, answer = site.get("/sparql", "POST", body, {"Content-Type": "application/sparql-query"})
    assert status == 413
    assert b"larger than this site takes" in answer
    assert time.perf_counter() - started < 3
    assert site.wait_of() < 1


def test_a_thousand_idle_connections_do_no_harm(site):
    name, port = site.host.split(":")
    with ExitStack() as stack:
        for number in range(1000):
            idle = stack.enter_context(socket.create_connection((name, int(port)), timeout=10))
            idle.sendall(
                (b"", b"GET /sparql HTT", b"POST /sparql HTTP/1.1\r\nContent-Length: 9\r\n\r\nque")[number % 3]
            )
        waits = sorted(site.wait_of() for _ in range(100))
        assert waits[50] < 0.1
        assert waits[98] < 1


def test_a_client_that_reads_a_byte_a_second_holds_nothing(site):
    name, port = site.host.split(":")
    values = " ".join(map(str, range(600)))
    query = f"SELECT * {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} }}".replace(" ", "+")
    request = f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n".encode()
    with ExitStack() as stack:
        slow = []
        for _ in range(8):  # twice as many as there are readers
            one = stack.enter_context(socket.socket())
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            one.settimeout(20)
            one.connect((name, int(port)))
            one.sendall(request)
            slow.append(one)
        for one in slow:
            assert one.recv(1) == b"H"
        for _ in range(3):
            for one in slow:
                one.recv(1)
            assert site.wait_of() < 1
            time.sleep(0.3)


def test_a_killed_reader_costs_at_most_its_own_answer(site):
    ends = []
    asked = threading.Thread(target=lambda: ends.append(site.ask(BAD["cartesian COUNT"])))
    asked.start()
    time.sleep(0.5)
    for pid in site.readers():
        os.kill(pid, signal.SIGKILL)
    asked.join()
    assert ends[0][0] == 503
    assert [site.ask("ASK {}")[0] for _ in range(8)] == [200] * 8
