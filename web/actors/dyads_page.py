"""The index of pairs: those with most events between them, and a way to any two actors."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, request
from pyoxigraph import NamedNode

from kg.errors import SearchError
from web.actors.busiest import read_busiest, read_classes
from web.asking import Asking, text
from web.charts.volumes import CONFLICT
from web.events.records import Named
from web.links import key_of, mint, mint_pair
from web.site import engine, href, page_number, search
from web.twins import Table, answer, page_at

PAGE_SIZE = 50
MAX_TYPED = 200
COLUMNS = ("dyad", "one", "one_label", "other", "other_label", "events", "conflict")

blueprint = Blueprint("dyads", __name__)


@dataclass(frozen=True, slots=True)
class PairTally:
    """A pair with the number of events between its two."""

    iri: str
    one: Named
    other: Named
    events: int
    conflict: int
    """Those among them that are of conflict."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was typed into the form for two actors, and what is wrong with it."""

    one: str
    other: str
    problem: str = ""


@page_at(blueprint, "/dyads")
def dyads() -> Response:
    """The pairs with most events between them; with two actors chosen, the way to the page of these."""
    ask = Asking(engine())
    choice = Choice(*(" ".join(request.args.get(name, "").split())[:MAX_TYPED] for name in ("one", "other")))
    if choice.one or choice.other:
        chosen = choose_pair(ask, choice.one, choice.other)
        if isinstance(chosen, NamedNode):
            return Response(status=303, headers={"Location": str(href(chosen.value))})
        choice = Choice(choice.one, choice.other, chosen)
    return _show(ask, choice)


def _show(ask: Asking, choice: Choice) -> Response:
    counted = read_busiest(ask)
    busiest = counted or ()
    pages = max(1, -(-len(busiest) // PAGE_SIZE))
    page = min(max(page_number(), 1), pages)
    start = (page - 1) * PAGE_SIZE
    listed = busiest[start : start + PAGE_SIZE]
    classes = read_classes(ask, [iri for iri, _ in listed])
    conflict = {iri: sum(found.get(name, 0) for name in CONFLICT) for iri, found in classes.items()}
    shown = read_members(ask, [(iri, events, conflict[iri]) for iri, events in listed])
    return answer(
        ask,
        "dyads.html",
        data=lambda: {"page": page, "pages": pages, "dyads": shown},
        table=lambda: Table(COLUMNS, [_to_row(pair) for pair in shown]),
        subjects=[pair.iri for pair in shown],
        pairs=shown,
        most=max((pair.events for pair in shown), default=1),
        start=start,
        number=page,
        pages_in_all=pages,
        choice=choice,
        counting=counted is None,
    )


def read_members(ask: Asking, counted: Sequence[tuple[str, int, int]]) -> list[PairTally]:
    """Return the pairs with their actors, from the IRI of each, its events and those of conflict."""
    rows = ask.rows("members_of_dyads", dyad=[NamedNode(iri) for iri, _, _ in counted]) if counted else []
    members: dict[str, dict[str, Named]] = {}
    for row in rows:
        iri = text(row, "member")
        members.setdefault(text(row, "dyad"), {})[iri] = Named(iri, text(row, "label") or key_of(iri))
    found = []
    for iri, events, conflict in counted:
        if len(both := tuple(members.get(iri, {}).values())) == 2:
            found.append(PairTally(iri, both[0], both[1], events, conflict))
    return found


def choose_pair(ask: Asking, one: str, other: str) -> NamedNode | str:
    """Return the IRI of the pair of two actors, each named by its code or a name; in words why there is none."""
    found = []
    for typed in (one, other):
        if not typed:
            return "Name two actors."
        actor = find_actor(ask, typed)
        if actor is None:
            return f"No actor is called “{typed}”."
        found.append(key_of(actor.value))
    if found[0] == found[1]:
        return "Name two different actors."
    return mint_pair(ask.base, *found)


def find_actor(ask: Asking, typed: str) -> NamedNode | None:
    """Return the actor with this code, in small letters or large, or the one whose name fits best; None if none does.

    Without an index of names only codes are found.
    """
    keys = [mint(ask.base, "actor", key) for key in dict.fromkeys((typed, typed.upper(), typed.lower()))]
    known = {text(row, "actor") for row in ask.rows("actors_named", actor=keys)}
    if by_code := next((key for key in keys if key.value in known), None):
        return by_code
    try:
        hits = search().find_iris(typed, ("actor",), 1)
    except SearchError:
        return None
    return NamedNode(hits[0]) if hits else None


def _to_row(pair: PairTally) -> tuple[object, ...]:
    return (pair.iri, pair.one.iri, pair.one.label, pair.other.iri, pair.other.label, pair.events, pair.conflict)
