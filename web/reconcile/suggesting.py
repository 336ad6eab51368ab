"""Suggestions while somebody types: actors, types and properties."""

from collections.abc import Iterable
from typing import Any

from kg.graph.search import Search
from web.asking import Asking
from web.reconcile.folding import to_words
from web.reconcile.names import name_table
from web.reconcile.offices import read_offices
from web.reconcile.people import Party, read_identified, read_parties
from web.reconcile.reading import LONGEST, Hints, Query
from web.reconcile.schema import PROPERTIES, TYPES, to_type
from web.reconcile.wanted import read_wanted

PAGE = 10
"""Suggestions at a time."""


def suggest_actors(ask: Asking, search: Search, prefix: str, skipped: int) -> list[dict[str, Any]]:
    """Return actors with this identifier or a name that begins with *prefix*, from number *skipped* on."""
    prefix = " ".join(prefix[:LONGEST].split())
    if not prefix:
        return []
    meant = Query(prefix, frozenset(), "should", PAGE, Hints())
    wanted = read_wanted(meant, name_table(search), read_offices(ask), ask.base)
    known = [iri for found in read_identified(ask, wanted.ids).values() for iri in found]
    named = [one.iri for one in search.suggest(prefix, skipped + PAGE)]
    iris = list(dict.fromkeys((*wanted.iris, *known, *named)))
    parties = read_parties(ask, iris)
    return [_to_suggestion(parties[iri]) for iri in iris if iri in parties][skipped : skipped + PAGE]


def _to_suggestion(party: Party) -> dict[str, Any]:
    return {
        "id": party.key, "name": party.label, "description": party.describe(), "notable": [to_type(party.kind)],
    }  # fmt: skip


def suggest_types(prefix: str) -> list[dict[str, str]]:
    """Return the types whose name or identifier begins with *prefix*."""
    return [to_type(kind) for kind, name in TYPES.items() if _begins((kind, name), prefix)]


def suggest_properties(prefix: str) -> list[dict[str, str]]:
    """Return the properties with a word, or an identifier, that begins with *prefix*."""
    return [
        {**one.to_json(), "description": one.description}
        for one in PROPERTIES.values()
        if _begins((one.id, one.name, *one.name.split()), prefix)
    ]


def _begins(names: Iterable[str], prefix: str) -> bool:
    wanted = " ".join(to_words(prefix[:LONGEST]))
    return any(" ".join(to_words(name)).startswith(wanted) for name in names)
