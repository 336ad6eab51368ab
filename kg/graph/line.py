"""Who gets a free reader: first come, first served, and one is kept for quick questions."""

import threading
from collections import deque
from typing import Generic, TypeVar

Item = TypeVar("Item")


class NoPlace(Exception):  # noqa: N818  # no error to a user: the pool says what it means
    """Nothing got free in time, or too many wait already."""


class _Waiter(Generic[Item]):
    """One who stands in line, with what he is given at last."""

    def __init__(self, quick: bool) -> None:
        self.quick = quick
        self.called = threading.Event()
        self.given: list[Item] = []


class Line(Generic[Item]):
    """Hands out items that are few. Safe to share between threads.

    The item that was freed last goes first: what is in the processor's caches is still its own.
    The last *kept* of them are for quick takers only: others leave them alone, so that however many long
    questions there are, short ones need not wait until those end.
    """

    def __init__(self, longest: int, kept: int = 0) -> None:
        """At most *longest* quick takers and as many others wait at a time."""
        self._longest = longest
        self._kept = kept
        self._lock = threading.Lock()
        self._free: deque[Item] = deque()
        self._waiting: deque[_Waiter[Item]] = deque()

    def __len__(self) -> int:
        """How many wait."""
        with self._lock:
            return len(self._waiting)

    def take(self, seconds: float, quick: bool = False) -> Item:
        """Return an item, after those who came before; NoPlace after *seconds*, or at once if the line is full."""
        with self._lock:
            if not self._waiting and len(self._free) > (0 if quick else self._kept):
                return self._free.pop()
            waiter = _Waiter[Item](quick)
            self._waiting.append(waiter)
            self._serve()
            if not waiter.given and sum(one.quick == quick for one in self._waiting) > self._longest:
                self._waiting.remove(waiter)
                raise NoPlace
        if not waiter.called.wait(seconds):
            with self._lock:
                if not waiter.given:
                    self._waiting.remove(waiter)
                    raise NoPlace
        return waiter.given[0]

    def put(self, item: Item) -> None:
        """Free *item*, for whoever is first."""
        with self._lock:
            self._free.append(item)
            self._serve()

    def drain(self) -> list[Item]:
        """Return all that is free, and keep none."""
        with self._lock:
            items = list(self._free)
            self._free.clear()
            return items

    def _serve(self) -> None:
        """Give what is free to those who may have it."""
        while self._free:
            spare = len(self._free) > self._kept
            first = next((one for one in self._waiting if spare or one.quick), None)
            if first is None:
                return
            self._waiting.remove(first)
            first.given.append(self._free.pop())
            first.called.set()
