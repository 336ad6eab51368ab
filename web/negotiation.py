"""Which representation to send: by the request's Accept header, or by the ending of the address."""

import re
from collections.abc import Iterable
from functools import lru_cache

from flask import Request
from pyoxigraph import RdfFormat
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

HTML = "text/html"
CHARSET = re.compile(r";\s*charset=[^;]*", re.IGNORECASE)
"""What clients add to a media type although all text here is UTF-8."""
GRAPH_TYPES: dict[str, RdfFormat] = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
}
"""Media types of RDF, the one that a client gets that takes any of them first."""
SUFFIXES: dict[str, RdfFormat] = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".rdf": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}
FORMS: dict[str, str] = {
    "html": HTML,
    "json": "application/json",
    "csv": "text/csv",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "trig": "application/trig",
    "nq": "application/n-quads",
}
"""Media types of what a page comes as, by the ending of its address."""
LONGEST_KNOWN = 512
"""Characters of an Accept header up to which its choice is remembered: browsers send 150, and programs fewer."""


def choose(request: Request, offers: Iterable[str]) -> str | None:
    """Return the one of *offers* that the client likes best, the first of equals; None if it takes none.

    A request without an Accept header takes anything.
    """
    accept = request.headers.get("Accept", "")
    find = _find_best if len(accept) <= LONGEST_KNOWN else _find_best.__wrapped__
    return find(accept, tuple(offers))


@lru_cache(maxsize=1024)  # the same few programs ask again and again, and a choice takes longer than a small query
def _find_best(accept: str, offers: tuple[str, ...]) -> str | None:
    liked = parse_accept_header(accept, MIMEAccept)
    if not liked:
        return offers[0]
    return MIMEAccept((CHARSET.sub("", kind), value) for kind, value in liked).best_match(offers)


def wants_html(request: Request) -> bool:
    """Whether the client asks for HTML by name, and for nothing else more; ``*/*`` alone is a program."""
    quality = request.accept_mimetypes
    named = any(kind == HTML and value > 0 for kind, value in quality)
    return named and choose(request, [HTML, *GRAPH_TYPES, "application/json"]) == HTML


def split_suffix(path: str) -> tuple[str, RdfFormat | None]:
    """Return *path* without an ending that names a format of RDF, and the format."""
    for suffix, form in SUFFIXES.items():
        if path.endswith(suffix) and path != suffix:
            return path.removesuffix(suffix), form
    return path, None


def split_form(path: str) -> tuple[str, str]:
    """Return *path* without an ending that names one of FORMS, and that form; an empty one where it has none."""
    stem, _, ending = path.rpartition(".")
    return (stem, ending) if stem and ending in FORMS else (path, "")


def with_charset(kind: str) -> str:
    """Return *kind* with the charset that text needs, where it does not name one."""
    return f"{kind}; charset=utf-8" if kind.startswith("text/") and "charset" not in kind else kind
