"""Questions to an endpoint outside: patient, polite, bounded, and each asked once only.

It is asked through SPARQLWrapper, as our own engine is when it is elsewhere. What fails for a moment is asked again,
each time after a longer pause. An answer counts when it is whole and all of it is RDF; then it is kept.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from time import sleep

from pyoxigraph import RdfFormat, Triple, parse, serialize

from kg.endpoint import Endpoint
from kg.federate.cache import Cache
from kg.federate.copies.faults import Down, Refused, TooMuch, Trouble, is_timeout, to_trouble
from kg.federate.copies.sieve import Sifted
from kg.graph.remote.request import Ask, BrokenOff, Reply, TooLarge, TooSlow, Unreachable, send
from kg.net.waiting import FOR_A_MOMENT, asked_pause, next_pause
from kg.net.words import plain

ACCEPT = "application/n-triples, text/turtle;q=0.8"
FORMATS = (RdfFormat.N_TRIPLES, RdfFormat.TURTLE)
Sieve = Callable[[Iterable[Triple]], Sifted]
"""Tells what was asked for from what was not."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How far the patience with an endpoint goes."""

    items: int = 100
    """Things asked about at once."""
    seconds: float = 65.0
    """For one answer; Wikidata's endpoint gives up after 60."""
    attempts: int = 5
    """For what may be over in a moment."""
    second_chances: int = 2
    """Attempts for what a smaller question may avoid."""
    first_pause: float = 1.0
    """Seconds before the second attempt."""
    longest_pause: float = 120.0
    """Seconds that the endpoint may ask us to wait."""
    between: float = 0.5
    """Seconds between two questions, out of politeness."""
    answer_bytes: int = 16 << 20
    """Largest answer."""
    total_bytes: int = 512 << 20
    """Largest sum of all answers."""
    triples: int = 300_000
    """Most facts that are copied in one run."""


@dataclass(frozen=True, slots=True)
class Given:
    """What an endpoint gave to one question."""

    triples: tuple[Triple, ...]
    dropped: int
    """Triples that it gave unasked."""
    when: float
    """Seconds since 1970."""


@dataclass(slots=True)
class Caller:
    """Asks one endpoint."""

    address: str
    cache: Cache
    limits: Limits = field(default_factory=Limits)
    answered: bool = False
    """Whether the endpoint itself, not the cache, has answered anything yet."""
    _bytes: int = 0
    _asked: float = 0.0

    def ask(self, question: str, sieve: Sieve) -> Given:
        """Return what *sieve* leaves of the answer to *question*, a CONSTRUCT query.

        Raises TooMuch, Refused or Down where there is none.
        """
        if kept := self.cache.find(self.address, question):
            return Given(tuple(quad.triple for quad in parse(kept.body, RdfFormat.N_TRIPLES)), 0, kept.when)
        triples = self._fetch(question)
        sifted = sieve(triples)
        self.answered = True
        body = serialize(sifted.kept, format=RdfFormat.N_TRIPLES) or b""
        self.cache.keep(self.address, question, body, RdfFormat.N_TRIPLES.media_type)
        return Given(sifted.kept, sifted.dropped, time.time())

    def _fetch(self, question: str) -> list[Triple]:
        """Return all that the endpoint answers, asking again where that may help."""
        for attempt in range(self.limits.attempts):
            pause = next_pause(attempt, self.limits.first_pause)
            fault: Trouble
            try:
                reply = self._send(question)
                found = _read(reply)
                if isinstance(found, list):
                    return found
                fault, pause = found, self._asked_pause(reply) or pause
                if is_timeout(reply) if isinstance(fault, TooMuch) else reply.status not in FOR_A_MOMENT:
                    raise fault
            except BrokenOff as error:
                fault = TooMuch(str(error))
            except Unreachable as error:
                fault = Down(str(error))
            if attempt + 1 == (self.limits.second_chances if isinstance(fault, TooMuch) else self.limits.attempts):
                break
            sleep(pause)
        raise fault

    def _send(self, question: str) -> Reply:
        since = time.monotonic() - self._asked
        if self._asked and since < self.limits.between:
            sleep(self.limits.between - since)
        most = self.limits.answer_bytes
        self._asked = time.monotonic()
        try:
            reply = send(Endpoint(self.address, self.address), Ask(question, ACCEPT), self.limits.seconds, most)
        except TooLarge:
            self._count(most)
            raise TooMuch(f"sent more than {most >> 20 or 1} MiB at once") from None
        except TooSlow:
            raise TooMuch(f"did not answer within {self.limits.seconds:g} s") from None
        self._count(len(reply.body))
        return reply

    def _count(self, size: int) -> None:
        self._bytes += size
        if self._bytes > self.limits.total_bytes:
            raise Down(f"has sent more than {self.limits.total_bytes >> 20 or 1} MiB in all")

    def _asked_pause(self, reply: Reply) -> float | None:
        """Return how long the endpoint asks us to wait; Down where that is longer than we do."""
        pause = asked_pause(reply.headers.get("Retry-After", ""), float("inf"))
        if pause is not None and pause > self.limits.longest_pause:
            raise Down(f"asks us to come back in {pause:,.0f} s (status {reply.status})")
        return pause


def _read(reply: Reply) -> list[Triple] | Trouble:
    """Return the triples of *reply*, all of which must be RDF: some engines write at the end that they failed."""
    form = RdfFormat.from_media_type(reply.media_type) if reply.media_type else None
    if reply.status != 200:
        return to_trouble(reply)
    if form not in FORMATS:
        return Refused(f"answered with {plain(reply.media_type) or 'no media type'} and not with triples")
    try:
        triples = [quad.triple for quad in parse(reply.body, form)]
    except (SyntaxError, ValueError):
        why = "ended the query in the midst of its answer" if is_timeout(reply) else "gave a malformed answer"
        return TooMuch(why)
    return _find_gap(reply, len(triples)) or triples


def _find_gap(reply: Reply, triples: int) -> Trouble | None:
    """Return what to say where Virtuoso tells that it left out something, by its limit of time or of rows."""
    if reply.headers.get("X-SQL-State", "").startswith("S1TA"):
        return TooMuch("gave only a part of the answer in its time")
    most = reply.headers.get("X-SPARQL-MaxRows", "").strip()
    if most.isdecimal() and triples * 2 >= int(most):  # it may name the limit where it was not reached
        return TooMuch(f"gives {most} rows at most")
    return None
