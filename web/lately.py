"""What takes seconds to work out in a large graph, worked out beside the requests: they get what is known so far."""

import logging
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import TypeVar, cast

from flask import current_app, g

from kg.errors import KgError
from kg.results import Engine
from web.asking import Asking
from web.page_queries import PageQuery

log = logging.getLogger(__name__)

Result = TypeVar("Result")
EXTENSION = "diplograph-lately"
FIRST_SECONDS = 1.0
"""How long requests wait for what was never worked out, from when it began; in a small graph that is enough."""
AGAIN_SECONDS = 0.1
"""How long it waits where there is an older result."""
PAUSE = 60.0
"""Seconds before another try after one that failed, or where the graph does not say when it changes."""


@dataclass(frozen=True, slots=True)
class Known:
    """A result, the state of the graph that it is of, and the queries that it took."""

    generation: str
    result: object
    asked: tuple[PageQuery, ...]


@dataclass(slots=True)
class Lately:
    """Results by what was asked for; each is of the graph as it is, or as it was shortly before."""

    _known: dict[Hashable, Known] = field(default_factory=dict)
    _working: dict[Hashable, tuple[Event, float]] = field(default_factory=dict)
    """What is set once the work is done, and when that began."""
    _again: dict[Hashable, float] = field(default_factory=dict)
    """When to try next, where that is not at once."""
    _lock: Lock = field(default_factory=Lock)

    def get(self, ask: Asking, key: Hashable, make: Callable[[Asking], Result]) -> tuple[Result | None, bool]:
        """Return what *make* returned last for this *key*, None if it never has, and whether that still holds."""
        generation = ask.engine.generation
        with self._lock:
            working = None if self._holds(key, generation) else self._start(ask.engine, key, make, generation)
            known = self._known.get(key)
        if working:
            done, begun = working
            done.wait(AGAIN_SECONDS if known else max(0.0, begun + FIRST_SECONDS - time.monotonic()))
        with self._lock:
            known, holds = self._known.get(key), self._holds(key, generation)
        if known is None:
            return None, holds
        ask.asked.extend(known.asked)
        return cast("Result", known.result), holds

    def _holds(self, key: Hashable, generation: str) -> bool:
        known = self._known.get(key)
        if known is None:
            return False
        return known.generation == generation if generation else time.monotonic() < self._again.get(key, 0.0)

    def _start(
        self, engine: Engine, key: Hashable, make: Callable[[Asking], object], generation: str
    ) -> tuple[Event, float] | None:
        """Begin the work, unless it is under way, and return what there is to wait for; None before its time."""
        if key in self._working or time.monotonic() < self._again.get(key, 0.0):
            return self._working.get(key)
        self._working[key] = begun = Event(), time.monotonic()
        Thread(target=self._work, args=(engine, key, make, generation), name=f"lately-{key}", daemon=True).start()
        return begun

    def _work(self, engine: Engine, key: Hashable, make: Callable[[Asking], object], generation: str) -> None:
        ask = Asking(engine)
        pause = 0.0 if generation else PAUSE
        known = None
        try:
            known = Known(generation, make(ask), tuple(ask.asked))
        except KgError as error:
            log.info("%s could not be worked out: %s", key, error)
            pause = PAUSE
        except Exception:  # nobody waits who could be told
            log.exception("%s could not be worked out", key)
            pause = PAUSE
        with self._lock:
            if known:
                self._known[key] = known
            self._again[key] = time.monotonic() + pause
            self._working.pop(key)[0].set()


def lately(ask: Asking, key: Hashable, make: Callable[[Asking], Result]) -> Result | None:
    """Return what *make* gives for the graph as it is, or gave shortly before; None while that is worked out first.

    *make* runs in another thread, with an `Asking` of its own. An answer with an older result is not kept by clients.
    """
    kept = cast("Lately", current_app.extensions.setdefault(EXTENSION, Lately()))
    found, holds = kept.get(ask, key, make)
    if not holds:
        g.tag = None
    return found
