"""Fetching from servers on loopback that fail or attack."""

import gzip
import time
import zlib
from dataclasses import replace

import pytest

from kg.read.web.fetch import fetch
from tests.read.fetching import HURRIED, LOCAL, OK, PAGE, answering, refusal
from tests.read.servers import serve, serve_raw


@pytest.fixture
def site():
    with serve() as served:
        served.add("/", PAGE)
        yield served


@pytest.mark.parametrize("status", [404, 403, 410, 429, 500, 503, 204])
def test_other_answers(site, status):
    site.add("/a", "x" if status != 204 else "", status=status)
    assert refusal(site.origin + "/a") == f"the server answered {status}"


@pytest.fixture
def unruly(monkeypatch):
    """Return what is refused of a server that talks as it likes and has no robots.txt."""
    monkeypatch.setattr("kg.read.web.robots.Robots.check", lambda *_: 0.0)

    def ask(talk, settings=LOCAL):
        with serve_raw(talk) as origin:
            begin = time.monotonic()
            reason = refusal(origin + "/", settings)
            assert time.monotonic() - begin < 3
            return reason

    return ask


@pytest.mark.parametrize(
    ("head", "rest", "every"),
    [
        (OK + b"Content-Length: 9999\r\n\r\n", b"x", 0.1),
        (OK + b"\r\n", b"x", 0.1),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", 0.1),
        (b"", b"H", 0.1),
        (OK, b"X-A: b\r\n"[:1], 0.1),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.05),
        (b"", b"", 5.0),
        (OK + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"", mtime=0), 0.01),
    ],
)
def test_a_slow_server_is_ended_by_the_deadline(unruly, head, rest, every):
    assert unruly(answering(head, rest, every, 1000), HURRIED) == "the server took longer than 0.6 seconds"


def test_a_silent_server(unruly):
    assert unruly(answering(b"", b"", 5), replace(LOCAL, read_seconds=0.3)) == "the server was silent for 0.3 seconds"


@pytest.mark.parametrize(
    "head", [b"\r\n", b"Content-Length: 99999999999999999999999\r\n\r\n", b"Content-Length: -5\r\n\r\n"]
)
def test_an_endless_body(unruly, head):
    assert unruly(answering(OK + head, b"x" * 100_000, 0, 10_000)) == "it is larger than 100,000 bytes"


def test_an_endless_chunked_body(unruly):
    head = OK + b"Transfer-Encoding: chunked\r\n\r\n"
    assert (
        unruly(answering(head, b"2710\r\n" + b"x" * 10_000 + b"\r\n", 0, 10_000)) == "it is larger than 100,000 bytes"
    )


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(bytes(200_000_000))),
        ("deflate", zlib.compress(bytes(200_000_000))),
    ],
)
def test_a_bomb_is_unpacked_no_further_than_the_limit(site, encoding, packed):
    import tracemalloc

    site.add("/a", packed, Content_Encoding=encoding, Content_Type="text/plain")
    assert len(packed) < 2 * LOCAL.max_bytes + 10
    settings = replace(LOCAL, max_bytes=500_000)
    tracemalloc.start()
    try:
        assert refusal(site.origin + "/a", settings) == "it is larger than 500,000 bytes"
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_a_packed_page(site):
    site.add("/a", gzip.compress(PAGE.encode()), Content_Encoding="gzip")
    assert fetch(site.origin + "/a", LOCAL).body.decode() == PAGE


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Content_Encoding": "gzip"}, "its packed answer is damaged"),
        ({"Content_Encoding": "br"}, "the server packs its answer as 'br', which was not asked for"),
        ({"Content_Encoding": "gzip, " * 50 + "gzip"}, "the server packs its answer as"),
        ({"Content_Type": "image/png"}, "it is no text but image/png"),
        ({"Content_Length": 200_000}, "it is larger than 100,000 bytes"),
        ({"Content_Length": 99}, "the answer broke off"),
    ],
)
def test_answers_that_do_not_fit(site, headers, reason):
    site.add("/a", PAGE[:50], **headers)
    assert refusal(site.origin + "/a").startswith(reason)


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (OK + b"X-A: " + b"b" * 200_000 + b"\r\n\r\n", "the server's answer is not HTTP as it should be (LineTooLong)"),
        (OK + b"".join(b"X-%d: b\r\n" % n for n in range(5000)) + b"\r\n", "the server's answer is not HTTP"),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "the server's answer is not HTTP as it should be (BadStatusLine)"),
        (b"HTTP/1.1 2x0 OK\r\n\r\n", "the server's answer is not HTTP as it should be (BadStatusLine)"),
        (b"", "the server's answer is not HTTP as it should be (RemoteDisconnected)"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", "the answer broke off"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:99999/\r\n\r\n", "its address is malformed"),
        (b"HTTP/1.1 302 Found\r\nLocation: /" + b"a" * 5000 + b"\r\n\r\n", "its address is longer than 2,000"),
        (b"HTTP/1.1 302 Found\r\nLocation: /\xff\xfe\r\n\r\n", "it redirects in a circle"),
    ],
)
def test_answers_that_make_no_sense(unruly, sent, reason):
    assert unruly(answering(sent, b"", 0)).startswith(reason)


def test_nobody_listens():
    with serve() as site:
        origin = site.origin
    assert refusal(origin).startswith(
        "its robots.txt cannot be read: the server cannot be reached (connection refused)"
    )


def test_a_look_up_that_hangs_is_ended_by_the_deadline(monkeypatch):
    monkeypatch.setattr("kg.net.address.getaddrinfo", lambda *_, **__: time.sleep(2) or [])
    begin = time.monotonic()
    assert refusal("http://news.example/", HURRIED) == "the server took longer than 0.6 seconds"
    assert time.monotonic() - begin < 1.5


def test_an_unknown_name(monkeypatch):
    def look_up(*_, **__):
        raise OSError("no such name")

    monkeypatch.setattr("kg.net.address.getaddrinfo", look_up)
    assert refusal("http://news.example/") == "no server news.example is known: check its name and the network"
