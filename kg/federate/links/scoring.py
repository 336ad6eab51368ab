"""How likely an offer is the actor that is looked for: a score from 0 to 100.

It is 100 times the product of five factors, each 1 where all speaks for it:

- *name*: how alike the nearest of our names and of its names are (``kg.federate.links.naming``);
- *kind*: 1 where its classes or its description are those of our kind of actor, 0.95 where nothing is told, 0.88 for a
  person whose description names no part in public life, 0.75 for one in quite another (a footballer), 0.4 for what
  cannot be one (a film, a family name);
- *state*: 1 where it is told to be of the state, or the organisation, that our actor acts for or comes from, 0.88 where
  nothing is told, 0.55 where another state is. Where we know of none ourselves it is 0.97 for a body whose description
  names none either, else 0.85: a name alone never reaches 90;
- *years*: 0.4 where it was dead or not yet born in the years in which our actor did something, else 1;
- *service*: 1 where the service takes it for the right one, or does not judge, else 0.96.

Then what is ambiguous is lowered: where the second is within 10 points of the best, each of those within 10 points
loses twice what is lacking of the 10; so two that are alike lose 20 points.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from kg.federate.links.naming import likeness
from kg.federate.links.offers import Offer
from kg.federate.links.sought import Sought
from kg.model import ActorKind
from kg.reference import DATA, read_rows

LEAST = 45.0
"""Points of the worst offer that is kept."""
MOST = 5
"""Offers that are kept of an actor."""
NEAR = 10.0
"""Points between two that are not ambiguous."""
NOTHING = frozenset(
    "Q4167410 Q101352 Q202444 Q12308941 Q11879590 Q3409032 Q11424 Q5398426 Q482994 Q7366 Q134556 Q7725634 Q571"
    " Q47461344 Q3305213 Q13442814 Q13406463 Q4167836 Q11266439 Q16521 Q215380 Q532 Q3957 Q486972 Q55488".split()
)
"""Classes of Wikidata that hold no actor: pages that tell names apart, names, works, settlements, stations."""
NO_ACTOR = re.compile(
    r"\b(?:disambiguation page|family name|given name|surname|wikimedia (?:list|category)|scientific article|scholarly"
    r" article|film by|film directed|album by|song by|episode of|species of|street in|village in|painting by)\b"
)
LIFE = re.compile(r"\b(1\d{3}|20\d\d)\s?[-–—]\s?(1\d{3}|20\d\d)?\)")
BORN = re.compile(r"\b(?:b\.|born)\s(?:[a-z0-9]+\s){0,2}(1\d{3}|20\d\d)\b")
YOUNGEST = 15
"""Years after birth at which nobody is in the news of diplomacy."""
LONGEST_NAME = 5
"""Words of the longest name of a state that is looked for in a description."""


@dataclass(frozen=True, slots=True)
class Scored:
    """An offer with its points."""

    offer: Offer
    score: float
    is_ambiguous: bool = False
    """Whether another offer is nearly as good."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What speaks for something to be of a kind."""

    type: str
    """Id of the class that services are asked for; empty where none holds them all."""
    classes: frozenset[str]
    words: frozenset[str]
    """In descriptions of such."""
    other: frozenset[str]
    """In descriptions of what is not meant."""


