"""What every part of the site shares: the engine that answers, and how a page is drawn."""

from typing import cast

from flask import Response, current_app, render_template, request, url_for

from kg.graph.search import Search
from kg.results import Engine, prefixes, shorten
from kg.settings import Settings
from web import words
from web.asking import Asking
from web.highlight import split_query
from web.links import host_of, key_of, local_path, term_path, web_address
from web.marks import shorten as shorten_spans

ENGINE = "diplograph-engine"
SEARCH = "diplograph-search"
SETTINGS = "diplograph-settings"
FORMAT_NAMES = {".ttl": "Turtle", ".jsonld": "JSON-LD", ".nt": "N-Triples", ".rdf": "RDF/XML"}


def engine() -> Engine:
    """Return the engine of the running site."""
    return cast("Engine", current_app.extensions[ENGINE])


def settings() -> Settings:
    """Return the settings of the running site."""
    return cast("Settings", current_app.extensions[SETTINGS])


def search() -> Search:
    """Return the search of the running site."""
    return cast("Search", current_app.extensions[SEARCH])


def draw(template: str, ask: Asking | None = None, **context: object) -> Response:
    """Return a page, with the queries that *ask* ran at its end."""
    body = render_template(template, queries=ask.asked if ask else [], **context)
    response = Response(body, content_type="text/html; charset=utf-8")
    response.vary.add("Accept")
    return response


def page_number() -> int:
    """Return the number of the page of a list that the request asks for; 1 where it names none."""
    digits = request.args.get("page", "1")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 1


def href(iri: str) -> str | None:
    """Return the address that a link to *iri* leads to: a page of this site, or an outside one; None if unsafe."""
    path = local_path(iri, engine().base) or term_path(iri)
    return f"{request.script_root}/{path}" if path is not None else web_address(iri)


def short(iri: str) -> str:
    """Return *iri* with a prefix, where one fits."""
    return shorten(iri, prefixes(engine().base))


def formats(iri: str) -> list[tuple[str, str]]:
    """Return name and address of each RDF document about the instance *iri*."""
    path = local_path(iri, engine().base)
    if path is None:
        return []
    return [(FORMAT_NAMES[suffix], f"{request.script_root}/{path}{suffix}") for suffix in FORMAT_NAMES]


def action_href(code: str) -> str:
    """Return the address of the list of events with this CAMEO code or one below it."""
    return url_for("pages.events", action=code)


TEMPLATE_NAMES = {
    "href": href,
    "short": short,
    "formats": formats,
    "action_href": action_href,
    "key_of": key_of,
    "web_address": web_address,
    "host_of": host_of,
    "split_query": split_query,
    "shorten_spans": shorten_spans,
    "words": words,
}
"""What templates may use besides their page's own values."""
