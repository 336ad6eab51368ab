"""Which days to look through for a page of a list, some at a time."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.vocab import XSD
from web.events.day_periods import Days, days_of, parse_first
from web.events.places import Place
from web.page_queries import Value

GYEARMONTH = NamedNode(XSD + "gYearMonth")
DATE = NamedNode(XSD + "date")
CROWDED = 400
"""Events of a month that is looked through by days."""
MONTH = re.compile(r"(?!0000)\d{4}-(0[1-9]|1[0-2])")
"""What an update has written may be no month, or one that is in no calendar of ours."""
MOST = 800
"""Days or months that one query looks through."""
SHARE = 0.05
"""Of the events of a day, that are expected to fit where it is not known."""
MARGIN = 1.3
"""Times as many events as are wanted are expected in the first batch, as days differ."""
GROWTH = 4
"""How many times more are expected in each further one."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """What is known of how many events there are, so that the cheaper way can be chosen."""

    all: Mapping[str, int]
    """Events of each month, whether they fit or not."""
    fitting: Mapping[str, int] | None
    """Those that fit; None where they are not counted."""
    found: int | None
    """Events that the filters find, which would have to be put in order; None where they are too many to tell."""

    def expected(self, month: str) -> float:
        """Return how many events of *month* fit, as far as it can be told."""
        return self.all.get(month, 0) * SHARE if self.fitting is None else self.fitting.get(month, 0)


@dataclass(frozen=True, slots=True)
class Batch:
    """Days or months that one query looks through."""

    kind: str
    """The parameter of the query: ``date`` or ``month``."""
    names: Sequence[str]
    events: float
    """That may have to be looked at."""

    @property
    def values(self) -> dict[str, Value]:
        """The parameters of the query."""
        datatype = DATE if self.kind == "date" else GYEARMONTH
        return {self.kind: [Literal(name, datatype=datatype) for name in self.names]}


@dataclass(frozen=True, slots=True)
class Unit:
    """A day, or a month of few events."""

    kind: str
    name: str
    events: float
    expected: float


def plan_batches(sizes: Sizes, period: Days, place: Place, wanted: int) -> Iterator[Batch]:
    """Yield the days from *place* on, in its direction, so many at a time as are likely to have what is *wanted*."""
    gathered: list[Unit] = []
    enough = wanted * MARGIN
    for unit in list_units(sizes, period, place):
        if gathered and (
            unit.kind != gathered[0].kind or len(gathered) == MOST or sum(one.expected for one in gathered) >= enough
        ):
            yield _to_batch(gathered)
            gathered, enough = [], enough * GROWTH
        gathered.append(unit)
    if gathered:
        yield _to_batch(gathered)


def _to_batch(units: Sequence[Unit]) -> Batch:
    return Batch(units[0].kind, [unit.name for unit in units], sum(unit.events for unit in units))


def list_units(sizes: Sizes, period: Days, place: Place) -> Iterator[Unit]:
    """Yield the months that may have something, crowded ones by their days, in the order in which they are read."""
    ahead = _find_ahead(place)
    for month in sorted(filter(MONTH.fullmatch, sizes.all), reverse=not place.newer):
        expected = sizes.expected(month)
        if not expected or not period.has_month(month) or not ahead.has_month(month):
            continue
        if sizes.all[month] < CROWDED and month not in period.partial_months:
            yield Unit("month", month, sizes.all[month], expected)
            continue
        days = [day for day in days_of(month) if day in period and day in ahead]
        for day in days if place.newer else reversed(days):
            yield Unit("date", day.isoformat(), sizes.all[month] / 30, expected / 30)


def _find_ahead(place: Place) -> Days:
    """Return the days that may have what comes next to *place*."""
    if not place.date:
        return Days()
    day = parse_first(place.date)
    return Days(first=day) if place.newer else Days(last=day)
