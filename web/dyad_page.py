"""The page of a pair of parties: what they did to each other."""

from flask import Response, abort
from pyoxigraph import NamedNode

from kg.vocab import DIP
from web.asking import Asking
from web.event_lists import Filters, read_page
from web.event_requests import asked_place
from web.event_tables import to_data, to_table
from web.parties import read_facts, to_class_counts
from web.twins import answer


def show(ask: Asking, iri: NamedNode) -> Response:
    """Return the page of the pair *iri*, or its twin; 404 if there is none."""
    members = sorted(read_facts(ask, iri).named(DIP + "member"), key=lambda member: member.iri)
    if len(members) != 2:
        abort(404)
    classes = to_class_counts(ask.rows("class_counts_of_dyad", dyad=iri, first=NamedNode(members[0].iri)))
    listed = read_page(ask, Filters(dyad=iri), asked_place(ask.base))
    return answer(
        ask,
        "dyad.html",
        data=lambda: {"members": members, "classes": classes, "events": [to_data(event) for event in listed.events]},
        table=lambda: to_table(listed.events),
        subjects=[iri.value],
        iri=iri.value,
        members=members,
        classes=classes,
        listed=listed,
    )
