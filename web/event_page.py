"""The page of an event: who did what to whom, when, and each sentence that says so."""

from flask import Response, abort
from pyoxigraph import NamedNode

from web.asking import Asking
from web.event_tables import to_data, to_table
from web.records import read_events
from web.twins import answer


def show(ask: Asking, iri: NamedNode) -> Response:
    """Return the page of the event *iri*, or its twin; 404 if there is none."""
    found = read_events(ask, [iri.value])
    if not found:
        abort(404)
    return answer(
        ask,
        "event.html",
        data=lambda: to_data(found[0]),
        table=lambda: to_table(found),
        subjects=[iri.value],
        event=found[0],
        iri=iri.value,
    )
