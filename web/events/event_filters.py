"""Which events a list has."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from pyoxigraph import Literal, NamedNode

from kg.vocab import DIP, XSD
from web.asking import Asking, text
from web.events.day_periods import Days
from web.events.event_words import Words
from web.links import key_of, mint_pair
from web.page_queries import Value

Parties = NamedNode | tuple[NamedNode, ...]
"""An actor, or several of which one is meant."""
COUNTED = ("dyad", "actor", "target", "party")
"""Filters that the graph has counts for."""
LEADING = ("mention", *COUNTED, "action", "source", "level")
"""Filters that find events, what finds few first; the others are looked at."""
MOST_DYADS = 100
"""Pairs that a query is asked for at a time."""
ALWAYS = Days()


class Band(Enum):
    """How sure an event is: the confidence of its surest mention."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @classmethod
    def of(cls, confidence: float) -> "Band":
        """Return the band of an event whose surest mention has this *confidence*."""
        return (
            cls.HIGH
            if confidence >= float(HIGH.value)
            else cls.MEDIUM
            if confidence >= float(MEDIUM.value)
            else cls.LOW
        )


MEDIUM, HIGH = (Literal(number, datatype=NamedNode(XSD + "decimal")) for number in ("0.5", "0.8"))
"""Where the two upper bands begin."""
BANDS: Mapping[frozenset[Band], Mapping[str, Value]] = {
    frozenset((Band.HIGH,)): {"least": HIGH},
    frozenset((Band.HIGH, Band.MEDIUM)): {"least": MEDIUM},
    frozenset((Band.MEDIUM,)): {"least": MEDIUM, "below": HIGH},
    frozenset((Band.MEDIUM, Band.LOW)): {"below": HIGH},
    frozenset((Band.LOW,)): {"below": MEDIUM},
    frozenset((Band.HIGH, Band.LOW)): {"under": MEDIUM, "over": HIGH},
}
"""Parameters of the queries for some of the bands; all of them are as good as none."""
SURENESS = {name for values in BANDS.values() for name in values}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which events a list has; what is None or empty does not matter. Whoever acts for a party counts as that party."""

    actor: Parties | None = None
    target: Parties | None = None
    party: Parties | None = None
    """On either side."""
    dyad: Parties | None = None
    """The pair, or one of these pairs."""
    action: tuple[NamedNode, ...] | None = None
    """One of these."""
    quad_class: Parties | None = None
    """One of these."""
    levels: tuple[NamedNode, ...] = ()
    """The very actor is one of these classes of actors, whoever it acts for."""
    bands: frozenset[Band] = frozenset()
    sources: tuple[str, ...] = ()
    """Outlets of which one tells it."""
    words: Words | None = None
    """In one of its sentences."""
    period: Days = field(default=ALWAYS)

    @property
    def values(self) -> dict[str, Value]:
        """The parameters of the queries, by which events are found; empty if nothing is filtered. Not the period."""
        found: dict[str, Value] = {
            "mention": self.words.mentions if self.words else None,
            "dyad": self.dyad,
            "actor": self.actor,
            "target": self.target,
            "party": self.party,
            "action": self.action,
            "source": [Literal(name) for name in self.sources] or None,
            "level": self.levels or None,
            "class": self.quad_class,
            **BANDS.get(self.bands, {}),
        }
        return {name: value for name, value in found.items() if value is not None}

    def led_by(self, leading: str = "") -> dict[str, Value]:
        """Return the parameters so that events are found by *leading* alone, and only looked at for the others."""
        kept = {leading, *SURENESS}
        return {name if name in kept else f"wanted_{name}": value for name, value in self.values.items()}

    def without(self, *names: str) -> "Filters":
        """Return these filters with the fields *names* as though they had not been given."""
        blank = Filters()
        return replace(self, **{name: getattr(blank, name) for name in names})


def find_dyads(ask: Asking, actor: Parties, target: Parties) -> tuple[NamedNode, ...] | None:
    """Return the pairs one of which every event between the two has; None where it may have none.

    Looking at the events of a pair takes a tenth of the time of joining all that one did with all that the other
    suffered. An event belongs to the pair of those that its actor and its target act for.
    """
    actors, targets = to_tuple(actor), to_tuple(target)
    sides = {one.value: {key_of(one.value)} for one in (*actors, *targets)}
    for row in ask.rows("principals", actor=(*actors, *targets)):
        sides[text(row, "actor")].add(key_of(text(row, "principal")))
    ours, theirs = (set().union(*(sides[one.value] for one in side)) for side in (actors, targets))
    if ours & theirs or len(ours) * len(theirs) > MOST_DYADS:  # what happens within one party is between no two
        return None
    return tuple(mint_pair(ask.base, one, other) for one in sorted(ours) for other in sorted(theirs))


def to_tuple(parties: Parties) -> tuple[NamedNode, ...]:
    """Return *parties* as several, even if it is one."""
    return (parties,) if isinstance(parties, NamedNode) else parties


def to_class(name: str) -> NamedNode:
    """Return the class of our ontology with this name."""
    return NamedNode(DIP + name)
