"""The one place that decides where the graph is: in the data folder, or on another engine (``KG_STORE``)."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from typing import TypeAlias

from kg.actors import list_actors
from kg.errors import InUseError, StoreError
from kg.graph.checking import Fault, check_counts, check_sample, check_search, tidy_folder
from kg.graph.federation import FederatedReaders
from kg.graph.folder import FolderLock, read_base
from kg.graph.indexing import open_search as open_search_of
from kg.graph.remote.asking import Asking
from kg.graph.remote.contents import Card
from kg.graph.remote.fitness import refuse_unfit
from kg.graph.remote.store import RemoteStore
from kg.graph.search import NAME, Search
from kg.graph.served import ServedStore, open_for_writing
from kg.graph.store import Store
from kg.graph.writer import Writer
from kg.pipeline import create_store, load_rules
from kg.pipeline import open_store as open_folder
from kg.reference import ontology_files
from kg.settings import Settings

Watch: TypeAlias = Callable[[str, int], AbstractContextManager[Callable[[], None]]]
"""Shows progress: takes what is done and how many steps it has, and gives what is called for each of them."""
AnyEngine: TypeAlias = FederatedReaders | RemoteStore
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


def open_store(settings: Settings) -> Writer | ServedStore:
    """Open the graph for writing what conforms to the shapes, with the listed actors as they are by now.

    Where a running site has the data folder open, the site writes. Raises as ``Store.open``, ``RemoteStore.open`` and
    ``list_actors`` do.
    """
    if settings.endpoint is None:
        return open_folder(settings.data, *settings.own_actors, token=settings.token)
    listed = list_actors(*settings.own_actors)
    store = _open_remote(settings)
    if store.actors != listed.fingerprint:
        store.describe(listed.actors)
        store.note_actors(listed.fingerprint)
    return store


def open_as_is(settings: Settings) -> Store | ServedStore | RemoteStore:
    """Open the graph for writing, named graphs too, and change nothing in it yet."""
    return open_for_writing(settings.data, settings.token) if settings.endpoint is None else _open_remote(settings)


def open_engine(settings: Settings, processes: int = 1, seconds: float | None = None) -> AnyEngine:
    """Open the graph for queries of at most *seconds*, else the time of the settings; StoreError if there is none.

    *processes* answer at a time where the graph is in the data folder.
    """
    seconds = seconds or settings.query_seconds
    if settings.endpoint is None:
        return FederatedReaders(
            settings.data, settings.services, processes, seconds=seconds, result_mb=settings.max_result_mb
        )
    return RemoteStore.open(_ask(settings, seconds))


def open_search(settings: Settings) -> Search:
    """Return the search over names and sentences, whose index is made or caught up first if nobody writes meanwhile.

    That of a graph on another engine lies beside the data folder, and knows what was written from here since it was
    made. Raises StoreError if there is no graph.
    """
    if settings.endpoint is None:
        return open_search_of(settings.data)
    with suppress(InUseError):
        _open_remote(settings).close()
    return Search(settings.beside / NAME)


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


def examine(settings: Settings, *, repair: bool) -> Iterator[Fault]:
    """Yield what is wrong with the data folder, and *repair* what can be; nothing where the graph is elsewhere."""
    if settings.endpoint is None:
        yield from tidy_folder(settings.data, repair=repair)
        yield from check_search(settings.data, repair=repair)
        yield from check_counts(settings.data, repair=repair)
        yield from check_sample(settings.data, load_rules())


def _open_remote(settings: Settings) -> RemoteStore:
    settings.beside.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(settings.beside)
    try:
        asking = _ask(settings, settings.query_seconds)
        return RemoteStore.open(asking, load_rules(), lock, settings.beside / NAME)
    except StoreError:
        lock.release()
        raise


def _ask(settings: Settings, seconds: float) -> Asking:
    if settings.endpoint is None:
        raise StoreError("KG_STORE is not set")
    return Asking(settings.endpoint, seconds, settings.write_seconds)
