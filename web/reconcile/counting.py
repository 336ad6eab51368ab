"""How many events actors have, and when the first and the last was."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode

from kg.vocab import XSD
from web.asking import Asking, number, text
from web.reconcile.people import Party


@dataclass(frozen=True, slots=True)
class Counts:
    """Events that an actor, or who acts for it, takes part in."""

    events: int = 0
    first: str = ""
    """Day of the first whose month is known; empty where there is none."""
    last: str = ""


def read_counts(ask: Asking, parties: Iterable[Party]) -> dict[str, Counts]:
    """Return the counts by IRI. Whoever acts for another is counted by itself, all others with their own people."""
    agents: list[NamedNode] = []
    others: list[NamedNode] = []
    for party in parties:
        (agents if party.acts_for else others).append(NamedNode(party.iri))
    return {**_read_own(ask, agents), **_read_all(ask, others)}


def _read_own(ask: Asking, agents: list[NamedNode]) -> dict[str, Counts]:
    rows = ask.rows("reconcile_own_events", actor=agents) if agents else []
    return {text(row, "actor"): Counts(number(row, "events"), text(row, "first"), text(row, "last")) for row in rows}


def _read_all(ask: Asking, parties: list[NamedNode]) -> dict[str, Counts]:
    rows = ask.rows("reconcile_counts", actor=parties) if parties else []
    found = {text(row, "actor"): Counts(number(row, "events"), text(row, "first"), text(row, "last")) for row in rows}
    months = {month for one in found.values() for month in (one.first, one.last) if month}
    if not months:
        return found
    named = [Literal(month, datatype=NamedNode(XSD + "gYearMonth")) for month in sorted(months)]
    for row in ask.rows("reconcile_days", actor=parties, month=named):
        iri, month = text(row, "actor"), text(row, "month")
        if iri in found and month == found[iri].first[:7]:
            found[iri] = replace(found[iri], first=text(row, "first"))
        if iri in found and month == found[iri].last:
            found[iri] = replace(found[iri], last=text(row, "last"))
    return found
