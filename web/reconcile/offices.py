"""Offices as people write them, among other words: whose they are, and who is named beside them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pyoxigraph import Literal, NamedNode

from kg.vocab import DIP
from web.asking import Asking, text
from web.reconcile.folding import FUNCTION, Words, to_compact, to_words
from web.reconcile.names import NameTable
from web.remembering import remembered

SAME: Mapping[str, tuple[str, ...]] = {
    "premier": ("prime", "minister"), "pm": ("prime", "minister"), "fm": ("foreign", "minister"),
    "defense": ("defence",), "advisor": ("adviser",), "external": ("foreign",), "finances": ("finance",),
    "spokesman": ("spokesperson",), "spokeswoman": ("spokesperson",),
    "chairman": ("chairperson",), "chairwoman": ("chairperson",), "chair": ("chairperson",),
    "federal": (), "national": (), "mr": (), "mrs": (), "ms": (), "dr": (), "his": (), "her": (), "excellency": (),
}  # fmt: skip
"""Words of titles that others stand for."""
HEADS = frozenset((
    "minister", "president", "secretary", "ambassador", "chancellor", "king", "queen", "leader", "chief", "director",
    "governor", "speaker", "spokesperson", "commissioner", "chairperson", "adviser", "representative", "envoy", "head",
))  # fmt: skip
"""Words of which an office has one."""
JOINED = re.compile(r" and |, |; ")
"""Between the offices of a title that are held together."""
MOST_TITLES = 60
"""Titles that one office is looked for under."""

Canon = frozenset[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a query may mean: a name, with the office and the party that it tells beside it."""

    name: Words
    office: Canon = frozenset()
    parties: frozenset[str] = frozenset()
    """IRIs of the states or organisations that the text names."""


@dataclass(frozen=True, slots=True)
class Offices:
    """What is known of offices: their titles, and the words for those whose they are."""

    titles: Mapping[Canon, tuple[str, ...]]
    adjectives: Mapping[str, frozenset[str]]
    """IRIs by the folded word: ``russian``."""
    parties: Mapping[str, frozenset[str]]
    """What can have offices, by IRI, with what it acts for: IRIs."""

    def find_parties(self, words: Words, names: NameTable) -> frozenset[str]:
        """Return the IRIs of the states or organisations that *words* name, with those that these act for."""
        words = words[:-1] if len(words) > 1 and words[-1] == "s" else words
        found = set(self.adjectives.get(to_compact(words), ()))
        exact = names.written(words) or names.ordered(words) or names.cores(words)
        found |= {name.iri for name in exact if name.iri in self.parties}
        return frozenset(found).union(*(self.parties.get(iri, ()) for iri in found))

    def list_titles(self, office: Canon) -> tuple[str, ...]:
        """Return the titles of who holds *office*, with more or without."""
        return self.titles.get(office, ())[:MOST_TITLES]  # those that are just it come first

    def read(self, words: Words, names: NameTable) -> list[Reading]:
        """Return how *words* are read with an office in them; nothing where they have none."""
        span = self._find_office(words)
        if span is None:
            return []
        title = words[span[0] : span[1]]
        before, owners = self._split(words[: span[0]], names)
        after, others = self._split(words[span[1] :], names)
        name, parties = (*before, *after), owners | others
        if parties:
            return [Reading(name, to_canon(title), parties)]
        for cut in range(1, len(title)):  # Prime Minister of the United Kingdom is a title too
            if found := self.find_parties(title[cut:], names):
                shorter = to_canon(_trim(title[:cut]))
                offices = [to_canon(title), *([shorter] if shorter in self.titles else [])]
                return [Reading(name, office, found) for office in offices]
        return [Reading(name, to_canon(title))]

    def _split(self, words: Words, names: NameTable) -> tuple[Words, frozenset[str]]:
        """Return *words* without the party that they begin with, and the IRIs of that."""
        words = _trim(words)
        for cut in range(len(words), 0, -1):
            if found := self.find_parties(words[:cut], names):
                return _trim(words[cut:]), found
        return words, frozenset()

    def _find_office(self, words: Words) -> tuple[int, int] | None:
        """Return where the longest office in *words* begins and ends."""
        for length in range(min(len(words), 12), 0, -1):
            for begin in range(len(words) - length + 1):
                span = words[begin : begin + length]
                if span[0] not in FUNCTION and span[-1] not in FUNCTION and to_canon(span) in self.titles:
                    return begin, begin + length
        return None


def to_canon(words: Iterable[str]) -> Canon:
    """Return the words of a title that tell offices apart: a foreign minister is a minister of foreign affairs."""
    plain = [same for word in words if word not in FUNCTION for same in SAME.get(word, (word,))]
    return frozenset((*plain, "affairs") if ("foreign", "minister") in pairwise(plain) else plain)


@lru_cache(maxsize=8192)
def to_offices(title: str) -> tuple[Canon, ...]:
    """Return the offices of a title: all of it, then each of those that it joins."""
    parts = [to_canon(to_words(part)) for part in (title, *JOINED.split(title))]
    return tuple(dict.fromkeys(part for part in parts if part == parts[0] or part & HEADS))


def read_offices(ask: Asking) -> Offices:
    """Return what the graph knows of offices, remembered while it stays as it is."""
    return remembered(ask, "reconcile-offices", lambda: _read(ask))


def _read(ask: Asking) -> Offices:
    titles: dict[Canon, tuple[str, ...]] = {}
    for row in ask.rows("office_titles"):
        title = text(row, "office")
        for canon in to_offices(title):
            known = titles.get(canon, ())
            titles[canon] = (title, *known) if to_offices(title)[0] == canon else (*known, title)
    titles.pop(frozenset(), None)
    adjectives: dict[str, frozenset[str]] = {}
    for row in ask.rows("adjectives"):
        key = to_compact(to_words(text(row, "word")))
        adjectives[key] = adjectives.get(key, frozenset()) | {text(row, "actor")}
    parties: dict[str, frozenset[str]] = {}
    kinds = [NamedNode(DIP + kind) for kind in ("State", "Organisation", "Bloc", "GovernmentBody")]
    for row in ask.rows("parties_with_offices", kind=kinds):
        iri, principal = text(row, "party"), text(row, "principal")
        parties[iri] = parties.get(iri, frozenset()) | ({principal} if principal else set())
    return Offices(titles, adjectives, parties)


def to_literals(titles: Iterable[str]) -> list[Literal]:
    """Return *titles* as the graph has them."""
    return [Literal(title, language="en") for title in dict.fromkeys(titles)]


def _trim(words: Words) -> Words:
    while words and words[0] in FUNCTION:
        words = words[1:]
    while words and words[-1] in FUNCTION:
        words = words[:-1]
    return words
