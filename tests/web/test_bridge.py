"""Requests and answers between clients of any pace and the threads of the site."""

import asyncio
import threading

import pytest

from web.bridge import IN_MEMORY, THROWN_AWAY, Bridge, Pace

SCOPE = {
    "method": "GET", "path": "/", "raw_path": b"/a%C3%A9%2Fb", "query_string": b"q=1", "http_version": "1.1",
    "scheme": "http", "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 9), "headers": [],
}  # fmt: skip
PIECE = b"x" * 65536
HASTE = Pace(seconds=0.1, rate=1 << 30)


class Body:
    """An answer in pieces that knows whether it was closed."""

    def __init__(self, pieces, fails=False):
        self.pieces, self.fails, self.closed = pieces, fails, False

    def __iter__(self):
        yield from self.pieces
        if self.fails:
            raise RuntimeError("the disk is gone")

    def close(self):
        self.closed = True


def exchange(app, messages=(), scope=SCOPE, send_delay=None, **options):
    """Return what the bridge sends in answer to a request that comes as *messages*."""
    sent = []

    async def run():
        waiting = list(messages)

        async def receive():
            if waiting:
                return waiting.pop(0)
            return await asyncio.Event().wait()  # the client is there, and silent

        async def send(message):
            if send_delay is not None and len(sent) > 1:
                await asyncio.sleep(send_delay)
            sent.append(message)

        await Bridge(app, threads=2, max_body=lambda credentials: IN_MEMORY * 2, **options)(scope, receive, send)

    asyncio.run(run())
    return sent


def answering(body, status="200 OK", headers=()):
    def app(environ, start):
        start(status, list(headers))
        return body

    return app


def is_whole(sent):
    return sent[-1]["type"] == "http.response.body" and not sent[-1]["more_body"]


@pytest.mark.parametrize("number", [0, 1, 4, 5, 40])
def test_answer_arrives_whole_and_is_closed(number):
    body = Body([PIECE] * number)
    sent = exchange(answering(body, "404 Not Found", [("X-Y", "z")]))
    assert (sent[0]["status"], sent[0]["headers"]) == (404, [(b"X-Y", b"z")])
    assert b"".join(message["body"] for message in sent[1:]) == PIECE * number
    assert is_whole(sent)
    assert body.closed


def test_answer_that_fails_has_no_end():
    body = Body([PIECE] * 20, fails=True)
    with pytest.raises(RuntimeError, match="disk"):
        exchange(answering(body))
    assert body.closed


def test_slow_taker_is_cut_off():
    body = Body([PIECE] * 20)
    sent = exchange(answering(body), send_delay=30, pace=HASTE)
    assert not is_whole(sent)
    assert body.closed


def test_client_that_has_gone_is_sent_no_more():
    body = Body([PIECE] * 1000)
    sent = exchange(answering(body), [{"type": "http.disconnect"}], send_delay=0)
    assert not is_whole(sent)
    assert len(sent) < 20
    assert body.closed


def test_slow_sender_takes_no_thread():
    called = threading.Event()

    def app(environ, start):
        called.set()

    scope = {**SCOPE, "method": "POST"}
    sent = exchange(app, [{"type": "http.request", "body": b"a", "more_body": True}], scope, pace=HASTE)
    assert sent == []
    assert not called.is_set()


def test_request_as_the_application_sees_it():
    seen = {}

    def app(environ, start):
        seen.update(environ, body=environ["wsgi.input"].read())
        start("204 No Content", [])
        return []

    headers = [
        (b"host", b"x.example"), (b"content-type", b"text/plain"), (b"accept", b"a/b"), (b"accept", b"c/d"),
        (b"content-length", b"999"), (b"x_forged", b"1"),
    ]  # fmt: skip
    parts = [{"type": "http.request", "body": b"ab", "more_body": True}, {"type": "http.request", "body": b"c"}]
    exchange(app, parts, {**SCOPE, "method": "POST", "headers": headers})
    assert seen["PATH_INFO"] == "/aé/b".encode().decode("latin-1")
    assert (seen["QUERY_STRING"], seen["HTTP_HOST"], seen["HTTP_ACCEPT"]) == ("q=1", "x.example", "a/b,c/d")
    assert (seen["body"], seen["CONTENT_LENGTH"], seen["CONTENT_TYPE"]) == (b"abc", "3", "text/plain")
    assert "HTTP_X_FORGED" not in seen


def test_body_without_end_is_not_read_to_its_end():
    lengths = []

    def app(environ, start):
        lengths.append(int(environ["CONTENT_LENGTH"]))
        start("413 Content Too Large", [])
        return []

    parts = [{"type": "http.request", "body": PIECE, "more_body": True}] * (THROWN_AWAY // len(PIECE) + 20)
    exchange(app, parts, {**SCOPE, "method": "POST"})
    assert IN_MEMORY * 2 < lengths[0] <= IN_MEMORY * 2 + len(PIECE)


def test_requests_that_wait_let_others_begin():
    """More wait than may begin at a time, and the one that ends their waiting comes last."""
    release = threading.Event()

    def app(environ, start):
        start("200 OK", [])
        if environ["REQUEST_METHOD"] == "HEAD":
            release.set()
        assert release.wait(10)
        return []

    async def run():
        bridge = Bridge(app, threads=20, max_body=lambda credentials: 10)

        async def send(message):
            pass

        waiting = [bridge(SCOPE, asyncio.Event().wait, send) for _ in range(12)]
        await asyncio.gather(*waiting, bridge({**SCOPE, "method": "HEAD"}, asyncio.Event().wait, send))

    asyncio.run(run())
    assert release.is_set()


def test_pace_counts_the_average():
    pace = Pace(seconds=30, rate=1000)
    assert pace.left(passed=0, size=0) == 30
    assert pace.left(passed=100, size=100_000) == 30
    assert pace.left(passed=100, size=80_000) == 10
    assert pace.left(passed=100, size=60_000) == 0


def test_a_file_is_read_in_large_pieces(tmp_path):
    (tmp_path / "file").write_bytes(PIECE * 40)

    def app(environ, start):
        start("200 OK", [])
        return environ["wsgi.file_wrapper"]((tmp_path / "file").open("rb"), 8192)

    sent = exchange(app)
    assert b"".join(message["body"] for message in sent[1:]) == PIECE * 40
    assert len(sent) < 15
