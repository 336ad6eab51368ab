"""The events between two actors: how they are found, and how many there are of each class and in each direction."""

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from web.actors.company import read_counted
from web.actors.pairs import Pair
from web.actors.parties import ClassCount, from_counts, to_class_counts
from web.asking import Asking, text
from web.events.event_filters import Filters, find_dyads
from web.links import key_of

FORTH, BACK = "ab", "ba"
"""Directions: from the first actor of the pair to the second, and back."""


@dataclass(frozen=True, slots=True)
class Between:
    """How the events between two actors are found."""

    pair: Pair
    counted: bool
    """Whether both stand for themselves, so that the graph has counts of the pair."""
    dyads: tuple[NamedNode, ...] | None
    """The pairs that the events belong to; None where one of the two acts for the other: such events are of no pair."""

    principals: frozenset[str]
    """IRIs of whom the two act for."""

    @property
    def directions(self) -> tuple[str, ...]:
        """Those that the page has; an empty one stands for both."""
        return (FORTH, BACK) if self.dyads is None else ("", FORTH, BACK)

    def to_filters(self, direction: str) -> Filters:
        """Return which events are between the two in a *direction*."""
        one, other = (NamedNode(member.iri) for member in self.pair.members)
        if direction:
            actor, target = (one, other) if direction == FORTH else (other, one)
            return Filters(actor=actor, target=target, dyad=self.dyads)
        if self.counted:
            return Filters(dyad=self.dyads)
        # No pair has what one of them does to itself, so each of these has one of them on either side.
        return Filters(actor=(one, other), target=(one, other), dyad=self.dyads)

    def to_parameters(self, direction: str) -> dict[str, str | list[str]]:
        """Return the parameters by which the list of events has the same."""
        keys = [key_of(member.iri) for member in self.pair.members]
        if direction:
            actor, target = keys if direction == FORTH else reversed(keys)
            return {"actor": actor, "target": target}
        if self.counted:
            return {"dyad": key_of(self.pair.iri)}
        return {"actor": keys, "target": keys}


def find_between(ask: Asking, pair: Pair) -> Between:
    """Return how the events between the two of *pair* are found."""
    one, other = (NamedNode(member.iri) for member in pair.members)
    dyads = find_dyads(ask, one, other)
    principals = frozenset(text(row, "principal") for row in ask.rows("principals", actor=(one, other)))
    return Between(pair, not principals, dyads, principals)


def count_classes(ask: Asking, between: Between) -> Sequence[ClassCount]:
    """Return how many events there are of each class and from each side, of all time."""
    pair = between.pair
    if between.counted:
        first = NamedNode(pair.first.iri)
        return to_class_counts(ask.rows("class_counts_of_dyad", dyad=NamedNode(pair.iri), first=first))
    found = [read_counted(ask, between.to_filters(way)).everything for way in (FORTH, BACK)]
    forth, back = (counts.by_class if counts else {} for counts in found)
    return from_counts({name: forth.get(name, 0) + back.get(name, 0) for name in {*forth, *back}}, forth)
