"""What every part of the site shares: the engine that answers, and how a page is drawn."""

from functools import cache
from typing import cast

from flask import Response, current_app, render_template, request, url_for

from kg.graph.search import Search
from kg.reference import bundled
from kg.results import Engine, prefixes, shorten
from kg.settings import Settings
from web import words
from web.asking import Asking
from web.assets import asset, static
from web.charts.countries import flag
from web.charts.labels import shorten_name
from web.endpoint.highlight import split_query
from web.events.marks import shorten as shorten_spans
from web.library.shelf import Shelf
from web.links import action_path, host_of, key_of, local_path, term_path, web_address
from web.navigation import list_places
from web.vocabulary.vocabulary_actions import read_actions

ENGINE = "diplograph-engine"
SEARCH = "diplograph-search"
SETTINGS = "diplograph-settings"
SHELF = "diplograph-shelf"
KINDS = ("event", "actor", "article", "dyad", "mention", "run", "term", "dataset", "count")
"""Of instances, as they begin the paths of their IRIs."""
INSTANCES = tuple(f"{kind}/" for kind in KINDS)


def engine() -> Engine:
    """Return the engine of the running site."""
    return cast("Engine", current_app.extensions[ENGINE])


def settings() -> Settings:
    """Return the settings of the running site."""
    return cast("Settings", current_app.extensions[SETTINGS])


def search() -> Search:
    """Return the search of the running site."""
    return cast("Search", current_app.extensions[SEARCH])


def shelf() -> Shelf:
    """Return where the running site has its saved queries from."""
    return cast("Shelf", current_app.extensions[SHELF])


def draw(template: str, ask: Asking | None = None, **context: object) -> Response:
    """Return a page, with the queries that *ask* ran at its end; *twins* in the context are linked from it."""
    body = render_template(template, **{"queries": ask.asked if ask else [], "twins": (), **context})
    response = Response(body, content_type="text/html; charset=utf-8")
    response.vary.add("Accept")
    return response


def page_number() -> int:
    """Return the number of the page of a list that the request asks for; 1 where it names none."""
    digits = request.args.get("page", "1")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 1


def href(iri: str) -> str | None:
    """Return the address that a link to *iri* leads to: a page of this site, or an outside one; None if unsafe."""
    path = local_path(iri, engine().base)
    if path is not None:
        document, mark, part = path.partition("#")
        ending = ".html" if document.startswith(INSTANCES) else ""
        return f"{request.script_root}/{document}{ending}{mark}{part}"
    term = term_path(iri)
    return f"{request.script_root}/{term}" if term is not None else web_address(iri)


def short(iri: str) -> str:
    """Return *iri* with a prefix, where one fits."""
    return shorten(iri, prefixes(engine().base))


def action_href(code: str) -> str:
    """Return the address of the page about this CAMEO code, or of the list of its events if it has no page."""
    if code in _known_codes():
        return f"{request.script_root}/{action_path(code)}"
    return url_for("events.events", action=code)


@cache
def _known_codes() -> frozenset[str]:
    return frozenset(read_actions(bundled("ontology") / "actions.ttl").codes())


TEMPLATE_NAMES = {
    "asset": asset,
    "static": static,
    "flag": flag,
    "shorten_name": shorten_name,
    "href": href,
    "short": short,
    "action_href": action_href,
    "key_of": key_of,
    "places": list_places,
    "web_address": web_address,
    "host_of": host_of,
    "split_query": split_query,
    "shorten_spans": shorten_spans,
    "words": words,
}
"""What templates may use besides their page's own values."""
