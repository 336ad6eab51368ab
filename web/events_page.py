"""The list of events, with filters that live in its address."""

from flask import Blueprint, Response, request
from pyoxigraph import Literal, NamedNode

from kg.vocab import DIP
from web import words
from web.asking import Asking, text
from web.event_lists import Filters, find_dyads, read_page
from web.event_tables import to_data, to_table
from web.links import key_of, mint
from web.site import engine, page_number
from web.timeline import draw_timeline
from web.twins import answer, page_at

MAX_TYPED = 200
"""Characters of a filter that are looked at."""

blueprint = Blueprint("events", __name__)


@page_at(blueprint, "/events")
def events() -> Response:
    """A list of events, newest first."""
    ask = Asking(engine())
    wanted = {name: _typed(name) for name in ("actor", "target", "party", "action", "class", "q")}
    listed = read_page(ask, _to_filters(ask, wanted), page_number())
    kept = {name: value for name, value in wanted.items() if value}
    return answer(
        ask,
        "events.html",
        data=lambda: {"total": listed.total, "events": [to_data(event) for event in listed.events]},
        table=lambda: to_table(listed.events),
        subjects=[event.iri for event in listed.events],
        listed=listed,
        chart=draw_timeline(listed.counts),
        wanted=kept,
        names=_names(ask, wanted),
    )


def _typed(name: str) -> str:
    return " ".join(request.args.get(name, "").split())[:MAX_TYPED]


def _to_filters(ask: Asking, wanted: dict[str, str]) -> Filters:
    def find(name: str) -> NamedNode | None:
        return mint(ask.base, "actor", wanted[name]) if wanted[name] else None

    actor, target = find("actor"), find("target")
    return Filters(
        actor=actor,
        target=target,
        party=find("party"),
        dyad=find_dyads(ask, actor, target) if actor and target else None,
        action=_find_codes(ask, wanted["action"]),
        quad_class=NamedNode(DIP + wanted["class"]) if wanted["class"] in words.CLASSES else None,
        words=tuple(wanted["q"].split()),
    )


def _find_codes(ask: Asking, code: str) -> tuple[NamedNode, ...] | None:
    """Return the actions with this code or one below it; None if nothing is asked for."""
    return tuple(NamedNode(text(row, "action")) for row in ask.rows("codes", code=Literal(code))) if code else None


def _names(ask: Asking, wanted: dict[str, str]) -> dict[str, str]:
    """Return the names of the actors that are asked for, by key."""
    iris = [mint(ask.base, "actor", wanted[name]) for name in ("actor", "target", "party") if wanted[name]]
    rows = ask.rows("labels", subject=iris) if iris else []
    return {key_of(text(row, "subject")): text(row, "label") for row in rows}