@cache
def read_fits() -> Mapping[ActorKind, Fit]:
    """Return what speaks for each kind of actor; kg/data/README.md describes the file."""

    def parts(value: str) -> frozenset[str]:
        return frozenset(value.casefold().split("|")) if value else frozenset()

    return {
        ActorKind(row["kind"]): Fit(
            row["type"], frozenset(row["classes"].split("|")), parts(row["words"]), parts(row["other"])
        )
        for _, row in read_rows(DATA / "linking.tsv")
    }


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores offers by what is known of the states of the world."""

    states: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Wikidata ids of states by their names and demonyms, as words of descriptions."""

    @classmethod
    def of(cls, states: Mapping[str, frozenset[str]]) -> "Scorer":
        """Return one that knows *states* by their names and demonyms, as they are written."""
        found: dict[str, frozenset[str]] = {}
        for name, ids in states.items():
            said = " ".join(_words(name))
            found[said] = found.get(said, frozenset()) | ids
        return cls(found)

    def rank(self, sought: Sought, offers: Iterable[Offer]) -> list[Scored]:
        """Return the offers worth keeping, the best first."""
        scored = [Scored(offer, self.score(sought, offer)) for offer in {one.id: one for one in offers}.values()]
        scored.sort(key=lambda one: (-one.score, int(one.offer.id[1:])))
        if len(scored) > 1 and (gap := scored[0].score - scored[1].score) < NEAR:
            near = scored[0].score - NEAR
            scored = [
                Scored(one.offer, max(0.0, one.score - 2 * (NEAR - gap)), is_ambiguous=True)
                if one.score > near
                else one
                for one in scored
            ]
        return [one for one in scored if one.score >= LEAST][:MOST]

    def score(self, sought: Sought, offer: Offer) -> float:
        """Return the points of one offer alone, ambiguous or not."""
        is_person = sought.actor.kind is ActorKind.PERSON
        name = likeness(sought.names, (offer.name, *offer.names), is_person=is_person)
        service = 1.0 if offer.is_match else 0.96
        factors = (name, _judge_kind(sought, offer), self._judge_state(sought, offer), _judge_years(sought, offer))
        product = 100.0 * service
        for factor in factors:
            product *= factor
        return round(product, 1)

    def _judge_state(self, sought: Sought, offer: Offer) -> float:
        home, said = sought.home, _words(offer.description)
        if home is None:
            is_known = sought.actor.kind is not ActorKind.PERSON and said and not self._find_states(said)
            return 0.97 if is_known else 0.85
        told = self._find_states(said) | offer.states
        if home.wikidata in told or any(_holds(said, _words(name)) for name in home.names):
            return 1.0
        return 0.55 if told and home.is_state else 0.88

    def _find_states(self, said: tuple[str, ...]) -> frozenset[str]:
        """Return the ids of the states that a description names; the longest name counts."""
        found: set[str] = set()
        start = 0
        while start < len(said):
            for length in range(LONGEST_NAME, 0, -1):
                ids = self.states.get(" ".join(said[start : start + length]))
                if ids:
                    found |= ids
                    start += length - 1
                    break
            start += 1
        return frozenset(found)


def _judge_kind(sought: Sought, offer: Offer) -> float:
    fit, said = read_fits()[sought.actor.kind], set(_words(offer.description))
    if offer.types & NOTHING or NO_ACTOR.search(offer.description.casefold()):
        return 0.4
    is_person = sought.actor.kind is ActorKind.PERSON
    if offer.types and is_person != ("Q5" in offer.types):
        return 0.4
    if said & fit.other and not said & fit.words:
        return 0.75
    if is_person and said and not said & fit.words:
        return 0.88
    fits = bool(said & fit.words) or (bool(offer.types & fit.classes) and not said)
    return 1.0 if fits else 0.95


def _judge_years(sought: Sought, offer: Offer) -> float:
    born, died = offer.years
    if found := LIFE.search(offer.description):
        born, died = int(found[1]), int(found[2]) if found[2] else died
    elif found := BORN.search(offer.description.casefold()):
        born = int(found[1])
    if sought.years is None or sought.actor.kind is not ActorKind.PERSON:
        return 1.0
    first, last = sought.years
    is_dead = died is not None and died < last - 1
    return 0.4 if is_dead or (born is not None and born + YOUNGEST > first) else 1.0


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.sub(r"[^\w'’]+", " ", text.casefold().replace("'s", "")).split())


def _holds(said: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return bool(name) and any(said[i : i + len(name)] == name for i in range(len(said) - len(name) + 1))
