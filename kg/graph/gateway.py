"""Asks other endpoints in the engine's place.

The engine has no time limit for a call, follows redirects and goes wherever it is told. So it only ever calls
this server, on the loopback device of its own process, which asks the endpoints that are allowed.
"""

import secrets
import socketserver
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from types import MappingProxyType
from typing import Any

from kg.errors import FetchError, KgError, LimitError, QueryError, ServiceError
from kg.graph.forwarding import Solutions, ask_endpoint
from kg.graph.guard import Call
from kg.net.limits import Deadline
from kg.net.service import Service

MOST_BYTES = 32 << 20
"""Of all that endpoints answer in one query."""
MOST_REQUESTS = 50
"""Different ones in one query; the same one again is answered from memory."""
TIME_TO_TELL = 1.0
"""Seconds before the query's deadline at which endpoints have to be done, so that there is time to say which was slow;
half of what there is, where that is less."""


class Session:
    """The calls of one query."""

    def __init__(self, origin: str, seconds: float, addresses: Mapping[str, str] = MappingProxyType({})) -> None:
        """*origin* is that of the gateway, *seconds* all the time that the calls have.

        *addresses* tell by the IRI of an endpoint where it is asked, if elsewhere.
        """
        self._addresses = addresses
        self._origin, self._secret = origin, secrets.token_urlsafe(24)
        self._deadline = Deadline(max(seconds - TIME_TO_TELL, seconds / 2))
        self._calls: list[Call] = []
        self._known: dict[tuple[str, str], Solutions | KgError] = {}
        self._left = MOST_BYTES
        self._failure: KgError | None = None

    def address(self, call: Call) -> str:
        """Return where the engine makes *call*."""
        self._calls.append(call)
        return f"{self._origin}/{self._secret}/{len(self._calls) - 1}"

    def find(self, path: str) -> Call | None:
        """Return the call that is made at *path*, None for a path that somebody else came up with."""
        secret, _, number = path[1:].partition("/")
        if not secrets.compare_digest(secret.encode(), self._secret.encode()) or not number.isdecimal():
            return None
        return self._calls[int(number)] if int(number) < len(self._calls) else None

    def answer(self, call: Call, query: str) -> Solutions | None:
        """Return what the endpoint of *call* answers to *query*, None if there is nothing to hand on."""
        key = call.endpoint, query
        if key not in self._known:
            self._known[key] = self._ask(call, query)
        found = self._known[key]
        if isinstance(found, Solutions):
            return found
        if not call.is_silent or isinstance(found, QueryError):
            self._failure = self._failure or found
        return None

    def check(self) -> None:
        """Raise what went wrong with a call; the engine takes some failures for an empty answer."""
        if self._failure is not None:
            raise self._failure

    def _ask(self, call: Call, query: str) -> Solutions | KgError:
        if self._secret in query:
            reason = "SERVICE inside SERVICE is not allowed: call one endpoint beside the other"
            return QueryError(reason, call.line, call.column)
        if len(self._known) >= MOST_REQUESTS:
            return LimitError(f"the query asks other endpoints more than {MOST_REQUESTS} times: ask for less at once")
        try:
            address = self._addresses.get(call.endpoint, call.endpoint)
            found = ask_endpoint(address, query, self._deadline, self._left)
        except FetchError as error:
            if error.is_limit:
                return LimitError(f"SERVICE <{call.endpoint}> was ended as {error.reason}: ask it for less at once")
            return ServiceError(f"SERVICE <{call.endpoint}> failed: {error.reason}", call.line, call.column)
        except MemoryError:
            return LimitError(f"SERVICE <{call.endpoint}> answered more than there is memory for: ask it for less")
        self._left -= len(found.body)
        return found


class Gateway:
    """The server; for one query at a time. What it asks goes out from a thread that was there before ``listen``."""

    def __init__(self, services: Iterable[Service] = ()) -> None:
        """Start the thread that will serve, which keeps the network that there is now.

        *services* are the endpoints that it may ask: those with a mirror are asked there.
        """
        self._addresses = {service.iri: service.address for service in services}
        self._listening = threading.Event()
        self.session: Session | None = None
        """The one of the query that is answered now."""
        threading.Thread(target=self._serve, daemon=True).start()

    def listen(self) -> None:
        """Take calls from now on, on the loopback device that this thread has."""
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.gateway = self
        self._origin = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._listening.set()

    @contextmanager
    def open_session(self, seconds: float) -> Iterator[Session]:
        """Take the calls of one query, which has *seconds* left.

        Raises ServiceError, LimitError or QueryError for a call that failed, in place of what the engine made of it.
        """
        self.session = session = Session(self._origin, seconds, self._addresses)
        try:
            yield session
        except KgError:
            session.check()
            raise
        else:
            session.check()
        finally:
            self.session = None

    def _serve(self) -> None:
        self._listening.wait()
        self._server.serve_forever()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    gateway: Gateway

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  # as socketserver has it
        """Print what went wrong, unless the engine only gave up the call."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        """Answer one call of the engine."""
        session = self.server.gateway.session
        call = session.find(self.path) if session else None
        found = None
        if session and call:
            query = self.rfile.read(int(self.headers["Content-Length"])).decode()
            found = session.answer(call, query)
        self.send_response(200 if found else 502)
        self.send_header("Content-Type", found.media_type if found else "text/plain")
        self.send_header("Content-Length", str(len(found.body) if found else 0))
        self.end_headers()
        if found:
            self.wfile.write(found.body)

    def log_message(self, *_: object) -> None:
        """Say nothing: the address is a secret."""
