"""The index of actors: those with most events, or by kind, letter, name, or whom they act for."""

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, request
from pyoxigraph import Literal, NamedNode

from kg.errors import SearchError
from kg.results import Row
from kg.vocab import DIP
from web import words
from web.actors.parties import KINDS_OF_MANY
from web.asking import Asking, number, text
from web.events.records import Named
from web.links import key_of, mint
from web.remembering import remembered
from web.site import engine, page_number, search
from web.twins import Table, answer, page_at

PAGE_SIZE = 50
MOST_FOUND = 200
"""Actors that a search by name gives."""
MAX_TYPED = 200
UNCOUNTED = ("GovernmentBody", "Person")
"""Kinds that mostly act for others, whose events are counted as those others' own."""
COLUMNS = ("actor", "name", "kind", "belongs_to", "events", "as_actor", "as_target", "conflict")

blueprint = Blueprint("actors", __name__)


@dataclass(frozen=True, slots=True)
class Activity:
    """How much an actor is in the graph."""

    events: int
    acted: int
    conflict: int

    @property
    def received(self) -> int:
        """Events that were done to it."""
        return self.events - self.acted


@dataclass(frozen=True, slots=True)
class Listed:
    """An actor as the index has it."""

    actor: Named
    kind: str
    """In words."""
    principals: tuple[Named, ...]
    """Whom it acts for or belongs to."""
    activity: Activity | None
    """None where its events count as another's, or there are none."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for."""

    kind: str
    """Name of a class in the ontology, or empty."""
    letter: str
    typed: str
    principal: str
    """Key of the actor that the listed act for or belong to."""

    def to(self, **changes: str | int | None) -> dict[str, str | int]:
        """Return the parameters of an address that asks for the same but for *changes*."""
        given = {"kind": self.kind, "letter": self.letter, "q": self.typed, "for": self.principal, **changes}
        return {name: value for name, value in given.items() if value}


@page_at(blueprint, "/actors")
def actors() -> Response:
    """Actors, fifty at a time."""
    ask, wanted = Asking(engine()), _read_wanted()
    active = remembered(ask, "active_parties", lambda: _read_active(ask))
    found, missing = _find(ask, wanted, active)
    pages = max(1, -(-len(found) // PAGE_SIZE))
    page = min(max(page_number(), 1), pages)
    listed = _describe(ask, found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], active)
    return answer(
        ask,
        "actors.html",
        data=lambda: {"total": len(found), "page": page, "pages": pages, "actors": listed},
        table=lambda: Table(COLUMNS, [_to_row(one) for one in listed]),
        subjects=[one.actor.iri for one in listed],
        listed=listed,
        most=max((one.activity.events for one in listed if one.activity), default=1),
        total=len(found),
        number=page,
        pages_in_all=pages,
        wanted=wanted,
        missing=missing,
        principal=_name_principal(ask, wanted),
        kinds=KINDS_OF_MANY,
        letters=string.ascii_uppercase,
        by_activity=not (wanted.letter or wanted.typed or wanted.principal),
    )


def _read_wanted() -> Wanted:
    kind, letter = request.args.get("kind", ""), request.args.get("letter", "").strip()[:1].upper()
    typed, principal = (" ".join(request.args.get(name, "").split())[:MAX_TYPED] for name in ("q", "for"))
    kind = kind if kind in words.KINDS else ""
    if kind in UNCOUNTED and not (letter or typed or principal):
        letter = "A"
    return Wanted(kind, "" if typed or principal else letter, typed, principal)


def _find(ask: Asking, wanted: Wanted, active: Mapping[str, Activity]) -> tuple[Sequence[str], str]:
    """Return the IRIs of all actors that are wanted, in order, and why they cannot be found, if so."""
    if wanted.principal:
        kind = NamedNode(DIP + wanted.kind) if wanted.kind else None
        word = Literal(wanted.typed.lower()) if wanted.typed else None
        principal = mint(ask.base, "actor", wanted.principal)
        return _iris(ask.rows("actors_in_service", principal=principal, kind=kind, word=word)), ""
    if wanted.typed:
        try:
            found = search().find_iris(wanted.typed, ("actor",), MOST_FOUND)
        except SearchError as error:
            return [], str(error)
        return _only_kind(ask, found, wanted.kind), ""
    if wanted.letter:
        return remembered(ask, ("actors", wanted.kind, wanted.letter), lambda: _read_letter(ask, wanted)), ""
    return remembered(ask, ("active", wanted.kind), lambda: _only_kind(ask, list(active), wanted.kind)), ""


def _read_active(ask: Asking) -> dict[str, Activity]:
    return {
        text(row, "actor"): Activity(number(row, "events"), number(row, "acted"), number(row, "conflict"))
        for row in ask.rows("active_parties")
    }


def _read_letter(ask: Asking, wanted: Wanted) -> list[str]:
    kinds = [NamedNode(DIP + kind) for kind in ([wanted.kind] if wanted.kind else words.KINDS)]
    return _iris(ask.rows("actors_by_letter", kind=kinds, letter=Literal(wanted.letter)))


def _only_kind(ask: Asking, iris: list[str], kind: str) -> list[str]:
    """Return those of *iris* that are of this kind, or all without one."""
    if not kind or not iris:
        return iris
    rows = ask.rows("kinds_of", actor=[NamedNode(iri) for iri in iris])
    wanted = {text(row, "actor") for row in rows if text(row, "kind") == DIP + kind}
    return [iri for iri in iris if iri in wanted]


def _iris(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(text(row, "actor") for row in rows))


def _describe(ask: Asking, iris: Sequence[str], active: Mapping[str, Activity]) -> list[Listed]:
    """Return what the page tells of the actors *iris*; of what is none, nothing."""
    names: dict[str, Named] = {}
    kinds: dict[str, str] = {}
    principals: dict[str, dict[str, Named]] = {}
    for row in ask.rows("actors_listed", actor=[NamedNode(iri) for iri in iris]) if iris else []:
        iri, kind, principal = text(row, "actor"), text(row, "kind").removeprefix(DIP), text(row, "principal")
        names.setdefault(iri, Named(iri, text(row, "label") or key_of(iri)))
        if kind in words.KINDS:
            kinds[iri] = words.KINDS[kind]
        if principal:
            principals.setdefault(iri, {})[principal] = Named(principal, text(row, "employer") or key_of(principal))
    return [
        Listed(names[iri], kinds.get(iri, ""), tuple(principals.get(iri, {}).values()), active.get(iri))
        for iri in iris
        if iri in names
    ]


def _name_principal(ask: Asking, wanted: Wanted) -> Named | None:
    if not wanted.principal:
        return None
    iri = mint(ask.base, "actor", wanted.principal)
    rows = ask.rows("labels", subject=iri)
    return Named(iri.value, text(rows[0], "label") if rows else wanted.principal)


def _to_row(one: Listed) -> tuple[object, ...]:
    known = one.activity
    counts = (known.events, known.acted, known.received, known.conflict) if known else (None,) * 4
    return (one.actor.iri, one.actor.label, one.kind, " ".join(named.iri for named in one.principals), *counts)
