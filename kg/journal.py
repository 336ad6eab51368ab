"""Which inputs of an ingest are done, so that it can go on after an interruption at any point."""

import json
from pathlib import Path
from types import TracebackType

NAME = "ingest.journal"


def identify(path: str) -> str | None:
    """Return what tells the file at *path* from others and from itself once changed; None for what is no file."""
    try:
        status = Path(path).stat()
    except (OSError, ValueError):
        return None
    return json.dumps([str(Path(path).absolute()), status.st_size, status.st_mtime_ns])


class Journal:
    """A file in the data folder with a line for each input that is done.

    A line is written once all that its input tells is kept for good, so an input without one is read again after an
    interruption; what the store has of it already stays as it is.
    """

    def __init__(self, folder: Path, *, resume: bool) -> None:
        """With *resume* the inputs of the interrupted run count as done; else the journal begins anew."""
        self._path = folder / NAME
        self._done = set(_read_lines(self._path)) if resume else set()
        self._waiting: list[str] = []
        self._file = self._path.open("a" if resume else "w", encoding="utf-8")

    def __enter__(self) -> "Journal":
        """Return the journal itself; it is closed at the end of the block, and gone if that ended in order."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file; a run that came to its end leaves nothing to resume."""
        self._file.close()
        if kind is None:
            self._path.unlink(missing_ok=True)

    def holds(self, path: str) -> bool:
        """Whether the file at *path* is done and has not changed since."""
        return bool(self._done) and identify(path) in self._done

    def add(self, path: str) -> None:
        """Note that the file at *path* has been read to its end; `commit` makes it count."""
        if (line := identify(path)) is not None:
            self._waiting.append(f"{line}\n")

    def commit(self) -> None:
        """Write down what has been added, now that all that it told is kept."""
        self._file.writelines(self._waiting)
        self._file.flush()
        self._waiting.clear()


def _read_lines(path: Path) -> list[str]:
    """Return the whole lines of the journal; one that an interruption cut off is none."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return []
    return text.split("\n")[:-1]
