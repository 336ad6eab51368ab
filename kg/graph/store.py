"""The store: the one writer of a data folder.

A write is one transaction of Oxigraph: an article that is new goes in by ``extend``, one that replaces
another by a single update that deletes and inserts. Both reach RocksDB as one batch of its write-ahead log,
so after ``kill -9`` the article is there with all it says, or as it was before.
"""

import math
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import MappingProxyType
from typing import Any, Unpack

from pyoxigraph import Quad

from kg.errors import QueryError, StoreError
from kg.graph.answers import Question, evaluate
from kg.graph.checkpoints import Checkpoints
from kg.graph.contents import Content, read_triples, to_graph, write_drop, write_put
from kg.graph.counts import Counts, read_counts
from kg.graph.engine import Oxigraph, fill, open_empty
from kg.graph.faults import to_query_error
from kg.graph.folder import FolderLock, check_base, read_base, write_own_file
from kg.graph.following import Following
from kg.graph.recounting import recount
from kg.graph.search import NAME as SEARCH
from kg.graph.search import SearchIndex
from kg.graph.shapes.compiler import Rule
from kg.graph.triples import DEFAULT_GRAPH, write_data
from kg.graph.updates import Update, parser, prepare
from kg.graph.writer import Writer
from kg.ids import Minter
from kg.model import Actor
from kg.results import Answer, Options, Stream, prefixes

STORE = "store"
PAUSE_SECONDS = 0.1
"""Least time between two checkpoints that are asked for by one write each."""


