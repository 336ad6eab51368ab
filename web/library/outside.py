"""The endpoints outside that saved queries ask: whether this site may, and which copies of their facts it holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from flask import abort
from pyoxigraph import NamedNode

from kg.providers import PROVIDERS, find_provider
from kg.queries import SavedQuery
from web import words
from web.asking import Asking, text
from web.remembering import remembered
from web.site import settings


@dataclass(frozen=True, slots=True)
class Outside:
    """What a query asks outside, and how that can be done here."""

    endpoints: tuple[str, ...]
    """Their IRIs."""
    names: tuple[str, ...]
    """What they are called."""
    refused: tuple[str, ...]
    """IRIs of those that this site may not ask."""
    commands: tuple[str, ...]
    """What `kg enrich` calls the data sets whose copies could stand in for them all; none where they cannot."""
    copied: date | None
    """Day of the oldest of these copies, where this graph holds them all."""

    @property
    def is_allowed(self) -> bool:
        """Whether this site may ask them all."""
        return not self.refused

    @property
    def needs_copies(self) -> bool:
        """Whether copies are all that this site can ask, and are there."""
        return not self.is_allowed and self.copied is not None

    @property
    def name(self) -> str:
        """What they are called together."""
        return " and ".join(self.names)

    @property
    def copied_words(self) -> str:
        """The day of the copies in words."""
        return words.day_words(self.copied) if self.copied else ""

    @property
    def allowing(self) -> str:
        """The setting that lets a site ask them."""
        return f"KG_SERVICES={','.join(self.endpoints)}"

    @property
    def copying(self) -> str:
        """The command that copies their facts; empty where nothing does."""
        return f"kg enrich {' '.join(self.commands)}" if self.commands else ""


def read_copies(ask: Asking) -> Mapping[str, date]:
    """Return the days of the copies of facts that the graph holds, by the names of the data sets."""
    return remembered(ask, "copies", lambda: _read_copies(ask))


def _read_copies(ask: Asking) -> Mapping[str, date]:
    graphs = {one.graph(ask.base): name for name, one in PROVIDERS.items()}
    found = {}
    for row in ask.rows("copies", graph=[NamedNode(iri) for iri in graphs]):
        if day := words.parse_day(text(row, "latest")[:10]):
            found[graphs[text(row, "graph")]] = day
    return found


def find_outside(query: SavedQuery, copies: Mapping[str, date]) -> Outside | None:
    """Return what *query* asks outside, None if that is nothing; *copies* as ``read_copies`` gives them."""
    endpoints = query.endpoints
    if not endpoints:
        return None
    allowed = {service.iri for service in settings().services}
    days = [copies.get(provider.name) for provider in query.copies]
    known = [day for day in days if day]
    return Outside(
        endpoints,
        tuple(_to_name(endpoint) for endpoint in endpoints),
        tuple(endpoint for endpoint in endpoints if endpoint not in allowed),
        tuple(provider.name for provider in query.copies),
        min(known) if known and len(known) == len(days) else None,
    )


def choose_sources(query: SavedQuery, outside: Outside | None, use_copies: bool, base: str) -> SavedQuery:
    """Return *query* as it can be asked here, of the copies if so wanted; 403 or 404 with what to do if it cannot."""
    if outside is None:
        return query
    if not use_copies:
        if outside.is_allowed:
            return query
        abort(403, f"this site may not ask {outside.name}: {tell_how(outside)}")
    if not outside.commands:
        abort(404, f"{query.name} asks {outside.name}, of which this graph can hold no copy: leave out `copies`")
    if outside.copied is None:
        abort(404, f"there is no copy of {outside.name} in this graph: make one with `{outside.copying}`")
    return query.to_copies(base)


def tell_how(outside: Outside) -> str:
    """Return what to do where this site may not ask *outside*."""
    allow = f"start it with {outside.allowing}"
    if outside.copied:
        return f"{allow}; or ask the copy of {outside.copied_words} with `copies=1`"
    return f"{allow}; or copy its facts with `{outside.copying}`, and add `copies=1`" if outside.copying else allow


def _to_name(endpoint: str) -> str:
    provider = find_provider(endpoint)
    return provider.title if provider else urlsplit(endpoint).hostname or endpoint
