"""The page of an actor: who it is, who acts for it, what it did, what was done to it, and with whom it deals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Response, abort, request
from pyoxigraph import NamedNode

from web import words
from web.actors.agents import Service, read_service
from web.actors.company import Margin, read_first, read_margin
from web.actors.neighbours import Neighbourhood, draw_neighbourhood
from web.actors.parties import ActorView, ClassCount, Tally, from_counts, read_actor, to_tallies
from web.asking import Asking
from web.charts.timeline import draw_timeline
from web.events.event_filters import Filters
from web.events.event_lists import EventPage
from web.events.event_tables import to_data, to_table
from web.events.month_counts import MonthCounts, find_counts
from web.events.records import EventView, Named
from web.links import key_of, mint_pair
from web.remembering import remembered
from web.site import href
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
    margin: Margin
    """Of the latest that it did, or that were done to it where it did nothing."""
    most: str
    """Which of the two: ``actor`` or ``target``."""

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
    events = read_lists(ask, found, side)
    service = read_service(ask, iri)
    counterparts, network = remembered(
        ask, ("counterparts", iri.value), lambda: read_neighbours(ask, found, events)
    )  # thousands of counts are added up for a large state
    return answer(
        ask,
        "actor.html",
        data=lambda: to_plain(found, events, service, counterparts),
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
        events=events,
        chart=draw_timeline(events.counts),
        service=service,
        counterparts=counterparts,
        network=network,
    )


def read_lists(ask: Asking, actor: ActorView, side: str) -> Events:
    """Return the events of *actor*, on one side or both."""
    iri = NamedNode(actor.iri)
    filters = {"actor": Filters(actor=iri), "target": Filters(target=iri)}
    lists = {name: read_first(ask, one, LATEST_OF_SIDE if side == name else LATEST) for name, one in filters.items()}
    acted, received = lists["actor"].counts, lists["target"].counts
    most = "actor" if acted.total else "target"
    total = {name: acted.by_class.get(name, 0) + received.by_class.get(name, 0) for name in words.CLASSES}
    return Events(
        {side: lists[side]} if side else lists,
        lists[side].counts if side else count_both(ask, actor, acted, received),
        from_counts(total, acted.by_class),
        read_margin(ask, filters[most], lists[most].counted),
        most,
    )


def count_both(ask: Asking, actor: ActorView, acted: MonthCounts, received: MonthCounts) -> MonthCounts:
    """Return the counts of the events that *actor* has on either side, each event once."""
    iri = NamedNode(actor.iri)
    # Persons do nothing to themselves; what a party does to itself is both done and received.
    own = None if actor.acts_for else find_counts(ask, {"actor": iri, "target": iri})
    own = own or MonthCounts({}, {})
    months = sorted({*acted.by_month, *received.by_month}, reverse=True)
    return MonthCounts(
        {one: _sum(*(counts.by_month.get(one, {}) for counts in (acted, received, own))) for one in months},
        _sum(acted.by_class, received.by_class, own.by_class),
    )


def _sum(acted: Mapping[str, int], received: Mapping[str, int], own: Mapping[str, int]) -> Mapping[str, int]:
    return {name: acted.get(name, 0) + received.get(name, 0) - own.get(name, 0) for name in {*acted, *received}}


def read_neighbours(ask: Asking, actor: ActorView, events: Events) -> tuple[list[Tally], Neighbourhood | None]:
    """Return with whom *actor* has most to do, and the network that they make."""
    counterparts = read_counterparts(ask, actor, events)
    return counterparts, draw_neighbourhood(ask, Named(actor.iri, actor.label), counterparts)


def read_counterparts(ask: Asking, actor: ActorView, events: Events) -> list[Tally]:
    """Return with whom *actor* has most to do: of all its events, or of the latest where these are not counted.

    Who acts for another has no counts of its own.
    """
    iri = NamedNode(actor.iri)
    if not actor.acts_for:
        return to_tallies(ask.rows("counterparts_of_party", actor=iri), "other")
    latest = [NamedNode(event) for event in events.margin.latest]
    return to_tallies(ask.rows("counterparts_in_events", actor=iri, event=latest), "other") if latest else []


def to_plain(actor: ActorView, events: Events, service: Service, counterparts: Sequence[Tally]) -> dict[str, object]:
    """Return what the page tells, for JSON."""
    return {
        "actor": actor,
        "classes": events.classes,
        "months": events.counts.by_month,
        "counterparts": counterparts,
        "frequent_actions": events.margin.frequent,
        "in_office": service.agents,
        "parts": service.parts,
        "events": [to_data(event) for event in events.shown],
    }
