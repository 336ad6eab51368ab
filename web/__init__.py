"""The site: pages about the graph, linked data at each instance IRI, and the SPARQL endpoint."""

import atexit

from flask import Flask, Response, request
from flask_compress import Compress

from kg.graph.search import NAME, Search
from kg.graph.writable import Editable
from kg.results import Engine
from kg.settings import Settings
from kg.stores import open_engine
from web import caching, embedded, instances, pages, problems, searching, sitemap, static_files, twins
from web.actors import actors_page, dyads_page
from web.charts import map_page, network_page
from web.endpoint import description, dump, graph_store, ledger, metrics, query_help, sparql
from web.endpoint.allowing import EDITOR
from web.endpoint.answering import RESULT_TYPES
from web.endpoint.dump import DUMPS, open_dumps
from web.events import events_page
from web.library import queries_page, query_api, query_page
from web.library.shelf import Shelf
from web.negotiation import GRAPH_TYPES
from web.openapi import documented
from web.openapi.merging import read_document
from web.reconcile import service as reconciliation
from web.site import ENGINE, SEARCH, SETTINGS, SHELF, TEMPLATE_NAMES
from web.vocabulary import action_page, ontology_page

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
)
"""What pages may load and who may frame them, which follows."""
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
OPEN_TO_SCRIPTS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type",
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Range, ETag, Location, Retry-After",
}
"""So that pages of other sites may ask; no answer depends on who asks, and no browser sends a token unasked."""
OPEN_PATHS = ("/sparql", "/graph-store", "/api/", "/.well-known/void", "/dump")
"""Beginnings of the paths for which that holds."""
EMBEDS = "/embed/"
"""Beginning of the paths of charts that pages of others may show in a frame."""
COMPRESSION = {
    "COMPRESS_ALGORITHM": ["gzip"],
    "COMPRESS_MIMETYPES": [
        *RESULT_TYPES, *GRAPH_TYPES, "text/html", "text/css", "text/javascript", "text/plain", "image/svg+xml",
        "application/problem+json", "application/json", "application/xml",
    ],
    "COMPRESS_EVALUATE_CONDITIONAL_REQUEST": True,
    "COMPRESS_STREAMS": False,
}  # fmt: skip
"""What is sent compressed, to who takes that."""

PARTS = (
    pages,
    events_page,
    action_page,
    actors_page,
    dyads_page,
    map_page,
    network_page,
    searching,
    reconciliation,
    instances,
    ontology_page,
    sparql,
    queries_page,
    query_page,
    query_api,
    documented,
    query_help,
    graph_store,
    ledger,
    description,
    dump,
    sitemap,
    metrics,
    static_files,
)
"""What the site is made of."""


def create_app(
    settings: Settings, engine: Engine | None = None, search: Search | None = None, editor: Editable | None = None
) -> Flask:
    """Return the site over *engine*, with *search* for names and sentences.

    Who has the token of the data folder of *settings* may write to *editor*; without one nobody may. Without an engine
    it opens the graph of *settings*, which is closed with the process; StoreError if there is none. Without a search
    the index beside that graph is searched.
    """
    if engine is None:
        engine = opened = open_engine(settings, processes=2)
        atexit.register(opened.close)
    app = Flask(__name__, static_folder=None)
    app.extensions[ENGINE] = engine
    app.extensions[EDITOR] = editor
    app.extensions[DUMPS] = open_dumps(settings, engine)
    app.extensions[SETTINGS] = settings
    app.extensions[SHELF] = Shelf(settings)
    app.extensions[SEARCH] = search or Search(settings.beside / NAME)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_query_bytes + 1  # so that one byte too many is seen
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update({**TEMPLATE_NAMES, **embedded.TEMPLATE_NAMES, "has_dump": dump.has_dump})
    read_document()  # a fault in it is told at once
    for part in PARTS:
        app.register_blueprint(part.blueprint)
    problems.install(app)
    twins.install(app)
    caching.install(app)
    app.config.update(COMPRESSION)
    Compress(app)
    app.after_request(_add_headers)
    return app


def _add_headers(response: Response) -> Response:
    response.headers.extend(SECURITY_HEADERS)  # no answer has them before
    response.headers["Content-Security-Policy"] = POLICY + ("*" if request.path.startswith(EMBEDS) else "'none'")
    if request.path.startswith(OPEN_PATHS):
        response.headers.extend(OPEN_TO_SCRIPTS)
    return response
