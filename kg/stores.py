"""The one place that decides where the graph is: in the data folder, or on another engine (``KG_STORE``)."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TypeAlias

from kg.actors import list_actors
from kg.errors import StoreError
from kg.graph.checking import Fault, tidy_folder
from kg.graph.folder import FolderLock, read_base
from kg.graph.readers import Readers
from kg.graph.remote.asking import Asking
from kg.graph.remote.contents import Card
from kg.graph.remote.fitness import refuse_unfit
from kg.graph.remote.store import RemoteStore
from kg.graph.store import Store
from kg.graph.writer import Writer
from kg.pipeline import create_store, load_rules
from kg.pipeline import open_store as open_folder
from kg.reference import ontology_files
from kg.settings import Settings

Watch: TypeAlias = Callable[[str, int], AbstractContextManager[Callable[[], None]]]
"""Shows progress: takes what is done and how many steps it has, and gives what is called for each of them."""
AnyEngine: TypeAlias = Readers | RemoteStore
"""Answers queries, and is closed at the end of a block."""


def where(settings: Settings) -> str:
    """Return what to call the place of the graph."""
    return str(settings.endpoint or settings.data)


def find_base(settings: Settings) -> str:
    """Return the base IRI of the graph; StoreError if there is none."""
    if settings.endpoint is None:
        return read_base(settings.data)
    with RemoteStore.open(_ask(settings, settings.query_seconds)) as store:
        return store.base


def create(settings: Settings, base: str, watch: Watch) -> Writer:
    """Make the graph, with the ontology and the listed actors in it, and open it for writing.

    Raises as ``Store.create`` and ``RemoteStore.create`` do.
    """
    if settings.endpoint is None:
        return create_store(settings.data, base)
    listed, asking = list_actors(), _ask(settings, settings.query_seconds)
    with watch("Writing actors", len(listed.actors)) as advance:
        card = Card(base, listed.fingerprint)
        return RemoteStore.create(asking, card, ontology_files(), listed.actors, load_rules(), advance)


def open_store(settings: Settings) -> Writer:
    """Open the graph for writing what conforms to the shapes, with the listed actors as they are by now.

    Raises as ``Store.open``, ``RemoteStore.open`` and ``list_actors`` do.
    """
    if settings.endpoint is None:
        return open_folder(settings.data, *settings.own_actors)
    listed = list_actors(*settings.own_actors)
    store = _open_remote(settings)
    if store.actors != listed.fingerprint:
        store.describe(listed.actors)
        store.note_actors(listed.fingerprint)
    return store


def open_as_is(settings: Settings) -> Writer:
    """Open the graph for writing, and change nothing in it yet."""
    return Store.open(settings.data) if settings.endpoint is None else _open_remote(settings)


def open_engine(settings: Settings, processes: int = 1, seconds: float | None = None) -> AnyEngine:
    """Open the graph for queries of at most *seconds*, else the time of the settings; StoreError if there is none.

    *processes* answer at a time where the graph is in the data folder.
    """
    seconds = seconds or settings.query_seconds
    if settings.endpoint is None:
        return Readers(settings.data, processes=processes, seconds=seconds)
    return RemoteStore.open(_ask(settings, seconds))


def open_judge(settings: Settings, seconds: float) -> AnyEngine:
    """Open the graph for the queries of the rules; StoreError where its engine would answer them wrongly."""
    engine = open_engine(settings, seconds=seconds)
    if isinstance(engine, RemoteStore):
        refuse_unfit(engine, where(settings))
    return engine


def need_folder(settings: Settings, command: str) -> None:
    """Raise StoreError where the graph is on another engine, for a *command* that copies data folders."""
    if settings.endpoint is not None:
        raise StoreError(
            f"`kg {command}` is for data folders: copy {settings.endpoint} by its own tools, or unset KG_STORE"
        )


def tidy(settings: Settings, *, repair: bool) -> Iterator[Fault]:
    """Yield what lies about in the data folder, as ``tidy_folder`` says; nothing where the graph is elsewhere."""
    if settings.endpoint is None:
        yield from tidy_folder(settings.data, repair=repair)


def _open_remote(settings: Settings) -> RemoteStore:
    settings.beside.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(settings.beside)
    try:
        return RemoteStore.open(_ask(settings, settings.query_seconds), load_rules(), lock)
    except StoreError:
        lock.release()
        raise


def _ask(settings: Settings, seconds: float) -> Asking:
    if settings.endpoint is None:
        raise StoreError("KG_STORE is not set")
    return Asking(settings.endpoint, seconds, settings.write_seconds)
