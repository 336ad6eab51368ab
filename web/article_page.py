"""The page of an article: where it is from, and its events in the order of its text."""

from flask import Response, abort
from pyoxigraph import NamedNode

from kg.vocab import DIP
from web import words
from web.asking import Asking, text
from web.event_tables import to_data, to_table
from web.parties import read_facts
from web.records import read_events
from web.twins import answer


def show(ask: Asking, iri: NamedNode) -> Response:
    """Return the page of the article *iri*, or its twin; 404 if there is none."""
    facts = read_facts(ask, iri)
    if not facts:
        abort(404)
    rows = ask.rows("events_in_article", article=iri)
    events = read_events(ask, [text(row, "event") for row in rows], article=iri.value)
    about = {
        "iri": iri.value,
        "title": facts.first(DIP + "title") or facts.first(DIP + "doc"),
        "outlet": facts.first(DIP + "source"),
        "url": facts.first(DIP + "url"),
        "published": words.parse_day(facts.first(DIP + "published")),
        "published_from": words.DATE_SOURCES.get(facts.first(DIP + "publishedFrom"), ""),
    }
    return answer(
        ask,
        "article.html",
        data=lambda: {**about, "events": [to_data(event) for event in events]},
        table=lambda: to_table(events),
        subjects=[iri.value],
        events=events,
        **about,
    )
