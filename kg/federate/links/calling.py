"""Asking a server outside for JSON: kept answers first, then politely, and again where it was busy or broken."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urlencode

from kg.errors import FetchError, ServiceError
from kg.federate.cache import Cache
from kg.net.address import Target, is_private, parse_target, resolve
from kg.net.limits import Deadline, FetchSettings
from kg.net.request import Answer, Question, ask
from kg.net.waiting import FOR_A_MOMENT, asked_pause, next_pause
from kg.net.words import SHOWN, plain

T = TypeVar("T")
JSON = "application/json"
LIMITS = FetchSettings(connect_seconds=10.0, read_seconds=30.0, total_seconds=90.0, max_bytes=8 << 20)


class AnswerError(ServiceError):
    """A server answered, and nobody can use it: one question of several may be the reason."""


class BusyError(ServiceError):
    """A server says that it has no time at the moment."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How often and how soon a server is asked; times in seconds."""

    pause: float = 1.0
    """Between two questions; none where the server is at a private address, and so the user's own."""
    tries: int = 4
    first: float = 2.0
    """Pause before the second try, each later one twice as long."""
    most: float = 60.0
    """Longest pause that a server may ask for."""
    limits: FetchSettings = LIMITS


class Caller:
    """Asks one server for JSON."""

    def __init__(self, url: str, cache: Cache, manners: Manners) -> None:
        """Ask at *url*; ServiceError where that is no address."""
        self.url = url
        self._cache, self._manners = cache, manners
        self._last = -float("inf")
        self._target(url)

    def find_kept(self, question: str, read: Callable[[object], T]) -> T | None:
        """Return what *read* makes of the answer to *question* that is kept, None where there is none or it fails."""
        kept = self._cache.find(self.url, question)
        try:
            return read(_parse(kept.body)) if kept else None
        except (AnswerError, BusyError):
            return None

    def keep(self, question: str, answer: object) -> None:
        """Keep *answer*, which can be JSON, as that to *question*."""
        self._cache.keep(self.url, question, json.dumps(answer).encode(), JSON)

    def get(self, parameters: Mapping[str, str], read: Callable[[object], T]) -> T:
        """Return what *read* makes of the JSON at the address with *parameters*, perhaps of an answer that was kept.

        *read* raises AnswerError for what has the wrong shape, BusyError for an excuse. Raises ServiceError where the
        server gives nothing better within some tries.
        """
        question = urlencode(parameters)
        found = self.find_kept(question, read)
        if found is not None:
            return found
        joint = "&" if "?" in self.url else "?"
        whole: list[object] = []
        found = self._ask(f"{self.url}{joint}{question}" if question else self.url, None, _noting(read, whole))
        self.keep(question, whole[-1])
        return found

    def post(self, form: Mapping[str, str], read: Callable[[object], T]) -> T:
        """Return what *read* makes of the JSON that answers *form*; nothing is kept. Raises as ``get`` does."""
        return self._ask(self.url, urlencode(form).encode(), read)

    def _ask(self, url: str, form: bytes | None, read: Callable[[object], T]) -> T:
        target, failure = self._target(url), ServiceError("")
        for attempt in range(self._manners.tries):
            again = attempt < self._manners.tries - 1
            pause = next_pause(attempt, self._manners.first)
            try:
                answer = self._fetch(target, form)
                if answer.status == HTTPStatus.OK:
                    return read(_parse(answer.body))
                failure = self._refusal(answer)
                again = again and answer.status in (*FOR_A_MOMENT, HTTPStatus.INTERNAL_SERVER_ERROR)
                pause = asked_pause(answer.retry_after, self._manners.most) or pause
            except FetchError as error:
                failure = ServiceError(f"{self._target(self.url).origin} gave no answer: {error.reason}")
                again = again and "larger than" not in error.reason
            except (AnswerError, BusyError) as error:
                kind = type(error)
                failure = kind(f"{self._target(self.url).origin} {error}")
                again = again and not (kind is AnswerError and error.__cause__ is None)
            if not again:
                break
            time.sleep(pause)
        raise failure

    def _fetch(self, target: Target, form: bytes | None) -> Answer:
        limits = self._manners.limits
        deadline = Deadline(limits.total_seconds)
        addresses = resolve(target, limits, deadline)
        if not all(map(is_private, addresses)):
            time.sleep(max(0.0, self._last + self._manners.pause - time.monotonic()))
        try:
            return ask(target, addresses, limits, deadline, limits.max_bytes, question=Question(JSON, form))
        finally:
            self._last = time.monotonic()

    def _refusal(self, answer: Answer) -> ServiceError:
        origin = self._target(self.url).origin
        if answer.location and 300 <= answer.status < 400:
            return ServiceError(f"{origin} sends elsewhere: give the address {plain(answer.location)} if you trust it")
        if answer.status in FOR_A_MOMENT:
            return ServiceError(f"{origin} is busy or down (status {answer.status}): try later")
        return AnswerError(f"{origin} refused the question (status {answer.status})")

    def _target(self, url: str) -> Target:
        try:
            return parse_target(url, self._manners.limits)
        except FetchError as error:
            raise ServiceError(f"{url[:SHOWN]} cannot be asked: {error.reason}") from error


def _parse(body: bytes) -> object:
    try:
        found: object = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise AnswerError("sent no whole JSON: is it the right address?") from error
    return found


def _noting(read: Callable[[object], T], whole: list[object]) -> Callable[[object], T]:
    def reading(found: object) -> T:
        whole.append(found)
        return read(found)

    return reading
