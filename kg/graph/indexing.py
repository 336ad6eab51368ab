"""What follows from the graph of a data folder: brought in step, and compared with it, while nobody writes to it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from kg.errors import SearchError, StoreError
from kg.graph.engine import Oxigraph, open_checkpoint
from kg.graph.folder import FolderLock, is_locked, read_base
from kg.graph.holding import held
from kg.graph.recounting import is_counted
from kg.graph.search import NAME, Search, SearchIndex
from kg.graph.search.documents import SOURCES, to_documents
from kg.graph.store import STORE, Store
from kg.graph.triples import DEFAULT_GRAPH
from kg.ids import Minter


def open_search(folder: Path) -> Search:
    """Return the search of the data folder *folder*, whose index and counts are brought in step if nobody writes there.

    Raises StoreError if it is no data folder. Where the index cannot be made, each search says so.
    """
    base = read_base(folder)
    search = Search(folder / NAME)
    with suppress(StoreError, OSError):  # no place to write, or a writer came first, who does it
        if not is_locked(folder) and not (_is_in_step(search) and _is_counted(folder, base)):
            Store.open(folder).close()
    return search


def compare_with_graph(folder: Path, *, repair: bool) -> int:
    """Return by how many texts the index differs in number from the graph; with *repair* it is then made anew.

    An index that is known to be behind is caught up first. StoreError if a process writes to the folder.
    """
    with _opened(folder) as (index, store):
        index.catch_up(store)
        counted = Search(folder / NAME).count()
        wanted = dict.fromkeys(counted, 0)
        for predicate in SOURCES:
            quads = store.quads_for_pattern(None, predicate, None, DEFAULT_GRAPH)
            for document in to_documents(quads, index.base):
                wanted[document.kind] += 1
        difference = sum(abs(wanted[kind] - counted[kind]) for kind in wanted)
        if difference and repair:
            index.rebuild(store)
    return difference


def _is_in_step(search: Search) -> bool:
    try:
        return search.in_step
    except SearchError:
        return False


def _is_counted(folder: Path, base: str) -> bool:
    with held(folder) as checkpoint:
        return is_counted(open_checkpoint(checkpoint), Minter(base))


@contextmanager
def _opened(folder: Path) -> Iterator[tuple[SearchIndex, Oxigraph]]:
    """Yield the index and the store of a folder that nobody else writes to meanwhile."""
    base = read_base(folder)
    lock = FolderLock(folder)
    try:
        with closing(SearchIndex(folder / NAME, base)) as index:
            yield index, Oxigraph(folder / STORE)
    finally:
        lock.release()
