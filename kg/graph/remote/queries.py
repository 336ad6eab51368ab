"""Queries made ready for another engine: read by our own parser, with the prefixes declared that it cannot know."""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode, Variable

from kg.errors import QueryError
from kg.graph.answers import Question
from kg.graph.faults import to_query_error
from kg.graph.guard import admit
from kg.graph.remote.escapes import refuse_escapes
from kg.graph.updates import PROLOGUE
from kg.results import prefixes

DECLARED = re.compile(r"#[^\n\r]*|PREFIX\s+(?P<name>[^\s:]*):", re.IGNORECASE)
FORM = re.compile(r"SELECT|ASK|CONSTRUCT|DESCRIBE", re.IGNORECASE)
FROM = re.compile("from", re.IGNORECASE)
LETTERS = str.maketrans("0123456789", "ghijklmnop")
"""Makes a word of random digits that no query's author could have used."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query that any engine understands."""

    text: str
    form: str
    """``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``."""
    names_graphs: bool
    """Whether it says by FROM which graphs it asks."""


def prepare(question: Question, run: Callable[..., Any]) -> Prepared:
    """Return *question* as another engine takes it; *run* is the ``query`` method of any store of our own.

    Raises QueryError for what is malformed, or calls SERVICE. Line numbers stay as they are.
    """
    refuse_escapes(question.query)
    names, base = prefixes(question.base), question.base_iri or question.base
    parse = parser(run, names, base)
    try:
        parse(question.query)
        admit(question.query, parse)
    except SyntaxError as error:
        raise to_query_error(error, question.query, names) from error
    except UnicodeEncodeError as error:
        raise QueryError(f"the query is no Unicode text: it has half a surrogate pair at {error.start}") from error
    except ValueError as error:
        raise QueryError(f"the query cannot be answered: {error}") from error
    prologue = PROLOGUE.match(question.query)
    found = FORM.match(question.query, prologue.end() if prologue else 0)
    if prologue is None or found is None:
        raise QueryError(
            "this is no query that can be sent on: begin it with PREFIX, SELECT, ASK, CONSTRUCT or DESCRIBE"
        )
    declared = _declare(names, base, prologue[0], question.query)
    return Prepared(declared + question.query, found[0].upper(), _names_graphs(question.query, parse))


def parser(run: Callable[..., Any], names: Mapping[str, str], base: str) -> Callable[[str], None]:
    """Return what raises SyntaxError for what is no query, and answers nothing.

    The engine refuses to put a term in the place of a variable that it does not find: once it has read the query, and
    before it looks for answers, which may be many even where the store is empty.
    """
    missing = {Variable(f"kg{secrets.token_hex(8)}"): NamedNode("urn:x-diplograph:none")}

    def parse(text: str) -> None:
        try:
            run(text, prefixes=names, base_iri=base, substitutions=missing)
        except RuntimeError:
            return

    return parse


def _declare(names: Mapping[str, str], base: str, prologue: str, query: str) -> str:
    """Return declarations of what *query* uses and does not declare itself, on one line."""
    declared = {found["name"] for found in DECLARED.finditer(prologue)}
    used = [name for name in names if f"{name}:" in query and name not in declared]
    return f"BASE <{base}> " + "".join(f"PREFIX {name}: <{names[name]}> " for name in used)


def _names_graphs(query: str, parse: Callable[[str], None]) -> bool:
    """Whether FROM is a word of the language in *query*: no other word could stand there then."""
    words = {found[0]: secrets.token_hex(8).translate(LETTERS) for found in FROM.finditer(query)}
    try:
        parse(FROM.sub(lambda found: words[found[0]], query))
    except SyntaxError:
        return True
    return False
