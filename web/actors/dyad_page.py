"""The page of two actors: what they did to each other, when, and in whose company."""

from collections.abc import Iterator
from urllib.parse import urlencode

from flask import abort, g, redirect, request
from pyoxigraph import NamedNode
from werkzeug.wrappers import Response as WerkzeugResponse

from web import words
from web.actors.between import BACK, FORTH, find_between
from web.actors.dyad_events import Shown, read_shown
from web.actors.pairs import Pair, find_pair, short_name
from web.asking import Asking
from web.charts.timeline import draw_timeline
from web.events.event_filters import ALWAYS
from web.events.event_tables import to_data, to_table
from web.events.facets import BANDS
from web.page_queries import PageQuery
from web.site import href
from web.twins import answer


def show(ask: Asking, iri: NamedNode) -> WerkzeugResponse:
    """Return the page of the pair *iri*, or its twin; 404 if there are no two such actors."""
    pair = find_pair(ask, iri)
    if pair is None:
        abort(404)
    if pair.iri != iri.value:
        return lead_to(pair)
    shown = read_shown(ask, find_between(ask, pair))
    period = shown.filters.period
    return answer(
        ask,
        "dyad.html",
        data=lambda: to_plain(shown),
        table=lambda: to_table(shown.listed.events),
        subjects=[pair.iri] if pair.stored else [member.iri for member in pair.members],
        shown=shown,
        pair=pair,
        names=[short_name(member) for member in pair.members],
        chart=draw_timeline(shown.charted, period.since, period.until),
        directions=list_directions(shown),
        bands=BANDS,
        chips=list(list_chips(shown)),
        query=find_query(ask),
    )


def lead_to(pair: Pair) -> WerkzeugResponse:
    """Lead to the page of *pair*, which has its actors in the other order, in the form that is asked for."""
    given = request.args.copy()
    if given.get("dir") in (FORTH, BACK):
        given["dir"] = BACK if given["dir"] == FORTH else FORTH
    query = urlencode([(name, value) for name, values in given.lists() for value in values])
    path = str(href(pair.iri)).removesuffix("html") + (g.get("form") or "html")
    return redirect(f"{path}{'?' if query else ''}{query}", 301)


def find_query(ask: Asking) -> PageQuery | None:
    """Return the query that found the events of the list, of those that the page ran."""
    return next((query for query in ask.asked if "?event dip:date ?date" in query.text), None)


def list_directions(shown: Shown) -> list[tuple[str, str, bool]]:
    """Return the directions that the page has: in words, its address, and whether it is this one."""
    one, other = (short_name(member) for member in shown.pair.members)
    in_words = {"": "Both ways", FORTH: f"{one} → {other}", BACK: f"{other} → {one}"}
    return [(in_words[way], shown.to(dir=way), way == shown.direction) for way in shown.between.directions]


def list_chips(shown: Shown) -> Iterator[tuple[str, str]]:
    """Yield the filters that are set, each in words and with the address of the page without it."""
    chosen = shown.wanted.parameters
    if shown.filters.period != ALWAYS:
        yield shown.filters.period.words, shown.to("since", "until")
    for name in chosen.get("class", ()):
        yield words.CLASSES[name], shown.toggle("class", name)
    for name in chosen.get("confidence", ()):
        yield f"{name.capitalize()} confidence", shown.toggle("confidence", name)


def to_plain(shown: Shown) -> dict[str, object]:
    """Return what the page tells, for JSON."""
    company = shown.margin.company
    return {
        "members": shown.pair.members,
        "direction": shown.direction or "both",
        "classes": shown.counts.classes,
        "months": shown.charted.by_month,
        "total": shown.listed.total,
        "frequent_actions": shown.margin.frequent,
        "articles": company.articles,
        "named_in_the_same_articles": [
            {"actor": one.actor, "articles": one.events} for one in shown.margin.company.named
        ],
        "looked_at": len(shown.margin.latest),
        "events": [to_data(event) for event in shown.listed.events],
    }
