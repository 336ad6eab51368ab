"""An article as its page shows it: where it is from, its text with its marks, its events and its actors."""

import gc
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode

from kg.actors import list_actors
from kg.errors import KgError
from kg.extract.gazetteer import Gazetteer
from kg.ids import Minter
from kg.model import Precision
from kg.reference import DATA, read_rows
from kg.vocab import DCTERMS, DIP
from web import words
from web.actors.parties import Facts
from web.articles.article_marks import Link, Mark, Name, Run, lay_out, mark_up
from web.articles.article_names import find_label, find_names
from web.asking import Asking, text
from web.events.records import EventView, Named
from web.links import key_of

SHOWN = 100_000
"""Characters of a text that a page shows."""


@dataclass(frozen=True, slots=True)
class Kin:
    """Another article with the same text."""

    iri: str
    name: str
    """Its outlet, else its title."""


@dataclass(frozen=True, slots=True)
class About:
    """Where an article is from."""

    iri: str
    title: str
    outlet: str
    url: str
    published: date | None
    precision: Precision | None
    published_from: str
    """In words; empty if that is not known."""
    authors: tuple[str, ...]
    language: str
    text: str
    """Empty where the graph does not keep it."""
    original: Kin | None
    """The article that it is a copy of."""
    copies: tuple[Kin, ...]
    runs: tuple[Named, ...]
    """The runs that found its events."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event with its number on the page, counted from 1, and the numbers of its mentions that the text shows."""

    number: int
    event: EventView
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """An actor, and how often the text that is shown names it."""

    actor: Named
    times: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The text with its marks, and what stands beside it."""

    paragraphs: list[list[Run]]
    told: tuple[Told, ...]
    actors: tuple[Times, ...]
    """Those named most often first."""
    told_by: tuple[Told, ...]
    """The event that each mark is of, by the number of the mark."""
    shown: int
    """Characters of the text that are shown."""


def read_about(ask: Asking, iri: NamedNode, facts: Facts) -> About:
    """Return where the article *iri*, of which the graph says *facts*, is from."""
    kin = ask.rows("article_kin", article=iri)
    day, month = facts.first(DIP + "published"), facts.first(DIP + "publishedMonth")

    def named(column: str) -> Iterator[Kin]:
        for row in kin:
            if other := text(row, column):
                yield Kin(other, text(row, "source") or text(row, "title") or key_of(other))

    return About(
        iri=iri.value,
        title=facts.first(DIP + "title") or facts.first(DIP + "doc") or key_of(iri.value),
        outlet=facts.first(DIP + "source"),
        url=facts.first(DIP + "url"),
        published=words.parse_day(day or f"{month}-01"),
        precision=Precision.DAY if day else Precision.MONTH if month else None,
        published_from=words.DATE_SOURCES.get(facts.first(DIP + "publishedFrom"), ""),
        authors=facts.texts(DIP + "author"),
        language=facts.first(DCTERMS + "language"),
        text=facts.first(DIP + "text"),
        original=next(named("original"), None),
        copies=tuple(named("copy")),
        runs=tuple(
            Named(text(row, "run"), text(row, "label") or key_of(text(row, "run")))
            for row in ask.rows("article_runs", article=iri)
        ),
    )


def read_text(ask: Asking, about: About, events: Sequence[EventView], own_actors: tuple[Path, ...]) -> Reading:
    """Return the text of an article with its *events* and the actors of the graph marked in it.

    *own_actors* are the user's lists of actors, besides those that ship with the program.
    """
    shown = cut(about.text)
    marks = [
        Mark(passage.begin, passage.spans, event.actor.iri, event.target.iri if event.target else "")
        for event in events
        for passage in event.passages
    ]
    known = {actor.iri: actor for event in events for actor in (event.actor, event.target) if actor}
    day = about.published if about.precision is Precision.DAY else None
    names = [*_labels(shown, known), *_listed(shown, day, ask.base, own_actors)]
    known |= _read_known(ask, {name.iri for name in names} - known.keys())
    paragraphs = lay_out(mark_up(shown, marks, [name for name in names if name.iri in known]))
    placed = {number for paragraph in paragraphs for run in paragraph for number in run.begins}
    owners = [place for place, event in enumerate(events) for _ in event.passages]
    told = tuple(
        Told(place + 1, event, tuple(n for n, owner in enumerate(owners) if owner == place and n in placed))
        for place, event in enumerate(events)
    )
    links = (link for paragraph in paragraphs for run in paragraph for link in run.links)
    return Reading(paragraphs, told, _count(links, known), tuple(told[owner] for owner in owners), len(shown))


def cut(whole: str) -> str:
    """Return the beginning of a text, as much as a page shows: whole paragraphs, or whole words of very long ones."""
    if len(whole) <= SHOWN:
        return whole
    ends = (whole.rfind(gap, 0, SHOWN + len(gap)) for gap in ("\n\n", " "))
    return whole[: next((end for end in ends if end > SHOWN // 2), SHOWN)]


def _labels(shown: str, known: dict[str, Named]) -> Iterator[Name]:
    """Yield where the text names the actors of its events, among them those that only it introduces."""
    for actor in known.values():
        for begin, end in find_label(shown, actor.label):
            yield Name(begin, end, actor.iri)


def _listed(shown: str, day: date | None, base: str, own_actors: tuple[Path, ...]) -> Iterator[Name]:
    gazetteer, ambiguous = load_names(own_actors)
    if gazetteer is not None:
        mint = Minter(base)
        for found in find_names(shown, day, gazetteer, ambiguous):
            yield Name(found.begin, found.end, mint.mint_actor(found.key))


@cache
def load_names(own_actors: tuple[Path, ...]) -> tuple[Gazetteer | None, frozenset[str]]:
    """Return what finds the names of the listed actors, and the surnames that are words too; takes a second, once.

    None where a list of the user's own is faulty, which `kg ingest` will tell.
    """
    collects = gc.isenabled()
    gc.disable()  # half a million objects that stay: looking for garbage among them takes longer than making them
    try:
        nouns = {row["class"]: row["lemmas"] for _, row in read_rows(DATA / "nouns.tsv")}
        return list_actors(*own_actors).gazetteer, frozenset(nouns["word"].split("|"))
    except KgError:
        return None, frozenset()
    finally:
        gc.freeze()
        if collects:
            gc.enable()


def _read_known(ask: Asking, iris: set[str]) -> dict[str, Named]:
    """Return those of *iris* that the graph has a name for."""
    if not iris:
        return {}
    rows = ask.rows("labels", subject=[NamedNode(iri) for iri in sorted(iris)])
    return {text(row, "subject"): Named(text(row, "subject"), text(row, "label")) for row in rows}


def _count(links: Iterator[Link], known: dict[str, Named]) -> tuple[Times, ...]:
    times = Counter(link.name.iri for link in links if link.name)
    return tuple(Times(known[iri], count) for iri, count in times.most_common())
