"""The dump of a data folder for whoever asks the site for it: one file of N-Quads, gzipped, of one state of the graph.

It lies in ``dumps/`` and is named after the checkpoint that it is of and its quads. It is written beside its place and
renamed when whole, so whatever stands there under such a name may be handed out.
"""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StoreError
from kg.graph.backup import flush, write_dump
from kg.graph.checkpoints import Checkpoints, hold, to_generation
from kg.graph.engine import open_checkpoint
from kg.graph.folder import read_base

FOLDER = "dumps"
NAME = re.compile(r"(?P<generation>[0-9]+-[0-9]+)-(?P<quads>[0-9]+)\.nq\.gz")
DRAFTS = "*.draft"
LEVEL = 6
"""How hard gzip tries: at the highest level it takes several times as long, for a few per cent."""


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump that is whole."""

    path: Path
    generation: str
    """Name of the state of the graph that it is of."""
    quads: int
    size: int
    """Bytes."""
    made: float
    """When it was done, in seconds since 1970."""


def find_dump(folder: Path) -> Dump | None:
    """Return the newest dump of the data folder *folder*; None if there is none."""
    return max(_list_dumps(folder), key=lambda one: one.made, default=None)


def make_dump(folder: Path) -> Dump | None:
    """Dump the data folder *folder* as its readers see it now, and remove older dumps.

    Returns None where another process is at it. Raises StoreError where there is nothing to be read or the disk
    refuses; no half dump is left then.
    """
    base, place = read_base(folder), folder / FOLDER
    checkpoint = Checkpoints(folder.absolute()).current
    if checkpoint is None:
        raise StoreError(f"{folder} has no checkpoint that can be read: open it for writing once")
    try:
        place.mkdir(exist_ok=True)
        with _locked(place) as locked:
            if not locked:
                return None
            for left in place.glob(DRAFTS):
                left.unlink()
            draft = draft_of(folder)
            try:
                _write(checkpoint, base, draft, place)
            finally:
                draft.unlink(missing_ok=True)
            return _keep_newest(folder)
    except (OSError, RuntimeError) as error:
        raise StoreError(f"no dump could be made in {place}: {error}") from error


def draft_of(folder: Path) -> Path:
    """Return where this process writes its dump of *folder* until it is whole."""
    return folder / FOLDER / f"{os.getpid()}.draft"


def list_drafts(folder: Path) -> list[Path]:
    """Return what a crash left of dumps; nothing while one is made."""
    place = folder / FOLDER
    if not place.is_dir():
        return []
    with _locked(place) as locked:
        return sorted(place.glob(DRAFTS)) if locked else []


def _write(checkpoint: Path, base: str, draft: Path, place: Path) -> None:
    handle = hold(checkpoint)
    try:
        generation = to_generation(checkpoint)
        quads = write_dump(open_checkpoint(checkpoint), base, draft, packed=True, level=LEVEL)
    finally:
        os.close(handle)
    flush(draft)
    draft.rename(place / f"{generation}-{quads}.nq.gz")


def _keep_newest(folder: Path) -> Dump | None:
    newest = find_dump(folder)
    for one in _list_dumps(folder):
        if newest is not None and one.path != newest.path:
            one.path.unlink(missing_ok=True)  # who is reading it goes on
    return newest


def _list_dumps(folder: Path) -> Iterator[Dump]:
    place = folder / FOLDER
    for path in place.iterdir() if place.is_dir() else ():
        if found := NAME.fullmatch(path.name):
            try:
                stat = path.stat()
            except OSError:  # it has just been replaced
                continue
            yield Dump(path, found["generation"], int(found["quads"]), stat.st_size, stat.st_mtime)


@contextmanager
def _locked(place: Path) -> Iterator[bool]:
    """Give whether this process alone makes dumps in the block; the kernel ends that with the process."""
    with (place / "lock").open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
