"""Decides which calls to other servers a query may make, and refuses the rest.

A scanner of our own would have to agree with the engine's parser on every comment, string, IRI and glued
keyword, and one disagreement is a hole: ``?a<?b)SERVICE#>`` is an IRI by the longest match and a comparison
to the engine. So the engine's parser is the judge. Each ``service`` in the text is replaced by a random
word of the same length. Where it was part of a name, a string, an IRI or a comment, the text is still a
query; where it was the keyword, it is none, and the parser says where. There GRAPH, which stands in the same
places, takes the keyword's and a made-up IRI the endpoint's, and the parser is asked again. In the end it
has taken a text with every call found and every other ``service`` replaced; no text with a call reaches it.

The random words are of consonants, so that none is or begins with a keyword.
"""

import re
import secrets
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass

from kg.errors import QueryError
from kg.graph.faults import find_place

MOST_CALLS = 20
"""Calls that one query may hold; the parser is asked once for each."""
KEYWORD = re.compile("service", re.IGNORECASE)
CALL = re.compile(
    r"service[ \t\r\n]*(?P<silent>silent[ \t\r\n]*)?<(?P<endpoint>[^<>\"{}|^`\\\x00-\x20]*)>", re.IGNORECASE | re.ASCII
)
"""A call as it has to be written: an IRI in full, no escapes and no comments before it."""
UPDATE_KEYWORD = re.compile("service|load", re.IGNORECASE)
GLUED = re.compile(r"[\w.:-]*")
LONGEST = len("ENCODE_FOR_URI")
"""Characters of the longest keyword. Where there is a random word, the parser names a place in it or in what is glued
to it, or where a keyword that it expected there, or a little before, would have ended."""
CONSONANTS = "bcdfghjklmnpqrstvwxz"

Parse = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Call:
    """A SERVICE clause that is allowed."""

    endpoint: str
    is_silent: bool
    """Whether its failure counts as an empty solution (``SERVICE SILENT``)."""
    line: int
    column: int
    """Where its keyword stands, counted from 1."""


def _lead_nowhere(call: Call) -> str:
    raise QueryError("SERVICE is not allowed here", call.line, call.column)


@dataclass(frozen=True, slots=True)
class Services:
    """The endpoints that queries may call."""

    allowed: tuple[str, ...] = ()
    """Their IRIs, as a query has to write them."""
    address: Callable[[Call], str] = _lead_nowhere
    """Gives the address that the engine is to call instead."""


NO_SERVICES = Services()


class Words:
    """Random words for the matches of a pattern: one for each spelling, as names have to agree."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}

    def __call__(self, found: re.Match[str]) -> str:
        """Return the word for *found*, as long as that."""
        return self._words.setdefault(found[0], "".join(secrets.choice(CONSONANTS) for _ in found[0]))


def refuse_load(update: str, parse: Parse) -> None:
    """Do nothing if *update* has neither LOAD nor SERVICE, else raise QueryError.

    *parse* runs the engine's parser and evaluates on no data: it never gets a text that holds either word. Raises
    SyntaxError, as *parse* does, where *update* is malformed elsewhere.
    """
    if not UPDATE_KEYWORD.search(update):
        return
    try:
        parse(UPDATE_KEYWORD.sub(Words(), update))
    except SyntaxError as error:
        found = _find_keyword(update, UPDATE_KEYWORD, error)
        if found is None:
            raise
        raise QueryError(f"{found[0].upper()} is not allowed here", *_place(update, found.start())) from None


def may_call(query: str, endpoints: Sequence[str]) -> bool:
    """Return whether *query* looks as if it called one of *endpoints*; False is certain, as ``admit`` wants them so."""
    return KEYWORD.search(query) is not None and any(f"<{endpoint}>" in query for endpoint in endpoints)


def admit(query: str, parse: Parse, services: Services = NO_SERVICES) -> str:
    """Return *query* with the address that *services* give it in place of each endpoint that it calls.

    *parse* runs the engine's parser and evaluates on no data. Raises QueryError for a call of what is not allowed,
    SyntaxError, as *parse* does, where *query* is malformed elsewhere. The engine resolves no
    ``\\u`` escapes outside strings and IRIs, so none can hide a keyword.
    """
    pieces, last = [], 0
    for found in _find_calls(query, parse, services.allowed):
        call = Call(found["endpoint"], found["silent"] is not None, *_place(query, found.start()))
        pieces += [
            query[last : found.start()],
            f"SERVICE {'SILENT ' if call.is_silent else ''}<{services.address(call)}>",
        ]
        last = found.end()
    return "".join((*pieces, query[last:]))


def _find_calls(query: str, parse: Parse, allowed: Collection[str]) -> list[re.Match[str]]:
    """Return the calls of *query*, in their order; raises as ``admit`` does."""
    if not KEYWORD.search(query):
        return []
    calls: dict[int, re.Match[str]] = {}
    neutral = KEYWORD.sub(Words(), query)
    while True:
        try:
            _parse_only(neutral, parse)
            return [calls[start] for start in sorted(calls)]
        except SyntaxError as error:
            found = _find_keyword(query, KEYWORD, error, calls)
            if found is None:
                raise
            call = CALL.match(query, found.start())
            if call is None or call["endpoint"] not in allowed or len(calls) == MOST_CALLS:
                raise QueryError(_to_reason(call, allowed), *_place(query, found.start())) from None
            calls[call.start()] = call
            neutral = neutral[: call.start()] + _to_graph(call) + neutral[call.end() :]


def _parse_only(text: str, parse: Parse) -> None:
    """Raise SyntaxError where *text* is malformed; nothing where it only has a function that is the endpoint's own."""
    with suppress(RuntimeError):
        parse(text)


def _to_graph(call: re.Match[str]) -> str:
    """Return a GRAPH clause's beginning as long as that of *call*, with its line breaks."""
    gap = re.sub(r"[^\r\n]", " ", call[0][len("service") : call.start("endpoint") - 1 - call.start()])
    return f"{'GRAPH':7}{gap}<{'x:':x<{len(call['endpoint'])}}>"


def _to_reason(call: re.Match[str] | None, allowed: Collection[str]) -> str:
    if not allowed:
        return "SERVICE is not allowed here"
    if call is not None and call["endpoint"] in allowed:
        return f"SERVICE is allowed {MOST_CALLS} times in a query: ask for less at once"
    return f"SERVICE may only call {' or '.join(f'<{iri}>' for iri in sorted(allowed))} here, written so"


def _find_keyword(
    text: str, keyword: re.Pattern[str], error: SyntaxError, known: Collection[int] = ()
) -> re.Match[str] | None:
    """Return the *keyword* at the place that the parser names; None if there is none but what starts at *known*."""
    place = find_place(error)
    at = _offset(text, *place) if place else None
    if at is None:
        return None
    for found in keyword.finditer(text):
        if text[found.start() - 1 : found.start()] == ":":
            continue  # the end of a name
        glued = GLUED.match(text, found.end())
        end = max(glued.end() if glued else 0, found.start() + LONGEST)
        if found.start() <= at <= end and found.start() not in known:
            return found
    return None


def _offset(text: str, line: int, column: int) -> int | None:
    """Return where *column* of *line* is in *text*, both counted from 1; None where there is no such line."""
    lines = text.split("\n")
    return sum(len(one) + 1 for one in lines[: line - 1]) + column - 1 if line <= len(lines) else None


def _place(text: str, at: int) -> tuple[int, int]:
    """Return line and column, counted from 1, of what is *at* in *text*."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
