"""Counts of events by state, from the precomputed ones."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from pyoxigraph import Literal, NamedNode

from kg.graph.cube import Cell, Cube, Side
from kg.ids import Minter
from kg.results import Row, rows
from kg.vocab import DIP, XSD
from web import words
from web.asking import Asking, text
from web.charts.volumes import Volume, to_volumes
from web.links import key_of
from web.page_queries import bind

SIDES = {"either": "Either side", "actor": "As actor", "target": "As target"}
"""How a state may take part in the events that are counted, by what an address says of it."""
QUERIES = {"actor": "volumes_of_acting_states", "target": "volumes_of_target_states"}
WITHIN = "volumes_within_states"


def to_literals(months: Iterable[str]) -> list[Literal]:
    """Return *months* as terms of the graph."""
    return [Literal(month, datatype=NamedNode(XSD + "gYearMonth")) for month in months]


def read_volumes(ask: Asking, side: str, months: Sequence[Literal] | None) -> dict[str, Volume]:
    """Return the counts by IRI of the state, or of the party that is of none; of these *months*, or of all time."""
    found: dict[str, Volume] = {}
    if months is not None and not months:
        return found
    counted: dict[str, list[Row]] = {}
    for query in QUERIES.values() if side == "either" else (QUERIES[side],):
        counted[query] = ask.rows(query) if months is None else ask.rows(f"{query}_in_months", month=months)
        for (state,), volume in to_volumes(counted[query], "state").items():
            found.setdefault(state, Volume()).add(volume)
    if side == "either":  # what a state does to itself was counted on both sides, yet is one event
        if months is not None:
            counted = {query: rows(ask.engine.answer(bind(query, {}, ask.base).text)) for query in counted}
        for (state,), volume in to_volumes(_read_within(ask, counted, months), "state").items():
            if state in found:
                found[state].add(volume, -1)
    return found


def read_names(ask: Asking, iris: Sequence[str]) -> dict[str, str]:
    """Return what these are called, by IRI."""
    named = ask.rows("labels", subject=[NamedNode(iri) for iri in iris]) if iris else []
    return {iri: key_of(iri) for iri in iris} | {text(row, "subject"): text(row, "label") for row in named}


def _read_within(ask: Asking, counted: Mapping[str, list[Row]], months: Sequence[Literal] | None) -> list[Row]:
    """Return the counts of what states do to themselves; *counted* tells which parties each state has.

    To look for them takes a look at every pair there is. But they can be named, so they are asked for by name; the page
    shows the query that finds the same without a list of names as long as a page.
    """
    ask.asked.append(bind(WITHIN, {}, ask.base))
    cells = [NamedNode(iri) for iri in _name_cells(ask, counted)]
    if not cells:
        return []
    values = {"all": cells} | ({"whole": 1} if months is None else {"month": months})
    return rows(ask.engine.answer(bind("volumes_of_cells", values, ask.base).text))


def _name_cells(ask: Asking, counted: Mapping[str, list[Row]]) -> list[str]:
    """Return the IRIs that observations of pairs of one state have, if there are any."""
    parties = {side: _find_parties(counted[query]) for side, query in QUERIES.items()}
    cube = Cube(Minter(ask.base))
    return [
        cube.mint_cell(Cell("pairs", Side(actor, state), Side(target, state), DIP + name))
        for state, actors in parties["actor"].items()
        for actor, target in product(actors, parties["target"].get(state, ()))
        for name in words.CLASSES
    ]


def _find_parties(counted: Iterable[Row]) -> dict[str, list[str]]:
    """Return the parties of each state."""
    found: dict[str, dict[str, None]] = {}
    for row in counted:
        found.setdefault(text(row, "state"), {})[text(row, "party")] = None
    return {state: list(parties) for state, parties in found.items()}
