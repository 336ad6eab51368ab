"""Names of actors in text: one Aho-Corasick pass, word boundaries, the longest name wins."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from ahocorasick_rs import AhoCorasick

from kg.model import Actor, ActorKind

APOSTROPHES = str.maketrans("’‘ʼ", "'''")
"""Each maps to one character, so offsets stay."""
GRACE = timedelta(days=60)
"""News names an office-holder a little before and after the term."""
REMEMBERED = timedelta(days=25 * 365)
"""For so long after office a surname alone still means its holder."""
FAMILY_NAME_FIRST = frozenset(("CHN", "TWN", "KOR", "PRK", "VNM", "KHM", "MMR"))
"""States whose people are known by the first word of their names."""
LEADING_OFFICES = (
    "president", "prime minister", "premier", "chancellor", "leader", "foreign affairs", "secretary of state",
    "secretary-general", "secretary general", "king", "emir", "sultan", "supreme leader", "high representative",
    "director general", "director-general", "taoiseach", "pope", "emperor", "general secretary",
    "foreign minister", "foreign secretary",
)  # fmt: skip


SUFFIXES = frozenset(("Jr", "Sr", "II", "III", "IV"))
"""What follows a surname."""


class NameKind(StrEnum):
    """How a name refers to its actor."""

    NAME = "name"
    ADJECTIVE = "adjective"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write an actor."""

    text: str
    kind: NameKind
    key: str | None
    """None for what only looks like an actor's name (``South China Sea``)."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found at ``text[begin:end]``."""

    begin: int
    end: int
    kind: NameKind
    keys: tuple[str, ...]


def fold(text: str) -> str:
    """Return *text* with plain apostrophes, its length unchanged."""
    return text if text.isascii() else text.translate(APOSTROPHES)


@dataclass(frozen=True, slots=True)
class Office:
    """An office that goes without saying whose: ``the Foreign Secretary``."""

    party: str
    """Key of the state or organisation."""
    titles: tuple[str, ...]
    """How the office begins in lists of terms."""
    if_named: bool
    """Whether it is meant only where the text has named the party."""


@dataclass(frozen=True, slots=True)
class Sense:
    """Another meaning of a name: ``Georgia`` in the United States."""

    key: str | None
    """Key of the actor that is meant then; None for none at all."""
    cues: re.Pattern[str]
    """Words beside which the name has this meaning."""
    against: re.Pattern[str]
    """Words beside which it has not."""


