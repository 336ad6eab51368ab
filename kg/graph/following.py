"""What follows from a graph, and is kept in step with it: the counts in it, and the search index beside it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from pyoxigraph import Quad

from kg.graph.counting import count_changes
from kg.graph.cube import Cube
from kg.graph.recounting import forget, is_counted, recount, remember
from kg.graph.removal import Graph
from kg.graph.search import SearchIndex
from kg.graph.tallying import Countable
from kg.ids import Minter


class Following:
    """Follows the writes to one graph."""

    def __init__(self, mint: Minter, index: SearchIndex | None) -> None:
        """*mint* makes the IRIs of the counts; *index* is None for a graph in memory."""
        self._mint = mint
        self._cube = Cube(mint)
        self._index = index

    def count(self, graph: Graph, gone: set[Quad], new: set[Quad]) -> tuple[set[Quad], set[Quad]]:
        """Return *gone* and *new* with what a write of them changes in the counts of *graph*."""
        old, fresh = count_changes(graph, gone, new, self._cube)
        return gone | old, new | fresh

    def write(self, gone: set[Quad], new: set[Quad]) -> AbstractContextManager[None]:
        """Follow a write, which the block does, of these quads."""
        return self._index.following(gone, new) if self._index is not None else nullcontext()

    @contextmanager
    def change(self, graph: Countable) -> Iterator[None]:
        """Note that all is behind, as nobody can tell what the block changes in *graph*; not where it fails."""
        counted, marked = is_counted(graph, self._mint), False
        if counted:
            forget(graph, self._mint)
        try:
            marked = self._index is not None and self._index.mark_behind()
            yield
        except Exception:
            if counted:
                remember(graph, self._mint)
            if marked and self._index is not None:
                self._index.unmark_behind()
            raise
        if is_counted(graph, self._mint):  # as what was written says: a copy of the graph that was changed elsewhere
            forget(graph, self._mint)

    def is_in_step(self, graph: Countable) -> bool:
        """Whether nothing is behind."""
        return is_counted(graph, self._mint) and (self._index is None or self._index.in_step)

    def catch_up(self, graph: Countable) -> None:
        """Bring all in step with *graph*: what is behind is made anew, which at a million events takes minutes."""
        if not is_counted(graph, self._mint):
            recount(graph, self._mint)
        self.read_again(graph)

    def read_again(self, graph: Graph) -> None:
        """Bring the index alone in step with *graph*."""
        if self._index is not None:
            self._index.catch_up(graph)

    def settle(self) -> None:
        """Note that the graph has all its writes on the disk."""
        if self._index is not None:
            self._index.settle()

    def close(self) -> None:
        """Close the files."""
        if self._index is not None:
            self._index.close()
