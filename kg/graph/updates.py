"""SPARQL updates, made ready to run: read by the engine's parser before anything is done, without a way out.

The engine reads an update whole before it runs the first operation. So the parser is asked by an update whose first
operation always fails: what is malformed is told, and nothing is ever run.
"""

import re
import secrets
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kg.errors import QueryError
from kg.graph.contents import to_graph
from kg.graph.faults import PLACE
from kg.graph.guard import refuse_load

FAILING = "DROP GRAPH <urn:diplograph:no-such-graph> ; "
"""An operation that no store can do."""
PROLOGUE = re.compile(r"(?:\s|#[^\n\r]*[\n\r]|BASE\s*<[^<>\s]*>|PREFIX\s+[^\s:<>{}#]*:\s*<[^<>\s]*>)*", re.IGNORECASE)
"""What comes before the first operation. Where this finds less than there is, the rest is refused as malformed."""
WHERE = re.compile(r"(?<![\w:.-])where(?=[\s#{])", re.IGNORECASE)
OWN_DATASET = re.compile(r"(?<![\w:.-])(?:using|with)(?=[\s#<\w:])", re.IGNORECASE)
Parse = Callable[[str], None]
"""Raises SyntaxError for what is no update, and runs nothing."""


@dataclass(frozen=True, slots=True)
class Update:
    """An update with all that decides what it does."""

    text: str
    default_graphs: tuple[str, ...] = ()
    """IRIs of the graphs that its WHERE clauses look at (``using-graph-uri``)."""
    named_graphs: tuple[str, ...] = ()
    """Those that GRAPH in its WHERE clauses may name (``using-named-graph-uri``)."""
    base_iri: str | None = None


def parser(run: Callable[..., None], options: Mapping[str, Any]) -> Parse:
    """Return what parses updates by *run*, the ``update`` method of any store, with its *options*."""

    def parse(text: str) -> None:
        before = PROLOGUE.match(text)
        start = before.end() if before else 0
        try:
            run(f"{text[:start]}{FAILING}{text[start:]}", **options)
        except SyntaxError as error:
            raise _as_of(error, *_place(text, start)) from None
        except RuntimeError:
            return  # it was understood, and stopped at its first operation

    return parse


def _as_of(error: SyntaxError, line: int, column: int) -> SyntaxError:
    """Return *error* as the text has it that is without the operation put in at *line* and *column*."""

    def moved(found: re.Match[str]) -> str:
        at, behind = int(found["line"]), int(found["column"])
        if at == line and behind > column:
            behind = max(column, behind - len(FAILING))
        return f"error at {at}:{behind}: expected {found['rest']}"

    return SyntaxError(PLACE.sub(moved, str(error)))


def prepare(update: Update, parse: Parse) -> str:
    """Return the text that does what *update* says, all of it in this store.

    Raises QueryError for SERVICE, LOAD and a data set that is named twice (SPARQL 1.1 Protocol, 2.2.3), SyntaxError
    for what is malformed.
    """
    parse(update.text)
    refuse_load(update.text, parse)
    if not update.default_graphs and not update.named_graphs:
        return update.text
    for found in OWN_DATASET.finditer(update.text):
        if _is_keyword(update.text, found, parse):
            raise QueryError(
                "the update names its graphs by USING or WITH: leave out using-graph-uri and using-named-graph-uri",
                *_place(update.text, found.start()),
            )
    return _with_dataset(update, parse)


def _with_dataset(update: Update, parse: Parse) -> str:
    """Write the data set before each WHERE of an operation; that of a query inside takes none."""
    using = [f"USING {to_graph(iri)} " for iri in update.default_graphs]
    clauses = "".join(using + [f"USING NAMED {to_graph(iri)} " for iri in update.named_graphs])
    text = update.text
    for found in reversed(list(WHERE.finditer(update.text))):
        if not _is_keyword(update.text, found, parse):
            continue
        before, after = update.text[: found.start()], update.text[found.end() :]
        if _parses(f"{before}{clauses}{found[0]}{after}", parse):
            text = text[: found.start()] + clauses + text[found.start() :]
        elif not _parses(before + " " * len(found[0]) + after, parse):  # of a query inside it may be left out
            raise QueryError(
                "DELETE WHERE cannot be told its graphs: write DELETE { … } WHERE { … }",
                *_place(update.text, found.start()),
            )
    return text


def _is_keyword(text: str, found: re.Match[str], parse: Parse) -> bool:
    """Whether the parser takes what was *found* for a word of the language: no other word can stand there then."""
    other = "".join(secrets.choice(string.ascii_lowercase) for _ in found[0])
    return not _parses(text[: found.start()] + other + text[found.end() :], parse)


def _parses(text: str, parse: Parse) -> bool:
    try:
        parse(text)
    except SyntaxError:
        return False
    return True


def _place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, counted from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
