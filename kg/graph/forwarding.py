"""Asks another SPARQL endpoint, within limits, and hands on nothing but whole results."""

import ipaddress
from collections import deque
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from pyoxigraph import QueryBoolean, QueryResultsFormat, parse_query_results

from kg.errors import FetchError
from kg.net.address import Target, parse_target, resolve
from kg.net.limits import Deadline, FetchSettings
from kg.net.request import Question, ask

ACCEPT = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
FORMATS = (QueryResultsFormat.JSON, QueryResultsFormat.XML)
"""The ones that the engine reads from an endpoint."""
ANYWHERE = FetchSettings(connect_seconds=5, read_seconds=3600)
"""An endpoint that works on its answer is silent: only the query's own deadline ends that."""
OWN = replace(ANYWHERE, allow_private=True)


@dataclass(frozen=True, slots=True)
class Solutions:
    """Rows that an endpoint answered, as it wrote them."""

    media_type: str
    body: bytes


def ask_endpoint(endpoint: str, query: str, deadline: Deadline, most: int) -> Solutions:
    """Return what *endpoint* answers to *query*, of at most *most* bytes.

    Private addresses are asked only where *endpoint* names one itself, or ``localhost``. Redirects are not followed.
    Raises FetchError, for rows that break off too: the engine would take a part of them before it noticed.
    """
    target = parse_target(endpoint, OWN)
    settings = OWN if _names_a_machine(target) else ANYWHERE
    question = Question(ACCEPT, urlencode({"query": query}).encode())
    answer = ask(target, resolve(target, settings, deadline), settings, deadline, most, question=question)
    if 300 <= answer.status < 400:
        raise FetchError(f"it redirects to {answer.location[:200] or 'nowhere'}, which is not followed")
    if answer.status != 200:
        raise FetchError(f"the server answered {answer.status}")
    form = QueryResultsFormat.from_media_type(answer.media_type) if answer.media_type else None
    if form not in FORMATS:
        raise FetchError(f"it answered with {answer.media_type[:60] or 'no media type'} and not with rows")
    _check(answer.body, form)
    return Solutions(form.media_type, answer.body)


def _names_a_machine(target: Target) -> bool:
    try:
        return target.host == "localhost" or bool(ipaddress.ip_address(target.host))
    except ValueError:
        return False


def _check(body: bytes, form: QueryResultsFormat) -> None:
    try:
        found = parse_query_results(body, form)
        if not isinstance(found, QueryBoolean):
            deque(found, maxlen=0)
            return
    except (SyntaxError, ValueError) as error:
        raise FetchError("its answer is malformed or broke off") from error
    raise FetchError("it answered with yes or no and not with rows")
