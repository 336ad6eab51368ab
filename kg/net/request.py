"""One HTTP request to one address, within limits of time and size.

urllib3 is what connects: its connections can be given a socket to an address of our choice while TLS still checks the
server's name, and it unpacks an answer piece by piece.
"""

import http.client
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from threading import Timer

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import DecodeError, HTTPError, IncompleteRead, ProtocolError
from urllib3.exceptions import TimeoutError as HTTPTimeoutError
from urllib3.response import BaseHTTPResponse

from kg.errors import FetchError
from kg.net.address import Target
from kg.net.limits import Deadline, FetchSettings

ACCEPT = "text/html,application/xhtml+xml,application/xml,application/pdf,text/plain;q=0.9,*/*;q=0.5"
_PIECE = 65536
_ENCODINGS = ("", "identity", "gzip", "x-gzip", "deflate")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    location: str
    """Where a redirect leads, as it was written."""
    media_type: str
    """In lower case, without parameters; empty where none is given."""
    body: bytes
    """Unpacked; empty unless the status is 200."""
    retry_after: str = ""
    """When the server wants to be asked again, as it wrote it."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a server is asked."""

    accept: str = ACCEPT
    form: bytes | None = None
    """The body of a POST, as a form in a browser sends it; None for a GET."""

    def to_headers(self) -> dict[str, str]:
        """Return the headers that tell of it."""
        headers = {"Accept": self.accept, "Accept-Encoding": "gzip, deflate"}
        return headers if self.form is None else {**headers, "Content-Type": "application/x-www-form-urlencoded"}


PAGE = Question()
"""A GET of something to read."""


class _Route:
    """Opens sockets to checked addresses, and can cut off the one that is open, whatever waits for it."""

    def __init__(self, addresses: list[str], port: int, settings: FetchSettings, deadline: Deadline) -> None:
        self._addresses, self._port, self._settings, self._deadline = addresses, port, settings, deadline
        self._handle: socket.socket | None = None

    def open(self) -> socket.socket:
        """Return a socket to the first address that takes it; FetchError where none does."""
        reason = "it has no address"
        for address in self._addresses:
            seconds = min(self._settings.connect_seconds, self._deadline.left())
            try:
                opened = open_socket(address, self._port, seconds)
            except OSError as error:
                reason = str(error.strerror or "timed out").lower()
                continue
            self._handle = opened.dup()  # stays valid when TLS takes over the socket
            if self._deadline.has_passed:  # perhaps before there was a handle to cut
                opened.close()
                raise self._deadline.error()
            return opened
        raise FetchError(f"the server cannot be reached ({reason})")

    def cut(self) -> None:
        """End the connection for both sides; a read that waits for it ends."""
        if self._handle is not None:
            try:
                self._handle.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # closed by the server

    def close(self) -> None:
        """Give up the handle."""
        if self._handle is not None:
            self._handle.close()


def open_socket(address: str, port: int, seconds: float) -> socket.socket:
    """Return a socket connected to *address*, an IP address and never a name."""
    opened = socket.create_connection((address, port), seconds)
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return opened


class _PlainConnection(HTTPConnection):
    route: _Route

    def _new_conn(self) -> socket.socket:
        return self.route.open()


class _SecureConnection(HTTPSConnection):
    route: _Route

    def _new_conn(self) -> socket.socket:
        return self.route.open()


@cache
def _trust() -> ssl.SSLContext:
    """Return the system's certificates and certifi's: slim systems have none of their own."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def ask(
    target: Target,
    addresses: list[str],
    settings: FetchSettings,
    deadline: Deadline,
    most: int,
    is_part_enough: bool = False,
    question: Question = PAGE,
) -> Answer:
    """Return the answer of the server of *target* at one of *addresses*; a redirect is not followed.

    A body of more than *most* bytes is an error, or cut there if *is_part_enough*. Raises FetchError for all that goes
    wrong but a status.
    """
    route = _Route(addresses, target.port, settings, deadline)
    with _named_errors(deadline, settings), closing(route), closing(_connect(target, route, settings)) as connection:
        timer = Timer(deadline.left(), route.cut)
        timer.start()
        try:
            headers = {"User-Agent": settings.user_agent, **question.to_headers()}
            method = "GET" if question.form is None else "POST"
            connection.request(method, target.path, question.form, headers, preload_content=False)
            with closing(connection.getresponse()) as response:
                return _to_answer(response, most, is_part_enough)
        finally:
            timer.cancel()


def _connect(target: Target, route: _Route, settings: FetchSettings) -> HTTPConnection:
    connection: _PlainConnection | _SecureConnection
    if target.scheme == "https":
        connection = _SecureConnection(target.host, target.port, timeout=settings.read_seconds, ssl_context=_trust())
    else:
        connection = _PlainConnection(target.host, target.port, timeout=settings.read_seconds)
    connection.route = route
    return connection


def _to_answer(response: BaseHTTPResponse, most: int, is_part_enough: bool) -> Answer:
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    written = response.headers.get("Location", "").encode("latin-1", errors="replace")
    location = written.decode("utf-8", errors="replace")  # http.client took the bytes for Latin-1
    body = b""
    if response.status == http.client.OK:
        body = _read_body(response, media_type, most, is_part_enough)
    return Answer(response.status, location, media_type, body, response.headers.get("Retry-After", ""))


def _read_body(response: BaseHTTPResponse, media_type: str, most: int, is_part_enough: bool) -> bytes:
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in _ENCODINGS:
        raise FetchError(f"the server packs its answer as {encoding[:40]!r}, which was not asked for")
    if media_type.startswith(("image/", "audio/", "video/", "font/")):
        raise FetchError(f"it is no text but {media_type[:60]}")
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced[:20]) > most and not is_part_enough:
        raise _too_large(most)
    pieces, size = [], 0
    while piece := response.read(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > most:
            if is_part_enough:
                break
            raise _too_large(most)
    return b"".join(pieces)[:most]


def _too_large(most: int) -> FetchError:
    return FetchError(f"it is larger than {most:,} bytes", is_limit=True)


@contextmanager
def _named_errors(deadline: Deadline, settings: FetchSettings) -> Iterator[None]:
    """Turn what a connection can raise into one clear FetchError."""
    try:
        yield
    except (OSError, HTTPError, http.client.HTTPException, ValueError) as error:
        if deadline.has_passed:
            raise deadline.error() from error
        raise _to_fetch_error(error, settings) from error
    if deadline.has_passed:  # the connection was cut off, which looks like the end of a body of unknown length
        raise deadline.error()


def _to_fetch_error(error: Exception, settings: FetchSettings) -> FetchError:
    cause = error.__cause__ or error.__context__
    if isinstance(error, TimeoutError | HTTPTimeoutError) or isinstance(cause, TimeoutError):
        return FetchError(f"the server was silent for {settings.read_seconds:g} seconds", is_limit=True)
    return FetchError(_reason(error, cause))


def _reason(error: Exception, cause: BaseException | None) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the server's certificate is not trusted ({error.verify_message})"
    if isinstance(error, ssl.SSLError | HTTPError) and isinstance(cause, ssl.SSLError):
        return "the secure connection failed"
    if isinstance(error, DecodeError):
        return "its packed answer is damaged"
    if isinstance(error, IncompleteRead | ProtocolError | http.client.IncompleteRead):
        return "the answer broke off"
    if isinstance(error, http.client.HTTPException | ValueError):
        return f"the server's answer is not HTTP as it should be ({type(error).__name__})"
    return f"the connection broke ({str(getattr(error, 'strerror', None) or type(error).__name__).lower()})"
