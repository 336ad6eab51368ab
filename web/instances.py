"""Instance IRIs dereferenced: a page for people, the RDF description for programs, at one address."""

import json
from collections.abc import Callable, Mapping

from flask import Blueprint, Response, abort, redirect, request
from pyoxigraph import NamedNode, RdfFormat, parse
from werkzeug.wrappers import Response as WerkzeugResponse

from kg import jsonld
from kg.vocab import DIP, RDFS
from web import words
from web.asking import Asking, text
from web.event_lists import Filters, read_page
from web.event_page import show_event
from web.links import mint
from web.negotiation import GRAPH_TYPES, HTML, choose, split_suffix, with_charset
from web.parties import read_actor, read_facts, to_class_counts, to_tallies
from web.records import read_events
from web.site import draw, engine, href, page_number

JSON = "application/json"
"""Answered with JSON-LD, which is JSON too."""
LATEST = 5
"""Events on either side of an actor's page."""

blueprint = Blueprint("instances", __name__)


@blueprint.get("/<any(event, actor, article, dyad, mention, run, term, dataset, count):kind>/<path:key>")
def instance(kind: str, key: str) -> WerkzeugResponse:
    """The page or the description of one instance, by the ending of the address or by what the client accepts."""
    key, form = split_suffix(key)
    ask = Asking(engine())
    iri = mint(ask.base, kind, key)
    if form is not None:
        media_type = next(name for name, one in GRAPH_TYPES.items() if one == form)
        return describe(ask, iri, media_type)
    chosen = choose(request, [HTML, *GRAPH_TYPES, JSON])
    if chosen is None:
        _check_exists(ask, iri)
        abort(406, f"this comes as {HTML}, {', '.join(GRAPH_TYPES)}")
    return PAGES[kind](ask, iri) if chosen == HTML else describe(ask, iri, chosen)


def describe(ask: Asking, iri: NamedNode, media_type: str) -> Response:
    """Return what the graph says of *iri* as RDF; 404 if nothing."""
    _check_exists(ask, iri)
    form = GRAPH_TYPES.get(media_type, RdfFormat.JSON_LD)
    if form == RdfFormat.JSON_LD:
        triples = parse(ask.graph("describe", RdfFormat.N_TRIPLES, subject=iri), RdfFormat.N_TRIPLES)
        context = f"{ask.base}ontology/{jsonld.NAME}"
        found = jsonld.to_object((quad.triple for quad in triples), iri.value, context)
        body = json.dumps(found, ensure_ascii=False, indent=2).encode()
    else:
        body = ask.graph("describe", form, subject=iri)
    response = Response(body, content_type=with_charset(media_type))
    response.vary.add("Accept")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _check_exists(ask: Asking, iri: NamedNode) -> None:
    if text(ask.rows("exists", subject=iri)[0], "answer") != "true":
        abort(404)


def actor(ask: Asking, iri: NamedNode) -> Response:
    """Who an actor is, what it did and what was done to it."""
    found = read_actor(ask, iri)
    if found is None:
        abort(404)
    counted = "actor" if found.acts_for else "party"  # only parties are counted beforehand
    return draw(
        "actor.html",
        ask,
        actor=found,
        iri=iri.value,
        classes=to_class_counts(ask.rows(f"class_counts_of_{counted}", actor=iri)),
        acted=read_page(ask, Filters(actor=iri), size=LATEST),
        received=read_page(ask, Filters(target=iri), size=LATEST),
        counterparts=to_tallies(ask.rows(f"counterparts_of_{counted}", actor=iri), "other"),
    )


def article(ask: Asking, iri: NamedNode) -> Response:
    """An article's description, and its events in the order of its text."""
    facts = read_facts(ask, iri)
    if not facts:
        abort(404)
    rows = ask.rows("events_in_article", article=iri)
    source = facts.first(DIP + "publishedFrom")
    return draw(
        "article.html",
        ask,
        iri=iri.value,
        title=facts.first(DIP + "title") or facts.first(DIP + "doc"),
        outlet=facts.first(DIP + "source"),
        url=facts.first(DIP + "url"),
        published=words.parse_day(facts.first(DIP + "published")),
        published_from=words.DATE_SOURCES.get(source, ""),
        events=read_events(ask, [text(row, "event") for row in rows], article=iri.value),
    )


def dyad(ask: Asking, iri: NamedNode) -> Response:
    """What two parties did to each other."""
    facts = read_facts(ask, iri)
    members = sorted(facts.named(DIP + "member"), key=lambda member: member.iri)
    if len(members) != 2:
        abort(404)
    return draw(
        "dyad.html",
        ask,
        iri=iri.value,
        members=members,
        classes=to_class_counts(ask.rows("class_counts_of_dyad", dyad=iri, first=NamedNode(members[0].iri))),
        listed=read_page(ask, Filters(dyad=iri), page_number()),
    )


def mention(ask: Asking, iri: NamedNode) -> WerkzeugResponse:
    """Lead to the mention's place on the page of its event."""
    rows = ask.rows("event_of_mention", mention=iri)
    if not rows:
        abort(404)
    return redirect(f"{href(text(rows[0], 'event'))}#{iri.value.rpartition('/')[2]}", 303)


def thing(ask: Asking, iri: NamedNode) -> Response:
    """All that the graph says of anything else, as a table."""
    facts = read_facts(ask, iri)
    if not facts:
        abort(404)
    label = facts.first(RDFS + "label", DIP + "office")
    return draw("thing.html", ask, iri=iri.value, facts=facts, label=label or iri.value)


PAGES: Mapping[str, Callable[[Asking, NamedNode], WerkzeugResponse]] = {
    "event": show_event,
    "actor": actor,
    "article": article,
    "dyad": dyad,
    "mention": mention,
    "run": thing,
    "term": thing,
    "dataset": thing,
    "count": thing,
}
"""What shows each kind of instance."""
