"""Which two actors the address of a pair means."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.vocab import DIP
from web.actors.parties import read_facts
from web.asking import Asking, text
from web.events.records import Named
from web.links import key_of, mint, mint_pair

MOST_SPLITS = 64
"""Hyphens in the key of a pair, at each of which it may be cut in two."""
SHORT = 6
"""Letters of a key that is shown as it is, being a code; other actors go by their names."""
LONG = 24


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors, in the order in which the IRI of the pair has them."""

    iri: str
    first: Named
    second: Named
    stored: bool
    """Whether the graph tells of the pair; it does of those that some event is between."""

    @property
    def members(self) -> tuple[Named, Named]:
        """Both."""
        return self.first, self.second


def find_pair(ask: Asking, iri: NamedNode) -> Pair | None:
    """Return the pair at *iri*, whether the graph tells of it or of its two actors only; None if it knows neither."""
    members = read_facts(ask, iri).named(DIP + "member")
    if len(members) == 2:
        first, second = sorted(members, key=lambda member: member.iri)
        return Pair(iri.value, first, second, stored=True)
    splits = list(split_pair(key_of(iri.value)))
    known = _read_known(ask, [mint(ask.base, "actor", key) for keys in splits for key in keys])
    for keys in splits:
        one, other = (known.get(mint(ask.base, "actor", key).value) for key in sorted(keys))
        if one and other and one != other:
            return Pair(mint_pair(ask.base, *keys).value, one, other, stored=False)
    return None


def split_pair(key: str) -> list[tuple[str, str]]:
    """Return the keys of two actors that *key* may be made of, in every way; none where there are too many."""
    hyphens = [place for place, letter in enumerate(key) if letter == "-" and 0 < place < len(key) - 1]
    return [(key[:place], key[place + 1 :]) for place in hyphens] if len(hyphens) <= MOST_SPLITS else []


def short_name(actor: Named) -> str:
    """Return what *actor* is called where there is little room: its code, if it has a short one, or its name."""
    key = key_of(actor.iri)
    if len(key) <= SHORT:
        return key
    return actor.label if len(actor.label) <= LONG else f"{actor.label[: LONG - 1].rstrip()}…"


def _read_known(ask: Asking, actors: list[NamedNode]) -> dict[str, Named]:
    """Return those of *actors* that the graph knows, by IRI."""
    rows = ask.rows("actors_named", actor=list(dict.fromkeys(actors))) if actors else []
    return {
        text(row, "actor"): Named(text(row, "actor"), text(row, "label") or key_of(text(row, "actor"))) for row in rows
    }
