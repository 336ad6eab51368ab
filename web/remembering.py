"""What took long to work out is kept for as long as the graph stays as it is."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

from flask import current_app

from web.asking import Asking
from web.page_queries import PageQuery

KEPT = 256
"""Results that are kept at once."""
EXTENSION = "diplograph-remembered"
Result = TypeVar("Result")


class Remembered:
    """Results by the state of the graph and what was asked for; those not wanted for longest go first."""

    def __init__(self, size: int = KEPT) -> None:
        """Keep *size* results at most."""
        self._size = size
        self._kept: OrderedDict[Hashable, tuple[object, tuple[PageQuery, ...]]] = OrderedDict()
        self._lock = Lock()

    def get(self, ask: Asking, key: Hashable, make: Callable[[], Result]) -> Result:
        """Return what *make* returns for this *key*, which it is not asked again while the graph stays the same.

        *ask* has the queries that *make* ran through it, as though they had been run again.
        """
        generation = ask.engine.generation
        if not generation:
            return make()
        with self._lock:
            known = self._kept.get((generation, key))
            if known:
                self._kept.move_to_end((generation, key))
        if known:
            ask.asked.extend(known[1])
            return cast("Result", known[0])
        before = len(ask.asked)
        result = make()
        with self._lock:
            self._kept[generation, key] = (result, tuple(ask.asked[before:]))
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return result


def remembered(ask: Asking, key: Hashable, make: Callable[[], Result]) -> Result:
    """Return what *make* returns, from what the running site remembers if it can; as ``Remembered.get``."""
    kept = cast("Remembered", current_app.extensions.setdefault(EXTENSION, Remembered()))
    return kept.get(ask, key, make)
