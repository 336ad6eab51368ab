"""Endpoints that fail, each in its way: what is told, how often they are asked, and what is copied all the same."""

import re
import socket
from contextlib import nullcontext

import pytest

from kg.federate.copies.asking import Caller, Limits
from tests.federate.conftest import STATES, evaluate, run_of, send

LIMITS = Limits(items=4, seconds=5, answer_bytes=1 << 20)
BOMB = b"<http://www.wikidata.org/entity/Q142> <http://www.wikidata.org/prop/direct/P36> <http://x/%d> .\n"
TIMEOUT = b"""SPARQL-QUERY: queryStr=CONSTRUCT ...
java.util.concurrent.TimeoutException
\tat java.util.concurrent.FutureTask.get(FutureTask.java:205)
"""


def fetch(caller, *names):
    return run_of(*names or ("capitals",)).fetch(caller, lambda *_: nullcontext(lambda: None))


@pytest.fixture
def ask(endpoints, cache):
    """Ask an endpoint that behaves as told; returns what came of it and how often it was asked."""

    def run(answer, limits=LIMITS, *names):
        found = fetch(Caller(endpoints.let("/sparql", answer), cache, limits), *names)
        return found[0] if not names else found, len(endpoints.asked)

    return run


def items_in(query):
    return re.findall(r"entity/(Q\d+)", query)


def test_a_sound_endpoint_is_asked_once_for_each_batch(endpoints, extracts, ask):
    got, asked = ask(lambda request: send(request, evaluate(extracts["wikidata"], endpoints.asked[-1].query)))
    assert (got.missing, got.dropped, asked) == ([], 0, 2)
    assert len(got.triples) == 2 * len(STATES)
    headers = endpoints.asked[0].headers
    assert headers["user-agent"].startswith("DiploGraph/")
    assert "(+https://w3id.org/diplograph)" in headers["user-agent"]
    assert headers["accept"].startswith("application/n-triples")


def failing_first(*failures, then):
    """Behave as each of *failures* in turn, and *then* well."""
    rest = list(failures)
    return lambda request: (rest.pop(0) if rest else then)(request)


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_what_fails_for_a_moment_is_asked_again(endpoints, extracts, ask, pauses, status):
    def well(request):
        send(request, evaluate(extracts["wikidata"], endpoints.asked[-1].query))

    def busy(request):
        send(request, b"busy", status, "text/plain", **{"Retry-After": "7"})

    got, asked = ask(failing_first(busy, then=well))
    assert (got.missing, asked) == ([], 3)
    assert 7 in pauses


def test_who_asks_for_a_long_pause_is_left_alone(endpoints, ask, pauses):
    got, asked = ask(lambda request: send(request, b"", 429, "text/plain", **{"Retry-After": "86400"}))
    assert (got.is_in_vain, got.is_last, asked, pauses) == (True, True, 1, [])
    assert got.reason == "asks us to come back in 86,400 s (status 429)"


@pytest.mark.parametrize(
    ("status", "body", "kind", "reason", "most"),
    [
        (429, b"slow down", "text/plain", r"has no time \(status 429\): slow down", 5),
        (503, b"<html>", "text/html", r"has no time \(status 503\)$", 5),
        (403, b"", "text/plain", r"does not let us ask \(status 403\)", 1),
        (418, b"\x1b[2Jtea\x07", "text/plain", r"does not do this \(status 418\): \[2Jtea$", 1),
        (404, b"", "text/plain", r"takes no SPARQL \(status 404\): is its address right\?", 1),
        (400, b"no such function", "text/plain", r"does not do this \(status 400\): no such function", 1),
        (200, b"<!DOCTYPE html><p>Down for repair", "text/html", "answered with text/html and not with triples", 1),
        (200, b'{"head": {}}', "application/sparql-results+json", "and not with triples", 1),
        (500, b"Virtuoso 42000 Error", "text/plain", r"cannot do this \(status 500\): Virtuoso 42000 Error", 12),
        (504, b"", "text/html", r"cannot do this \(status 504\)", 6),
        (500, TIMEOUT, "text/plain", r"cannot do this \(status 500\): SPARQL-QUERY", 6),
        (200, BOMB % 1 + TIMEOUT, "application/n-triples", "ended the query in the midst of its answer", 6),
        (200, (BOMB % 1) * 9 + b"<http://www.wikida", "application/n-triples", "gave a malformed answer", 12),
    ],
)
def test_who_always_fails_is_given_up_soon(ask, status, body, kind, reason, most):
    got, asked = ask(lambda request: send(request, body, status, kind))
    assert got.is_in_vain
    assert re.search(reason, got.reason), got.reason
    assert asked == most


def test_after_one_that_answers_nothing_no_other_kind_is_asked_for(ask, endpoints):
    found, asked = ask(lambda request: send(request, b"", 504), LIMITS, "capitals", "gdp", "population")
    assert (asked, [got.is_in_vain for got in found]) == (6, [True] * 3)
    assert len({got.reason for got in found}) == 1


def test_redirects_are_not_followed(ask, endpoints):
    other = endpoints.add("/other", b"", media_type="application/n-triples")
    got, asked = ask(lambda request: send(request, b"", 307, Location=other))
    assert (got.reason, asked) == (f"sends us on to {other}: name that by --endpoint", 1)


