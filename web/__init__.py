"""The site: pages about the graph, linked data at each instance IRI, and the SPARQL endpoint."""

import atexit

from flask import Flask, Response, request
from flask_compress import Compress

from kg.graph.readers import Readers
from kg.results import Engine
from kg.settings import Settings
from web import caching, description, instances, metrics, ontology_page, pages, problems, sparql
from web.negotiation import GRAPH_TYPES
from web.site import ENGINE, MAX_BODY, TEMPLATE_NAMES
from web.sparql import RESULT_TYPES

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
OPEN_TO_SCRIPTS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type",
}
"""So that pages of other sites may ask; nothing here depends on who asks."""
COMPRESSION = {
    "COMPRESS_ALGORITHM": ["gzip"],
    "COMPRESS_MIMETYPES": [
        *RESULT_TYPES, *GRAPH_TYPES, "text/html", "text/css", "text/javascript", "text/plain", "image/svg+xml",
        "application/problem+json",
    ],
    "COMPRESS_EVALUATE_CONDITIONAL_REQUEST": True,
    "COMPRESS_STREAMS": False,
}  # fmt: skip
"""What is sent compressed, to who takes that; not files, which are sent in parts."""


def create_app(settings: Settings, engine: Engine | None = None) -> Flask:
    """Return the site over *engine*.

    Without an engine it opens readers of the data folder of *settings*, which end with the process; StoreError if that
    is no data folder.
    """
    if engine is None:
        readers = Readers(settings.data, seconds=settings.query_seconds, result_mb=settings.max_result_mb)
        atexit.register(readers.close)
        engine = readers
    app = Flask(__name__)
    app.extensions[ENGINE] = engine
    app.config[MAX_BODY] = settings.max_query_bytes
    app.config["MAX_CONTENT_LENGTH"] = settings.max_query_bytes + 1  # so that one byte too many is seen
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(TEMPLATE_NAMES)
    for part in (pages, instances, sparql, description, metrics, ontology_page):
        app.register_blueprint(part.blueprint)
    problems.install(app)
    caching.install(app)
    app.config.update(COMPRESSION)
    Compress(app)
    app.after_request(_add_headers)
    return app


def _add_headers(response: Response) -> Response:
    response.headers.update(SECURITY_HEADERS)
    if request.path in ("/sparql", "/.well-known/void"):
        response.headers.update(OPEN_TO_SCRIPTS)
    return response
