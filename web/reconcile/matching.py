"""A batch of queries answered: all names in memory, and few queries to the graph for all of it."""

from collections.abc import Mapping

from kg.graph.search import Search
from web.asking import Asking
from web.reconcile.evidence import find
from web.reconcile.names import name_table
from web.reconcile.offices import read_offices, to_literals
from web.reconcile.people import read_holders, read_identified, read_parties
from web.reconcile.reading import Query
from web.reconcile.scoring import Candidate, rank
from web.reconcile.wanted import read_wanted


def match(ask: Asking, search: Search, queries: Mapping[str, Query]) -> dict[str, list[Candidate]]:
    """Return the candidates for each of *queries*, best first.

    Raises SearchError where there is no index of names, LimitError where the graph takes too long.
    """
    names, offices = name_table(search), read_offices(ask)
    wanted = {key: read_wanted(query, names, offices, ask.base) for key, query in queries.items()}
    identified = read_identified(ask, {one for want in wanted.values() for one in want.ids})
    asked = [one for want in wanted.values() for one in want.readings if one.office and one.parties and not one.name]
    titles = to_literals(title for one in asked for title in offices.list_titles(one.office))
    holders = read_holders(ask, frozenset().union(*(one.parties for one in asked)), titles)
    evidence = {
        key: find(want, names, [iri for one in want.ids for iri in identified.get(one, ())], holders)
        for key, want in wanted.items()
    }
    parties = read_parties(ask, (one.iri for found in evidence.values() for one in found))
    return {key: rank(want, evidence[key], parties) for key, want in wanted.items()}
