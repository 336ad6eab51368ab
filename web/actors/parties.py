"""What the pages of actors and of pairs of actors show, besides lists of events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode

from kg.results import Row
from kg.vocab import DIP, OWL, PROV, RDF, RDFS, SKOS
from web import words
from web.asking import Asking, number, text
from web.events.records import Named
from web.links import key_of

EMPTY: Mapping[str, int] = MappingProxyType({})
KINDS_OF_MANY: Mapping[str, str] = {
    "State": "States",
    "Organisation": "Organisations",
    "Bloc": "Blocs",
    "GovernmentBody": "Government bodies",
    "Person": "People",
    "ArmedGroup": "Armed groups",
    "Company": "Companies",
    "Group": "Groups",
}
"""Kinds of actors by their names in the ontology, in the words of a heading."""
CODES: Mapping[str, str] = {"code": "Code", "isoCode": "ISO code", "cowCode": "COW number"}
"""Codes of actors by their names in the ontology, in words."""


@dataclass(frozen=True, slots=True)
class OfficeView:
    """A term of office."""

    office: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class ActorView:
    """An actor as its page shows it."""

    iri: str
    label: str
    kind: str
    """In words."""
    codes: tuple[tuple[str, str], ...]
    """What each is, and the code: our own first."""
    aliases: tuple[str, ...]
    same_as: tuple[str, ...]
    acts_for: tuple[Named, ...]
    belongs_to: tuple[Named, ...]
    articles: tuple[str, ...]
    """IRIs of the articles that introduced it, if it is not a listed actor."""
    offices: tuple[OfficeView, ...]


@dataclass(frozen=True, slots=True)
class ClassCount:
    """How many events of one quad class there are; where a pair or an actor is meant, from each side."""

    name: str
    """Name in the ontology."""
    words: str
    total: int
    share: float
    """Of all events counted, in [0, 1]."""
    acted: int
    """Done by the actor, or by the first of a pair."""

    @property
    def received(self) -> int:
        """Done to the actor, or by the second of a pair."""
        return self.total - self.acted


@dataclass(frozen=True, slots=True)
class Tally:
    """An actor with a number of events."""

    actor: Named
    events: int
    conflict: int = 0
    """Those among them that are of conflict, where it was asked."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the graph says of one subject, by property."""

    rows: Sequence[Row]
    """Those of ``facts.rq``."""

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return bool(self.rows)

    def texts(self, *properties: str) -> tuple[str, ...]:
        """Return the values of these properties, in the order of the properties, each once."""
        values = [text(row, "value") for one in properties for row in self.rows if text(row, "property") == one]
        return tuple(dict.fromkeys(values))

    def first(self, *properties: str) -> str:
        """Return the first value, empty if there is none."""
        return next(iter(self.texts(*properties)), "")

    def english(self, *properties: str) -> tuple[str, ...]:
        """Return the values that are in English or in no language, each once."""
        values = [
            row["value"].value
            for one in properties
            for row in self.rows
            if text(row, "property") == one
            and isinstance(row["value"], Literal)
            and (row["value"].language or "en").startswith("en")
        ]
        return tuple(dict.fromkeys(values))

    def named(self, *properties: str) -> tuple[Named, ...]:
        """Return the things that are values of these properties, with their names."""
        found = {text(row, "value"): text(row, "label") for row in self.rows if text(row, "property") in properties}
        return tuple(Named(iri, label or key_of(iri)) for iri, label in found.items())


def read_facts(ask: Asking, iri: NamedNode) -> Facts:
    """Return all that the graph says of *iri*, a thousand rows at most."""
    return Facts(ask.rows("facts", subject=iri))


def read_actor(ask: Asking, iri: NamedNode) -> ActorView | None:
    """Return the actor *iri*; None if the graph has none."""
    facts = read_facts(ask, iri)
    if not facts:
        return None
    kinds = [kind.removeprefix(DIP) for kind in facts.texts(RDF + "type")]
    labels = facts.english(SKOS + "prefLabel", RDFS + "label")
    terms = ask.rows("terms_of_office", actor=iri) if facts.texts(DIP + "term") else []
    return ActorView(
        iri=iri.value,
        label=labels[0] if labels else key_of(iri.value),
        kind=next((words.KINDS[kind] for kind in kinds if kind in words.KINDS), ""),
        codes=tuple((name, value) for term, name in CODES.items() if (value := facts.first(DIP + term))),
        aliases=facts.english(SKOS + "altLabel"),
        same_as=facts.texts(OWL + "sameAs"),
        acts_for=facts.named(DIP + "actsFor"),
        belongs_to=facts.named(DIP + "belongsTo"),
        articles=facts.texts(PROV + "wasDerivedFrom"),
        offices=tuple(
            OfficeView(text(row, "office"), words.parse_day(text(row, "from")), words.parse_day(text(row, "until")))
            for row in terms
        ),
    )


def to_class_counts(rows: Sequence[Row]) -> list[ClassCount]:
    """Return one count for each class, none left out, from rows with ``class``, ``events`` and perhaps ``side``."""
    acted = dict.fromkeys(words.CLASSES, 0)
    total = dict.fromkeys(words.CLASSES, 0)
    for row in rows:
        name = text(row, "class").removeprefix(DIP)
        if name in total:
            total[name] += number(row, "events")
            acted[name] += number(row, "events") if text(row, "side") == "actor" else 0
    return from_counts(total, acted)


def from_counts(total: Mapping[str, int], acted: Mapping[str, int] = EMPTY) -> list[ClassCount]:
    """Return one count for each class, none left out, from the numbers by class, of all events and from one side."""
    everything = sum(total.values()) or 1
    return [
        ClassCount(name, in_words, total.get(name, 0), total.get(name, 0) / everything, acted.get(name, 0))
        for name, in_words in words.CLASSES.items()
    ]


def to_tallies(rows: Sequence[Row], role: str) -> list[Tally]:
    """Return the actors in the column *role*, with ``label`` and ``events``."""
    return [
        Tally(
            Named(text(row, role), text(row, "label") or key_of(text(row, role))),
            number(row, "events"),
            number(row, "conflict"),
        )
        for row in rows
        if text(row, role)
    ]
