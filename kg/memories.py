"""What a data folder remembers beside its graph: files that are done, texts that were seen, names that were unknown."""

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from kg import unresolved
from kg.extract.events import Extraction
from kg.ids import Minter
from kg.journal import Journal
from kg.model import Article
from kg.read.copies.duplicates import Duplicates
from kg.unresolved import Unresolved

DUPLICATES = "duplicates.sqlite"
"""File of the data folder that tells which articles repeat an earlier one."""


class Memories:
    """The memories of one ingest, open together; at the end of the block each is kept, or left as its class says."""

    def __init__(self, folder: Path, base: str, *, resume: bool) -> None:
        """Open those of the data folder *folder*, whose base IRI is *base*."""
        self._mint = Minter(base)
        self._stack = ExitStack()
        with ExitStack() as opened:
            self.journal = opened.enter_context(Journal(folder, resume=resume))
            self.duplicates = opened.enter_context(Duplicates(folder / DUPLICATES))
            self._names = opened.enter_context(Unresolved(folder / unresolved.NAME))
            self._stack = opened.pop_all()

    def __enter__(self) -> "Memories":
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all, the last opened first."""
        self._stack.__exit__(kind, error, trace)

    def note(self, article: Article, extraction: Extraction) -> None:
        """Remember which names *article* gave no party for."""
        self._names.replace(self._mint.mint_article(article), extraction.unresolved)

    def keep(self) -> None:
        """Keep all so far; the journal last, so that what it passes over is known to the others."""
        self.duplicates.commit()
        self._names.commit()
        self.journal.commit()


def forget(folder: Path, article: str) -> None:
    """Forget which names the article with this IRI gave no party for."""
    with Unresolved(folder / unresolved.NAME) as names:
        names.replace(article, ())
