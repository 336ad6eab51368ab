"""Where an answer waits for its reader outside: small ones in memory, others in files without a name.

A client takes as long as it likes over an answer. The reader process must not wait for that, and the server
cannot hold large answers in memory, so they go to disk, with a limit on each and on all together.
"""

import io
import threading
from contextlib import suppress
from tempfile import TemporaryFile, gettempdir
from typing import IO

from kg.errors import LimitError, StoreError, TooLargeError
from kg.results import Stream

IN_MEMORY = 1 << 18
"""Bytes up to which an answer stays in memory."""
SHELVED = 16
"""Answers of the largest size that may lie on disk at a time, or more that are smaller."""


class Shelf:
    """The room for all answers that lie on disk; safe to share between threads."""

    def __init__(self, answer_mb: int) -> None:
        """*answer_mb* (MiB) limits one answer."""
        self.answer_mb = answer_mb
        self._lock = threading.Lock()
        self._left = SHELVED * (answer_mb << 20)

    def take(self, size: int) -> None:
        """Take room for *size* bytes; LimitError if there is none at the moment."""
        with self._lock:
            if size > self._left:
                raise LimitError("too many large answers are being fetched: try again in a moment")
            self._left -= size

    def give_back(self, size: int) -> None:
        """Free room that was taken."""
        with self._lock:
            self._left += size


class Spool:
    """The bytes of one answer; closing it frees its room."""

    def __init__(self, shelf: Shelf) -> None:
        """Nothing is written yet; *shelf* says how much may be."""
        self._shelf = shelf
        self._file: IO[bytes] = io.BytesIO()
        self._size = 0
        self._taken = 0

    def keep(self, piece: bytes) -> None:
        """Add *piece*; TooLargeError or LimitError where there is no room for it, StoreError if the disk is full."""
        self._size += len(piece)
        if self._size > IN_MEMORY:
            self._make_room()
        try:
            self._file.write(piece)
        except OSError as error:
            raise _to_error(error) from error

    def to_stream(self, media_type: str) -> Stream:
        """Return all that was written; closing the stream closes the spool."""
        try:
            self._file.seek(0)
        except OSError as error:
            raise _to_error(error) from error
        return Stream(media_type, self._size, self)

    def read(self, size: int = -1, /) -> bytes:
        """Return up to *size* bytes, or all that are left."""
        return self._file.read(size)

    def close(self) -> None:
        """Drop the answer; once more does no harm."""
        with suppress(OSError):  # a full disk, met again
            self._file.close()
        taken, self._taken = self._taken, 0
        self._shelf.give_back(taken)

    def __del__(self) -> None:
        """Free the room of an answer that nobody came for: a request may fail before it is sent."""
        self.close()

    def _make_room(self) -> None:
        most = self._shelf.answer_mb
        if self._size > most << 20:
            raise TooLargeError(f"the answer is larger than {most} MB: ask for less, or for a part of it with LIMIT")
        more = self._size - self._taken
        self._shelf.take(more)
        self._taken += more
        if isinstance(self._file, io.BytesIO):
            try:
                file = TemporaryFile()  # noqa: SIM115  # it is closed with the spool
                file.write(self._file.getvalue())
            except OSError as error:
                raise _to_error(error) from error
            self._file = file


def _to_error(error: OSError) -> StoreError:
    return StoreError(f"an answer cannot be kept ({error}): is the disk of {gettempdir()} full?")
