"""Counting in the background: nobody waits for long, and a graph that changes all the time is not always counted."""

import threading
import time

from flask import current_app, g

from kg.errors import KgError
from kg.results import Engine
from web.endpoint.statistics import Counter, Statistics

WAIT = 1.5
"""Seconds in which a count is waited for after it began; that of a small graph is done by then.

Comunica gives up a description after three."""
PAUSE = 60.0
"""Seconds before another count, after one that failed, or where the graph does not say when it changes."""
SHARE = 20
"""A count that took longer than a second is not made again before so many times as long has passed."""
COUNTED = "diplograph-counted"


def count(asked: Engine) -> Statistics | None:
    """Return what the graph holds, of late; None where that is not known yet, or takes too long to count."""
    counting: Counting = current_app.extensions.setdefault(COUNTED, Counting())
    counted = counting.count(asked)
    if counted is None or not counting.is_of(asked.generation):
        g.tag = None  # so that the counts are asked for again
    return counted


class Counting:
    """The counts of one graph, whoever asks."""

    def __init__(self) -> None:
        """Nothing is counted yet."""
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._done.set()
        self._generation = ""
        self._counted: Statistics | None = None
        self._began = 0.0
        self._took = 0.0
        self._again = 0.0

    def is_of(self, generation: str) -> bool:
        """Whether the counts are those of the state of the graph with this name."""
        return bool(generation) and generation == self._generation

    def count(self, asked: Engine) -> Statistics | None:
        """Return the counts, which are made in a thread where there are none, or others by now."""
        with self._lock:
            due = self._done.is_set() and not self.is_of(asked.generation) and time.monotonic() >= self._again
            if due:
                self._done.clear()
                self._began = time.monotonic()
                threading.Thread(target=self._run, args=(asked,), name="counting", daemon=True).start()
        if self._took < WAIT:
            self._done.wait(max(0.0, self._began + WAIT - time.monotonic()))
        return self._counted

    def _run(self, asked: Engine) -> None:
        generation = asked.generation
        try:
            self._counted = Counter(asked).count()
        except KgError:  # too much to count, or the site ends
            self._counted = None
        finally:
            self._took = time.monotonic() - self._began
            self._generation = generation if self._counted else ""
            pause = (SHARE * self._took if self._took > 1 else 0) if self._generation else PAUSE
            self._again = time.monotonic() + pause
            self._done.set()
