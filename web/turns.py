"""Threads that work for an event loop, one request each, of which few begin at a time.

It does the same as an executor of ``concurrent.futures`` behind a semaphore, with one wake-up of a thread and one of
the loop for each request: what those cost beyond that shows where a query is small.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

Result = TypeVar("Result")
TURNS = 4
"""Requests that begin to be worked on at a time: threads that all compute only get in each other's way."""
TURN_SECONDS = 0.05
"""A request that takes longer waits for a reader, most likely, and the next may begin."""


@dataclass(slots=True, eq=False)
class _Job(Generic[Result]):
    """Something to be done, and who waits for it."""

    work: Callable[[], Result]
    done: "asyncio.Future[Result]"
    begun: float = 0.0


class Turns(Generic[Result]):
    """Does work on threads, first come, first served; for one event loop, whose thread alone calls it."""

    def __init__(self, threads: int) -> None:
        """Keep up to *threads* threads; they start as they are needed, and end with the process."""
        self._most = threads
        self._started = 0
        self._busy = 0
        self._waiting: deque[_Job[Result]] = deque()
        self._turns: dict[_Job[Result], None] = {}
        """What has begun of late, in that order."""
        self._timer: asyncio.TimerHandle | None = None
        self._given: SimpleQueue[_Job[Result]] = SimpleQueue()

    def run(self, work: Callable[[], Result]) -> "asyncio.Future[Result]":
        """Return what *work* will have returned, or raised, in a thread."""
        job = _Job(work, asyncio.get_running_loop().create_future())
        self._waiting.append(job)
        self._begin()
        return job.done

    def _begin(self) -> None:
        """Let begin who may."""
        loop = asyncio.get_running_loop()
        while self._waiting and len(self._turns) < TURNS and self._busy < self._most:
            job = self._waiting.popleft()
            if job.done.cancelled():
                continue
            job.begun = loop.time()
            self._turns[job] = None
            self._busy += 1
            if self._busy > self._started:
                self._started += 1
                Thread(target=self._work, name=f"request-{self._started}", daemon=True).start()
            self._given.put(job)
        if self._waiting and self._turns and self._timer is None:
            oldest = next(iter(self._turns))
            self._timer = loop.call_at(oldest.begun + TURN_SECONDS, self._end_turns)

    def _end_turns(self) -> None:
        """Stop waiting for what takes long."""
        self._timer = None
        since = asyncio.get_running_loop().time() - TURN_SECONDS
        for job in [job for job in self._turns if job.begun <= since]:
            del self._turns[job]
        self._begin()

    def _end(self, job: _Job[Result], settle: Callable[[], None]) -> None:
        self._busy -= 1
        self._turns.pop(job, None)
        self._begin()
        if not job.done.cancelled():
            settle()

    def _work(self) -> None:
        """Do what is given, one after the other; runs in a thread."""
        while True:
            job = self._given.get()
            loop = job.done.get_loop()
            try:
                settle = _settling(job.done, job.work())
            except BaseException as error:  # noqa: BLE001  # whoever waits for it gets it
                settle = _failing(job.done, error)
            with suppress(RuntimeError):  # the loop has ended, and nobody waits
                loop.call_soon_threadsafe(self._end, job, settle)
            del job, loop, settle  # so that an answer does not live until the next one


def _settling(done: "asyncio.Future[Result]", result: Result) -> Callable[[], None]:
    return lambda: done.set_result(result)


def _failing(done: "asyncio.Future[Result]", error: BaseException) -> Callable[[], None]:
    return lambda: done.set_exception(error)
