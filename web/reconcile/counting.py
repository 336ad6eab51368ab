"""How many events actors have, and when the first and the last was."""

from collections.abc import Iterable
from dataclasses import dataclass

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
    """Return what is counted beforehand; of the events themselves, only those of a few months are read."""
    if not parties:
        return {}
    found = {text(row, "actor"): number(row, "events") for row in ask.rows("reconcile_counts", actor=parties)}
    months = {
        text(row, "actor"): (text(row, "first"), text(row, "last"))
        for row in ask.rows("reconcile_months", actor=parties)
    }
    days = _read_days(ask, parties, {month for both in months.values() for month in both})
    return {
        iri: Counts(events, days.get((iri, first), ("", ""))[0], days.get((iri, last), ("", ""))[1])
        for iri, events in found.items()
        for first, last in [months.get(iri, ("", ""))]
    }


def _read_days(ask: Asking, parties: list[NamedNode], months: set[str]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the first and the last day of events of each of *parties* in each of *months*."""
    if not months:
        return {}
    named = [Literal(month, datatype=NamedNode(XSD + "gYearMonth")) for month in sorted(months)]
    rows = ask.rows("reconcile_days", actor=parties, month=named)
    return {(text(row, "actor"), text(row, "month")): (text(row, "first"), text(row, "last")) for row in rows}
