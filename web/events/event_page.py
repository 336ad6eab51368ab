"""The page of one event: its four parts, each sentence that says so, where it came from, and what is near it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from flask import Response, abort, g
from pyoxigraph import NamedNode, RdfFormat

from kg.vocab import DIP, PROV
from web import words
from web.asking import Asking, text
from web.events.event_tables import to_data, to_table
from web.events.near_events import read_near
from web.events.records import EventView, Named, Passage, read_events
from web.events.surroundings import Surroundings, cut_out
from web.links import key_of
from web.twins import answer
from web.vocabulary.term_links import split_turtle

SHOWN = 50
"""Sentences on the page."""
LONGEST_TURTLE = 20_000
"""Characters of the triples that the page shows."""
ROLES = {DIP + "actorState": "actor", DIP + "targetState": "target"}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a mention came from."""

    run: str = ""
    """IRI of the run that coded it; empty if none is known."""
    started: date | None = None
    """Day of that run."""
    date_source: str = ""
    """In words, where the article's date comes from; empty if that is not known."""
    around: Surroundings = field(default_factory=Surroundings)

    @property
    def run_name(self) -> str:
        """The name of the run."""
        return key_of(self.run)


@dataclass(frozen=True, slots=True)
class Background:
    """What is known of an event besides its parts and mentions."""

    states: Mapping[str, Named] = field(default_factory=dict)
    """State that the ``actor`` and the ``target`` stood for on the day, where it is another than themselves."""
    dyad: str = ""
    """IRI of its pair; empty if it is between no two."""
    data_sets: tuple[Named, ...] = ()
    """Those that it was taken from."""


def show(ask: Asking, iri: NamedNode) -> Response:
    """Return the page of the event *iri*, or its twin; 404 if there is none."""
    found = read_events(ask, [iri.value])
    if not found:
        abort(404)
    event = found[0]
    return answer(
        ask,
        "event.html",
        data=lambda: to_data(event),
        table=lambda: to_table(found),
        subjects=[iri.value],
        event=event,
        iri=iri.value,
        **(_read_rest(ask, event) if g.form == "html" else {}),
    )


def _read_rest(ask: Asking, event: EventView) -> dict[str, object]:
    """Return what only the page for people shows."""
    passages = event.passages[:SHOWN]
    origins = read_origins(ask, passages)
    background = read_background(ask, event)
    turtle, is_whole = read_turtle(ask, NamedNode(event.iri))
    return {
        "passages": passages,
        "origins": origins,
        "runs": {one.run: one for one in origins.values() if one.run},
        "background": background,
        "near": read_near(ask, event, background.dyad, _read_principal(ask, event)),
        "turtle": list(split_turtle(turtle)),
        "is_whole": is_whole,
    }


def read_origins(ask: Asking, passages: Iterable[Passage]) -> dict[str, Origin]:
    """Return where each of *passages* came from, by the IRI of its mention."""
    quotes = {passage.iri: passage.quote for passage in passages}
    rows = ask.rows("mention_origins", mention=[NamedNode(iri) for iri in quotes]) if quotes else []
    origins = dict.fromkeys(quotes, Origin())
    for row in rows:
        iri = text(row, "mention")
        around = cut_out(quotes[iri], text(row, "before"), text(row, "here"), text(row, "after"))
        source = words.DATE_SOURCES.get(text(row, "dateFrom"), "")
        origins[iri] = Origin(text(row, "run"), words.parse_day(text(row, "started")), source, around)
    return origins


def read_background(ask: Asking, event: EventView) -> Background:
    """Return the states that the parties of *event* stood for, its pair, and the data sets that it was taken from."""
    rows = ask.rows("event_origin", event=NamedNode(event.iri))
    parties = {"actor": event.actor, "target": event.target}
    states: dict[str, Named] = {}
    data_sets: dict[str, Named] = {}
    dyad = ""
    for row in rows:
        role, iri = text(row, "role"), text(row, "node")
        named = Named(iri, text(row, "label") or key_of(iri))
        party = parties.get(ROLES.get(role, ""))
        if role == DIP + "dyad":
            dyad = iri
        elif role == PROV + "wasDerivedFrom":
            data_sets[iri] = named
        elif party and party.iri != iri:
            states[ROLES[role]] = named
    return Background(states, dyad, tuple(data_sets.values()))


def read_turtle(ask: Asking, iri: NamedNode) -> tuple[str, bool]:
    """Return the Turtle about *iri*, and whether it is the whole of it: very long ones end at the end of a line."""
    written = ask.graph("describe", RdfFormat.TURTLE, subject=iri).decode()
    if len(written) <= LONGEST_TURTLE:
        return written, True
    return written[:LONGEST_TURTLE].rpartition("\n")[0], False


def _read_principal(ask: Asking, event: EventView) -> str:
    rows = ask.rows("principals", actor=NamedNode(event.actor.iri))
    return text(rows[0], "principal") if rows else event.actor.iri
