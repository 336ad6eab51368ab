"""The places that the top bar of every page leads to."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app, request

PLACES = (
    ("/events", "Events", "event"),
    ("/actors", "Actors", "actor"),
    ("/dyads", "Dyads", "dyad"),
    ("/map", "Map", ""),
    ("/network", "Network", ""),
    ("/queries", "Queries", ""),
    ("/sparql", "SPARQL", ""),
    ("/ontology", "Ontology", "action"),
    ("/about", "About", ""),
)
"""Paths and names of places, with the kind of instance whose pages belong there."""


@dataclass(frozen=True, slots=True)
class Place:
    """A link of the top bar."""

    address: str
    name: str
    current: str
    """As ``aria-current`` says it: ``page`` for this very page, ``true`` for one that belongs there, else empty."""


def list_places() -> Iterator[Place]:
    """Yield the places that this site has."""
    served = {rule.rule for rule in current_app.url_map.iter_rules()}
    for path, name, kind in PLACES:
        if path in served:
            yield Place(request.script_root + path, name, _to_current(path, kind))


def _to_current(path: str, kind: str) -> str:
    """Return whether the page of this request is the one at *path*, or one of those below it or of that *kind*."""
    if request.path == path:
        return "page"
    return "true" if request.path.startswith((f"{path}/", f"/{kind}/" if kind else f"{path}/")) else ""
