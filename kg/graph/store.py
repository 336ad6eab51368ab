"""The store: the one writer of a data folder.

A write is one transaction of Oxigraph: an article that is new goes in by ``extend``, one that replaces
another by a single update that deletes and inserts. Both reach RocksDB as one batch of its write-ahead log,
so after ``kill -9`` the article is there with all it says, or as it was before.
"""

import os
import shutil
import threading
import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Literal as OneOf
from typing import Unpack

from pyoxigraph import Literal, NamedNode, Quad

from kg import vocab
from kg.errors import StoreError
from kg.graph.addition import Addition
from kg.graph.answers import Question, evaluate
from kg.graph.change import Change, Rejection
from kg.graph.checkpoints import Checkpoints
from kg.graph.counts import Counts, read_counts
from kg.graph.describing import find_changes
from kg.graph.engine import Oxigraph, fill, open_empty
from kg.graph.folder import FolderLock, check_base, read_base, write_own_file
from kg.graph.gate import Gate, admit
from kg.graph.removal import find_removal
from kg.graph.shapes.compiler import Rule
from kg.graph.triples import (
    DEFAULT_GRAPH,
    TYPE,
    count_kind,
    dip,
    fact,
    to_article_quads,
    to_text_quad,
    unify_actors,
    write_data,
)
from kg.ids import Minter, content_hash
from kg.model import Actor, Article, Event
from kg.results import Answer, Options, Stream

STORE = "store"


