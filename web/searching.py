"""Search by words: a page for people, JSON for programs."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, request

from kg.errors import SearchError
from kg.graph.search import KINDS, Hit
from web.asking import Asking
from web.found import read_actors, read_articles, read_quotes
from web.links import key_of
from web.problems import to_problem
from web.site import draw, engine, href, page_number, search

PAGE_SIZE = 20
MOST_PAGES = 500
"""Nobody reads further, and SQLite ranks all that comes before."""
MOST_HITS = 1000
"""Hits that a program gets at a time."""
OVERVIEW: Mapping[str, int] = {"actor": 8, "quote": 8, "title": 6}
"""Hits of each kind that the page shows where no kind is chosen."""
NAMES: Mapping[str, str] = {"actor": "Actors", "quote": "Sentences", "title": "Articles"}
READ: Mapping[str, Callable[[Asking, Sequence[Hit]], Sequence[object]]] = {
    "actor": read_actors,
    "quote": read_quotes,
    "title": read_articles,
}

blueprint = Blueprint("search", __name__)


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind on the page."""

    kind: str
    name: str
    total: int
    total_words: str
    found: Sequence[object]
    number: int
    """Of this page, from 1."""
    pages: int


@blueprint.get("/search")
def page() -> Response:
    """Actors, sentences and articles with these words; of one kind, page by page, where `kind` names it."""
    typed, kind = " ".join(request.args.get("q", "").split()), request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    if not typed:
        return draw("search.html", typed="", kind="", groups=[])
    ask = Asking(engine())
    try:
        groups = [_read_group(ask, typed, one, one == kind) for one in KINDS]
    except SearchError as error:
        problem = to_problem(error)
        response = draw("search.html", typed=typed, kind=kind, groups=[], missing=problem.detail)
        response.status_code = problem.status
        response.headers.update(problem.headers)
        return response
    return draw("search.html", ask, typed=typed, kind=kind, groups=groups)


def _read_group(ask: Asking, typed: str, kind: str, chosen: bool) -> Group:
    size = PAGE_SIZE if chosen else OVERVIEW[kind]
    number = min(max(page_number(), 1), MOST_PAGES) if chosen else 1
    found = search().find(typed, kind, size, (number - 1) * size)
    pages = min(max(1, -(-found.total // size)), MOST_PAGES)
    if number > pages:
        number, found = pages, search().find(typed, kind, size, (pages - 1) * size)
    shown = READ[kind](ask, found.hits) if chosen or not request.args.get("kind") else []
    return Group(kind, NAMES[kind], found.total, found.total_words, shown, number, pages)


@blueprint.get("/api/search")
def find() -> Response:
    """The hits of each kind, or of the one that `kind` names, with where the found words stand."""
    typed, kind = request.args.get("q", ""), request.args.get("kind")
    if kind is not None and kind not in KINDS:
        abort(400, f"the parameter `kind` must be one of {', '.join(KINDS)}, not {kind[:100]}")
    limit, offset = _read_number("limit", PAGE_SIZE, MOST_HITS), _read_number("offset", 0, MOST_PAGES * PAGE_SIZE)
    kinds = [kind] if kind else list(KINDS)
    return _to_json({"q": typed, "found": {one: search().find(typed, one, limit, offset).to_json() for one in kinds}})


@blueprint.get("/api/suggest")
def suggest() -> Response:
    """Actors whose names begin as typed."""
    typed = request.args.get("q", "")
    found = search().suggest(typed, _read_number("limit", 8, 50))
    names = [
        {"iri": one.iri, "key": key_of(one.iri), "href": href(one.iri), "name": one.name, "label": one.label}
        for one in found
    ]
    return _to_json({"q": typed, "suggestions": names})


def _read_number(name: str, default: int, most: int) -> int:
    given = request.args.get(name, str(default))
    if not given.isascii() or not given.isdecimal() or len(given) > 9 or int(given) > most:
        abort(400, f"the parameter `{name}` must be a whole number up to {most}, not {given[:100]}")
    return int(given)


def _to_json(value: dict[str, Any]) -> Response:
    body = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")  # what was typed may be half a character
    return Response(body, content_type="application/json")
