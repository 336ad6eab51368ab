"""Copies of a data folder: one file of N-Quads that any engine reads, or a folder as it is; and the way back.

A dump is N-Quads whose first line, a comment, names the base IRI, and whose last tells the number of quads; it holds
the whole graph, and nothing of what the folder remembers beside it. A folder holds that too, but for the journal of an
ingest: it may be ahead of the graph that is copied.
"""

import gzip
import os
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO, Literal, cast

from pyoxigraph import RdfFormat

from kg.errors import StoreError
from kg.graph.engine import Oxigraph, open_checkpoint
from kg.graph.folder import check_base, read_base, write_own_file
from kg.graph.holding import held
from kg.graph.search import NAME as SEARCH
from kg.graph.store import STORE, Store

HEADER = b"# DiploGraph dump of "
FOOTER = b"# quads: "
ENDINGS = (".nq", ".nq.gz")
"""Ends of the names of dumps; whatever else is named is a folder."""
GZIP = b"\x1f\x8b"
"""First bytes of a file that gzip has packed."""
TAIL = 64
"""Bytes at the end of a dump in which its last line is."""
COPIED = (".json", ".tsv", ".sha256")
"""Ends of the names of files that a copied folder has too; databases (``.sqlite``) are copied as SQLite does."""


def back_up(folder: Path, target: Path) -> int:
    """Copy the data folder *folder*, as of now, to *target*; return the size of the copy in bytes.

    A writer may be at work meanwhile. What stands at *target* appears only when it is whole. Raises StoreError if
    *folder* is no data folder, *target* is there already or inside of it, or the disk refuses.
    """
    base = read_base(folder)
    try:
        _refuse_inside(target, folder)
        if target.exists():
            raise StoreError(f"{target} is there already: name another place, or remove it first")
        target.absolute().parent.mkdir(parents=True, exist_ok=True)
        with _draft_beside(target) as draft, held(folder) as checkpoint:
            if target.name.endswith(ENDINGS):
                write_dump(open_checkpoint(checkpoint), base, draft, packed=target.name.endswith(".gz"))
            else:
                _copy_folder(folder, checkpoint, draft)
            flush(draft)
            draft.rename(target)
        return sum(file.stat().st_size for file in _files(target))
    except (OSError, RuntimeError, sqlite3.Error) as error:
        raise StoreError(f"no copy could be made at {target}: {error}") from error


def restore(source: Path, folder: Path) -> int:
    """Make the data folder *folder* of the copy at *source*; return how many quads it holds.

    Raises StoreError if *source* is no whole copy, or *folder* is there and not empty; then nothing is changed.
    """
    folder = folder.resolve()
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise StoreError(f"{folder} is there already and not empty: choose another with --data, or remove it first")
        _refuse_inside(folder, source)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _draft_beside(folder) as draft:
            if source.is_dir():
                _restore_folder(source, draft)
            else:
                draft.mkdir()
                _load_dump(source, draft)
            number = len(Oxigraph(draft / STORE))
            Store.open(draft).close()  # makes the checkpoint that readers want
            draft.rename(folder)
        return number
    except (OSError, EOFError, SyntaxError, RuntimeError, zlib.error) as error:
        raise StoreError(f"{source} cannot be restored ({error}): is it a whole copy made by `kg backup`?") from error


def _refuse_inside(path: Path, folder: Path) -> None:
    if folder.is_dir() and folder.resolve() in (path.resolve(), *path.resolve().parents):
        raise StoreError(f"{path} is inside of {folder}: name a place outside of it")


@contextmanager
def _draft_beside(target: Path) -> Iterator[Path]:
    """Yield a place beside *target* that nobody else uses, and leave nothing there."""
    with tempfile.TemporaryDirectory(prefix=".kg-", dir=target.absolute().parent, ignore_cleanup_errors=True) as own:
        yield Path(own) / "draft"


def write_dump(store: Oxigraph, base: str, target: Path, *, packed: bool, level: int = 9) -> int:
    """Write all that *store* holds to the file *target*, *packed* by gzip or not; return the number of quads.

    *base* is the base IRI, *level* how hard gzip tries. Raises OSError where the disk refuses.
    """
    quads = len(store)
    with _open(target, "wb", packed=packed, level=level) as out:
        out.write(HEADER + base.encode() + b"\n")
        store.dump(output=out, format=RdfFormat.N_QUADS)
        out.write(FOOTER + str(quads).encode() + b"\n")
    return quads


def _load_dump(source: Path, folder: Path) -> None:
    with source.open("rb") as file:
        packed = file.read(len(GZIP)) == GZIP
    with _open(source, "rb", packed=packed) as text:
        first = text.readline(4096)
        if not first.startswith(HEADER):
            raise StoreError(f"{source} is no dump of `kg backup`: its first line does not name a base IRI")
        base = check_base(first.removeprefix(HEADER).decode("utf-8", "replace").strip())
        store = Oxigraph(folder / STORE)
        store.bulk_load(input=text, format=RdfFormat.N_QUADS)
        store.optimize()
        last = _last_line(text)
    if last != FOOTER + str(len(store)).encode():
        raise StoreError(f"{source} is not whole: its last line does not say that it has {len(store):,} quads")
    write_own_file(folder, base)


def _last_line(text: IO[bytes]) -> bytes:
    text.seek(0)
    tail = b""
    while block := text.read(1 << 20):
        tail = (tail + block)[-TAIL:]
    return tail.rstrip(b"\n").rpartition(b"\n")[2] if tail.endswith(b"\n") else b""


def _open(path: Path, mode: Literal["rb", "wb"], *, packed: bool, level: int = 9) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path, mode, compresslevel=level)) if packed else path.open(mode)


def _copy_folder(folder: Path, checkpoint: Path, target: Path) -> None:
    """Copy what lies beside the graph first: it may then be behind the graph, which costs only time.

    Not the search index, which may be ahead of the graph that is copied: it is made anew from that.
    """
    target.mkdir()
    for path in sorted(folder.iterdir()):
        if path.suffix == ".sqlite" and path.name != SEARCH:
            with closing(sqlite3.connect(path)) as database, closing(sqlite3.connect(target / path.name)) as copy:
                database.backup(copy)
        elif path.suffix in COPIED and path.is_file():
            shutil.copy2(path, target / path.name)
    shutil.copytree(checkpoint, target / STORE)


def _restore_folder(source: Path, draft: Path) -> None:
    read_base(source)
    if (source / "checkpoints").exists():
        raise StoreError(f"{source} is a data folder in use, no copy of one: make one with `kg backup`")
    if not (source / STORE / "CURRENT").is_file():
        raise StoreError(f"{source / STORE} is missing: {source} is no whole copy")
    shutil.copytree(source, draft)


def _files(path: Path) -> list[Path]:
    return [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]


def flush(path: Path) -> None:
    """Wait until the files are on the disk."""
    for file in _files(path):
        with file.open("rb") as opened, suppress(OSError):  # some file systems cannot say
            os.fsync(opened.fileno())
