"""The page of an actor: who it is, what it did and what was done to it."""

from flask import Response, abort
from pyoxigraph import NamedNode

from web.asking import Asking
from web.event_lists import Filters, read_page
from web.event_tables import to_data, to_table
from web.parties import read_actor, to_class_counts, to_tallies
from web.twins import answer

LATEST = 5
"""Events on either side."""


def show(ask: Asking, iri: NamedNode) -> Response:
    """Return the page of the actor *iri*, or its twin; 404 if there is none."""
    found = read_actor(ask, iri)
    if found is None:
        abort(404)
    counted = "actor" if found.acts_for else "party"  # only parties are counted beforehand
    classes = to_class_counts(ask.rows(f"class_counts_of_{counted}", actor=iri))
    acted = read_page(ask, Filters(actor=iri), size=LATEST)
    received = read_page(ask, Filters(target=iri), size=LATEST)
    counterparts = to_tallies(ask.rows(f"counterparts_of_{counted}", actor=iri), "other")
    shown = [*acted.events, *received.events]
    return answer(
        ask,
        "actor.html",
        data=lambda: {
            "actor": found,
            "classes": classes,
            "counterparts": counterparts,
            "events": [to_data(event) for event in shown],
        },
        table=lambda: to_table(shown),
        subjects=[iri.value],
        actor=found,
        iri=iri.value,
        classes=classes,
        acted=acted,
        received=received,
        counterparts=counterparts,
    )
