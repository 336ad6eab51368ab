"""What has not changed is not sent again: an ETag for each state of the graph, 304 where the client has it."""

import hashlib
import re

from flask import Flask, Response, g, request
from werkzeug.http import quote_etag
from werkzeug.wrappers import Response as WerkzeugResponse

from kg import __version__
from kg.queries import COMMENT
from web.site import engine, search, shelf

CHANGING = re.compile("rand|now|uuid|bnode|service", re.IGNORECASE)
"""Words by which a query may have another answer each time, wherever they stand: to miss one would be wrong."""
UNTAGGED = ("/metrics", "/healthz", "/static/", "/dump")
"""Beginnings of paths that answer for something else than the graph."""
SEARCHED = ("/search", "/api/")
"""Beginnings of paths whose answers depend on the search index too, which may be ahead of the graph."""

LISTING = ("/queries", "/sparql", "/api", "/sitemap")
"""Beginnings of paths whose answers depend on the user's own saved queries too."""
ASKED = re.compile(r"(?:/api)?/queries/(?P<name>[^/.]+)")
"""A path that a saved query is asked at."""


def install(app: Flask) -> None:
    """Let *app* tag what it answers to GET, and answer 304 where the client has that already."""
    app.before_request(_answer_known)
    app.after_request(_tag)


def _to_tag() -> str | None:
    """Return the tag of what the request would be answered with now; None where that cannot be told before."""
    if request.method not in ("GET", "HEAD") or request.path.startswith(UNTAGGED):
        return None
    generation = engine().generation
    if not generation or CHANGING.search(request.args.get("query", "")) or _asks_changing(request.path):
        return None
    if request.path.startswith(LISTING):
        generation += shelf().mark
    if request.path.startswith(SEARCHED) or "search" in request.args:
        generation += search().generation
    address = (request.scheme, request.headers.get("Host", ""), request.script_root, request.path)
    seen = "\n".join((__version__, generation, *address, request.headers.get("Accept", "")))
    return hashlib.sha256(seen.encode("utf-8", "surrogatepass") + b"\n" + request.query_string).hexdigest()[:24]


def _asks_changing(path: str) -> bool:
    """Whether *path* is that of a saved query which may have another answer each time."""
    found = ASKED.match(path)
    query = shelf().read().queries.get(found["name"]) if found else None
    return query is not None and CHANGING.search(COMMENT.sub("", query.text)) is not None


def _answer_known() -> WerkzeugResponse | None:
    """Note the tag before the graph is asked: a write meanwhile then costs another answer, and hides nothing."""
    g.tag = tag = _to_tag()
    if tag is None or "If-None-Match" not in request.headers:
        return None
    known = request.if_none_match
    if known.star_tag or not known.contains_weak(tag):
        return None
    response = WerkzeugResponse(status=304)
    response.set_etag(tag, weak=True)
    response.vary.add("Accept")
    return response


def _tag(response: Response) -> Response:
    tag = g.get("tag")
    if tag is not None and response.status_code == 200 and "ETag" not in response.headers:
        response.headers["ETag"] = quote_etag(tag, weak=True)
        response.headers.setdefault("Cache-Control", "no-cache")
    return response