class Store:
    """The graph of one data folder, or of memory alone. Safe to share between threads."""

    def __init__(
        self,
        store: Oxigraph,
        base: str,
        rules: Sequence[Rule] = (),
        checkpoints: Checkpoints | None = None,
        lock: FolderLock | None = None,
    ) -> None:
        """For ``create``, ``open`` and ``in_memory``: use those."""
        self.keeps_texts = False
        """Whether articles are written with their texts, so that quotes can be checked later."""
        self._gate = Gate(rules, open_empty)
        self._store: Oxigraph | None = store
        self._empty = open_empty()
        self._mint = Minter(base)
        self._checkpoints = checkpoints
        self._lock = lock
        self._writing = threading.RLock()
        self._opened = uuid.uuid4().hex
        self._writes = 0
        self._dirty = checkpoints is not None and checkpoints.stale

    @classmethod
    def create(
        cls,
        folder: Path,
        base: str,
        ontology: Iterable[Path],
        actors: Iterable[Actor],
        rules: Sequence[Rule] = (),
    ) -> "Store":
        """Make the data folder *folder* with the ontology (RDF files) and the actors in it, and open it.

        It is built beside its place and moved there when whole. Raises SettingsError for a bad *base*,
        StoreError if *folder* is there and not empty, DataError for a faulty file of the ontology.
        """
        check_base(base)
        folder = folder.absolute()
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise StoreError(f"{folder} is there already and not empty: choose another folder, or remove it first")
        draft = folder.with_name(f".{folder.name}.{os.getpid()}.draft")
        try:
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(parents=True)
            fill(Oxigraph(draft / STORE), Minter(base), ontology, actors)
            write_own_file(draft, base)
            draft.rename(folder)
        except OSError as error:
            raise StoreError(f"{folder} cannot be made: {error}") from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        return cls.open(folder, rules)

    @classmethod
    def open(cls, folder: Path, rules: Sequence[Rule] = ()) -> "Store":
        """Open the data folder *folder* for writing; what breaks one of *rules* will not be written.

        Raises StoreError if it is missing, damaged, or open in another process, which the message names.
        """
        base = read_base(folder)
        if not (folder / STORE / "CURRENT").is_file():
            raise StoreError(f"{folder / STORE} is missing or damaged: restore {folder} from a backup")
        lock = FolderLock(folder)
        try:
            store = cls(Oxigraph(folder / STORE), base, rules, Checkpoints(folder), lock)
            store.checkpoint()
        except (OSError, RuntimeError) as error:  # the engine's word for a corrupt file is a RuntimeError
            lock.release()
            raise StoreError(f"{folder / STORE} cannot be opened ({error}): restore {folder} from a backup") from error
        except StoreError:
            lock.release()
            raise
        return store

    @classmethod
    def in_memory(
        cls, base: str, ontology: Iterable[Path], actors: Iterable[Actor], rules: Sequence[Rule] = ()
    ) -> "Store":
        """Return a store that leaves nothing on disk; raises as ``create`` does."""
        store = open_empty()
        fill(store, Minter(check_base(base)), ontology, actors)
        return cls(store, base, rules)

    def __enter__(self) -> "Store":
        """Return the store itself; it is closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()

    @property
    def base(self) -> str:
        """Base IRI of the instances, ending with a slash."""
        return self._mint.base

    @property
    def generation(self) -> str:
        """Name of the state of the graph: another for every change."""
        return f"{self._opened}-{self._writes}"

    @property
    def _open(self) -> Oxigraph:
        if self._store is None:
            raise StoreError("the store is closed: open it again")
        return self._store

    def close(self) -> None:
        """Make what was written visible to readers, and let others write; closing twice does nothing."""
        with self._writing:
            if self._store is None:
                return
            try:
                self.checkpoint()
            finally:
                self._store = None  # the engine closes with its last reference
                if self._lock is not None:
                    self._lock.release()

    def checkpoint(self) -> None:
        """Make all that is written visible to readers; does nothing where there is nothing new."""
        with self._writing:
            if self._checkpoints is not None and self._dirty:
                self._open.flush()
                self._checkpoints.make(self._open.backup)
                self._dirty = False

    def add(self, article: Article, events: Iterable[Event], run: str, *, again: bool = False) -> Change:
        """Write *article* with its events, found by the run named *run*, in one transaction.

        An article that is there with the same content stays untouched, unless *again*; one whose content
        differs is replaced. Events that break a rule of the store are left out, and told in the change; an
        article that does is not written at all. Every event needs a mention (ValueError). Raises StoreError if
        the disk refuses.
        """
        iri = self._mint.mint_article(article)
        with self._writing:
            known = any(self._match(iri, TYPE, dip("Article")))
            if not again and self.holds(article):
                return Change("unchanged")
            gone = find_removal(self._open, iri) if known else set()
            addition = Addition(self._open, self._mint, gone)
            told = to_text_quad(article, self._mint)
            admission = admit(
                unify_actors(events),
                lambda kept: self._gate.find_faults(addition.collect(article, kept, run) | {told}, self._open, gone),
                lambda event: addition.subjects(article, event, run),
            )
            if admission.refused:
                return Change("rejected", rejections=admission.rejections)
            new = addition.collect(article, admission.events, run) | ({told} if self.keeps_texts else set())
            self._write(gone - new, new - gone)
        outcome: OneOf["added", "replaced"] = "replaced" if known else "added"
        return Change(outcome, count_kind(new, "Event"), count_kind(new, "Mention"), admission.rejections)

    def add_copy(self, article: Article, original: str) -> Change | None:
        """Write that *article* repeats the text of the one with the IRI *original*, without events of its own.

        None, and nothing is written, where the original is not here, is itself a copy, or has the same IRI. An
        article that was here with another content is replaced. Raises as ``add``.
        """
        iri = self._mint.mint_article(article)
        with self._writing:
            known = any(self._match(original, TYPE, dip("Article")))
            if iri == original or not known or any(self._match(original, dip("copyOf"), None)):
                return None
            gone = find_removal(self._open, iri)
            new = {*to_article_quads(article, self._mint), fact(iri, dip("copyOf"), NamedNode(original))}
            if faults := self._gate.find_faults(new, self._open, gone):
                messages = tuple(message for found in faults.values() for message in found)
                return Change("rejected", rejections=(Rejection(None, messages),))
            self._write(gone - new, new - gone)
        return Change("copy")

    def describe(self, actors: Iterable[Actor]) -> int:
        """Write the descriptions of *actors* that are new or have changed; return how many. Raises as ``add``."""
        with self._writing:
            changes = find_changes(actors, self._open, self._mint)
            if changes.actors:
                self._write(changes.gone, changes.new)
        return changes.actors

    def holds(self, article: Article) -> bool:
        """Whether *article* is here with the same content, so that ``add`` would change nothing."""
        known = self._match(self._mint.mint_article(article), dip("contentHash"), None)
        return {found.object for found in known} == {Literal(content_hash(article))}

    def remove(self, article_iri: str) -> bool:
        """Remove an article and all that only it says; False if there is no such article.

        An actor that two articles introduced keeps the description that the first one gave.
        """
        with self._writing:
            if not any(self._match(article_iri, TYPE, dip("Article"))):
                return False
            self._write(find_removal(self._open, article_iri), set())
        return True

    def find_article(self, text: str) -> list[str]:
        """Return the IRIs of the articles whose IRI, URL or id (``dip:doc``) is *text*, sorted."""
        match = self._open.quads_for_pattern
        found: list[Quad] = []
        with suppress(ValueError):  # no IRI, so it can only be an id
            found += self._match(text, TYPE, dip("Article"))
        found += match(None, dip("url"), Literal(text, datatype=NamedNode(vocab.XSD + "anyURI")), DEFAULT_GRAPH)
        found += match(None, dip("doc"), Literal(text), DEFAULT_GRAPH)
        return sorted({quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)})

    def counts(self) -> Counts:
        """Return how much the graph holds."""
        return read_counts(self)

    def answer(self, query: str, **options: Unpack[Options]) -> Answer:
        """Return the answer to *query*, as ``kg.results.Engine`` says, without limits of time or memory."""
        return evaluate(Question.of(query, self.base, options), self._open.query, self._empty.query)

    def stream(self, query: str, **options: Unpack[Options]) -> Stream:
        """Return the answer to *query* as a stream, though it is in memory."""
        return Stream.of(self.answer(query, **options))

    def _match(self, subject: str, predicate: NamedNode, value: NamedNode | None) -> Iterable[Quad]:
        return self._open.quads_for_pattern(NamedNode(subject), predicate, value, DEFAULT_GRAPH)

    def _write(self, gone: set[Quad], new: set[Quad]) -> None:
        """Delete and insert in one transaction."""
        try:
            if self._checkpoints is not None and not self._dirty:
                self._checkpoints.mark_stale()
                self._dirty = True
            if not gone:
                self._open.extend(new)
            else:
                self._open.update(f"DELETE DATA {{ {write_data(gone)} }} ; INSERT DATA {{ {write_data(new)} }}")
        except OSError as error:
            raise StoreError(f"nothing was written ({error}): is the disk full?") from error
        finally:
            self._writes += 1  # afterwards, so that nothing older goes by the new name
