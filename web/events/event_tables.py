"""Events as pages' twins have them: as objects of JSON, and as rows."""

from collections.abc import Iterable
from typing import Any

from web import words
from web.events.records import EventView, Named, Passage
from web.twins import Table

COLUMNS = (
    "event", "date", "actor", "actor_label", "action", "action_label", "quad_class", "goldstein", "target",
    "target_label", "status", "articles", "confidence", "quote", "article",
)  # fmt: skip


def to_data(event: EventView) -> dict[str, Any]:
    """Return *event* as an object of JSON; its date is as exact as it is known."""
    return {
        "iri": event.iri,
        "sentence": event.sentence,
        "date": words.machine_date(event.first_day, event.precision) or None,
        "actor": event.actor,
        "action": event.action,
        "target": event.target,
        "status": event.status.value,
        "mentions": [_to_mention(passage) for passage in event.passages],
    }


def _to_mention(passage: Passage) -> dict[str, Any]:
    said = {span.role: span.text for span in passage.spans if span.role}
    return {
        "iri": passage.iri,
        "quote": passage.quote,
        "said_of": said,
        "confidence": passage.confidence,
        "article": passage.article,
        "title": passage.title or None,
        "source": passage.source or None,
        "published": passage.published,
    }


def to_table(events: Iterable[EventView]) -> Table:
    """Return *events* as rows, each with its surest sentence."""
    return Table(COLUMNS, [_to_row(event) for event in events])


def _to_row(event: EventView) -> tuple[object, ...]:
    target = event.target or Named("", "")
    surest = event.passages[0] if event.passages else None
    return (
        event.iri,
        words.machine_date(event.first_day, event.precision),
        event.actor.iri,
        event.actor.label,
        event.action.code,
        event.action.label,
        event.action.quad_class,
        event.action.goldstein,
        target.iri,
        target.label,
        event.status.value,
        event.articles,
        surest.confidence if surest else None,
        surest.quote if surest else None,
        surest.article if surest else None,
    )
