"""What pages show: events with their passages, built from rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from pyoxigraph import Literal, NamedNode

from kg.model import Precision, Status
from kg.results import Row
from kg.vocab import DIP
from web import words
from web.asking import Asking, text
from web.links import key_of
from web.marks import Span, split_quote

Name = TypeVar("Name", Precision, Status)


@dataclass(frozen=True, slots=True)
class Named:
    """An actor, by its IRI and name."""

    iri: str
    label: str


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
    def sentence(self) -> str:
        """Who did what to whom, in one line."""
        parts = [self.actor.label, self.action.label] + ([self.target.label] if self.target else [])
        return " → ".join(parts)


def read_events(ask: Asking, iris: Sequence[str], article: str | None = None) -> list[EventView]:
    """Return the events *iris* in this order, those that the graph does not have left out.

    With *article* only the passages of that article are kept, in the order of its text.
    """
    if not iris:
        return []
    grouped: dict[str, list[Row]] = {iri: [] for iri in iris}
    for row in ask.rows("events", event=[NamedNode(iri) for iri in grouped]):
        grouped[text(row, "event")].append(row)
    return [_to_event(iri, found, article) for iri, found in grouped.items() if found]


def _to_event(iri: str, found: list[Row], article: str | None) -> EventView:
    row = found[0]
    passages = {text(one, "mention"): _to_passage(one) for one in found if text(one, "mention")}.values()
    if article is None:
        shown = sorted(passages, key=lambda passage: (-(passage.confidence or 0), passage.iri))
    else:
        shown = sorted((one for one in passages if one.article == article), key=lambda passage: passage.begin)
    return EventView(
        iri=iri,
        actor=_to_named(row, "actor"),
        action=_to_action(row),
        target=_to_named(row, "target") if text(row, "target") else None,
        first_day=words.parse_day(text(row, "date")),
        precision=_one_of(Precision, text(row, "precision")),
        status=_one_of(Status, text(row, "status")) or Status.ACTUAL,
        passages=tuple(shown),
    )


def _one_of(names: type[Name], iri: str) -> Name | None:
    return next((name for name in names if iri == DIP + name.value), None)


def _to_named(row: Row, role: str) -> Named:
    iri = text(row, role)
    return Named(iri, text(row, f"{role}Label") or key_of(iri))


def _to_action(row: Row) -> Action:
    iri = text(row, "action")
    code = text(row, "code") or key_of(iri)
    return Action(
        iri=iri,
        code=code,
        label=text(row, "actionLabel") or f"CAMEO {code}",
        quad_class=text(row, "class").removeprefix(DIP),
        goldstein=_to_number(text(row, "goldstein")),
    )


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
