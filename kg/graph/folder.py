"""The data folder: its own file, and the lock that says which process writes to it."""

import fcntl
import json
import os
import sys
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

from pyoxigraph import NamedNode

from kg.errors import InUseError, SettingsError, StoreError

OWN_FILE = "kg.json"
VERSION = 1


def check_base(base: str) -> str:
    """Return *base* if it can be the start of instance IRIs, else raise SettingsError."""
    try:
        parts = urlsplit(NamedNode(base).value)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or "#" in base or "?" in base or base[-1] != "/":
        raise SettingsError(f'the base IRI must begin with http:// or https:// and end with "/", not {base!r}')
    return base


def write_own_file(folder: Path, base: str) -> None:
    """Write the file that makes *folder* a data folder."""
    text = json.dumps({"base": base, "version": VERSION}, indent=2)
    (folder / OWN_FILE).write_text(text + "\n", encoding="utf-8")


def read_base(folder: Path) -> str:
    """Return the base IRI of the data folder *folder*.

    Raises StoreError if it is none, SettingsError if its own file makes no sense.
    """
    path = folder / OWN_FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise StoreError(f"{folder} is no data folder: run `kg init`, or set KG_DATA to the right one") from None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path} cannot be read: {error}") from error
    except json.JSONDecodeError as error:
        raise SettingsError(f"{path} is no JSON ({error}): restore it from a backup") from error
    if not isinstance(content, dict) or content.get("version") != VERSION:
        raise SettingsError(f"{path} must say version {VERSION}: the folder was made by another version of kg")
    if not isinstance(content.get("base"), str):
        raise SettingsError(f'{path} lacks "base", the base IRI: restore it from a backup')
    return check_base(content["base"])


def is_locked(folder: Path) -> bool:
    """Whether a process writes to the data folder *folder*."""
    try:
        with (folder / "lock").open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


class FolderLock:
    """The right to write to a data folder, held by one process until released or dead.

    The lock is the kernel's (``flock``), so the file that a crash leaves behind is no obstacle.
    """

    def __init__(self, folder: Path, address: str = "") -> None:
        """Take the lock; InUseError naming the holder if another has it.

        *address* is where this process takes writes of others over HTTP, if it does.
        """
        path = folder / "lock"
        try:
            self._file: TextIO = path.open("a+", encoding="utf-8")
        except OSError as error:
            raise StoreError(f"{path} cannot be written: {error}") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.seek(0)
            holder, _, where = self._file.read().strip().partition("\n")
            self._file.close()
            user = f"{folder} is in use by process {holder or 'unknown'}"
            if where:
                user = f"{folder} is served at {where} already, by process {holder.partition(' ')[0]}"
            raise InUseError(f"{user}: wait until it ends, or stop it", where) from None
        self._file.truncate(0)
        self._file.write(f"{os.getpid()} ({' '.join(sys.orig_argv)[:200]})\n{address}")
        self._file.flush()

    def release(self) -> None:
        """Let others write."""
        self._file.truncate(0)
        self._file.close()
