"""Search and SPARQL together: what was found takes the place of ``VALUES ?found { }`` in a query.

An empty block of values is SPARQL as it stands, gives no rows where nothing fills it, and stands where its author
wants the join: a block appended to the query would be joined after grouping, and multiply the groups.
"""

import re
from collections.abc import Iterable

from pyoxigraph import NamedNode

from kg.errors import QueryError

MOST = 10_000
"""Found things that a query gets, the best of each kind."""
MARKER = re.compile(r"\bVALUES\s+[?$]found\s*\{\s*\}", re.IGNORECASE)


def fill_found(query: str, iris: Iterable[str]) -> str:
    """Return *query* with *iris* as the values of ``?found``; QueryError if it has no place for them."""
    if not MARKER.search(query):
        raise QueryError(
            "a query with a search needs the line VALUES ?found { } in its WHERE block, for what the search finds"
        )
    block = f"VALUES ?found {{ {' '.join(str(NamedNode(iri)) for iri in iris)} }}"
    return MARKER.sub(lambda _: block, query)
