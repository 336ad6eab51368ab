"""The events of a list from a place on, in order, at little cost in a large graph.

To order all events of a list by date would take seconds. There are two ways around it. Where much fits, the days are
looked through from the place on, some at a time, until there is enough that fits. Where little fits, all of it is found
by the filters, and put in order. Which is cheaper follows from the counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.results import Row
from web.asking import Asking, text
from web.events.day_batches import DATE, Sizes, plan_batches
from web.events.day_periods import parse_first
from web.events.event_filters import ALWAYS, Filters
from web.events.places import SECTIONS, UNDATED, Place
from web.page_queries import Value

MOST_CHECKED = 5000
"""Events of a batch whose sentences are looked at for common words."""


FINDING = 2
"""To find an event and put it in order takes so many times longer than to look at one of a day."""


@dataclass(frozen=True, slots=True)
class Step:
    """An event of a list, and where it stands in it."""

    event: str
    date: str
    """As in a Place."""

    def to_place(self, *, newer: bool) -> Place:
        """Return the place beside it, from which the older events follow, or the newer."""
        return Place(self.date, self.event, newer)


def walk(ask: Asking, filters: Filters, leading: str, sizes: Sizes, place: Place, wanted: int) -> list[Step]:
    """Return the events next to *place*, *wanted* of them at most, the nearest first.

    *leading* is the filter that finds the fewest.
    """
    found: list[Step] = []
    for section in _list_sections(filters, place):
        beside = place if section == place.section else Place(newer=place.newer)
        missing = wanted - len(found)
        if section == "in_months" and not is_found_first(filters, sizes, missing):
            found += _look_through(ask, filters, sizes, beside, missing)
        else:
            found += _find(ask, filters, leading, section, beside, missing)
        if len(found) >= wanted:
            break
    return found


def is_found_first(filters: Filters, sizes: Sizes, wanted: int) -> bool:
    """Whether it is cheaper to find all that fits than to look through the days."""
    if filters.words and filters.words.mentions is not None:
        return True
    if not filters.values or sizes.found is None:
        return False
    everything = sum(sizes.all.values())
    return sizes.found <= min(everything, wanted * everything / max(FINDING * sizes.found, 1))


def _list_sections(filters: Filters, place: Place) -> Sequence[str]:
    if filters.period != ALWAYS:
        return SECTIONS[:1]
    number = SECTIONS.index(place.section)
    return SECTIONS[number::-1] if place.newer else SECTIONS[number:]


def _find(ask: Asking, filters: Filters, leading: str, section: str, place: Place, wanted: int) -> list[Step]:
    """Return what the filters find, of those in *section* that come next to *place*."""
    ends = {"since": filters.period.first, "until": filters.period.last}
    bounds = {name: Literal(day.isoformat(), datatype=DATE) for name, day in ends.items() if day}
    values = {**filters.led_by(leading), **bounds, section: 1, "limit": wanted, **_to_key(place)}
    return [_to_step(row, section) for row in _read(ask, filters, f"{_name(place)}_events", values)]


def _look_through(ask: Asking, filters: Filters, sizes: Sizes, place: Place, wanted: int) -> list[Step]:
    """Return those next to *place* that fit, from the days that come next to it."""
    found: list[Step] = []
    for batch in plan_batches(sizes, filters.period, place, wanted):
        values = {**filters.led_by(), **batch.values, "limit": wanted - len(found), **_to_key(place)}
        found += [_to_step(row, "in_months") for row in _read(ask, filters, f"{_name(place)}_events_of_days", values)]
        if len(found) >= wanted:
            break
    return found


def _read(ask: Asking, filters: Filters, name: str, values: Mapping[str, Value]) -> Sequence[Row]:
    """Return the rows of a query; where words are too common to be found first, those that have them."""
    if not filters.words or filters.words.mentions is not None:
        return ask.rows(name, **values)
    rows = ask.rows(name, **{**values, "limit": MOST_CHECKED})
    events = [NamedNode(text(row, "event")) for row in rows]
    mentions = {text(row, "mention"): text(row, "event") for row in ask.rows("mentions_of_events", event=events)}
    fitting = {mentions[one] for one in filters.words.choose(mentions)}
    return [row for row in rows if text(row, "event") in fitting][: int(str(values["limit"]))]


def _name(place: Place) -> str:
    return "newer" if place.newer else "older"


def _to_key(place: Place) -> dict[str, Value]:
    """Return the parameters that tell where a page begins."""
    if not place.event:
        return {}
    if place.section == UNDATED:
        return {"last": Literal(place.event)}
    day = parse_first(place.date)
    return {"edge": Literal(day.isoformat(), datatype=DATE), "beside": Literal(place.event)}


def _to_step(row: Row, section: str) -> Step:
    day = text(row, "date")
    return Step(text(row, "event"), {"in_months": day, "of_year": day[:4]}.get(section, UNDATED))
