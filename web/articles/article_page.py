"""The page of an article: where it is from, and its text with every actor and event in it that is known."""

from collections.abc import Mapping
from dataclasses import fields
from itertools import takewhile
from typing import Any

from flask import Response, abort
from pyoxigraph import NamedNode

from web import words
from web.actors.parties import read_facts
from web.articles.article_reading import About, Reading, Times, read_about, read_text
from web.asking import Asking, text
from web.events.event_tables import to_data, to_table
from web.events.records import EventView, read_events
from web.site import settings
from web.twins import answer

MOST = 500
"""Sentences that a page shows as telling events, as many as its query asks for."""


def show(ask: Asking, iri: NamedNode) -> Response:
    """Return the page of the article *iri*, or its twin; 404 if there is none."""
    facts = read_facts(ask, iri)
    if not facts:
        abort(404)
    mentions = [NamedNode(text(row, "mention")) for row in ask.rows("mentions_in_article", article=iri)]
    rows = ask.rows("passages_of_mentions", mention=mentions) if mentions else []
    events = sorted(read_events(ask, [text(row, "event") for row in rows], rows), key=_place)
    about = read_about(ask, iri, facts)
    reading = read_text(ask, about, events, settings().own_actors)
    return answer(
        ask,
        "article.html",
        data=lambda: _to_data(about, reading),
        table=lambda: to_table(events),
        subjects=[iri.value],
        about=about,
        reading=reading,
        more=len(mentions) >= MOST,
    )


def _place(event: EventView) -> tuple[int, int]:
    """Return where the event is told first: its sentence, and in it the words for what is done."""
    if not event.passages:
        return 0, 0
    first = event.passages[0]
    before = takewhile(lambda span: span.role != "action", first.spans)
    return first.begin, sum(len(span.text) for span in before)


def _to_data(about: About, reading: Reading) -> Mapping[str, Any]:
    told = {one.name: getattr(about, one.name) for one in fields(About) if one.name != "precision"}
    return {
        **told,
        "published": words.machine_date(about.published, about.precision) or None,
        "text": about.text or None,
        "events": [to_data(one.event) for one in reading.told],
        "actors": [_to_actor(one) for one in reading.actors],
    }


def _to_actor(one: Times) -> Mapping[str, Any]:
    return {"iri": one.actor.iri, "label": one.actor.label, "times": one.times}
