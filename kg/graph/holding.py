"""The newest checkpoint of a data folder, held while it is read in this process."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError
from kg.graph.checkpoints import Checkpoints, hold
from kg.graph.folder import is_locked
from kg.graph.store import Store


@contextmanager
def held(folder: Path) -> Iterator[Path]:
    """Keep the newest checkpoint of *folder* from going in the block, and yield its path.

    It is made first where it is behind and nobody writes. Raises StoreError if there is none.
    """
    checkpoints = Checkpoints(folder.absolute())
    if checkpoints.stale and not (is_locked(folder) and checkpoints.current is not None):
        Store.open(folder).close()
    path = checkpoints.current
    if path is None:
        raise StoreError(f"{folder} has no checkpoint that can be read: open it for writing once")
    handle = hold(path)
    try:
        yield path
    finally:
        os.close(handle)
