"""A limit of time for each article, so that no input holds up the rest."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from kg.errors import ReadError
from kg.read.source import Outcome


class _AlarmError(BaseException):
    """The time is over; no library catches it for an error of its own."""


def within(seconds: float, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """Yield *outcomes*; ReadError where one takes longer than *seconds*, which ends the input that it is in.

    The limit holds in the main thread of systems that have alarms, and between the steps of Python: a single call of a
    library in C is not cut short, but ends the input when it returns.
    """
    while True:
        try:
            with _alarm(seconds):
                outcome = next(outcomes, None)
        except _AlarmError:
            raise ReadError(f"takes longer than {seconds:g} seconds to read: see KG_ARTICLE_SECONDS") from None
        if outcome is None:
            return
        yield outcome


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise _AlarmError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
