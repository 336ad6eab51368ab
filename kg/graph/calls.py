"""The writes that `kg ingest` asks of a running server: what goes over HTTP, as JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, TypeAlias

from cattrs.errors import BaseValidationError
from cattrs.preconf.json import make_converter

from kg.errors import QueryError
from kg.graph.change import Change
from kg.graph.writable import Ledger
from kg.model import Actor, Article, Event

PATH = "/api/ledger"
_converter = make_converter(forbid_extra_keys=True)


@dataclass(frozen=True, slots=True)
class Add:
    """Write an article with its events."""

    article: Article
    events: tuple[Event, ...]
    run: str
    again: bool
    keep_text: bool

    def perform(self, ledger: Ledger) -> Change:
        """Return what that did to *ledger*."""
        return ledger.add(self.article, self.events, self.run, again=self.again, keep_text=self.keep_text)


@dataclass(frozen=True, slots=True)
class AddCopy:
    """Write that an article repeats another."""

    article: Article
    original: str

    def perform(self, ledger: Ledger) -> Change | None:
        """Return what that did to *ledger*."""
        return ledger.add_copy(self.article, self.original)


@dataclass(frozen=True, slots=True)
class AddText:
    """Write the text of an article that is there without it."""

    article: Article
    allowed: bool = True

    def perform(self, ledger: Ledger) -> bool:
        """Return whether that was so in *ledger*."""
        return self.allowed and ledger.add_text(self.article)


@dataclass(frozen=True, slots=True)
class Describe:
    """Write the descriptions of actors."""

    actors: tuple[Actor, ...]

    def perform(self, ledger: Ledger) -> int:
        """Return how many had changed in *ledger*."""
        return ledger.describe(self.actors)


@dataclass(frozen=True, slots=True)
class Holds:
    """Ask whether an article is there with the same content."""

    article: Article

    def perform(self, ledger: Ledger) -> bool:
        """Return whether it is in *ledger*."""
        return ledger.holds(self.article)


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove an article."""

    article_iri: str

    def perform(self, ledger: Ledger) -> bool:
        """Return whether it was in *ledger*."""
        return ledger.remove(self.article_iri)


@dataclass(frozen=True, slots=True)
class FindArticle:
    """Ask which articles a text names."""

    text: str

    def perform(self, ledger: Ledger) -> list[str]:
        """Return their IRIs in *ledger*."""
        return ledger.find_article(self.text)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Make all that is written visible to readers."""

    def perform(self, ledger: Ledger) -> None:
        """Do so in *ledger*."""
        ledger.checkpoint()


Call: TypeAlias = Add | AddCopy | AddText | Describe | Holds | Remove | FindArticle | Checkpoint
CALLS: Mapping[str, type[Call]] = MappingProxyType({
    "add": Add,
    "add-copy": AddCopy,
    "add-text": AddText,
    "describe": Describe,
    "holds": Holds,
    "remove": Remove,
    "find-article": FindArticle,
    "checkpoint": Checkpoint,
})  # fmt: skip
"""By the last part of their address."""
NAMES: Mapping[type[Call], str] = MappingProxyType({kind: name for name, kind in CALLS.items()})


def without_text(call: Call) -> Call:
    """Return *call* without leave to write the text of an article."""
    match call:
        case Add():
            return replace(call, keep_text=False)
        case AddText():
            return replace(call, allowed=False)
        case _:
            return call


def write_json(value: object) -> bytes:
    """Return *value*, made of dataclasses and plain values, as JSON."""
    return json.dumps(_converter.unstructure(value), ensure_ascii=False).encode("utf-8", "surrogatepass")


def read_json(body: bytes, kind: Any) -> Any:  # noqa: ANN401  # of the type *kind*
    """Return the value of the type *kind* that ``write_json`` has written; QueryError if it is none."""
    try:
        return _converter.structure(json.loads(body.decode("utf-8", "surrogatepass")), kind)
    except (BaseValidationError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise QueryError("the request is not what this version of kg writes: use the same version") from error