def test_nobody_there_is_told(cache):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        (got,) = fetch(Caller(f"http://127.0.0.1:{probe.getsockname()[1]}/sparql", cache, LIMITS))
    assert got.is_in_vain
    assert got.reason == "cannot be reached (Connection refused)"


def test_a_slow_endpoint_is_given_up_at_the_deadline(ask, endpoints):
    def hang(request):
        endpoints.done.wait(20)

    got, asked = ask(hang, Limits(items=4, seconds=0.1))
    assert (got.reason, got.is_in_vain, asked) == ("did not answer within 0.1 s", True, 6)


def test_an_answer_that_comes_drop_by_drop_is_given_up_at_the_deadline(ask, endpoints):
    def drip(request):
        request.send_response(200)
        request.send_header("Content-Type", "application/n-triples")
        request.end_headers()
        while not endpoints.done.wait(0.02):
            request.wfile.write(b"#")
            request.wfile.flush()

    got, _ = ask(drip, Limits(items=4, seconds=0.1))
    assert got.reason == "did not answer within 0.1 s"


@pytest.mark.parametrize("chunked", [False, True])
def test_half_a_body_is_no_answer(endpoints, extracts, ask, chunked):
    def half(request):
        body = evaluate(extracts["wikidata"], endpoints.asked[-1].query)
        body = body[: body.index(b"\n") + 1]  # whole lines, so that only the length tells
        request.protocol_version = "HTTP/1.1"
        request.send_response(200)
        request.send_header("Content-Type", "application/n-triples")
        name, value = ("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(len(body) + 100))
        request.send_header(name, value)
        request.end_headers()
        request.wfile.write(b"%x\r\n%s\r\n" % (len(body), body) if chunked else body)
        request.close_connection = True

    got, _ = ask(half)
    assert (got.is_in_vain, got.triples) == (True, set())
    assert got.reason.startswith("broke off (")


def test_rows_without_end_end_at_the_limit(ask, endpoints):
    def flood(request):
        request.send_response(200)
        request.send_header("Content-Type", "application/n-triples")
        request.end_headers()
        part = b"".join(BOMB % number for number in range(1000))
        while not endpoints.done.is_set():
            request.wfile.write(part)

    got, asked = ask(flood)
    assert (got.reason, got.is_in_vain, asked) == ("sent more than 1 MiB at once", True, 6)
    got, asked = ask(flood, Limits(items=4, answer_bytes=1 << 20, total_bytes=2 << 20))
    assert (got.reason, got.is_last, asked - 6) == ("has sent more than 2 MiB in all", True, 3)


def test_more_facts_than_a_run_may_copy_end_it(endpoints, extracts, ask):
    def well(request):
        send(request, evaluate(extracts["wikidata"], endpoints.asked[-1].query))

    found, _ = ask(well, Limits(items=4, triples=20), "capitals", "population", "neighbours")
    assert [(len(got.triples), len(got.missing)) for got in found] == [(16, 0), (4, 4), (0, 8)]
    assert found[1].reason == "has sent more than 20 facts: choose fewer kinds by --only"


def test_a_batch_that_is_too_much_is_halved_until_it_is_not(endpoints, extracts, ask):
    def weak(request):
        query = endpoints.asked[-1].query
        if len(items_in(query)) > 2:
            send(request, TIMEOUT, 500, "text/plain")
        else:
            send(request, evaluate(extracts["wikidata"], query))

    got, _ = ask(weak, Limits(items=8))
    sizes = [len(items_in(one.query)) for one in endpoints.asked]
    assert (got.missing, len(got.triples)) == ([], 2 * len(STATES))
    assert sizes[:2] == [8, 1], "one that has not answered yet is tried with a single thing"


def test_one_thing_that_fails_costs_no_other(endpoints, extracts, ask):
    def picky(request):
        query = endpoints.asked[-1].query
        if "Q159" in items_in(query):
            send(request, b"", 500)
        else:
            send(request, evaluate(extracts["wikidata"], query))

    got, _ = ask(picky)
    assert [item.rpartition("/")[2] for item in got.missing] == ["Q159"]
    assert len(got.triples) == 2 * (len(STATES) - 1)


def test_a_part_that_virtuoso_gives_for_the_whole_is_no_answer(ask, endpoints, extracts):
    def part(request):
        send(request, evaluate(extracts["wikidata"], endpoints.asked[-1].query), **{"X-SQL-State": "S1TAT"})

    assert ask(part)[0].reason == "gave only a part of the answer in its time"

    def bounded(request):
        body = evaluate(extracts["wikidata"], endpoints.asked[-1].query)
        send(request, body, **{"X-SPARQL-MaxRows": "5"})

    got, _ = ask(bounded)
    assert (got.is_in_vain, got.reason) == (False, ""), "single things have fewer facts than that"


def test_what_came_unasked_is_dropped_and_counted(ask):
    got, _ = ask(lambda request: send(request, BOMB % 1 + BOMB % 2))
    assert (got.triples, got.missing, got.dropped) == (set(), [], 4)