class Store(Writer):
    """The graph of one data folder, or of memory alone. Safe to share between threads."""

    def __init__(
        self,
        store: Oxigraph,
        base: str,
        rules: Sequence[Rule] = (),
        checkpoints: Checkpoints | None = None,
        lock: FolderLock | None = None,
        search: SearchIndex | None = None,
    ) -> None:
        """For ``create``, ``open`` and ``in_memory``: use those."""
        super().__init__(base, rules)
        self._store: Oxigraph | None = store
        self._empty = open_empty()
        self._checkpoints = checkpoints
        self._lock = lock
        self._following = Following(self._mint, search)
        self._opened = uuid.uuid4().hex
        self._writes = 0
        self._shown = -math.inf
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
            raise StoreError(f"{folder} is there already and not empty: choose another with --data, or remove it first")
        draft = folder.with_name(f".{folder.name}.{os.getpid()}.draft")
        try:
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(parents=True)
            made = Oxigraph(draft / STORE)
            fill(made, Minter(base), ontology, actors)
            recount(made, Minter(base))
            del made  # so that it is closed
            write_own_file(draft, base)
            draft.rename(folder)
        except OSError as error:
            raise StoreError(f"{folder} cannot be made: {error}") from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        return cls.open(folder, rules)

    @classmethod
    def open(cls, folder: Path, rules: Sequence[Rule] = (), address: str = "", *, settle: bool = True) -> "Store":
        """Open the data folder *folder* for writing; what breaks one of *rules* will not be written.

        *address* is where writes of other processes are taken meanwhile, if they are. What follows from the graph is
        brought in step, which may take minutes, unless *settle* is false: then that is left to ``settle``. Raises
        StoreError if the folder is missing or damaged, InUseError if it is open in another process, which the message
        names.
        """
        base = read_base(folder)
        if not (folder / STORE / "CURRENT").is_file():
            raise StoreError(f"{folder / STORE} is missing or damaged: restore {folder} from a backup")
        lock = FolderLock(folder, address)
        try:
            engine, search = Oxigraph(folder / STORE), SearchIndex(folder / SEARCH, base)
            store = cls(engine, base, rules, Checkpoints(folder), lock, search)
            if settle:
                store.settle()
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
        recount(store, Minter(base))
        return cls(store, base, rules)

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
                self.settle()
                self.checkpoint()
            finally:
                self._store = None  # the engine closes with its last reference
                self._following.close()
                if self._lock is not None:
                    self._lock.release()

    def checkpoint(self) -> None:
        """Make all that is written visible to readers; does nothing where there is nothing new."""
        with self._writing:
            if self._checkpoints is not None and (self._dirty or self._checkpoints.stale):
                self._open.flush()
                self._following.settle()
                self._checkpoints.make(self._open.backup)
                self._dirty = False
                self._shown = time.monotonic()

    def publish(self) -> None:
        """Make all that is written visible, but not more often than readers can well follow."""
        if self._dirty:
            time.sleep(max(0.0, self._shown + PAUSE_SECONDS - time.monotonic()))
            self.checkpoint()

    @property
    def settled(self) -> bool:
        """Whether all that follows from the graph is in step with it; it is not after an update."""
        return self._following.is_in_step(self._open)

    def settle(self) -> None:
        """Bring what follows from the graph in step with it: at a million events that takes minutes after an update."""
        with self._writing:
            if not self.settled:
                self._touch()
                self._following.catch_up(self._open)

    def recount(self) -> int:
        """Count the events anew, whatever the counts say; return how many counts were wrong."""
        with self._writing:
            self._touch()
            return recount(self._open, self._mint)

    def counts(self) -> Counts:
        """Return how much the graph holds."""
        return read_counts(self)

    def answer(self, query: str, **options: Unpack[Options]) -> Answer:
        """Return the answer to *query*, as ``kg.results.Engine`` says, without limits of time or memory."""
        return evaluate(Question.of(query, self.base, options), self._open.query, self._empty.query)

    def stream(self, query: str, **options: Unpack[Options]) -> Stream:
        """Return the answer to *query* as a stream, though it is in memory."""
        return Stream.of(self.answer(query, **options))

    def update(self, update: Update) -> None:
        """Do what a SPARQL update says, in one transaction; nothing holds it against the rules.

        Raises QueryError for what is malformed, not allowed, or cannot be done; StoreError if the disk refuses.
        """
        names = prefixes(self.base)
        options = {"prefixes": names, "base_iri": update.base_iri or self.base}
        try:
            text = prepare(update, parser(self._empty.update, options))
        except SyntaxError as error:
            raise to_query_error(error, update.text, names, "update") from error
        self._run(text, options)

    def put(self, graph: str | None, contents: Iterable[Content], *, replace: bool) -> bool:
        """Add *contents* to the graph with the IRI *graph*, or *replace* what it holds; None is the default graph.

        Returns whether the graph was there before. Raises as ``update`` does.
        """
        name, triples = to_graph(graph), read_triples(contents)
        quads = [Quad(one.subject, one.predicate, one.object, name or DEFAULT_GRAPH) for one in triples]
        with self._writing:
            known = name is None or self._open.contains_named_graph(name)
            if replace:
                old = self._open.quads_for_pattern(None, None, None, name) if name is not None else ()
                self._run(write_put(name, triples, (quad.triple for quad in old)), follows=name is None)
            elif quads or name is None:
                self._change(lambda store: store.extend(quads), self._follow(name is None))
            else:
                self._change(lambda store: store.add_graph(name), nullcontext())
        return known

    def drop(self, graph: str | None) -> bool:
        """Remove the graph with the IRI *graph*, or empty the default graph; False if there was none."""
        name = to_graph(graph)
        with self._writing:
            known = name is None or self._open.contains_named_graph(name)
            if known:
                self._run(write_drop(name), follows=name is None)
        return known

    def _run(self, text: str, options: Mapping[str, Any] = MappingProxyType({}), *, follows: bool = True) -> None:
        """Do the update *text*; *follows* tells that it may touch the default graph."""
        with self._writing:
            try:
                self._change(lambda store: store.update(text, **options), self._follow(follows))
            except (RuntimeError, ValueError) as error:
                raise QueryError(f"the update cannot be done, and nothing of it was: {error}") from error

    def _follow(self, follows: bool) -> AbstractContextManager[None]:
        return self._following.change(self._open) if follows else nullcontext()

    def _write(self, gone: set[Quad], new: set[Quad]) -> None:
        gone, new = self._following.count(self._open, gone, new)
        follow = self._following.write(gone, new)
        if gone:
            text = f"DELETE DATA {{ {write_data(gone)} }} ; INSERT DATA {{ {write_data(new)} }}"
            self._change(lambda store: store.update(text), follow)
        else:
            self._change(lambda store: store.extend(new), follow)

    def _touch(self) -> None:
        """Note, before a write, that readers will miss something."""
        if self._checkpoints is not None and not self._dirty:
            self._checkpoints.mark_stale()
            self._dirty = True

    def _change(self, act: Callable[[Oxigraph], None], follow: AbstractContextManager[None]) -> None:
        """Let *act* change the graph, in one transaction, inside of *follow*, which sees to what follows from it."""
        try:
            self._touch()
            with follow:
                act(self._open)
        except OSError as error:
            raise StoreError(f"nothing was written ({error}): is the disk full?") from error
        finally:
            self._writes += 1  # afterwards, so that nothing older goes by the new name
