"""The front page: what the graph holds, how much happened when, what is new, and who has most to do with whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from flask import Response
from pyoxigraph import NamedNode

from kg.library import find_queries
from kg.queries import SavedQuery
from kg.reference import bundled
from web import words
from web.actors.busiest import read_busiest, read_classes
from web.actors.parties import Tally, from_counts, to_tallies
from web.asking import Asking, number, text
from web.charts.timeline import Timeline, draw_timeline, is_month
from web.events.event_lists import EventPage, Filters, read_page
from web.events.event_tables import to_data
from web.events.month_counts import MonthCounts
from web.events.records import Named
from web.lately import lately
from web.links import key_of
from web.page_queries import FOLDER
from web.remembering import remembered
from web.twins import Table, answer

LATEST = 6
PAIRS = 8
TYPED = ("Russia", "NATO", "sanctions", "ceasefire", '"prime minister"')
"""Words to try the search with."""
ASKED: Mapping[str, str] = MappingProxyType({
    "who-sanctioned-whom": "Who imposed sanctions on whom?",
    "sentences-about-threats": "Which sentences tell of threats?",
    "network-of-parties": "Who deals with whom, as a network?",
})  # fmt: skip
"""Queries to try the endpoint with, by name: those of the project, and the examples of the editor."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much of what is in the graph, besides events."""

    mentions: int
    articles: int
    parties: int
    """That did something, or to which something was done."""
    latest: date | None
    """Day of the latest run that read articles."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a bar that stands for one class, in percent of the longest bar."""

    quad_class: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parties with the number of events between them."""

    iri: str
    members: tuple[Named, ...]
    counts: Mapping[str, int]
    """By name of the class in the ontology."""

    @property
    def events(self) -> int:
        """How many there are, in both directions."""
        return sum(self.counts.values())

    def pieces(self, most: int) -> Iterator[Piece]:
        """Yield the parts of its bar, where *most* events make the longest."""
        begin = 0.0
        for name in words.CLASSES:
            width = 100 * self.counts.get(name, 0) / most
            if width:
                yield Piece(name, round(begin, 2), round(width, 2))
            begin += width


@dataclass(frozen=True, slots=True)
class Front:
    """What the page shows."""

    holdings: Holdings | None
    """None while it is counted."""
    since: str
    """First month of an event, ``2024-01``; empty where no event has one."""
    until: str
    """Last month."""
    latest: EventPage
    chart: Timeline | None
    pairs: Sequence[Pair]
    """None of them while they are counted."""
    actors: Sequence[Tally]

    @property
    def period(self) -> str:
        """From when to when there are events, in words; empty where no event has a month."""
        return words.period_words(self.since, self.until) if self.since else ""


def show(ask: Asking) -> Response:
    """Return the front page, or its twin."""
    front = read_front(ask)
    return answer(
        ask,
        "home.html",
        data=lambda: to_json(front),
        table=lambda: to_table(front.latest.counts),
        front=front,
        classes=from_counts(front.latest.counts.by_class),
        words_to_try=TYPED,
        questions=list(_bind_questions(ask.base)),
    )


def read_front(ask: Asking) -> Front:
    """Return what the page shows; the graph is asked once for each of its states."""
    latest = remembered(ask, "latest", lambda: read_page(ask, Filters(), size=LATEST))
    months = [month for month in latest.counts.by_month if is_month(month)]
    return Front(
        lately(ask, "holdings", read_holdings),
        min(months, default=""),
        max(months, default=""),
        latest,
        draw_timeline(latest.counts),
        read_pairs(ask),
        remembered(ask, "busiest_actors", lambda: to_tallies(ask.rows("busiest_actors"), "party")),
    )


def read_holdings(ask: Asking) -> Holdings:
    """Return how much is in the graph, which is a count of all articles and mentions."""
    row = ask.rows("holdings")[0]
    return Holdings(
        number(row, "mentions"), number(row, "articles"), number(row, "parties"), words.parse_day(text(row, "latest"))
    )


def read_pairs(ask: Asking) -> list[Pair]:
    """Return the pairs with the most events between them, the busiest first."""
    iris = tuple(iri for iri, _ in (read_busiest(ask) or ())[:PAIRS])
    return remembered(ask, ("pairs", iris), lambda: _read_pairs(ask, iris))


def _read_pairs(ask: Asking, iris: Sequence[str]) -> list[Pair]:
    counts, members = read_classes(ask, iris), dict[str, list[Named]]()
    for row in ask.rows("members_of_dyads", dyad=[NamedNode(iri) for iri in iris]) if iris else ():
        iri = text(row, "member")
        members.setdefault(text(row, "dyad"), []).append(Named(iri, text(row, "label") or key_of(iri)))
    pairs = [Pair(iri, tuple(members[iri]), counts[iri]) for iri in iris if iri in members]
    return sorted(pairs, key=lambda pair: (-pair.events, pair.iri))


def to_json(front: Front) -> object:
    """Return what the page shows, of which JSON can be made."""
    counts = front.latest.counts
    return {
        "events": counts.total,
        "holdings": front.holdings,
        "since": front.since,
        "until": front.until,
        "classes": counts.by_class,
        "months": counts.by_month,
        "busiest_pairs": [{"iri": pair.iri, "members": pair.members, "events": pair.counts} for pair in front.pairs],
        "busiest_actors": front.actors,
        "latest": [to_data(event) for event in front.latest.events],
    }


def to_table(counts: MonthCounts) -> Table:
    """Return how many events each month has, by class; a last row has those without a month."""
    months = {month: counts.by_month[month] for month in reversed(list(counts.by_month))}
    undated = {
        name: counts.by_class.get(name, 0) - sum(found.get(name, 0) for found in months.values())
        for name in words.CLASSES
    }
    numbers = {
        month: [found.get(name, 0) for name in words.CLASSES] for month, found in {**months, "": undated}.items()
    }
    rows = [(month, *found, sum(found)) for month, found in numbers.items() if any(found)]
    return Table(("month", *words.CLASSES, "all"), rows)


def _bind_questions(base: str) -> Iterator[tuple[str, str]]:
    for name, question in ASKED.items():
        yield question, _find_queries()[name].bind(base=base)


@cache
def _find_queries() -> Mapping[str, SavedQuery]:
    return {**find_queries(bundled("queries")), **find_queries(FOLDER / "examples")}
