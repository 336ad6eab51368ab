"""Where an answer waits for its reader outside: small ones in memory, others in files without a name.

A client takes as long as it likes over an answer. The reader process must not wait for that, and the server
cannot hold large answers in memory, so they go to disk, with a limit on each and on all together.
"""

import threading
from tempfile import SpooledTemporaryFile

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


class Spool(SpooledTemporaryFile[bytes]):
    """The bytes of one answer; closing it frees its room."""

    def __init__(self, shelf: Shelf) -> None:
        """Nothing is written yet; *shelf* says how much may be."""
        super().__init__(max_size=IN_MEMORY)
        self._shelf = shelf
        self._taken = 0
        self._size = 0

    def keep(self, piece: bytes) -> None:
        """Add *piece*; TooLargeError or LimitError where there is no room for it, StoreError if the disk is full."""
        self._size += len(piece)
        if self._size > self._shelf.answer_mb << 20:
            raise TooLargeError(
                f"the answer is larger than {self._shelf.answer_mb} MB: ask for less, or for a part of it with LIMIT"
            )
        if self._size > IN_MEMORY:
            more = self._size - self._taken
            self._shelf.take(more)
            self._taken += more
        try:
            self.write(piece)
        except OSError as error:
            raise StoreError(f"the answer cannot be kept ({error}): is the disk of temporary files full?") from error

    def to_stream(self, media_type: str) -> Stream:
        """Return all that was written."""
        self.seek(0)
        return Stream(media_type, self._size, self)

    def close(self) -> None:
        """Drop the answer; once more does no harm."""
        super().close()
        taken, self._taken = self._taken, 0
        self._shelf.give_back(taken)
