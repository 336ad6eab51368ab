"""One request to a SPARQL endpoint, through SPARQLWrapper, within a time.

The wrapper makes the request; what it does besides is switched off here. It guesses the kind of a query by a pattern,
which fails on some, and is told instead. It opens addresses by a way that all of a process shares, follows redirects
with the password in hand, rounds its time to whole seconds, and drops the headers of an error: so we open them.
"""

import math
import time
import urllib.request
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import Any
from urllib.error import HTTPError, URLError

from SPARQLWrapper import INSERT, JSON, POST, SELECT, URLENCODED, SPARQLWrapper

from kg.endpoint import Endpoint
from kg.net.limits import USER_AGENT

CHUNK = 1 << 16
LONGEST_ERROR = 1 << 16
"""Bytes of an error's text that are read."""


class TooSlow(Exception):  # noqa: N818  # no fault of anybody's
    """The time was over before the answer was whole."""


class TooLarge(Exception):  # noqa: N818
    """More came than was wanted; the rest was not read."""


class Unreachable(Exception):  # noqa: N818
    """There was no answer, or not all of one; the message says what happened."""


class BrokenOff(Unreachable):
    """The connection was there, and ended before the answer was whole."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the endpoint has sent, whole."""

    status: int
    headers: Message
    body: bytes

    @property
    def media_type(self) -> str:
        """The type of the body, without parameters."""
        return self.headers.get_content_type() if "Content-Type" in self.headers else ""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Leaves a redirect as it is: an error that names the other address."""

    def redirect_request(self, *arguments: Any) -> None:  # noqa: ANN401  # none of them is used
        """Return nothing to follow."""


class _Wrapper(SPARQLWrapper):
    """The wrapper, opened by an opener of our own."""

    def __init__(self, address: str, opener: urllib.request.OpenerDirector, seconds: float) -> None:
        super().__init__(address, returnFormat=JSON, agent=USER_AGENT)
        self._opener = opener
        self._seconds = seconds
        self.setMethod(POST)
        self.setRequestMethod(URLENCODED)  # the one way to ask that Virtuoso knows
        self.setOnlyConneg(True)

    def _query(self) -> tuple[HTTPResponse, str]:
        return self._opener.open(self._createRequest(), timeout=self._seconds), self.returnFormat


def _make_opener(endpoint: Endpoint) -> urllib.request.OpenerDirector:
    """Return what opens addresses with the credentials of *endpoint*; a password is only sent to who asks for it."""
    handlers: list[urllib.request.BaseHandler] = [_NoRedirects()]
    if endpoint.user:
        known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        known.add_password(None, [endpoint.query, endpoint.update], endpoint.user, endpoint.password)
        handlers += [urllib.request.HTTPDigestAuthHandler(known), urllib.request.HTTPBasicAuthHandler(known)]
    return urllib.request.build_opener(*handlers)


@dataclass(frozen=True, slots=True)
class Ask:
    """What is sent."""

    text: str
    accept: str
    """Media types that are understood, as in a header."""
    is_update: bool = False
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def send(endpoint: Endpoint, ask: Ask, seconds: float, most: float = math.inf) -> Reply:
    """Return what *endpoint* replies, errors too.

    Raises TooSlow after *seconds*, Unreachable where no whole reply came, TooLarge for one of more than *most* bytes.
    """
    end = time.monotonic() + seconds
    wrapper = _Wrapper(endpoint.update if ask.is_update else endpoint.query, _make_opener(endpoint), seconds)
    wrapper.queryString = ask.text
    wrapper.queryType = INSERT if ask.is_update else SELECT  # of either only the way to send it depends on this
    wrapper.customHttpHeaders = {"Accept": ask.accept}
    if endpoint.token:
        wrapper.customHttpHeaders["Authorization"] = f"Bearer {endpoint.token}"
    for kind, graphs in (("default", ask.default_graphs), ("named", ask.named_graphs)):
        for graph in graphs:
            wrapper.addParameter(f"{kind}-graph-uri", graph)
    try:
        with wrapper.query().response as response:
            return Reply(response.status, response.headers, _read(response, end, most))
    except HTTPError as error:
        with error:
            return Reply(error.code, error.headers, _read_error(error))
    except TimeoutError:
        raise TooSlow from None
    except URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise TooSlow from None
        raise Unreachable(f"cannot be reached ({_reason(error.reason)})") from error
    except (OSError, HTTPException) as error:
        raise BrokenOff(f"broke off ({_reason(error)})") from error
    except ValueError as error:  # what urllib raises for a way to authenticate that it does not know
        raise Unreachable(f"cannot be asked ({error})") from error


def _reason(error: object) -> str:
    if isinstance(error, IncompleteRead):
        return "the answer is not whole"
    return str(getattr(error, "strerror", None) or error or type(error).__name__)


def _read(response: HTTPResponse, end: float, most: float) -> bytes:
    """Read all; the limit of a socket holds for each piece, so the time is looked at between them."""
    parts, size = [], 0
    while part := response.read1(CHUNK):
        parts.append(part)
        size += len(part)
        if time.monotonic() > end:
            raise TooSlow
        if size > most:
            raise TooLarge
    if response.length:  # nothing more came, though more was announced
        raise IncompleteRead(b"", response.length)
    return b"".join(parts)


def _read_error(error: HTTPError) -> bytes:
    try:
        return error.read(LONGEST_ERROR)
    except (OSError, HTTPException):
        return b""
