"""Who deals with whom, and how much: parties and pairs with their counts, from the precomputed ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from pyoxigraph import Literal, NamedNode

from kg.results import rows
from web.asking import Asking
from web.charts.state_counts import read_names
from web.charts.volumes import Volume, choose, to_volumes
from web.links import key_of, mint_pair
from web.page_queries import bind

FEW = 100
"""Parties whose pairs are asked for one by one; with more it is faster to read all pairs."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who acts, and what it has to do with the others that are looked at."""

    iri: str
    label: str
    volume: Volume
    """Events with any of the other parties of the network."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parties with the events between them, in both directions."""

    iri: str
    one: int
    other: int
    """Numbers of the parties."""
    volume: Volume


@dataclass(frozen=True, slots=True)
class Network:
    """Parties and pairs of them."""

    parties: tuple[Party, ...]
    """Those with most events first."""
    pairs: tuple[Pair, ...]
    """Likewise."""


def read_network(ask: Asking, months: Sequence[Literal] | None, choice: str, count: int) -> Network:
    """Return the *count* parties with most events of a choice of classes, and their pairs with any.

    *choice* is one of ``volumes.CHOICES``; *months* are those that are counted, None for all time.
    """
    if months is not None and not months:
        return Network((), ())
    iris = _read_busiest(ask, months, choice, count)
    places = {mint_pair(ask.base, *map(key_of, pair)).value: pair for pair in combinations(iris, 2)}
    volumes = choose(_read_pairs(ask, months, places, len(iris)), choice)
    return to_network({places[pair]: (pair, volume) for pair, volume in volumes.items()}, ask)


def to_network(found: Mapping[tuple[str, str], tuple[str, Volume]], ask: Asking) -> Network:
    """Return the network of these pairs of parties, each with its IRI and counts; who is in none is left out."""
    totals: dict[str, Volume] = {}
    for pair, (_, volume) in found.items():
        for iri in pair:
            totals.setdefault(iri, Volume()).add(volume)
    names = read_names(ask, list(totals))
    parties = [Party(iri, names[iri], volume) for iri, volume in totals.items()]
    parties.sort(key=lambda party: (-party.volume.events, party.iri))
    numbers = {party.iri: number for number, party in enumerate(parties)}
    pairs = []
    for ends, (iri, volume) in found.items():
        one, other = sorted(numbers[end] for end in ends)
        pairs.append(Pair(iri, one, other, volume))
    pairs.sort(key=lambda pair: (-pair.volume.events, pair.iri))
    return Network(tuple(parties), tuple(pairs))


def _read_busiest(ask: Asking, months: Sequence[Literal] | None, choice: str, count: int) -> list[str]:
    found = ask.rows("volumes_of_parties") if months is None else ask.rows("volumes_of_parties_in_months", month=months)
    volumes = choose({iri: volume for (iri,), volume in to_volumes(found, "party").items()}, choice)
    return sorted(volumes, key=lambda iri: (-volumes[iri].events, iri))[:count]


def _read_pairs(
    ask: Asking, months: Sequence[Literal] | None, wanted: Mapping[str, object], parties: int
) -> dict[str, Volume]:
    """Return the counts of the pairs that are *wanted*, by IRI.

    A few are asked for by name; the page shows the query for all, which finds the same without a page of names.
    """
    if not wanted:
        return {}
    if months is not None:
        found = ask.rows("volumes_of_all_pairs_in_months", month=months)
    elif parties <= FEW:
        ask.asked.append(bind("volumes_of_all_pairs", {}, ask.base))
        named = bind("volumes_of_pairs", {"pair": [NamedNode(iri) for iri in wanted]}, ask.base)
        found = rows(ask.engine.answer(named.text))
    else:
        found = ask.rows("volumes_of_all_pairs")
    return {iri: volume for (iri,), volume in to_volumes(found, "pair").items() if iri in wanted}
