"""What an address of the list of events asks for: its filters, and what of them makes no sense."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pyoxigraph import Literal, NamedNode
from werkzeug.datastructures import MultiDict

from kg.errors import SearchError
from kg.graph.search import Search
from web import words
from web.asking import Asking, text
from web.events.day_periods import Days, parse_days
from web.events.event_filters import ALWAYS, Band, Filters, find_dyads, to_class
from web.events.event_words import Words, find_words
from web.events.places import START, Place, parse_place
from web.links import key_of, mint

ROLES = ("actor", "target", "party")
NAMES = ("since", "until", *ROLES, "dyad", "action", "class", "level", "confidence", "source", "q")
"""Parameters that filter, in the order in which addresses have them."""
SINGLE = ("since", "until", "q")
"""Those that count once."""
MOST_VALUES = 50
"""Of one parameter."""
MOST_TYPED = 200
"""Characters of a value that are looked at."""
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address asks for."""

    filters: Filters
    parameters: Mapping[str, tuple[str, ...]]
    """The filters as they stand in addresses: those that make sense, actors by their codes."""
    labels: Mapping[str, str]
    """Names of these actors, by code."""
    place: Place
    notes: tuple[str, ...]
    """What is wrong with the others."""

    def without(self, *names: str, value: str = "") -> dict[str, Any]:
        """Return the parameters but for *names*, or but for this *value* of them."""
        return self._kept(lambda name, given: name not in names or bool(value and given != value))

    def replacing(self, **values: str) -> dict[str, Any]:
        """Return the parameters with these *values* for theirs; an empty one is left out."""
        return self.without(*values) | {name: [value] for name, value in values.items() if value}

    def _kept(self, is_kept: Callable[[str, str], bool]) -> dict[str, Any]:
        found = {name: [one for one in given if is_kept(name, one)] for name, given in self.parameters.items()}
        return {name: given for name, given in found.items() if given}


def read_wanted(ask: Asking, search: Search, given: MultiDict[str, str]) -> Wanted:
    """Return what the parameters *given* ask for; raises as *search* where words are asked for."""
    return _Reader(ask, search, given).read()


class _Reader:
    """Reads one address, and keeps what is wrong with it."""

    def __init__(self, ask: Asking, search: Search, given: MultiDict[str, str]) -> None:
        self._ask, self._search = ask, search
        typed = {name: [" ".join(one.split())[:MOST_TYPED] for one in given.getlist(name)] for name in NAMES}
        self._typed = {name: [*dict.fromkeys(filter(None, found))][:MOST_VALUES] for name, found in typed.items()}
        self._before, self._after = given.get("before", ""), given.get("after", "")
        self._notes: list[str] = []
        self._labels: dict[str, str] = {}

    def read(self) -> Wanted:
        for name in SINGLE:
            self._typed[name] = self._typed[name][:1]
        period = self._try(self._read_period, ALWAYS)
        if period == ALWAYS:
            self._typed["since"] = self._typed["until"] = []
        for name, known in (
            ("class", words.CLASSES),
            ("level", words.KINDS),
            ("confidence", [one.value for one in Band]),
        ):
            self._keep_known(name, known)
        self._name_actors()
        filters = self._to_filters(period)
        place = self._try(lambda: parse_place(self._before, self._after, self._ask.base), START)
        kept = {name: tuple(found) for name, found in self._typed.items() if found}
        return Wanted(filters, kept, self._labels, place, tuple(self._notes))

    def _try(self, read: Callable[[], Result], default: Result) -> Result:
        """Return what *read* returns; *default*, with a note, where it finds a fault."""
        try:
            return read()
        except ValueError as error:
            self._notes.append(f"{error}.")
            return default

    def _read_period(self) -> Days:
        since, until = (self._typed[name][0] if self._typed[name] else "" for name in ("since", "until"))
        return parse_days(since, until)

    def _keep_known(self, name: str, known: Iterable[str]) -> None:
        for value in self._typed[name]:
            if value not in known:
                self._notes.append(f"“{value}” is no {name} and was not looked at: choose of {', '.join(known)}.")
        self._typed[name] = [value for value in self._typed[name] if value in known]

    def _name_actors(self) -> None:
        """Find the names of the actors asked for; where one is asked for by its name, its code."""
        typed = dict.fromkeys(one for role in ROLES for one in self._typed[role])
        codes = {one: self._find_code(one) for one in typed if one not in self._read_labels(typed)}
        self._read_labels(codes.values())
        for role in ROLES:
            self._typed[role] = [*dict.fromkeys(codes.get(one, one) for one in self._typed[role])]

    def _read_labels(self, codes: Iterable[str]) -> Mapping[str, str]:
        wanted = [mint(self._ask.base, "actor", one) for one in codes if one not in self._labels]
        for row in self._ask.rows("labels", subject=wanted) if wanted else ():
            self._labels[key_of(text(row, "subject"))] = text(row, "label")
        return self._labels

    def _find_code(self, typed: str) -> str:
        try:
            found = self._search.suggest(typed, 1)
        except SearchError:
            found = []
        if not found:
            self._notes.append(f"No actor of the graph has the code or the name “{typed}”.")
            return typed
        code = key_of(found[0].iri)
        self._notes.append(f"“{typed}” was taken for {found[0].label} ({code}).")
        return code

    def _to_filters(self, period: Days) -> Filters:
        actors, targets, parties = (self._mint(role) for role in ROLES)
        codes = self._typed["action"]
        return Filters(
            actor=actors,
            target=targets,
            party=parties,
            dyad=self._mint("dyad", "dyad") or (find_dyads(self._ask, actors, targets) if actors and targets else None),
            action=self._find_codes(codes) if codes else None,
            quad_class=tuple(map(to_class, self._typed["class"])) or None,
            levels=tuple(map(to_class, self._typed["level"])),
            bands=frozenset(map(Band, self._typed["confidence"])),
            sources=tuple(self._typed["source"]),
            words=self._find_words(),
            period=period,
        )

    def _mint(self, name: str, kind: str = "actor") -> tuple[NamedNode, ...] | None:
        return tuple(mint(self._ask.base, kind, key) for key in self._typed[name]) or None

    def _find_codes(self, codes: list[str]) -> tuple[NamedNode, ...]:
        """Return the actions with one of these codes, or a code below it."""
        rows = self._ask.rows("codes", code=[Literal(code) for code in codes])
        return tuple(NamedNode(text(row, "action")) for row in rows)

    def _find_words(self) -> Words | None:
        typed = self._typed["q"]
        return find_words(self._search, typed[0]) if typed else None
