"""Runs the site, which is written for threads, so that no client can hold one of them.

A thread works on a request only once its body is there, and is free again when the answer is ready. A client
that sends or takes byte by byte costs a task of the event loop, and is cut off after a while. What is left of
the answer is then missing, which the client sees: by the ``Content-Length``, or by the missing last chunk.
"""

import asyncio
import io
import logging
import sys
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIApplication

from werkzeug.wsgi import FileWrapper

from web.turns import Turns

log = logging.getLogger(__name__)

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Result = TypeVar("Result")
IN_MEMORY = 1 << 18
"""Bytes of a request that stay in memory, the rest goes to disk; and of an answer, the rest is sent piece by piece."""
THROWN_AWAY = 32 << 20
"""Bytes of a body that is too large that are read all the same."""
FILE_THREADS = 2
"""Threads that read the rest of answers, which lie in files."""


class TooSlow(Exception):  # noqa: N818  # nobody is told: the connection ends
    """The client sends or takes less than it must, or has gone."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What a client must keep up with."""

    seconds: float = 30.0
    """Longest pause, and what a client has before its average counts."""
    rate: int = 16_384
    """Bytes per second that it must send or take on the average."""

    def left(self, passed: float, size: int) -> float:
        """Return how many seconds a client has for its next piece, after *size* bytes in *passed* seconds."""
        return max(0.0, min(self.seconds, self.seconds + size / self.rate - passed))


class Bridge:
    """An ASGI application that answers by a WSGI application."""

    def __init__(
        self, app: WSGIApplication, threads: int, max_body: Callable[[str], int], pace: Pace | None = None
    ) -> None:
        """Answer up to *threads* requests at a time by *app*.

        *max_body* tells by the ``Authorization`` header how many bytes a body may have. Of a larger one
        the application gets a little more, and refuses it by its size.
        """
        self._app = app
        self._turns = Turns[Reply](threads)
        self._files = ThreadPoolExecutor(FILE_THREADS, thread_name_prefix="answer")
        self._max_body = max_body
        self._pace = pace or Pace()

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            if _has_body(scope):
                with SpooledTemporaryFile[bytes](IN_MEMORY) as body:
                    size = await self._read(receive, body, self._max_body(_read_credentials(scope)))
                    reply = await self._answer(_to_environ(scope, body, size))
            else:
                reply = await self._answer(_to_environ(scope, io.BytesIO(), 0))
            await self._send(reply, receive, send)
        except TooSlow:
            log.info("%s %s: the client was too slow, or has gone", scope["method"], scope["path"])

    async def _read(self, receive: Receive, body: IO[bytes], most: int) -> int:
        """Read the body of the request into *body*, no more than a piece past *most* bytes, and return how many it got.

        Some of what is too much is read and thrown away: a client hears the answer only once it has sent all.
        """
        started, size, kept, more = _now(), 0, 0, True
        while more and size <= most + THROWN_AWAY:
            message = await self._in_time(receive(), started, size)
            if message["type"] == "http.disconnect":
                raise TooSlow
            piece = message.get("body", b"")
            if size <= most:
                kept += body.write(piece)
            size += len(piece)
            more = message.get("more_body", False)
        body.seek(0)
        return kept

    def _answer(self, environ: dict[str, Any]) -> Awaitable["Reply"]:
        return self._turns.run(lambda: Reply(self._app, environ))

    async def _send(self, reply: "Reply", receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": reply.status, "headers": reply.headers})
        if reply.ended:
            await send({"type": "http.response.body", "body": reply.first, "more_body": False})
            return
        try:
            await self._send_rest(reply, receive, send)
        finally:
            await self._in_file_thread(reply.close)

    async def _send_rest(self, reply: "Reply", receive: Receive, send: Send) -> None:
        """Send the body of a large answer, as fast as the client takes it."""
        started, size, piece = _now(), 0, reply.first
        gone = asyncio.ensure_future(_wait_until_gone(receive))
        try:
            while piece:
                message = {"type": "http.response.body", "body": piece, "more_body": True}
                await self._in_time(send(message), started, size)
                if gone.done():
                    raise TooSlow
                size += len(piece)
                piece = await self._in_file_thread(reply.read)
        finally:
            gone.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _in_file_thread(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._files, work)

    async def _in_time(self, step: Awaitable[Result], started: float, size: int) -> Result:
        try:
            return await asyncio.wait_for(step, self._pace.left(_now() - started, size))
        except TimeoutError:
            raise TooSlow from None


class Reply:
    """What the application answers; to be closed, unless it has ended."""

    def __init__(self, app: WSGIApplication, environ: dict[str, Any]) -> None:
        """Ask *app*, and read the beginning of its answer, or all if it is small."""
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.ended = False
        """Whether *first* is all there is."""
        body = app(environ, self._start)
        self.close: Callable[[], None] = getattr(body, "close", lambda: None)
        self._pieces = iter(body)
        try:
            self.first = self._read_first()
        except BaseException:
            self.close()
            raise
        if self.ended:
            self.close()

    def read(self) -> bytes:
        """Return the next piece; nothing if there is none."""
        return next((piece for piece in self._pieces if piece), b"")

    def _start(self, status: str, headers: list[tuple[str, str]], error: object = None) -> Callable[[bytes], object]:
        self.status = int(status.split(" ", 1)[0])
        self.headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return _refuse_write

    def _read_first(self) -> bytes:
        first = bytearray()
        while len(first) < IN_MEMORY and not self.ended:
            piece = self.read()
            first += piece
            self.ended = not piece
        return bytes(first)


def _read_in_pieces(file: IO[bytes], _size: int) -> FileWrapper:
    """Return what gives *file* in pieces for which it pays to wake up a thread."""
    return FileWrapper(file, IN_MEMORY)


def _refuse_write(data: bytes) -> object:
    raise NotImplementedError("answers are returned here, not written")


async def _wait_until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass  # what is left of the request's body


def _now() -> float:
    return asyncio.get_running_loop().time()


def _has_body(scope: Mapping[str, Any]) -> bool:
    if scope["method"] not in ("GET", "HEAD"):
        return True
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])


def _read_credentials(scope: Mapping[str, Any]) -> str:
    """Return the ``Authorization`` header of the request, empty if it has none."""
    found = (value.decode("latin-1") for name, value in scope["headers"] if name == b"authorization")
    return next(found, "")


def _to_environ(scope: Mapping[str, Any], body: IO[bytes], size: int) -> dict[str, Any]:
    """Return the request as PEP 3333 has it; *size* bytes of its body are in *body*."""
    host, port = scope.get("server") or ("localhost", None)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope.get("root_path", ""),
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 80),
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": _read_in_pieces,
    }
    for raw_name, raw_value in scope["headers"]:
        if b"_" in raw_name:  # here it would pass for another, with a hyphen
            continue
        name, value = raw_name.decode("latin-1").upper().replace("-", "_"), raw_value.decode("latin-1")
        key = name if name == "CONTENT_TYPE" else f"HTTP_{name}"
        separator = "; " if name == "COOKIE" else ","
        environ[key] = f"{environ[key]}{separator}{value}" if key in environ else value
    for name in ("HTTP_CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING"):
        environ.pop(name, None)
    if size:
        environ["CONTENT_LENGTH"] = str(size)
    return environ