class Gazetteer:
    """The actors that are known beforehand, and their names."""

    def __init__(
        self,
        actors: Iterable[Actor],
        names: Iterable[Name],
        offices: Mapping[str, Sequence[Office]] = MappingProxyType({}),
        senses: Mapping[str, Sense] = MappingProxyType({}),
        identities: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """*offices* are found by their name in lower case, *senses* by the actor's name.

        *identities* are Wikidata ids by key, of actors that only articles introduce among others.
        """
        self.offices = offices
        self._identities = identities
        self._senses = senses
        self._holders: dict[str, list[Actor]] = {}
        self.actors: Mapping[str, Actor] = {actor.key: actor for actor in actors}
        kinds: dict[str, NameKind] = {}
        keys: dict[str, list[str]] = defaultdict(list)
        for name in names:  # the first kind that a name is given is its kind
            text = fold(name.text)
            known = keys[text]
            if name.key is not None and kinds.setdefault(text, name.kind) is name.kind and name.key not in known:
                known.append(name.key)
        self._names = [(text, kinds.get(text, NameKind.NAME), tuple(found)) for text, found in keys.items()]
        self._automaton = AhoCorasick([text for text, _, _ in self._names])
        self._surnames = self._index_surnames()

    def _index_surnames(self) -> Mapping[str, tuple[Actor, ...]]:
        surnames: dict[str, list[Actor]] = defaultdict(list)
        for actor in self.actors.values():
            if actor.kind is ActorKind.PERSON and any(is_leading(term.office) for term in actor.terms):
                for name in (actor.label, *actor.aliases):
                    if (surname := fold(surname_of(name, actor.acts_for))) and actor not in surnames[surname]:
                        surnames[surname].append(actor)
        return {surname: tuple(found) for surname, found in surnames.items()}

    def find(self, text: str) -> list[Hit]:
        """Return the names in *text*, leftmost and longest, none overlapping another."""
        folded = fold(text)
        found = [
            (begin, end, number)
            for number, begin, end in self._automaton.find_matches_as_indexes(folded, overlapping=True)
            if is_word(folded, begin, end)
        ]
        hits: list[Hit] = []
        article = len("the ")  # "the West" must not win over "West Bank"
        found = [(b + article * (folded[b : b + article].lower() == "the "), end, number) for b, end, number in found]
        for begin, end, number in sorted(found, key=lambda match: (match[0], -match[1])):
            if not hits or begin >= hits[-1].end:
                _, kind, keys = self._names[number]
                hits.append(Hit(begin, end, kind, keys))
        return [hit for hit in hits if hit.keys]

    def identify(self, actor: Actor) -> Actor:
        """Return *actor* with the Wikidata id that is known for its key, where only an article introduces it."""
        identity = None if actor.listed else self._identities.get(actor.key)
        return replace(actor, wikidata=identity) if identity else actor

    def keys_here(self, hit: Hit, text: str) -> tuple[str, ...]:
        """Return the keys of the actors that a name found in *text* means there, none where it means no actor."""
        sense = self._senses.get(text[hit.begin : hit.end])
        if sense is None or not sense.cues.search(text) or sense.against.search(text):
            return hit.keys
        return (sense.key,) if sense.key else ()

    def holder(self, office: Office, day: date | None) -> Actor | None:
        """Return who held *office* on *day*, the last to come into it; None where nobody is known."""
        if day is None:
            return None
        if office.party not in self._holders:
            acting = (actor for actor in self.actors.values() if actor.acts_for == office.party and actor.terms)
            self._holders[office.party] = list(acting)
        terms = [
            (term.since, actor)
            for actor in self._holders[office.party]
            for term in actor.terms
            if term.office.startswith(office.titles) and term.since <= day and (not term.until or day <= term.until)
        ]
        return max(terms, key=lambda held: held[0])[1] if terms else None

    def leaders(self, surname: str, day: date | None) -> tuple[Actor, ...]:
        """Return leading office-holders of this surname: those in office on *day*, else those who were before."""
        known = self._surnames.get(fold(surname), ())
        if day is None or not known:
            return known
        serving = tuple(actor for actor in known if _serves(actor, day))
        if serving:
            return serving
        return tuple(actor for actor in known if " " in actor.label and _is_remembered(actor, day))


def _is_remembered(actor: Actor, day: date) -> bool:
    """Whether the actor came into office before *day*, and left not so long before that nobody would be meant."""
    begun = [term for term in actor.terms if term.since <= day + GRACE]
    return any(term.until is None or term.until >= day - REMEMBERED for term in begun)


def _serves(actor: Actor, day: date) -> bool:
    return any(
        term.since - GRACE <= day and (term.until is None or day <= term.until + GRACE)
        for term in actor.terms
        if is_leading(term.office)
    )


@cache
def is_leading(office: str) -> bool:
    """Whether news calls the holder of this office by surname alone."""
    lowered = office.lower()
    if lowered.startswith(("vice", "deputy", "ambassador", "president of the chamber", "president of the sup")):
        return lowered.startswith("vice president")
    return any(name in lowered for name in LEADING_OFFICES)


def surname_of(name: str, state: str | None = None) -> str:
    """Return the surname of a name: the last word, with a particle before it (``van Rompuy``).

    In some states the family name comes first (``Xi Jinping``).
    """
    words = [word for word in name.split() if word.rstrip(".") not in SUFFIXES] or name.split()
    if state in FAMILY_NAME_FIRST:
        return words[0]
    begin = len(words) - 1
    while begin > 1 and words[begin - 1].islower():
        begin -= 1
    return " ".join(words[begin:])


def is_word(text: str, begin: int, end: int) -> bool:
    """Whether ``text[begin:end]`` stands between word boundaries."""
    before = text[begin - 1] if begin else " "
    after = text[end] if end < len(text) else " "
    return not before.isalnum() and not after.isalnum()
