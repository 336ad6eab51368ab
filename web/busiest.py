"""Which pairs of parties have most events between them: a look at all pairs, which takes seconds in a large graph."""

from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode

from kg.vocab import DIP
from web.asking import Asking, number, text
from web.lately import lately


def read_busiest(ask: Asking) -> Sequence[tuple[str, int]] | None:
    """Return the IRIs of the busiest pairs with how many events they have, as of late; None while they are counted."""
    return lately(ask, "pairs_by_events", _read)


def read_classes(ask: Asking, pairs: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
    """Return how many events each of *pairs*, by their IRIs, has of each class."""
    counts: dict[str, dict[str, int]] = {iri: {} for iri in pairs}
    for row in ask.rows("classes_of_pairs", dyad=[NamedNode(iri) for iri in pairs]) if pairs else ():
        if text(row, "dyad"):
            counts[text(row, "dyad")][text(row, "class").removeprefix(DIP)] = number(row, "events")
    return counts


def _read(ask: Asking) -> Sequence[tuple[str, int]]:
    rows = ask.rows("pairs_by_events")
    return [(text(row, "dyad"), number(row, "events")) for row in rows if text(row, "dyad")]
