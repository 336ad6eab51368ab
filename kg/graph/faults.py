"""Readable errors for malformed queries, out of what the engine's parser says."""

import re
from collections.abc import Mapping

from kg.errors import QueryError

PLACE = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): (?:expected )?(?P<rest>.*)", re.DOTALL)
SENTENCES: Mapping[str, str] = {
    "IRI parsing failed": "this IRI is malformed",
    "language tag parsing failed": "this language tag is malformed",
    "The SELECT contains a variable that is unbound": ("SELECT has a variable that is neither grouped nor aggregated"),
}
UPDATE = re.compile(
    r"\s*(?:(?:PREFIX|BASE)\b[^>]*>\s*)*(?P<word>INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b",
    re.I,
)
NOT_NAMES = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|<[^<>\s]*>|#[^\n]*|[?$]\w+")
"""Roughly what may hold a colon and is no prefixed name: good enough for a message, not for a decision."""
USED_PREFIX = re.compile(r"(?<![\w:.%\\-])(?!_:)(?P<prefix>[^\W\d_][\w.-]*|):")
DECLARED_PREFIX = re.compile(r"\bPREFIX\s+(?P<prefix>[^\s:]*):", re.I)
AROUND = 30
"""Characters of the faulty line that the message shows on either side."""


def find_place(error: SyntaxError) -> tuple[int, int] | None:
    """Return the line and the column, counted from 1, that the parser names."""
    found = PLACE.search(str(error))
    return (int(found["line"]), int(found["column"])) if found else None


def to_query_error(error: SyntaxError, query: str, known: Mapping[str, str], kind: str = "query") -> QueryError:
    """Return what to tell the author of *query*, given the prefixes *known* without a declaration.

    *kind* is ``query`` or ``update``: what the text was read as.
    """
    place = find_place(error)
    if place is None:
        return QueryError(f"malformed {kind}: {error}")
    line, column = place
    if kind == "query" and (update := UPDATE.match(query)):
        return QueryError(f"{update['word'].upper()} is an update: only queries are answered here", line, column)
    lines = query.split("\n")
    text = lines[line - 1] if line <= len(lines) else ""
    before, after = text[: column - 1][-AROUND:], text[column - 1 :][:AROUND]
    near = f"{before}⟨here⟩{after}".strip()
    reasons = [sentence for phrase, sentence in SENTENCES.items() if phrase in str(error)]
    if not reasons and (missing := _find_undeclared(query, known)):
        reasons.append(f"the prefix {missing}: is not declared")
    reason = reasons[0] if reasons else "this is not SPARQL"
    return QueryError(f"malformed {kind} at line {line}, column {column}: {reason}, near {near}", line, column)


def _find_undeclared(query: str, known: Mapping[str, str]) -> str | None:
    bare = NOT_NAMES.sub(" ", query)
    declared = {found["prefix"] for found in DECLARED_PREFIX.finditer(bare)} | set(known)
    return next((found["prefix"] for found in USED_PREFIX.finditer(bare) if found["prefix"] not in declared), None)
