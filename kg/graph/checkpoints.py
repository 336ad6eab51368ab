"""Checkpoints of a store: hard-linked copies that readers open while the writer goes on.

``checkpoints/current`` names the newest. It is written last and replaced in one step, so a crash at any
moment leaves the one before in force. ``checkpoints/stale`` is there while the store holds more than the
newest checkpoint: the next writer that opens the folder after a crash makes a new one.
"""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from kg.errors import StoreError

LONGEST_NUMBER = 20
"""Digits of a checkpoint's number, at most."""
KEPT = 2
"""The newest, and the one before for queries that are still at it."""


class Checkpoints:
    """The checkpoints of one data folder."""

    def __init__(self, folder: Path) -> None:
        """*folder* is the data folder; nothing is made in it before the first checkpoint."""
        self._folder = folder / "checkpoints"
        self._current = self._folder / "current"
        self._stale = self._folder / "stale"

    @property
    def current(self) -> Path | None:
        """The newest checkpoint, None if there is none or it is not whole."""
        try:
            with self._current.open("rb", buffering=0) as file:  # for every query: no buffer, no decoder
                path = self._folder / str(int(file.read(LONGEST_NUMBER)))
            (path / "CURRENT").stat()
        except (OSError, ValueError):
            return None
        return path

    @property
    def generation(self) -> str:
        """Name of what the newest checkpoint holds, unlike that of any other; empty if there is none."""
        path = self.current
        try:
            return to_generation(path) if path is not None else ""
        except OSError:  # it has just been replaced
            return ""

    @property
    def kept(self) -> int:
        """How many checkpoints there are on disk."""
        return len(self._numbers())

    @property
    def size(self) -> int:
        """Bytes of the newest checkpoint; 0 if there is none."""
        path = self.current
        try:
            return sum(file.stat().st_size for file in path.iterdir()) if path is not None else 0
        except OSError:  # it has just been replaced
            return 0

    @property
    def stale(self) -> bool:
        """Whether readers of the newest checkpoint may miss something that the store holds."""
        return self._stale.exists() or self.current is None

    def mark_stale(self) -> None:
        """Note, before a write, that the newest checkpoint will be behind."""
        self._folder.mkdir(exist_ok=True)
        self._stale.touch()

    def discard(self) -> None:
        """Let there be no newest checkpoint, as it cannot be read; the next writer makes one."""
        self._current.unlink(missing_ok=True)

    def make(self, backup: Callable[[Path], None]) -> None:
        """Make a checkpoint with *backup*, which copies the store to a path; StoreError if it cannot."""
        number = max(self._numbers(), default=0) + 1
        draft = self._folder / f"{number}.draft"
        try:
            self._folder.mkdir(exist_ok=True)
            if draft.exists():
                shutil.rmtree(draft)
            backup(draft)
            draft.rename(self._folder / str(number))
            pointer = self._folder / "current.draft"
            pointer.write_text(str(number), encoding="ascii")
            pointer.replace(self._current)
            self._stale.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"no checkpoint can be made in {self._folder} ({error}): is the disk full?") from error
        self._sweep()

    def _numbers(self) -> list[int]:
        if not self._folder.is_dir():
            return []
        return sorted(int(path.name) for path in self._folder.iterdir() if path.name.isdecimal())

    def _sweep(self) -> None:
        """Remove older checkpoints that no reader holds; the others are tried again next time."""
        for number in self._numbers()[:-KEPT]:
            path = self._folder / str(number)
            handle = os.open(path, os.O_RDONLY)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path, ignore_errors=True)
            except BlockingIOError:
                continue
            finally:
                os.close(handle)


def to_generation(checkpoint: Path) -> str:
    """Return the name of what *checkpoint* holds, unlike that of any other; OSError if it is gone."""
    return f"{checkpoint.name}-{checkpoint.stat().st_ctime_ns}"


def hold(checkpoint: Path) -> int:
    """Keep *checkpoint* from being removed until the returned file descriptor is closed, or this process
    ends.

    Raises OSError if it is gone already.
    """
    handle = os.open(checkpoint, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        (checkpoint / "CURRENT").stat()
    except OSError:
        os.close(handle)
        raise
    return handle
