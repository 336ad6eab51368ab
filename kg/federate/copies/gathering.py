"""All facts of one kind, asked for in batches that are made smaller where an endpoint cannot do them."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Triple

from kg.federate.copies.asking import Caller
from kg.federate.copies.faults import Down, Refused, TooMuch
from kg.federate.copies.kinds import Kind
from kg.federate.copies.sieve import sift

IN_VAIN = 3
"""Single things in a row that an endpoint could not tell of, after which it is asked for no more of that kind."""


@dataclass(slots=True)
class Gathered:
    """What came of one kind of facts."""

    kind: Kind
    asked: Sequence[str]
    """IRIs of the things that were to be asked about."""
    triples: set[Triple] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)
    """Those of the things that the endpoint has not answered for."""
    reason: str = ""
    """Why, a clause about the endpoint."""
    dropped: int = 0
    """Triples that came unasked."""
    when: float = float("inf")
    """Seconds since 1970 at which the oldest answer came."""
    is_last: bool = False
    """Whether the endpoint is not to be asked for anything else."""

    @property
    def is_in_vain(self) -> bool:
        """Whether nothing was answered."""
        return bool(self.missing) and len(self.missing) == len(self.asked)

    def miss(self, items: Sequence[str], reason: str) -> None:
        """Note that *items* were not answered for, and why."""
        self.missing = sorted({*self.missing, *items})
        self.reason = reason


def gather(
    kind: Kind, items: Sequence[str], caller: Caller, spaces: Sequence[str], advance: Callable[[], None], room: int
) -> Gathered:
    """Return what the endpoint tells of *items*, sorted IRIs, within *room*, a number of triples.

    *spaces* are what IRIs in the answers may begin with; *advance* is called for each item that is done with.
    """
    found, size = Gathered(kind, items), caller.limits.items
    todo = deque(items[begin : begin + size] for begin in range(0, len(items), size))
    in_vain = 0
    while todo:
        batch = todo.popleft()
        try:
            _add(found, batch, caller, spaces, room)
            in_vain = 0
        except TooMuch as error:
            if len(batch) > 1:
                # One that has not answered anything yet is asked about a single thing: perhaps it never answers.
                middle = len(batch) // 2 if caller.answered else 1
                todo.extendleft((batch[middle:], batch[:middle]))
                continue
            in_vain += 1
            found.miss(batch, str(error))
            if in_vain == IN_VAIN:
                found.is_last = not caller.answered
                found.miss([item for rest in todo for item in rest], str(error))
                todo.clear()
        except (Refused, Down) as error:
            found.is_last = isinstance(error, Down)
            found.miss([*batch, *(item for rest in todo for item in rest)], str(error))
            todo.clear()
        for _ in batch:
            advance()
    return found


def _add(found: Gathered, batch: Sequence[str], caller: Caller, spaces: Sequence[str], room: int) -> None:
    kind = found.kind
    given = caller.ask(kind.fill(batch), lambda triples: sift(kind, batch, triples, spaces))
    if len(found.triples) + len(given.triples) > room:
        raise Down(f"has sent more than {caller.limits.triples:,} facts: choose fewer kinds by --only")
    found.triples.update(given.triples)
    found.dropped += given.dropped
    found.when = min(found.when, given.when)
