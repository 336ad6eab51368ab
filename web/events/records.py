"""What pages show: events with their passages, built from rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from pyoxigraph import Literal, NamedNode

from kg.model import Precision, Status
from kg.results import Row
from kg.vocab import DIP
from web import words
from web.asking import Asking, text
from web.events.marks import Span, split_quote
from web.events.phrases import Phrase, say
from web.links import key_of

Name = TypeVar("Name", Precision, Status)


@dataclass(frozen=True, slots=True)
class Named:
    """An actor, by its IRI and name."""

    iri: str
    label: str
    kind: str = ""
    """Name of its class in the ontology, such as ``Person``; empty if it is not known or was not asked for."""


@dataclass(frozen=True, slots=True)
class Action:
    """A CAMEO code with its place on the scales."""

    iri: str
    code: str
    label: str
    quad_class: str
    """Name of the class in the ontology, such as ``VerbalConflict``; empty if the graph knows none."""
    goldstein: float | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A mention of an event, with what the page says of its article."""

    iri: str
    begin: int
    quote: str
    language: str
    spans: tuple[Span, ...]
    confidence: float | None
    article: str
    title: str
    source: str
    url: str
    published: date | None


@dataclass(frozen=True, slots=True)
class EventView:
    """An event as a page shows it."""

    iri: str
    actor: Named
    action: Action
    target: Named | None
    first_day: date | None
    precision: Precision | None
    status: Status
    passages: tuple[Passage, ...]
    """The surest first."""

    @property
    def articles(self) -> int:
        """How many articles tell it."""
        return len({passage.article for passage in self.passages})

    @property
    def month(self) -> str:
        """The heading that it stands under in a list: its month, its year, or that its date is not known."""
        precision = Precision.MONTH if self.precision is Precision.DAY else self.precision
        return words.date_words(self.first_day, precision).capitalize()

    @property
    def phrase(self) -> Phrase:
        """What the actor did, in words around the target."""
        target, kind = (self.target.label, self.target.kind) if self.target else (None, "")
        return say(self.action.code, target, kind, self.action.label)

    @property
    def sentence(self) -> str:
        """Who did what to whom, in one line, with a word of doubt where it is not told as done."""
        doubt = f" ({words.STATUSES[self.status].lower()})" if self.status in words.STATUSES else ""
        return f"{self.actor.label} {self.phrase.text}{doubt}"


def read_events(ask: Asking, iris: Sequence[str], told: Sequence[Row] | None = None) -> list[EventView]:
    """Return the events *iris* in this order, those that the graph does not have left out.

    Their passages are all that the graph has, the surest first, or those that the rows *told* hold, in their order.
    """
    wanted = [NamedNode(iri) for iri in dict.fromkeys(iris)]
    rows = {text(row, "event"): row for row in ask.rows("events", event=wanted)} if wanted else {}
    if not rows:
        return []
    passages: dict[str, dict[str, Passage]] = {iri: {} for iri in rows}
    for row in ask.rows("passages", event=wanted) if told is None else told:
        passages.get(text(row, "event"), {})[text(row, "mention")] = _to_passage(row)
    names = _read_names(ask, rows.values())
    return [
        _to_event(rows[node.value], _surest_first(found) if told is None else tuple(found), names)
        for node in wanted
        if node.value in rows
        for found in [passages[node.value].values()]
    ]


def _surest_first(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(sorted(passages, key=lambda passage: (-(passage.confidence or 0), passage.iri)))


def _read_names(ask: Asking, rows: Iterable[Row]) -> dict[str, Named]:
    iris = {text(row, role): None for row in rows for role in ("actor", "target", "action") if text(row, role)}
    found = ask.rows("labels", subject=[NamedNode(iri) for iri in iris])
    names = {iri: Named(iri, key_of(iri)) for iri in iris}
    kinds = ((text(row, "subject"), text(row, "label"), text(row, "kind").removeprefix(DIP)) for row in found)
    return names | {iri: Named(iri, label, kind) for iri, label, kind in kinds}


def _to_event(row: Row, passages: tuple[Passage, ...], names: Mapping[str, Named]) -> EventView:
    action = names[text(row, "action")]
    code = text(row, "code") or key_of(action.iri)
    return EventView(
        iri=text(row, "event"),
        actor=names[text(row, "actor")],
        action=Action(
            iri=action.iri,
            code=code,
            label=action.label if action.label != key_of(action.iri) else f"CAMEO {code}",
            quad_class=text(row, "class").removeprefix(DIP),
            goldstein=_to_number(text(row, "goldstein")),
        ),
        target=names.get(text(row, "target")),
        first_day=words.parse_day(text(row, "date")),
        precision=_one_of(Precision, text(row, "precision")),
        status=_one_of(Status, text(row, "status")) or Status.ACTUAL,
        passages=passages,
    )


def _one_of(names: type[Name], iri: str) -> Name | None:
    return next((name for name in names if iri == DIP + name.value), None)


def _to_number(digits: str) -> float | None:
    return float(digits) if digits else None


def _to_passage(row: Row) -> Passage:
    quote = row["quote"]
    texts = (text(row, f"{role}Text") for role in ("actor", "action", "target"))
    return Passage(
        iri=text(row, "mention"),
        begin=int(text(row, "begin")),
        quote=text(row, "quote"),
        language=(quote.language or "") if isinstance(quote, Literal) else "",
        spans=tuple(split_quote(text(row, "quote"), *texts)),
        confidence=_to_number(text(row, "confidence")),
        article=text(row, "article"),
        title=text(row, "title"),
        source=text(row, "source"),
        url=text(row, "url"),
        published=words.parse_day(text(row, "published")),
    )
