"""How a query can be read: as an identifier, as a name, as an office and whose it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from web.links import key_of, mint
from web.reconcile.folding import to_words
from web.reconcile.names import NameTable
from web.reconcile.offices import Offices, Reading
from web.reconcile.people import is_wikidata
from web.reconcile.reading import Query

CODE = re.compile(r"[A-Z0-9]{2,12}")
"""Keys of states and of most organisations. One in small letters is read as a name: it may be somebody's."""
KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
WIKI_PAGE = re.compile(r"https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/(Q\d+)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query, and how it can be read."""

    query: Query
    ids: tuple[str, ...]
    """Codes, and ids of Wikidata, that the text or a hint gives."""
    iris: tuple[str, ...]
    """IRIs of ours that the text gives, or that its key stands for; there may be no such actors."""
    readings: tuple[Reading, ...]
    states: frozenset[str]
    """IRIs by the hints: what the actor is, acts for or belongs to."""


def read_wanted(query: Query, names: NameTable, offices: Offices, base: str) -> Wanted:
    """Return how *query* can be read; instances begin with *base*."""
    words = to_words(query.text)
    states = frozenset(iri for text in query.hints.states for iri in _find_states(text, names, offices, base))
    readings = [Reading(words)]
    first, comma, last = query.text.partition(",")
    if comma and to_words(first):
        readings.append(Reading((*to_words(last), *to_words(first))))  # Lavrof, Sergey
    readings += [replace(one, parties=one.parties or states) for one in offices.read(words, names)]
    for office in query.hints.offices:
        told = offices.read(to_words(office), names)
        readings += [Reading(words, one.office, one.parties or states) for one in told]
    ids, iris = _find_ids(query, base)
    return Wanted(query, ids, iris, tuple(dict.fromkeys(readings)), states)


def _find_states(text: str, names: NameTable, offices: Offices, base: str) -> Iterator[str]:
    yield from offices.find_parties(to_words(text), names)
    iri = text if text.startswith(base) else mint(base, "actor", text).value
    if iri in offices.parties:
        yield from (iri, *offices.parties[iri])


def _find_ids(query: Query, base: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    ids, iris = [], []
    for text in (query.text, *query.hints.ids):
        if page := WIKI_PAGE.fullmatch(text):
            ids.append(page[1])
        elif is_wikidata(text) or CODE.fullmatch(text):
            ids.append(text)
        elif text.startswith(f"{base}actor/"):
            iris.append(mint(base, "actor", key_of(text)).value)
        elif KEY.fullmatch(text):
            iris.append(mint(base, "actor", text).value)
    return tuple(dict.fromkeys(ids)), tuple(dict.fromkeys(iris))
