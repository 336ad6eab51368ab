"""Copies of a data folder: one file of N-Quads that any engine reads, or a folder as it is; and the way back.

A dump is N-Quads whose first line, a comment, names the base IRI; it holds the whole graph, and nothing of what the
folder remembers beside it (which files were read, which texts are copies). A folder holds all.
"""

import gzip
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Literal, cast

from pyoxigraph import RdfFormat

from kg.errors import StoreError
from kg.graph.checkpoints import Checkpoints, hold
from kg.graph.engine import Oxigraph, open_checkpoint
from kg.graph.folder import OWN_FILE, check_base, read_base, write_own_file
from kg.graph.store import STORE, Store

HEADER = "# DiploGraph dump of "
ENDINGS = (".nq", ".nq.gz")
"""Ends of the names of dumps; whatever else is named is a folder."""
GZIP = b"\x1f\x8b"
"""First bytes of a file that gzip has packed."""
UNCOPIED = ("lock", "checkpoints", STORE)
"""What a copy of a folder has no need of, or makes itself."""


def back_up(folder: Path, target: Path) -> int:
    """Copy the data folder *folder*, as of now, to *target*; return the size of the copy in bytes.

    A writer may be at work meanwhile. What stands at *target* appears only when it is whole. Raises StoreError if
    *folder* is no data folder, *target* is there already, or the disk refuses.
    """
    base = read_base(folder)
    if target.exists():
        raise StoreError(f"{target} is there already: name another place, or remove it first")
    draft = target.with_name(f".{target.name}.{os.getpid()}.draft")
    try:
        target.absolute().parent.mkdir(parents=True, exist_ok=True)
        with _held(folder) as checkpoint:
            if target.name.endswith(ENDINGS):
                _write_dump(open_checkpoint(checkpoint), base, draft, packed=target.name.endswith(".gz"))
            else:
                _copy_folder(folder, checkpoint, draft)
        draft.rename(target)
        return _size(target)
    except (OSError, RuntimeError) as error:
        raise StoreError(f"no copy could be made at {target} ({error}): is the disk full?") from error
    finally:
        _remove(draft)


def restore(source: Path, folder: Path) -> int:
    """Make the data folder *folder* of the copy at *source*; return how many quads it holds.

    Raises StoreError if *source* is no copy, or *folder* is there and not empty; then nothing is changed.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"{folder} is there already and not empty: choose another folder, or remove it first")
    draft = folder.absolute().with_name(f".{folder.name}.{os.getpid()}.draft")
    try:
        if source.is_dir():
            read_base(source)
            if not (source / STORE / "CURRENT").is_file():
                raise StoreError(f"{source / STORE} is missing: {source} is no whole copy")
            shutil.copytree(source, draft, ignore=shutil.ignore_patterns("lock", "checkpoints"))
        else:
            draft.mkdir(parents=True)
            _load_dump(source, draft)
        number = len(Oxigraph(draft / STORE))
        if folder.exists():
            folder.rmdir()
        draft.rename(folder)
        Store.open(folder).close()  # makes the checkpoint that readers want
        return number
    except (OSError, EOFError, SyntaxError, RuntimeError) as error:
        raise StoreError(f"{source} cannot be restored ({error}): is it a whole copy made by `kg backup`?") from error
    finally:
        _remove(draft)


@contextmanager
def _held(folder: Path) -> Iterator[Path]:
    """Keep the newest checkpoint from going while it is copied; make it first where it is behind."""
    checkpoints = Checkpoints(folder.absolute())
    if checkpoints.stale:
        try:
            Store.open(folder).close()
        except StoreError:  # somebody writes: what was committed at the last checkpoint will do
            if checkpoints.current is None:
                raise
    path = checkpoints.current
    if path is None:
        raise StoreError(f"{folder} has no checkpoint that can be read: open it for writing once")
    handle = hold(path)
    try:
        yield path
    finally:
        os.close(handle)


def _write_dump(store: Oxigraph, base: str, target: Path, *, packed: bool) -> None:
    with _open(target, "wb", packed=packed) as out:
        out.write(f"{HEADER}{base}\n".encode())
        store.dump(output=out, format=RdfFormat.N_QUADS)


def _load_dump(source: Path, folder: Path) -> None:
    with source.open("rb") as file:
        packed = file.read(len(GZIP)) == GZIP
    with _open(source, "rb", packed=packed) as text:
        first = text.readline(4096).decode("utf-8", "replace")
        if not first.startswith(HEADER):
            raise StoreError(f"{source} is no dump of `kg backup`: its first line does not name a base IRI")
        base = check_base(first.removeprefix(HEADER).strip())
        store = Oxigraph(folder / STORE)
        store.bulk_load(input=text, format=RdfFormat.N_QUADS)
        store.optimize()
    write_own_file(folder, base)


def _open(path: Path, mode: Literal["rb", "wb"], *, packed: bool) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path, mode)) if packed else path.open(mode)


def _copy_folder(folder: Path, checkpoint: Path, target: Path) -> None:
    target.mkdir()
    shutil.copytree(checkpoint, target / STORE)
    for path in folder.iterdir():
        if path.is_file() and path.name not in UNCOPIED and path.name != OWN_FILE:
            shutil.copy2(path, target / path.name)
    shutil.copy2(folder / OWN_FILE, target / OWN_FILE)


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
