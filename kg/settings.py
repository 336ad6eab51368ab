"""One frozen set of settings, read once from the environment."""

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.endpoint import Endpoint
from kg.errors import FetchError, SettingsError
from kg.net.service import Service

DEFAULT_BASE = "http://localhost:8000/"
MEBIBYTE = 1 << 20
MIN_CONFIDENCE = 0.25
"""Events less likely right than this are left out, unless somebody asks for them."""
MAX_RESULT_MB = 256
"""Largest answer to a query: more than a million rows of a few columns in JSON."""
OWN_ACTORS = "actors.tsv"
"""File of the data folder that adds actors to the lists."""
LINKS = "links.tsv"
"""File of the data folder that gives actors the Wikidata ids that `kg link` has found."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a command or the site needs to know of its surroundings."""

    data: Path = Path("kg-data")
    """The data folder (``KG_DATA``)."""
    endpoint: Endpoint | None = None
    """The engine that holds the graph (``KG_STORE`` and its like); without one, the data folder does."""
    actors: Path | None = None
    """A list of actors of the user's own (``KG_ACTORS``), besides ``actors.tsv`` in the data folder."""
    host: str = "127.0.0.1"
    """Address that ``kg serve`` listens on (``KG_HOST``)."""
    port: int = 8000
    """Port that ``kg serve`` listens on (``KG_PORT``)."""
    max_bytes: int = 20 * MEBIBYTE
    """Largest file read as one article, in bytes (``KG_MAX_BYTES``)."""
    article_seconds: float = 30.0
    """Longest time that reading one article may take (``KG_ARTICLE_SECONDS``)."""
    min_confidence: float = MIN_CONFIDENCE
    """Events less likely right than this, in [0, 1], are left out (``KG_MIN_CONFIDENCE``)."""
    keep_texts: bool = True
    """Whether articles are kept with their texts, which the site then shows (``KG_KEEP_TEXTS``)."""
    languages: frozenset[str] = frozenset(("en",))
    """ISO 639-1 codes of the languages whose articles are read (``KG_LANGUAGES``); events are found in English ones."""
    max_query_bytes: int = MEBIBYTE
    """Largest body of a request to the site, in bytes (``KG_MAX_QUERY_BYTES``)."""
    max_write_bytes: int = 100 * MEBIBYTE
    """Largest body of a request that comes with the token, in bytes (``KG_MAX_WRITE_BYTES``)."""
    query_seconds: float = 10.0
    """A query over HTTP is ended after this many seconds (``KG_QUERY_SECONDS``)."""
    write_seconds: float = 60.0
    """A write over HTTP is ended after this many seconds (``KG_WRITE_SECONDS``)."""
    token: str = ""
    """What `kg token` has printed, to write through a running server (``KG_TOKEN``)."""
    max_result_mb: int = MAX_RESULT_MB
    """Largest answer to a query, in MiB (``KG_MAX_RESULT_MB``)."""
    query_log: Path | None = None
    """File that a line for each query over HTTP is added to (``KG_QUERY_LOG``)."""

    services: tuple[Service, ...] = ()
    """SPARQL endpoints that queries may call with SERVICE, perhaps with mirrors (``KG_SERVICES``)."""

    dump: bool = True
    """Whether the site offers all of the graph as one file (``KG_DUMP``)."""

    @property
    def beside(self) -> Path:
        """Folder of what is remembered beside the graph: the data folder, or one next to it for each other engine."""
        return self.data.with_name(f"{self.data.name}-{self.endpoint.name}") if self.endpoint else self.data

    @property
    def own_actors(self) -> tuple[Path, ...]:
        """The user's lists: the actors beside the graph, where there are any, those that were named, and the links."""
        in_folder, links = self.beside / OWN_ACTORS, self.beside / LINKS
        named = (self.actors,) if self.actors else ()
        return (*((in_folder,) if in_folder.is_file() else ()), *named, *((links,) if links.is_file() else ()))

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Return the settings that *environment* gives; SettingsError for one that makes no sense."""
        given = _Given(environment)
        return cls(
            data=Path(environment.get("KG_DATA") or "kg-data"),
            endpoint=Endpoint.read(environment),
            actors=Path(environment["KG_ACTORS"]) if environment.get("KG_ACTORS") else None,
            host=environment.get("KG_HOST") or cls().host,
            port=given.whole("KG_PORT", cls().port, 65535),
            max_bytes=given.whole("KG_MAX_BYTES", cls().max_bytes),
            article_seconds=given.number("KG_ARTICLE_SECONDS", cls().article_seconds),
            min_confidence=given.share("KG_MIN_CONFIDENCE", cls().min_confidence),
            keep_texts=given.switch("KG_KEEP_TEXTS", cls().keep_texts),
            languages=cls().languages | _codes(environment.get("KG_LANGUAGES", "")),
            max_query_bytes=given.whole("KG_MAX_QUERY_BYTES", cls().max_query_bytes),
            max_write_bytes=given.whole("KG_MAX_WRITE_BYTES", cls().max_write_bytes),
            write_seconds=given.number("KG_WRITE_SECONDS", cls().write_seconds),
            query_seconds=given.number("KG_QUERY_SECONDS", cls().query_seconds),
            token=environment.get("KG_TOKEN", "").strip(),
            max_result_mb=given.whole("KG_MAX_RESULT_MB", cls().max_result_mb, 1 << 20),
            query_log=Path(environment["KG_QUERY_LOG"]) if environment.get("KG_QUERY_LOG") else None,
            services=_services(environment.get("KG_SERVICES", "")),
            dump=given.switch("KG_DUMP", cls().dump),
        )


@dataclass(frozen=True, slots=True)
class _Given:
    """Reads numbers out of an environment; SettingsError for what is none, or out of bounds."""

    environment: Mapping[str, str]

    def number(self, name: str, default: float) -> float:
        value = self._read(name, default)
        if not 0 < value < float("inf"):
            raise SettingsError(f"{name} must be a finite number above 0, not {self.environment[name]}")
        return value

    def share(self, name: str, default: float) -> float:
        value = self._read(name, default)
        if not 0 <= value <= 1:
            raise SettingsError(f"{name} must be between 0 and 1, not {self.environment[name]}")
        return value

    def whole(self, name: str, default: int, most: int = sys.maxsize) -> int:
        value = self.number(name, default)
        if value != int(value) or value > most:
            up_to = f" up to {most}" if most < sys.maxsize else ""
            raise SettingsError(f"{name} must be a whole number{up_to}, not {self.environment[name]}")
        return int(value)

    def switch(self, name: str, default: bool) -> bool:
        text = self.environment.get(name, "").strip()
        if text not in ("", "0", "1"):
            raise SettingsError(f"{name} must be 1 or 0, not {text!r}")
        return text == "1" if text else default

    def _read(self, name: str, default: float) -> float:
        text = self.environment.get(name, "").strip()
        try:
            return float(text) if text else default
        except ValueError:
            raise SettingsError(f"{name} must be a number, not {text!r}") from None


def _codes(text: str) -> frozenset[str]:
    codes = frozenset(text.replace(",", " ").lower().split())
    if wrong := sorted(code for code in codes if not re.fullmatch("[a-z]{2}", code)):
        raise SettingsError(f"KG_LANGUAGES must be codes of languages such as fr,de, not {wrong[0]!r}")
    return codes


def _services(text: str) -> tuple[Service, ...]:
    found: dict[str, Service] = {}
    for one in text.replace(",", " ").split():
        try:
            service = Service.parse(one)
        except FetchError as error:
            raise SettingsError(
                "KG_SERVICES must be URLs such as https://query.wikidata.org/sparql, each perhaps with => and the URL "
                f"of a mirror, not {one}: {error.reason}"
            ) from error
        found.setdefault(service.iri, service)
    return tuple(found.values())
