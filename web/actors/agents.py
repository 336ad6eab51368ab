"""Who acts for an actor and since when, and what belongs to it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from pyoxigraph import Literal, NamedNode

from kg.vocab import DIP, XSD
from web import words
from web.actors.parties import KINDS_OF_MANY, OfficeView
from web.asking import Asking, number, text
from web.events.records import Named
from web.links import key_of
from web.remembering import remembered

RANKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(interim |acting )?(president|king|queen|monarch|emperor|emir|sultan|pope|supreme leader|leader|"
        r"secretary[- ]general|(co-)?prince)",
        r"(interim |acting )?(prime minister|(federal )?chancellor|taoiseach|vice[- ]president|crown prince|"
        r"high representative|president of (the )?(european )?(commission|council))",
        r"minister (of|for) (foreign|external) affairs|foreign minister|secretary of state|foreign secretary",
        r"(minister|secretary) (of|for) ((national )?defen[cs]e|war)|defen[cs]e (minister|secretary)",
        r"((first |executive )?vice[- ]president|(first )?deputy prime minister|(prime |cabinet )?minister|secretary|"
        r"european commissioner|national security ad|director(-| )general|speaker).*",
        r"(permanent representative|ambassador|special (envoy|representative)|chief|commander|deputy minister|head).*",
    )
)
"""Offices by how much is seen of their holders in diplomacy; the others come last."""
MOST_SHOWN = 40
"""Persons of whom the page tells."""
MOST_PARTS = 24
"""Of each kind, likewise."""


@dataclass(frozen=True, slots=True)
class Agent:
    """A person or body in the service of another actor."""

    actor: Named
    offices: tuple[OfficeView, ...]
    """Those held now, the highest first."""


@dataclass(frozen=True, slots=True)
class Part:
    """What belongs to an actor, of one kind."""

    kind: str
    """Name of the class in the ontology."""
    members: tuple[Named, ...]
    total: int
    """More than there are members, where there are very many."""

    @property
    def words(self) -> str:
        """The kind in words, for several."""
        return KINDS_OF_MANY.get(self.kind, self.kind)


@dataclass(frozen=True, slots=True)
class Service:
    """Who and what acts for an actor."""

    agents: tuple[Agent, ...]
    """Persons in office, the highest offices first."""
    persons: int
    """All that act or acted for it."""
    parts: tuple[Part, ...]


def read_service(ask: Asking, iri: NamedNode) -> Service:
    """Return who holds an office of the actor *iri* today, and what belongs to it."""
    today = datetime.now(UTC).date()

    def read() -> Service:
        persons = number(ask.rows("agents_counted", actor=iri)[0], "persons")
        return Service(read_agents(ask, iri, today) if persons else (), persons, read_parts(ask, iri))

    return remembered(ask, ("service", iri.value, today), read)  # of a large state there are thousands of terms


def read_agents(ask: Asking, iri: NamedNode, today: date) -> tuple[Agent, ...]:
    """Return who holds an office of the actor *iri* on the day *today*, the highest offices first."""
    found: dict[str, tuple[Named, list[OfficeView]]] = {}
    for row in ask.rows("agents_in_office", actor=iri, today=Literal(str(today), datatype=NamedNode(XSD + "date"))):
        agent = text(row, "agent")
        office = OfficeView(
            text(row, "office"), words.parse_day(text(row, "from")), words.parse_day(text(row, "until"))
        )
        found.setdefault(agent, (Named(agent, text(row, "label") or key_of(agent)), []))[1].append(office)
    agents = [Agent(named, tuple(sorted(offices, key=_rank))) for named, offices in found.values()]
    return tuple(sorted(agents, key=lambda agent: _rank(agent.offices[0])))[:MOST_SHOWN]


def read_parts(ask: Asking, iri: NamedNode) -> tuple[Part, ...]:
    """Return what belongs to the actor *iri* or acts for it and is no person, by kind."""
    found: dict[str, dict[str, Named]] = {}
    for row in ask.rows("parts_of_actor", actor=iri):
        kind, part = text(row, "kind").removeprefix(DIP), text(row, "part")
        if kind in words.KINDS:
            found.setdefault(kind, {}).setdefault(part, Named(part, text(row, "label") or key_of(part)))
    return tuple(_to_part(kind, found[kind].values()) for kind in words.KINDS if kind in found)


def _to_part(kind: str, members: Iterable[Named]) -> Part:
    known = tuple(members)
    return Part(kind, known[:MOST_PARTS], len(known))


def _rank(office: OfficeView) -> int:
    """Return the place of *office* among others, which keep the order that they have where it is the same."""
    return next((place for place, pattern in enumerate(RANKS) if pattern.fullmatch(office.office)), len(RANKS))
