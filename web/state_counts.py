"""Counts of events by state, from the precomputed ones."""

from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode

from kg.vocab import XSD
from web.asking import Asking, text
from web.links import key_of
from web.volumes import Volume, to_volumes

SIDES = {"either": "Either side", "actor": "As actor", "target": "As target"}
"""How a state may take part in the events that are counted, by what an address says of it."""
QUERIES = {
    "either": (("volumes_of_acting_states", 1), ("volumes_of_target_states", 1), ("volumes_within_states", -1)),
    "actor": (("volumes_of_acting_states", 1),),
    "target": (("volumes_of_target_states", 1),),
}
"""What is asked for each, and whether it adds to the counts. What a state does to itself is of both sides, yet one."""


def to_literals(months: Iterable[str]) -> list[Literal]:
    """Return *months* as terms of the graph."""
    return [Literal(month, datatype=NamedNode(XSD + "gYearMonth")) for month in months]


def read_volumes(ask: Asking, side: str, months: Sequence[Literal] | None) -> dict[str, Volume]:
    """Return the counts by IRI of the state, or of the party that is of none; of these *months*, or of all time."""
    found: dict[str, Volume] = {}
    if months is not None and not months:
        return found
    for name, sign in QUERIES[side]:
        rows = ask.rows(name) if months is None else ask.rows(f"{name}_in_months", month=months)
        for (state,), volume in to_volumes(rows, "state").items():
            found.setdefault(state, Volume()).add(volume, sign)
    return found


def read_names(ask: Asking, iris: Sequence[str]) -> dict[str, str]:
    """Return what these are called, by IRI."""
    rows = ask.rows("labels", subject=[NamedNode(iri) for iri in iris]) if iris else []
    return {iri: key_of(iri) for iri in iris} | {text(row, "subject"): text(row, "label") for row in rows}
