"""What a list of events can be narrowed by, with the number of events that each choice would leave.

The counts of a facet are those of the list under all other filters. Where they would take long they are left out,
unless somebody asks for them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from flask import has_app_context

from kg.errors import LimitError
from kg.reference import DATA, read_rows
from web import words
from web.asking import Asking, text
from web.events.event_counts import Counted, read_counts, restrict
from web.events.event_filters import Filters
from web.events.event_requests import Wanted
from web.events.facet_counts import ROOT_DIGITS, Parts, by_months, read_bands, read_parts, read_sides, read_sources
from web.events.month_counts import count_all
from web.events.records import EventView
from web.links import key_of, mint
from web.remembering import remembered

MOST_LOOKED_AT = 600
"""Events of a list that are looked at to count them for a page."""
MOST_PATIENT = 100_000
"""Those that are looked at where somebody asks for it; of more, the engine would not be done in time."""
MOST_SHOWN = 8
"""Actors and outlets; besides those that are chosen."""
TITLES: Mapping[str, str] = {
    "class": "Class of action",
    "actor": "Who acts",
    "target": "Who is acted upon",
    "party": "On either side",
    "action": "Action",
    "level": "Level of who acts",
    "confidence": "Confidence",
    "source": "Outlet",
}
BANDS: Mapping[str, str] = {"high": "High, 80% and over", "medium": "Medium", "low": "Low, under 50%"}
LEVELS: Mapping[str, str] = {
    "State": "Government as a whole",
    "GovernmentBody": "Ministry or other body",
    "Person": "Leader, minister or other person",
    "Organisation": "International organisation",
    "Bloc": "Bloc of states",
    "ArmedGroup": "Armed group",
    "Company": "Company",
    "Group": "Other group",
}
FIELD_WORDS: Mapping[str, str] = {"actor": "Code or name", "target": "Code or name", "action": "CAMEO code"}
FIELDS: Mapping[str, tuple[str, ...]] = {
    "actor": ("actor", "dyad"),
    "target": ("target", "dyad"),
    "action": ("action",),
    "level": ("levels",),
    "confidence": ("bands",),
    "source": ("sources",),
}
"""Filters that are not looked at for the counts of a facet."""


OPEN = ("actor", "target", "party", "source", "action")
"""Facets whose counts do not have all values."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet."""

    value: str
    """As it stands in addresses."""
    label: str
    chosen: bool
    events: int | None
    """None where they are not counted."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One of the properties that a list can be narrowed by."""

    name: str
    """Its parameter in addresses."""
    title: str
    choices: tuple[Choice, ...]

    field: str = ""
    """What a text field for other values asks for; empty where there are none."""

    @property
    def counted(self) -> bool:
        """Whether its events are counted."""
        return any(choice.events is not None for choice in self.choices)

    @property
    def leading(self) -> tuple[Choice, ...]:
        """The choices to show first: those that are chosen, and those of most events."""
        if len(self.choices) <= MOST_SHOWN:
            return self.choices
        ranked = sorted(self.choices, key=lambda one: (not one.chosen, -(one.events or 0)))[:MOST_SHOWN]
        return tuple(one for one in self.choices if one in ranked)

    @property
    def others(self) -> tuple[Choice, ...]:
        """The other choices."""
        leading = self.leading
        return tuple(one for one in self.choices if one not in leading)


@cache
def list_codes() -> Mapping[str, str]:
    """Return what each CAMEO code stands for."""
    return {row["code"]: row["label"] for _, row in read_rows(DATA / "cameo.tsv")}


def read_facets(
    ask: Asking, wanted: Wanted, counted: Counted, shown: Iterable[EventView], *, patient: bool
) -> list[Facet]:
    """Return the facets of the list that is *wanted* and has been *counted*; *shown* is some of it."""
    counter = _Counter(ask, wanted.filters, counted, patient)
    counts = {name: counter.count(name) for name in FIELDS} | {"class": _count_classes(ask, wanted.filters, counted)}
    outlets = counts["source"] or dict.fromkeys(
        passage.source for event in shown for passage in event.passages if passage.source
    )
    names = _read_names(ask, wanted, [key for role in ("actor", "target") for key in counts[role] or ()])
    values: dict[str, tuple[Iterable[str], Mapping[str, str]]] = {
        "class": (words.CLASSES, words.CLASSES),
        "actor": (_first(counts["actor"]), names),
        "target": (_first(counts["target"]), names),
        "party": ((), names),
        "action": ([code for code in list_codes() if len(code) == ROOT_DIGITS], list_codes()),
        "level": (LEVELS, LEVELS),
        "confidence": (BANDS, BANDS),
        "source": (_first(outlets), {}),
    }
    return [
        _to_facet(name, offered, labels, wanted.parameters.get(name, ()), counts.get(name))
        for name, (offered, labels) in values.items()
    ]


