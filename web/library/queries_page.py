"""The list of saved queries, by what they are about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from flask import Blueprint, Response, request

from kg.library import Library
from kg.queries import LONG, SavedQuery
from web.asking import Asking
from web.library.outside import Outside, find_outside, read_copies
from web.library.query_api import describe
from web.site import engine, shelf
from web.twins import Table, answer, page_at

LONGEST = 200
"""Characters of what was typed that are looked for."""
OWN_TITLE, OUTSIDE_TITLE = "Your own", "Together with data outside"
TITLES: Mapping[str, str] = MappingProxyType({
    "events": "Who did what to whom",
    "dyads": "Pairs and their relations",
    "quotes": "What was said",
    "sources": "Articles and sources",
    "actors": "Actors",
    "time": "Over time",
    "conflict": "Conflict",
    "cooperation": "Cooperation",
    "checking": "Checking what the graph says",
})  # fmt: skip
"""What the groups are called, in their order; any other is called by its tag, and follows."""
MARKING = (LONG, "federated")
"""Tags that say how a query is answered: they make no group."""
COLUMNS = ("name", "summary", "description", "tags", "own", "parameters")

blueprint = Blueprint("queries_page", __name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """A query in the list."""

    query: SavedQuery
    is_own: bool
    outside: Outside | None
    """What it asks outside, if anything."""

    @property
    def is_long(self) -> bool:
        """Whether it takes a while."""
        return LONG in self.query.tags

    @property
    def group(self) -> str:
        """What the group is called that it stands in."""
        if self.is_own:
            return OWN_TITLE
        if self.outside:
            return OUTSIDE_TITLE
        tag = next((tag for tag in self.query.tags if tag not in MARKING), "other")
        return TITLES.get(tag, tag.capitalize())

    def fits(self, words: Iterable[str], tag: str) -> bool:
        """Whether it has this *tag*, if one is named, and all *words* in what is said of it."""
        query = self.query
        said = " ".join((query.name, query.summary, query.description, *query.tags)).casefold()
        return (not tag or tag in query.tags) and all(word in said for word in words)


@page_at(blueprint, "/queries")
def queries() -> Response:
    """The saved queries, all of them or those with a tag or with some words."""
    tag, typed = (" ".join(request.args.get(name, "").split())[:LONGEST] for name in ("tag", "q"))
    ask, library = Asking(engine()), shelf().read()
    entries = list_entries(ask, library)
    listed = [entry for entry in entries if entry.fits(typed.casefold().split(), tag)]
    return answer(
        ask,
        "queries.html",
        data=lambda: {
            "queries": [describe(entry.query, entry.is_own) for entry in listed],
            "faults": library.faults,
        },
        table=lambda: Table(COLUMNS, [_to_row(entry) for entry in listed]),
        groups=group(listed),
        total=len(listed),
        in_all=len(entries),
        tags=count_tags(entries),
        tag=tag,
        typed=typed,
        faults=library.faults,
    )


def list_entries(ask: Asking, library: Library) -> list[Entry]:
    """Return the entries of all queries of *library*; the graph is asked for copies once for each of its states."""
    found = library.queries.values()
    copies = read_copies(ask) if any(query.endpoints for query in found) else {}
    return [Entry(query, query.name in library.own, find_outside(query, copies)) for query in found]


def group(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """Return *entries* by their groups: the user's own, then ours by subject, then those that ask others."""
    found: dict[str, list[Entry]] = {title: [] for title in (OWN_TITLE, *TITLES.values())}
    for entry in entries:
        found.setdefault(entry.group, []).append(entry)
    found |= {OUTSIDE_TITLE: found.pop(OUTSIDE_TITLE, [])}  # they come last
    return {title: members for title, members in found.items() if members}


def count_tags(entries: Iterable[Entry]) -> dict[str, int]:
    """Return how many of *entries* have each tag, the most frequent tags first."""
    counts: dict[str, int] = {}
    for entry in entries:
        for tag in entry.query.tags:
            counts[tag] = counts.get(tag, 0) + 1
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _to_row(entry: Entry) -> tuple[object, ...]:
    query = entry.query
    names = " ".join(param.name for param in query.params)
    return query.name, query.summary, query.description, " ".join(query.tags), int(entry.is_own), names
