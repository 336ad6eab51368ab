"""What crawlers are told: the addresses of all pages, in parts of bounded size, and what not to ask for.

A part takes one query that looks at the instances of one class, or at the events of one month, and at no more. Nothing
is said of when a page last changed, as the graph does not keep that. Events of which no month is known are in no part:
pages of articles and actors lead to them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from xml.sax.saxutils import escape

from flask import Blueprint, Response, abort, current_app
from pyoxigraph import Literal, NamedNode

from kg.reference import bundled
from kg.vocab import DIP
from web.asking import Asking, number, text
from web.charts.timeline import is_month
from web.embedded import at_base
from web.events.day_batches import GYEARMONTH
from web.events.month_counts import count_months
from web.navigation import PLACES
from web.remembering import remembered
from web.site import engine, shelf
from web.vocabulary.vocabulary_actions import read_actions

PART = 50_000
"""Addresses in one part, as many as the protocol of sitemaps allows."""
XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"
CLASSES: Mapping[str, str] = MappingProxyType({
    "states": "State",
    "organisations": "Organisation",
    "blocs": "Bloc",
    "bodies": "GovernmentBody",
    "people": "Person",
    "armed-groups": "ArmedGroup",
    "companies": "Company",
    "groups": "Group",
    "dyads": "Dyad",
    "articles": "Article",
})  # fmt: skip
"""Classes of instances by what their parts are called; events have parts by month."""
NAME = re.compile(r"(?P<set>[a-z-]+|events-(?P<month>[0-9-]+))-(?P<number>[1-9][0-9]{0,5})")
FURTHER_PAGES = ("/ontology/actions", "/ontology/shapes")
ROBOTS = """User-agent: *
Allow: /static/
Disallow: /*?
Disallow: /sparql?
Disallow: /events?
Disallow: /search
Disallow: /api/
Disallow: /embed/
Disallow: /graph-store
Disallow: /dump/

Sitemap: {sitemap}
"""
"""Lists with filters have more addresses than there are events, and each query costs a reader."""

blueprint = Blueprint("sitemap", __name__)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What crawlers may ask for."""
    return Response(ROBOTS.format(sitemap=at_base("/sitemap.xml")), content_type="text/plain; charset=utf-8")


@blueprint.get("/sitemap.xml")
def index() -> Response:
    """The parts that there are."""
    ask = Asking(engine())
    names = ["pages-1", *(f"{name}-{one}" for name, size in read_sizes(ask).items() for one in _parts(size))]
    return _send("sitemapindex", "sitemap", (at_base(f"/sitemap/{name}.xml") for name in names))


@blueprint.get("/sitemap/<name>.xml")
def part(name: str) -> Response:
    """The addresses of one part."""
    if name == "pages-1":
        return _send("urlset", "url", _list_pages())
    ask, asked = Asking(engine()), NAME.fullmatch(name)
    if not asked or int(asked["number"]) not in _parts(read_sizes(ask).get(asked["set"], 0)):
        abort(404)
    offset = (int(asked["number"]) - 1) * PART
    if asked["month"]:
        month = Literal(asked["month"], datatype=GYEARMONTH)
        rows = ask.rows("sitemap_of_month", month=month, limit=PART, offset=offset)
    else:
        kind = NamedNode(DIP + CLASSES[asked["set"]])
        rows = ask.rows("sitemap_of_class", kind=kind, limit=PART, offset=offset)
    return _send("urlset", "url", (f"{text(row, 'thing')}.html" for row in rows))


def read_sizes(ask: Asking) -> Mapping[str, int]:
    """Return how many instances each set of parts has, by its name, such as ``people`` and ``events-2024-06``."""
    return remembered(ask, "sitemap", lambda: _read_sizes(ask))


def _read_sizes(ask: Asking) -> Mapping[str, int]:
    kinds = [NamedNode(DIP + name) for name in CLASSES.values()]
    sizes = {text(row, "kind"): number(row, "things") for row in ask.rows("sitemap_sizes", kind=kinds)}
    months = count_months(ask, {}).months
    return {
        **{name: sizes.get(DIP + kind, 0) for name, kind in CLASSES.items()},
        **{f"events-{month}": events for month, events in months.items() if is_month(month)},
    }


def _parts(size: int) -> range:
    return range(1, -(-size // PART) + 1)


def _list_pages() -> Iterator[str]:
    served = {rule.rule for rule in current_app.url_map.iter_rules()}
    for path in ("/", *(path for path, _, _ in PLACES), *FURTHER_PAGES):
        if path in served:
            yield at_base(path)
    for name in shelf().read().queries:
        yield at_base(f"/queries/{name}")
    if "/action/<code>" in served:
        for code in _list_codes():
            yield at_base(f"/action/{code}")


def _list_codes() -> Sequence[str]:
    return sorted(read_actions(bundled("ontology") / "actions.ttl").codes())


def _send(root: str, element: str, addresses: Iterator[str]) -> Response:
    body = "".join(f"<{element}><loc>{escape(address)}</loc></{element}>\n" for address in addresses)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{XMLNS}">\n{body}</{root}>\n'
    return Response(text, content_type="application/xml; charset=utf-8")
