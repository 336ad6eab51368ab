"""What a service outside offers for an actor that is looked for, whichever service it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from kg.federate.links.sought import Sought
from kg.net.words import plain

ID = re.compile(r"Q[1-9][0-9]{0,11}")
"""Ids of Wikidata."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing of Wikidata, as a service describes it."""

    id: str
    name: str
    description: str = ""
    names: tuple[str, ...] = ()
    """Other names; often none are told."""
    types: frozenset[str] = frozenset()
    """Ids of classes that it is told to be of."""
    states: frozenset[str] = frozenset()
    """Ids of states that it is told to be of, or a citizen of."""
    years: tuple[int | None, int | None] = (None, None)
    """Of birth or foundation, and of death or end, where told."""
    is_match: bool = True
    """Whether the service itself takes it for the right one; True where it does not judge."""


class Service(Protocol):
    """Finds what may be the same as actors."""

    @property
    def url(self) -> str:
        """Where it is asked."""

    @property
    def batch(self) -> int:
        """How many actors it is asked of at a time."""

    def find(self, actors: Sequence[Sought]) -> Iterator[tuple[Sought, tuple[Offer, ...]]]:
        """Yield each of *actors*, at most `batch`, with what is offered; ServiceError where there is no answer."""


def text(value: object) -> str:
    """Return a text of an answer on one line; nothing for what is none."""
    return plain(value) if isinstance(value, str) else ""


def items(value: object) -> list[object]:
    """Return the items of a list in an answer; nothing for what is none."""
    return value if isinstance(value, list) else []


def field(value: object, name: str) -> object:
    """Return the field *name* of an object in an answer; None where it is none or has none."""
    return value.get(name) if isinstance(value, dict) else None
