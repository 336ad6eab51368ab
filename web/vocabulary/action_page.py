"""The page of one action: what its code stands for, where it stands among the others, and events of its kind."""

from collections.abc import Iterator

from flask import Blueprint, Response, url_for

from kg.reference import bundled
from kg.vocab import CAMEO
from web.asking import Asking
from web.events.event_tables import to_data, to_table
from web.events.phrases import say
from web.problems import Problem, to_response
from web.site import engine
from web.twins import Table, answer, page_at
from web.vocabulary.action_events import ActionEvents, read_action_events
from web.vocabulary.term_links import split_codes
from web.vocabulary.vocabulary_actions import Actions, Code, read_actions

SHOWN = 60
"""Characters of an unknown code that the answer repeats."""
COLUMNS = (
    "code",
    "label",
    "parent",
    "quad_class",
    "goldstein",
    "plover",
    "definition",
    "with_target",
    "without_target",
)

TARGET = "target"
"""Stands for the target in the words of an act."""

blueprint = Blueprint("actions", __name__)


@page_at(blueprint, "/actions")
def actions() -> Response:
    """The roots of the codes, by quad class."""
    found = _read()
    codes = found.codes()
    return answer(
        Asking(engine()),
        "actions.html",
        data=lambda: {"actions": [dict(zip(COLUMNS, _to_row(code, codes), strict=True)) for code in codes.values()]},
        table=lambda: Table(COLUMNS, [_to_row(code, codes) for code in codes.values()]),
        actions=found,
        codes=codes,
    )


@page_at(blueprint, "/action/<code>")
def action(code: str) -> Response:
    """One code of CAMEO with the latest events of its kind."""
    codes = _read().codes()
    if code not in codes:
        address = url_for("actions.actions")
        known = f"there is no action “{code[:SHOWN]}”: see {address}"
        return to_response(Problem(404, known, see=("all actions", address)))
    ask = Asking(engine())
    found, path = codes[code], list(path_to(code, codes))
    events = read_action_events(ask, [one.code for one in found.all()])
    return answer(
        ask,
        "action.html",
        data=lambda: _to_data(found, path, events),
        table=lambda: to_table(events.latest),
        subjects=[CAMEO + code],
        code=found,
        path=path,
        codes=codes,
        events=events,
        counts={one.code: sum(events.by_code.get(below.code, 0) for below in one.all()) for one in found.narrower},
        phrase=say(code, TARGET),
        alone=say(code, None),
        iri=CAMEO + code,
        split_codes=split_codes,
    )


def path_to(code: str, codes: dict[str, Code]) -> Iterator[Code]:
    """Yield the codes from the root down to *code*, itself not among them."""
    for one in codes.values():
        if one.code != code and any(below.code == code for below in one.all()):
            yield one


def _read() -> Actions:
    return read_actions(bundled("ontology") / "actions.ttl")


def _to_row(code: Code, codes: dict[str, Code]) -> tuple[object, ...]:
    path = list(path_to(code.code, codes))
    return (
        code.code,
        code.label,
        path[-1].code if path else None,
        code.quad_class,
        code.goldstein,
        " ".join(code.plover),
        code.definition,
        say(code.code, TARGET).text,
        say(code.code, None).text,
    )


def _to_data(code: Code, path: list[Code], events: ActionEvents) -> dict[str, object]:
    return {
        "code": code.code,
        "iri": CAMEO + code.code,
        "label": code.label,
        "definition": code.definition,
        "example": code.example or None,
        "quad_class": code.quad_class,
        "goldstein": code.goldstein,
        "plover": code.plover,
        "with_target": say(code.code, TARGET).text,
        "without_target": say(code.code, None).text,
        "broader": [one.code for one in path],
        "narrower": [one.code for one in code.narrower],
        "events": {"at_least": events.total, "is_all": events.is_all},
        "by_code": events.by_code,
        "actors": [{"iri": one.actor.iri, "label": one.actor.label, "events": one.events} for one in events.actors],
        "latest": [to_data(event) for event in events.latest],
    }
