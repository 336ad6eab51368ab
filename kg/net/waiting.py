"""How long to wait before a server that was busy or broken is asked once more."""

import email.utils
import random
import time

FOR_A_MOMENT = (429, 502, 503, 504)
"""Statuses that another attempt may not meet."""


def next_pause(attempt: int, first: float) -> float:
    """Return the seconds to wait after the *attempt*-th try, counted from 0: *first*, then twice as long each time.

    A fifth more or less, by chance, so that many clients do not come back at once.
    """
    chance: float = random.uniform(0.8, 1.2)  # noqa: S311  # no secret hangs on it
    return first * float(2**attempt) * chance


def asked_pause(retry_after: str, most: float) -> float | None:
    """Return the seconds that a ``Retry-After`` header asks for, at most *most*; None where it does not say."""
    text = retry_after.strip()
    if text.isdecimal() and len(text) < 10:
        return min(float(text), most)
    try:
        seconds = email.utils.parsedate_to_datetime(text).timestamp() - time.time()
    except ValueError:
        return None
    return min(max(seconds, 0.0), most)
