"""The page of an actor: who it is, who acts for it, what it did, what was done to it, and with whom it deals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Response, abort, request
from pyoxigraph import NamedNode

from web.agents import Service, read_service
from web.asking import Asking
from web.company import Frequent, read_frequent, read_latest
from web.event_lists import EventPage, Filters, read_page
from web.event_tables import to_data, to_table
from web.links import key_of, mint_pair
from web.month_counts import MonthCounts, count_months
from web.neighbours import draw_neighbourhood
from web.parties import ActorView, ClassCount, Tally, from_counts, read_actor, to_tallies
from web.records import EventView, Named
from web.site import href
from web.timeline import draw_timeline
from web.twins import answer

LATEST = 4
"""Events in either of two lists."""
LATEST_OF_SIDE = 10
"""Events where only one side is shown."""
SIDES: Mapping[str, str] = {"": "Both", "actor": "As actor", "target": "As target"}
"""What of an actor's events the page shows, by the parameter ``dir``."""


@dataclass(frozen=True, slots=True)
class Events:
    """An actor's events, as its page has them."""

    lists: Mapping[str, EventPage]
    """The latest, by side: ``actor``, ``target``."""
    counts: MonthCounts
    """By month, of the sides that are shown."""
    classes: Sequence[ClassCount]
    looked_at: Sequence[str]
    """IRIs of the latest that it did, or that were done to it where it did nothing."""

    @property
    def shown(self) -> list[EventView]:
        """All that are listed, each once."""
        return list({event.iri: event for page in self.lists.values() for event in page.events}.values())


def show(ask: Asking, iri: NamedNode) -> Response:
    """Return the page of the actor *iri*, or its twin; 404 if there is none."""
    found = read_actor(ask, iri)
    if found is None:
        abort(404)
    side = request.args.get("dir", "")
    side = side if side in SIDES else ""
    named = Named(iri.value, found.label)
    events = read_lists(ask, iri, side)
    service = read_service(ask, iri)
    frequent = read_frequent(ask, events.looked_at)
    counterparts = read_counterparts(ask, found, events)
    network = draw_neighbourhood(ask, named, counterparts)
    return answer(
        ask,
        "actor.html",
        data=lambda: to_plain(found, events, service, counterparts, frequent),
        table=lambda: to_table(events.shown),
        subjects=[iri.value],
        actor=found,
        iri=iri.value,
        side=side,
        directions=[
            (in_words, f"{href(iri.value)}{f'?dir={name}' if name else ''}", name == side)
            for name, in_words in SIDES.items()
        ],
        pair_iri=lambda one, other: mint_pair(ask.base, key_of(one), key_of(other)).value,
        looked_at=len(events.looked_at),
        events=events,
        chart=draw_timeline(events.counts),
        service=service,
        frequent=frequent,
        counterparts=counterparts,
        network=network,
    )


def read_lists(ask: Asking, iri: NamedNode, side: str) -> Events:
    """Return the events of the actor *iri*, on one side or both."""
    lists = {
        name: read_page(ask, filters, size=LATEST_OF_SIDE if side == name else LATEST)
        for name, filters in (("actor", Filters(actor=iri)), ("target", Filters(target=iri)))
    }
    acted, received = lists["actor"].counts, lists["target"].counts
    total = {name: acted.by_class.get(name, 0) + received.by_class.get(name, 0)
             for name in {*acted.by_class, *received.by_class}}  # fmt: skip
    most = "actor" if acted.total else "target"
    return Events(
        lists if not side else {side: lists[side]},
        lists[side].counts if side else count_months(ask, {"party": iri}),
        from_counts(total, acted.by_class),
        read_latest(ask, Filters(actor=iri) if acted.total else Filters(target=iri), lists[most].counts),
    )


def read_counterparts(ask: Asking, actor: ActorView, events: Events) -> list[Tally]:
    """Return with whom *actor* has most to do: of all its events, or of the latest where these are not counted.

    Who acts for another has no counts of its own.
    """
    iri = NamedNode(actor.iri)
    if not actor.acts_for:
        return to_tallies(ask.rows("counterparts_of_party", actor=iri), "other")
    if not events.looked_at:
        return []
    looked_at = [NamedNode(one) for one in events.looked_at]
    return to_tallies(ask.rows("counterparts_in_events", actor=iri, event=looked_at), "other")


def to_plain(
    actor: ActorView, events: Events, service: Service, counterparts: Sequence[Tally], frequent: Sequence[Frequent]
) -> dict[str, object]:
    """Return what the page tells, for JSON."""
    return {
        "actor": actor,
        "classes": events.classes,
        "months": events.counts.by_month,
        "counterparts": counterparts,
        "frequent_actions": frequent,
        "in_office": service.agents,
        "parts": service.parts,
        "events": [to_data(event) for event in events.shown],
    }
