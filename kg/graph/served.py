"""The graph of a data folder that a running server writes to: what is to be written goes there over HTTP."""

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import urllib3
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError

from kg.errors import InUseError, LimitError, StoreError
from kg.graph.calls import (
    NAMES,
    PATH,
    Add,
    AddCopy,
    AddText,
    Call,
    Checkpoint,
    Describe,
    FindArticle,
    Holds,
    Remove,
    read_json,
    write_json,
)
from kg.graph.change import Change
from kg.graph.contents import Content
from kg.graph.folder import read_base
from kg.graph.shapes.compiler import Rule
from kg.graph.store import Store
from kg.model import Actor, Article, Event
from kg.net.limits import USER_AGENT

GRAPH_WRITTEN = (HTTPStatus.CREATED, HTTPStatus.NO_CONTENT)
TRIES = 5
PAUSE_SECONDS = 1.0
"""How long the second try waits; each later one waits twice as long."""
SECONDS = urllib3.Timeout(connect=5.0, read=300.0)


class ServedStore:
    """Writes through the server that has the folder open. Every write may be repeated without harm."""

    def __init__(self, address: str, base: str, token: str) -> None:
        """*address* is that of the site, *base* the base IRI of the folder, *token* what `kg token` has printed."""
        self.base = base
        self._address = address.rstrip("/")
        self._pool = urllib3.PoolManager(retries=False, timeout=SECONDS)
        self._headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Accept": "application/json",
            "User-Agent": USER_AGENT,
        }

    def __enter__(self) -> "ServedStore":
        """Return the store itself; it is closed at the end of the block."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        """Close the store; after an error what was written becomes visible without being asked for."""
        if kind is None:
            self.close()
        else:
            self._pool.clear()

    def add(
        self, article: Article, events: Iterable[Event], run: str, *, again: bool = False, keep_text: bool = True
    ) -> Change:
        """Write an article with its events, as ``Writer.add`` does."""
        return cast("Change", self._call(Add(article, tuple(events), run, again, keep_text), Change))

    def add_copy(self, article: Article, original: str) -> Change | None:
        """Write that an article repeats another, as ``Writer.add_copy`` does."""
        return cast("Change | None", self._call(AddCopy(article, original), Change | None))

    def add_text(self, article: Article) -> bool:
        """Write the text of an article that is there without it, as ``Writer.add_text`` does."""
        return cast("bool", self._call(AddText(article), bool))

    def describe(self, actors: Iterable[Actor]) -> int:
        """Write the descriptions of actors, as ``Writer.describe`` does."""
        return cast("int", self._call(Describe(tuple(actors)), int))

    def holds(self, article: Article) -> bool:
        """Whether the article is there with the same content."""
        return cast("bool", self._call(Holds(article), bool))

    def remove(self, article_iri: str) -> bool:
        """Remove an article, as ``Writer.remove`` does."""
        return cast("bool", self._call(Remove(article_iri), bool))

    def find_article(self, text: str) -> list[str]:
        """Return the IRIs of the articles that *text* names."""
        return cast("list[str]", self._call(FindArticle(text), list[str]))

    def put(self, graph: str | None, contents: Iterable[Content], *, replace: bool) -> bool:
        """Write a graph, as ``Store.put`` does; return whether it was there before."""
        known = False
        for number, content in enumerate(contents):
            method = "PUT" if replace and not number else "POST"
            headers = {"Content-Type": content.media_type}
            response = self._send(method, _graph_path(graph), content.body, headers, GRAPH_WRITTEN)
            known = response.status == HTTPStatus.NO_CONTENT if not number else known
        return known

    def drop(self, graph: str | None) -> bool:
        """Remove a graph, as ``Store.drop`` does; False if there was none."""
        wanted = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_FOUND)
        return self._send("DELETE", _graph_path(graph), b"", {}, wanted).status == HTTPStatus.NO_CONTENT

    def checkpoint(self) -> None:
        """Make all that is written visible to readers."""
        self._call(Checkpoint(), Any)

    def close(self) -> None:
        """Make all that is written visible to readers, and close the connection."""
        self.checkpoint()
        self._pool.clear()

    def _call(self, call: Call, kind: Any) -> object:  # noqa: ANN401  # a type
        """Return what the server answers to *call*, of the type *kind*."""
        response = self._send("POST", f"{PATH}/{NAMES[type(call)]}", write_json(call), {}, (HTTPStatus.OK,))
        return cast("object", read_json(response.data, kind))

    def _send(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str], wanted: Sequence[int]
    ) -> BaseHTTPResponse:
        """Return a response of the server with one of the statuses *wanted*; it is asked again while it is busy.

        Raises StoreError where it does not answer or refuses, LimitError where the write is too large for it.
        """
        for number in range(TRIES):
            try:
                address, sent = f"{self._address}{path}", {**self._headers, **headers}
                response = self._pool.request(method, address, body=body, headers=sent)
            except HTTPError as error:
                failure = StoreError(f"{self._address} does not answer ({error}): is `kg serve` still running?")
            else:
                if response.status in wanted:
                    return response
                if response.status != HTTPStatus.SERVICE_UNAVAILABLE:
                    raise self._to_error(response.status, _detail(response.data))
                failure = StoreError(f"{self._address} cannot write at the moment: {_detail(response.data)}")
            if number < TRIES - 1:
                time.sleep(PAUSE_SECONDS * 2**number)
        raise failure

    def _to_error(self, status: int, detail: str) -> StoreError | LimitError:
        match status:
            case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
                return StoreError(f"{self._address} does not take this token: set KG_TOKEN to what `kg token` printed")
            case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                return LimitError(f"{self._address} takes nothing of this size: raise its KG_MAX_WRITE_BYTES")
            case _:
                return StoreError(f"{self._address} has not written this (status {status}): {detail}")


def _graph_path(graph: str | None) -> str:
    """Return where the server takes the graph with the IRI *graph*, or the default graph."""
    return f"/graph-store?graph={quote(graph, safe='')}" if graph is not None else "/graph-store?default"


def _detail(body: bytes) -> str:
    """Return what a problem document says."""
    try:
        return str(json.loads(body)["detail"])
    except (ValueError, KeyError, TypeError):
        return body[:200].decode("utf-8", "replace")


def open_for_writing(folder: Path, token: str, rules: Sequence[Rule] = ()) -> Store | ServedStore:
    """Open the data folder *folder* for writing, here or through the server that has it open.

    *token* is what that server asks for. Raises as ``Store.open`` does.
    """
    try:
        return Store.open(folder, rules)
    except InUseError as error:
        if not error.address:
            raise
        if not token:
            raise StoreError(
                f"{folder} is open at {error.address}: set KG_TOKEN to what `kg token` printed, to write through it"
            ) from None
        return ServedStore(error.address, read_base(folder), token)
