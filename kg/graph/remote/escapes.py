"""Characters given by their numbers, which parsers read at different times: ``\u0022`` ends a string, or stands in it.

The standard has them read before all else (SPARQL 1.1, 19.2), our parser reads them as part of a string. What is taken
for a text by one must not be a clause to the other.
"""

import re

from kg.errors import QueryError

ESCAPE = re.compile(r"\\u(?P<four>[0-9A-Fa-f]{4})|\\U(?P<eight>[0-9A-Fa-f]{8})")
BACKSLASH_U = re.compile(r"(?<!\\)(?P<pairs>(?:\\\\)+)(?P<letter>[uU])")
"""A backslash of a text, escaped, before a ``u`` that some take for the beginning of a number."""


def refuse_escapes(query: str) -> None:
    """Raise QueryError where *query* gives by its number a character that means something in SPARQL."""
    for found in ESCAPE.finditer(query):
        character = int(found["four"] or found["eight"], 16)
        if character < 0x7F and (character >= 0x20 or character in (0x09, 0x0A, 0x0D)):
            line, column = query.count("\n", 0, found.start()) + 1, found.start() - query.rfind("\n", 0, found.start())
            raise QueryError(f"{found[0]} is not allowed here: write the character itself", line, column)


def protect(text: str) -> str:
    """Return *text*, SPARQL of our own, so that all parsers read its strings alike.

    A ``u`` behind a backslash is itself given by its number: early or late, that is read only once.
    """
    return BACKSLASH_U.sub(lambda found: f"{found['pairs']}\\u{ord(found['letter']):04X}", text)