def _first(found: Mapping[str, object] | None) -> list[str]:
    return list(found or ())[:MOST_SHOWN]


def _to_facet(
    name: str,
    offered: Iterable[str],
    labels: Mapping[str, str],
    chosen: Sequence[str],
    counts: Mapping[str, int] | None,
) -> Facet:
    listed = [
        Choice(value, labels.get(value, value), value in chosen, _find(counts, name, value))
        for value in dict.fromkeys([*offered, *chosen])
    ]
    return Facet(name, TITLES[name], tuple(listed), FIELD_WORDS.get(name, ""))


def _find(counts: Mapping[str, int] | None, name: str, value: str) -> int | None:
    if counts is None:
        return None
    whole = name not in OPEN or (name == "action" and len(value) == ROOT_DIGITS)
    return counts.get(value, 0 if whole else None)


def _count_classes(ask: Asking, filters: Filters, counted: Counted) -> Mapping[str, int] | None:
    if counted.everything is None:
        return None
    return restrict(ask, filters.without("quad_class"), counted.everything).by_class


def _read_names(ask: Asking, wanted: Wanted, keys: Iterable[str]) -> Mapping[str, str]:
    """Return the names of the actors with these *keys*, and of those that are asked for."""
    missing = [mint(ask.base, "actor", key) for key in dict.fromkeys(keys) if key not in wanted.labels]
    rows = ask.rows("labels", subject=missing) if missing else []
    return {**wanted.labels, **{key_of(text(row, "subject")): text(row, "label") for row in rows}}


class _Counter:
    """Counts the events of one list by its facets, each list that this needs once."""

    def __init__(self, ask: Asking, filters: Filters, counted: Counted, patient: bool) -> None:
        self._ask, self._filters, self._patient = ask, filters, patient
        self._counted = {filters: counted}
        self._parts: dict[Filters, Parts] = {}

    def count(self, name: str) -> Mapping[str, int] | None:
        """Return the most frequent values of the facet *name*, by their number of events; None if it takes long."""
        others = self._filters.without(*FIELDS[name])
        try:
            if name in ("actor", "target"):
                found = self._read_sides(name, others)
                if found is not None:
                    return _by_key(found)
            return self._look(name, others)
        except LimitError:
            if not self._patient:
                raise
            return None

    def _read_sides(self, name: str, others: Filters) -> Mapping[str, int] | None:
        """Return those of ``read_sides``; those of all events are remembered, as there are most of them."""
        if others != Filters() or not has_app_context():
            return read_sides(self._ask, others, name)
        return remembered(self._ask, ("sides of all events", name), lambda: read_sides(self._ask, others, name))

    def _looked_at(self, counted: Counted) -> int:
        """Return how many events have to be looked at to count those of a list."""
        if counted.listed is None or by_months(counted):
            all_months = count_all(self._ask).months
            return sum(all_months.get(month, 0) for month in (counted.listed.months if counted.listed else ()))
        return counted.found if counted.found is not None else counted.listed.total

    def _look(self, name: str, others: Filters) -> Mapping[str, int] | None:
        """Return the same by a look at each event."""
        if others not in self._counted:
            self._counted[others] = read_counts(self._ask, others, patient=self._patient)
        counted = self._counted[others]
        if counted.listed is None or self._looked_at(counted) > (MOST_PATIENT if self._patient else MOST_LOOKED_AT):
            return None
        if name == "source":
            return read_sources(self._ask, others, counted)
        if name == "confidence":
            return read_bands(self._ask, others, counted)
        if others not in self._parts:
            self._parts[others] = read_parts(self._ask, others, counted)
        parts = self._parts[others]
        if name in ("actor", "target"):
            return _by_key(dict((parts.actor if name == "actor" else parts.target).most_common()))
        return parts.action if name == "action" else parts.level


def _by_key(found: Mapping[str, int]) -> Mapping[str, int]:
    return {key_of(iri): events for iri, events in found.items()}
