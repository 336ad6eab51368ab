"""SPARQL with its keywords and variables told apart, for reading."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

KEYWORDS = (
    "PREFIX BASE SELECT CONSTRUCT DESCRIBE ASK WHERE FROM NAMED VALUES OPTIONAL UNION MINUS FILTER NOT EXISTS BIND AS "
    "GRAPH GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET DISTINCT REDUCED IN COUNT SUM MIN MAX AVG SAMPLE COALESCE IF "
    "STR LANG LANGMATCHES LCASE CONTAINS STRSTARTS STRLEN ROUND"
).split()
TOKEN = re.compile(
    r"(?P<comment>#.*)"
    r"|(?P<term><[^<>\s]*>|\"(?:[^\"\\\n]|\\.)*\")"
    r"|(?P<variable>[?$]\w+)"
    rf"|(?P<keyword>\b(?:{'|'.join(KEYWORDS)})\b)"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a query; ``kind`` is ``keyword``, ``variable``, ``term``, ``comment`` or, for the rest, empty."""

    text: str
    kind: str = ""


def split_query(query: str) -> Iterator[Piece]:
    """Yield *query* in pieces that together are the whole of it."""
    done = 0
    for found in TOKEN.finditer(query):
        if done < found.start():
            yield Piece(query[done : found.start()])
        yield Piece(found[0], found.lastgroup or "")
        done = found.end()
    if done < len(query):
        yield Piece(query[done:])
