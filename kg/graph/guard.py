"""Refuses queries that would reach out to another server.

A scanner of our own would have to agree with the engine's parser on every comment, string, IRI and glued
keyword, and one disagreement is a hole: ``?a<?b)SERVICE#>`` is an IRI by the longest match and a comparison
to the engine. So the engine's parser is the judge. Each ``service`` in the text is replaced by a random
word of the same length. Where it was part of a name, a string, an IRI or a comment, the text is still a
query; where it was the keyword, it is none.
"""

import re
import secrets
import string
from collections.abc import Callable

from kg.errors import QueryError
from kg.graph.faults import find_place

KEYWORD = re.compile("service", re.IGNORECASE)
AFTER = re.compile(r"[\w.:-]*[^\w.:-]?")
"""Where the parser may stop when a random word is there instead: in it, or after what is glued to it."""


def _random_word() -> str:
    """Return a word that no query's author could have declared as a prefix."""
    return "".join(secrets.choice(string.ascii_lowercase) for _ in "service")


def refuse_service(query: str, parse: Callable[[str], object]) -> None:
    """Do nothing if *query* has no SERVICE clause, else raise QueryError.

    *parse* runs the engine's parser and evaluates on no data. Raises SyntaxError, as *parse* does, where
    *query* is malformed elsewhere. The engine resolves no ``\\u`` escapes outside strings and IRIs, so none
    can hide a keyword.
    """
    words: dict[str, str] = {}
    for found in KEYWORD.finditer(query):
        words.setdefault(found[0], _random_word())
    if not words:
        return
    try:
        parse(KEYWORD.sub(lambda found: words[found[0]], query))
    except SyntaxError as error:
        place = find_place(error)
        if place is not None and _is_at_keyword(query, place):
            raise QueryError("SERVICE is not allowed here", *place) from None
        raise


def _is_at_keyword(query: str, place: tuple[int, int]) -> bool:
    line, column = place
    lines = query.split("\n")
    if line > len(lines):
        return False
    text = lines[line - 1]
    for found in KEYWORD.finditer(text):
        after = AFTER.match(text, found.end())
        if found.start() <= column - 1 <= (after.end() if after else found.end()):
            return True
    return False


def refuse_load(update: str, parse: Callable[[str], object]) -> None:
    """Stub."""
