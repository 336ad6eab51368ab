"""Which pairs of parties have most events between them: a look at all pairs, which takes seconds in a large graph."""

from collections import Counter
from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode

from kg.vocab import DIP
from web.asking import Asking, number, text
from web.lately import lately

MOST = 500
"""Pairs that are kept."""
AT_ONCE = 20
"""Parties whose pairs one query counts, so that none comes near its deadline."""


def read_busiest(ask: Asking) -> Sequence[tuple[str, int]] | None:
    """Return the IRIs of the busiest pairs with how many events they have, as of late; None while they are counted."""
    return lately(ask, "busiest_pairs", count_pairs)


def count_pairs(ask: Asking) -> Sequence[tuple[str, int]]:
    """Return the IRIs of the busiest pairs with how many events they have.

    Only what the 400 parties that act most did is looked at: what others do is little beside that.
    """
    parties = [NamedNode(text(row, "party")) for row in ask.rows("acting_parties") if text(row, "party")]
    counts: Counter[str] = Counter()
    for start in range(0, len(parties), AT_ONCE):
        for row in ask.rows("pairs_of_parties", party=parties[start : start + AT_ONCE]):
            if text(row, "dyad"):
                counts[text(row, "dyad")] += number(row, "events")
    del ask.asked[2:]  # the others differ in their parties only
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:MOST]


def read_classes(ask: Asking, pairs: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
    """Return how many events each of *pairs*, by their IRIs, has of each class."""
    counts: dict[str, dict[str, int]] = {iri: {} for iri in pairs}
    for row in ask.rows("classes_of_pairs", dyad=[NamedNode(iri) for iri in pairs]) if pairs else ():
        if text(row, "dyad"):
            counts[text(row, "dyad")][text(row, "class").removeprefix(DIP)] = number(row, "events")
    return counts
