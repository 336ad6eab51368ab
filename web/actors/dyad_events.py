"""What the page of two actors shows of their events, as its address wants it, and the addresses of its other states."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from web import words
from web.actors.between import BACK, FORTH, Between, count_classes
from web.actors.company import Margin, read_first, read_margin
from web.actors.pairs import Pair
from web.actors.parties import ClassCount
from web.asking import Asking
from web.events.event_counts import Counted, read_counts, restrict
from web.events.event_filters import Filters
from web.events.event_lists import PAGE_SIZE, EventPage, read_page
from web.events.event_requests import Wanted, read_wanted
from web.events.facet_counts import read_bands
from web.events.facets import MOST_LOOKED_AT
from web.events.month_counts import MonthCounts
from web.events.places import Place
from web.site import href, search

FILTERS = ("since", "until", "class", "confidence", "before", "after")
"""Parameters of the list of events that the page has too."""
NOTHING = MonthCounts({}, {})


@dataclass(frozen=True, slots=True)
class Counts:
    """How many events there are."""

    classes: Sequence[ClassCount]
    """Of all time, from both sides."""
    acting: Mapping[str, int]
    """That fit but for the direction, by direction."""
    by_class: Mapping[str, int]
    """That fit but for the class."""
    bands: Mapping[str, int] | None
    """That fit but for the confidence, by the name of its band; None where these are many."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows."""

    between: Between
    direction: str
    """One of those of *between*."""
    wanted: Wanted
    filters: Filters
    listed: EventPage
    counts: Counts
    margin: Margin
    """Of the latest events that fit."""

    @property
    def pair(self) -> Pair:
        """The two actors."""
        return self.between.pair

    @property
    def total(self) -> int:
        """Events of all time, in both directions."""
        return sum(one.total for one in self.counts.classes)

    @property
    def charted(self) -> MonthCounts:
        """By month, those of all time in the direction and of the classes that are chosen."""
        counts = self.listed.counted.everything or NOTHING
        chosen = self.wanted.parameters.get("class", ())
        return counts.of_classes(chosen) if chosen else counts

    @property
    def span(self) -> str:
        """From the first month that is known to the last, in words."""
        months = sorted(self.charted.by_month)
        return words.period_words(months[0], months[-1]) if months else ""

    def to(self, *without: str, **changes: str | Sequence[str]) -> str:
        """Return the address of the page with *changes* of its parameters, from the beginning of the list."""
        kept: dict[str, str | Sequence[str]] = {"dir": self.direction, **self.wanted.parameters, **changes}
        given = {name: value for name, value in kept.items() if value and name not in without}
        return f"{href(self.pair.iri)}{'?' if given else ''}{urlencode(given, doseq=True)}"

    def toggle(self, name: str, value: str) -> str:
        """Return the address of the page with *value* chosen for the parameter *name*, or no more so."""
        chosen = self.wanted.parameters.get(name, ())
        return self.to(**{name: [one for one in chosen if one != value] if value in chosen else [*chosen, value]})

    def beside(self, place: Place) -> str:
        """Return the address of the page of the list at *place*."""
        return self.to(**place.parameters)

    def elsewhere(self, endpoint: str, **more: str) -> str:
        """Return the address of another page about the same events."""
        given: dict[str, Any] = {**self.between.to_parameters(self.direction), **self.wanted.parameters, **more}
        return url_for(endpoint, **given)


def read_shown(ask: Asking, between: Between) -> Shown:
    """Return what the page of a pair shows, as the address of the request wants it."""
    given = MultiDict([(name, value) for name in FILTERS for value in request.args.getlist(name)])
    wanted = read_wanted(ask, search(), given)
    direction = request.args.get("dir", "")
    direction = direction if direction in between.directions else between.directions[0]
    found = between.to_filters(direction)
    filters = replace(wanted.filters, actor=found.actor, target=found.target, dyad=found.dyad)
    first = wanted.place.is_start
    listed = read_first(ask, filters, PAGE_SIZE) if first else read_page(ask, filters, wanted.place)
    known = between.principals.union(member.iri for member in between.pair.members)
    return Shown(
        between,
        direction,
        wanted,
        filters,
        listed,
        _read_counts(ask, between, direction, filters, listed),
        read_margin(ask, filters, listed.counted, known),
    )


def _read_counts(ask: Asking, between: Between, direction: str, filters: Filters, listed: EventPage) -> Counts:
    everything = listed.counted.everything or NOTHING
    classes = count_classes(ask, between)
    if filters == between.to_filters(direction):
        acting: Mapping[str, int] = {
            FORTH: sum(one.acted for one in classes),
            BACK: sum(one.received for one in classes),
        }
    else:
        acting = _count_acting(ask, between, direction, filters, listed.total)
    by_class = restrict(ask, filters.without("quad_class"), everything).by_class
    return Counts(classes, acting, by_class, _count_bands(ask, filters, listed.counted))


def _count_acting(ask: Asking, between: Between, direction: str, filters: Filters, total: int) -> Mapping[str, int]:
    """Return how many events that fit *filters* there are in either direction; there are *total* in this one."""
    found = {direction: total}
    for way in (FORTH, BACK):
        if way not in found and len(found) < 2:  # what both ways have less one is the other
            sides = between.to_filters(way)
            narrower = replace(filters, actor=sides.actor, target=sides.target, dyad=sides.dyad)
            found[way] = (read_counts(ask, narrower, patient=True).listed or NOTHING).total
    return found if direction else {**found, BACK: total - found[FORTH]}


def _count_bands(ask: Asking, filters: Filters, counted: Counted) -> Mapping[str, int] | None:
    others = filters.without("bands")
    if others != filters:
        counted = read_counts(ask, others, patient=False)
    few = counted.listed is not None and counted.listed.total <= MOST_LOOKED_AT
    return read_bands(ask, others, counted) if few else None
