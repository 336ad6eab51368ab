"""Where a graph on another engine is asked and written: an address, credentials, the name of a graph."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from kg.errors import SettingsError

NOT_IN_IRIS = re.compile(r"[\x00-\x20<>\"{}|\\^`]")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A SPARQL 1.1 endpoint with what it takes to use it. Its text forms never show a password or a token."""

    query: str
    """Address that takes queries (``KG_STORE``)."""
    update: str
    """Address that takes updates (``KG_STORE_UPDATE``); the same unless it is given."""
    graph: str | None = None
    """IRI of the named graph that holds all (``KG_STORE_GRAPH``); without one, the engine's default graph does."""
    user: str = ""
    """Name for basic or digest authentication (``KG_STORE_USER``)."""
    password: str = field(default="", repr=False)
    """What goes with it (``KG_STORE_PASSWORD``)."""
    token: str = field(default="", repr=False)
    """What is sent as ``Authorization: Bearer`` (``KG_STORE_TOKEN``)."""

    def __str__(self) -> str:
        """Return what messages call it."""
        return f"{self.query} (graph {self.graph})" if self.graph else self.query

    @property
    def name(self) -> str:
        """Name of the folder for what is remembered beside the graph: another for each address and graph."""
        host = re.sub(r"[^\w.]+", "-", urlsplit(self.query).netloc)
        return f"{host}-{hashlib.sha256(str(self).encode()).hexdigest()[:8]}"

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "Endpoint | None":
        """Return the endpoint that *environment* names, None if none; SettingsError for what makes no sense."""
        given = {name: environment.get(name, "").strip() for name in NAMES}
        address = given["KG_STORE"]
        if not address:
            if others := [name for name, value in given.items() if value]:
                raise SettingsError(f"{others[0]} is set, but KG_STORE is not: set both, or neither")
            return None
        if given["KG_STORE_TOKEN"] and (given["KG_STORE_USER"] or given["KG_STORE_PASSWORD"]):
            raise SettingsError("set KG_STORE_TOKEN, or KG_STORE_USER with KG_STORE_PASSWORD, not both")
        if bool(given["KG_STORE_USER"]) != bool(given["KG_STORE_PASSWORD"]):
            raise SettingsError("KG_STORE_USER and KG_STORE_PASSWORD go together: set both, or neither")
        graph = given["KG_STORE_GRAPH"]
        if graph and (":" not in graph or NOT_IN_IRIS.search(graph)):
            raise SettingsError(f"KG_STORE_GRAPH must be an absolute IRI, not {graph!r}")
        return cls(
            _check("KG_STORE", address),
            _check("KG_STORE_UPDATE", given["KG_STORE_UPDATE"] or address),
            graph or None,
            given["KG_STORE_USER"],
            given["KG_STORE_PASSWORD"],
            given["KG_STORE_TOKEN"],
        )


NAMES = ("KG_STORE", "KG_STORE_UPDATE", "KG_STORE_GRAPH", "KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN")


def _check(name: str, address: str) -> str:
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        raise SettingsError(f"{name} must be the address of a SPARQL endpoint, http://… or https://…") from None
    if "@" in parts.netloc:  # not shown: what stands before it may be a password
        raise SettingsError(f"{name} must have no user in it: set KG_STORE_USER and KG_STORE_PASSWORD")
    if not usable or parts.fragment or not address.isascii() or NOT_IN_IRIS.search(address):
        raise SettingsError(f"{name} must be the address of a SPARQL endpoint, http://… or https://…, not {address!r}")
    return address
