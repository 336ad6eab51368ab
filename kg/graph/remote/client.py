"""Requests to a SPARQL endpoint that are repeated where that can help, and end in a reply or a clear error.

All that is sent may be repeated: a query changes nothing, and the updates sent here say what is to be there and what
not, so that the second of two equal ones does nothing.
"""

import time
from dataclasses import dataclass
from time import sleep

from kg.endpoint import Endpoint
from kg.errors import LimitError, QueryError, StoreError
from kg.graph.remote.request import Ask, Reply, TooSlow, Unreachable, send
from kg.net.waiting import FOR_A_MOMENT, asked_pause, next_pause

ATTEMPTS = 6
FIRST_PAUSE = 0.25
"""Seconds before the second attempt; each pause after it is twice as long."""
LONGEST_PAUSE = 30.0
"""Seconds that an endpoint may ask us to wait."""
DEADLOCK = b"Virtuoso 40001"
"""What Virtuoso says, with status 500, to the loser of a race between two updates, which is to try again."""
NO_GRAPH = "; set KG_STORE_GRAPH to an IRI, for a named graph that holds all"
"""What to do where an engine, such as Virtuoso, has no default graph to write to."""
SHOWN = 300
"""Characters of an endpoint's own words that a message repeats."""


@dataclass(frozen=True, slots=True)
class Client:
    """Sends queries and updates to one endpoint. Safe to share between threads."""

    endpoint: Endpoint

    def query(self, ask: Ask, seconds: float) -> Reply:
        """Return the reply to a query, within *seconds* for all attempts together.

        Raises QueryError for what the endpoint cannot answer, LimitError where it takes too long, gives only a part or
        has no time, StoreError where it cannot be reached or refuses us.
        """
        reply = self._send(ask, seconds)
        _refuse_part(self.endpoint, reply)
        return reply

    def update(self, text: str, seconds: float) -> None:
        """Let the endpoint do an update; StoreError where it does not."""
        try:
            self._send(Ask(text, "*/*", is_update=True), seconds)
        except (QueryError, LimitError) as error:
            raise StoreError(f"{error}; the same command may be given again") from error

    def _send(self, ask: Ask, seconds: float) -> Reply:
        end = time.monotonic() + seconds
        fault: Exception | None = None
        for attempt in range(ATTEMPTS):
            pause = next_pause(attempt, FIRST_PAUSE)
            try:
                reply = send(self.endpoint, ask, max(0.01, end - time.monotonic()))
            except TooSlow:
                raise self._too_slow(seconds) from fault
            except Unreachable as error:
                fault = StoreError(f"{self.endpoint} {error}: is KG_STORE right, and does the engine run?")
            else:
                if reply.status not in FOR_A_MOMENT and not reply.body.startswith(DEADLOCK):
                    return self._check(reply, ask)
                fault = LimitError(f"{self.endpoint} has no time (status {reply.status}): try again later")
                pause = asked_pause(reply.headers.get("Retry-After", ""), LONGEST_PAUSE) or pause
            if attempt + 1 == ATTEMPTS or time.monotonic() + pause >= end:
                break
            sleep(pause)
        raise fault or self._too_slow(seconds)

    def _too_slow(self, seconds: float) -> LimitError:
        return LimitError(f"{self.endpoint} did not answer within {seconds:g} s: ask for less, or allow more time")

    def _check(self, reply: Reply, ask: Ask) -> Reply:
        where, words = self.endpoint, _words(reply)
        address = where.update if ask.is_update else where.query
        match reply.status:
            case 200 | 201 | 202 | 204:
                return reply
            case 401 | 403:
                raise StoreError(_refused(where, reply.status, "update" if ask.is_update else "query"))
            case 404 | 405 | 406 | 410 | 415:
                name = "KG_STORE_UPDATE" if ask.is_update else "KG_STORE"
                raise StoreError(f"{address} takes no SPARQL (status {reply.status}): is {name} right?")
            case status if 300 <= status < 400:
                raise StoreError(f"{where} sends us on: set KG_STORE to {reply.headers.get('Location')}")
            case 413 | 414:
                raise StoreError(f"{where} takes no request of that size (status {reply.status}): raise its limit")
            case 408:
                raise LimitError(f"{where} ended the query: {words}")
            case status:
                hint = NO_GRAPH if ask.is_update and not where.graph and "default graph" in words else ""
                raise QueryError(f"{address} cannot do this (status {status}): {words}{hint}")


def _refused(where: Endpoint, status: int, what: str) -> str:
    if where.token:
        hint = "is KG_STORE_TOKEN right?"
    elif where.user:
        hint = "are KG_STORE_USER and KG_STORE_PASSWORD right?"
    else:
        hint = "set KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN"
    return f"{where.update if what == 'update' else where.query} does not let us {what} (status {status}): {hint}"


def _refuse_part(where: Endpoint, reply: Reply) -> None:
    """Raise LimitError where Virtuoso says that it left out rows, by its limit of rows or of time."""
    if reply.headers.get("X-SQL-State", "").startswith("S1TA"):
        raise LimitError(f"{where} gave only a part of the answer in its time: ask for less, or raise its limit")
    most = reply.headers.get("X-SPARQL-MaxRows")
    if most is not None:
        raise LimitError(f"{where} gives {most} rows at most, and there may be more: ask for less, or raise its limit")


def _words(reply: Reply) -> str:
    """Return the endpoint's own words: the first line of plain text, nothing of a page."""
    text = reply.body.decode("utf-8", "replace").strip()
    if not text or text.startswith("<") or reply.media_type == "text/html":
        return "it does not say why"
    return " ".join(text.split("\n\n")[0].split())[:SHOWN]
