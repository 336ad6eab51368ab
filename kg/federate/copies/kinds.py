"""Kinds of facts that are copied from a data set outside: each is a CONSTRUCT query in a data file."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kg.errors import DataError, KgError, QueryError
from kg.library import read_query
from kg.model import ActorKind
from kg.queries import PREFIX

FOLDER = Path(__file__).parent
ITEMS = re.compile(r"^[ \t]*VALUES \?item \{ \}[ \t]*$", re.MULTILINE)
TEMPLATE = re.compile(r"^CONSTRUCT \{\n(?P<template>.*?)^\} WHERE \{$", re.MULTILINE | re.DOTALL)
VARIABLE = re.compile(r"\?(\w+)")
SPACE = "urn:variable:"
"""Stands before the name of a variable in a pattern."""
ITEM = SPACE + "item"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of facts of a data set."""

    name: str
    summary: str
    of: tuple[ActorKind, ...]
    """Kinds of actors that it tells of."""
    text: str
    """The query, in which the identities are to be filled in."""
    patterns: tuple[Triple, ...]
    """What it gives, with an IRI under `SPACE` for each variable; none speaks only of what later ones reach."""

    def fill(self, items: Iterable[str]) -> str:
        """Return the query that asks for the things with the IRIs *items*."""
        line = f"  VALUES ?item {{ {' '.join(f'<{item}>' for item in items)} }}"
        return ITEMS.sub(lambda _: line, self.text)


def read_kinds(provider: str, folder: Path = FOLDER) -> dict[str, Kind]:
    """Return the kinds of facts of the data set called *provider*, by name; DataError for a faulty file."""
    return {path.stem: _read_kind(path) for path in sorted((folder / provider).glob("*.rq"))}


def choose(kinds: dict[str, Kind], names: Sequence[str]) -> list[Kind]:
    """Return those of *kinds* that are called *names*, all where none is named; KgError for an unknown name."""
    if unknown := [name for name in names if name not in kinds]:
        raise KgError(f"there are no facts called {unknown[0]!r}: choose from {', '.join(kinds)}")
    return [kind for kind in kinds.values() if not names or kind.name in names]


def _read_kind(path: Path) -> Kind:
    try:
        query = read_query(path)
        template = TEMPLATE.search(query.text)
        if template is None or len(ITEMS.findall(query.text)) != 1:
            raise DataError(f"{path.name}: it needs CONSTRUCT {{ … }} WHERE {{ and one line VALUES ?item {{ }}")
        prologue = "".join(f"PREFIX {one['prefix']}: <{one['space']}>\n" for one in PREFIX.finditer(query.text))
        triples = VARIABLE.sub(rf"<{SPACE}\1>", template["template"])
        patterns = [quad.triple for quad in parse(prologue + triples, RdfFormat.TURTLE)]
        return Kind(query.name, query.summary, tuple(map(ActorKind, query.tags)), query.text, _order(patterns))
    except (QueryError, SyntaxError, ValueError) as error:
        raise DataError(f"{path.name}: {error}") from error


def _order(patterns: list[Triple]) -> tuple[Triple, ...]:
    """Return *patterns* so that each speaks of what those before it have reached from the items."""
    known, rest, found = {ITEM}, list(patterns), []
    while rest:
        following = next((one for one in rest if known & _variables(one)), None)
        if following is None:
            raise ValueError(f"nothing leads from ?item to {rest[0]}")
        rest.remove(following)
        known |= _variables(following)
        found.append(following)
    return tuple(found)


def _variables(pattern: Triple) -> set[str]:
    ends = (pattern.subject, pattern.object)
    return {end.value for end in ends if isinstance(end, NamedNode) and end.value.startswith(SPACE)}
