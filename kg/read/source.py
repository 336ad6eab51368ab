"""What every reader of a format is given, and what it yields."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

from kg.errors import ReadError, SkipError
from kg.model import Article

Outcome: TypeAlias = Article | ReadError
"""An article, or why there is none: a clause without a subject, such as ``is empty``, or ``, line 3, is empty``."""


@dataclass(frozen=True, slots=True)
class Source:
    """One input: a file, standard input, a member of an archive, an answer of a server."""

    stream: BinaryIO
    """Read once, from where it stands to its end."""
    stem: str
    """Id of an article that has none of its own: the file's name without its suffix."""
    suffix: str
    """In lower case, with its dot; empty where it is not known."""
    max_bytes: int
    """Size of the largest article, or of the largest line of JSON Lines."""
    url: str = ""
    """Where the input was published, if its container says so."""

    def read_all(self) -> bytes:
        """Return what is left of the stream; ReadError if it is empty or larger than ``max_bytes``."""
        data = self.stream.read(self.max_bytes + 1)
        if len(data) > self.max_bytes:
            raise ReadError(too_large(self.max_bytes))
        if not data.strip():
            raise ReadError("is empty")
        return data


Reader: TypeAlias = Callable[[Source], Iterator[Outcome]]
"""Reads one format. A fault of the whole input may be raised as ReadError; one of a part is yielded."""


def placed(place: str, error: ReadError) -> ReadError:
    """Return *error* with *place* before its clause, still a skip if it is one: ``, member a.txt, is empty``."""
    clause = str(error)
    kind = SkipError if isinstance(error, SkipError) else ReadError
    return kind(f", {place}{clause if clause.startswith(',') else ', ' + clause}")


def show(name: str, longest: int = 200) -> str:
    """Return *name*, of a file, a member or an address, fit for one line of a message, whatever bytes it has."""
    text = name.encode(errors="replace").decode()
    text = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return "".join(character if character.isprintable() else "�" for character in text)


def too_large(max_bytes: int) -> str:
    """Return the reason for refusing an input that is too large."""
    return f"is larger than {max_bytes:,} bytes: split it, or set KG_MAX_BYTES"
