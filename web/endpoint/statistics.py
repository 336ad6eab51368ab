"""What the graph holds, counted: instances by class, triples by property, named graphs, links to other data sets.

Each count is a query of its own, as one that covers all does not end within the limit where there are millions of
events. What takes too long is left out, and the rest stands.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode

from kg.errors import LimitError
from kg.results import Answer, Engine, Row, rows

MOST_GRAPHS = 50
"""Named graphs that are told of: somebody may have made thousands by the graph store protocol."""
MOST_PROPERTIES = 500
"""Properties that are counted one by one, and of each named graph."""
SECONDS = 120.0
"""After which nothing more is begun to be counted."""
LINKS: Mapping[str, str] = MappingProxyType({
    "wikidata": "http://www.wikidata.org/entity/",
    "dbpedia": "http://dbpedia.org/resource/",
})  # fmt: skip
"""Data sets that `owl:sameAs` leads to, and how their IRIs begin."""
CLASSES = "SELECT ?name (COUNT(*) AS ?count) WHERE { ?x a ?name } GROUP BY ?name ORDER BY ?name"
PROPERTIES = "SELECT ?name (COUNT(*) AS ?count) WHERE { ?x ?name ?y } GROUP BY ?name ORDER BY ?name"
DECLARED = "SELECT DISTINCT ?name WHERE { VALUES ?kind { owl:ObjectProperty owl:DatatypeProperty } ?name a ?kind }"
OF_CLASS = "SELECT DISTINCT ?name WHERE {{ {{ SELECT ?x WHERE {{ ?x a {} }} LIMIT 1000 }} ?x ?name ?y }}"
TRIPLES = "SELECT (COUNT(*) AS ?count) WHERE {{ ?x {} ?y }}"
DISTINCT = (
    "SELECT (COUNT(DISTINCT ?x) AS ?subjects) (COUNT(DISTINCT ?y) AS ?objects) (COUNT(*) AS ?count) "
    "WHERE {{ ?x {} ?y }}"
)
SUBJECTS = "SELECT (COUNT(DISTINCT ?x) AS ?count) WHERE { ?x a ?kind }"
GRAPHS = f"SELECT ?name WHERE {{ GRAPH ?name {{}} }} LIMIT {MOST_GRAPHS}"
OF_GRAPH = (
    "SELECT ?name (COUNT(*) AS ?count) WHERE {{ GRAPH {} {{ ?x ?name ?y }} }} "
    f"GROUP BY ?name ORDER BY ?name LIMIT {MOST_PROPERTIES}"
)
LINKED = "SELECT (COUNT(*) AS ?count) WHERE {{ ?x owl:sameAs ?y FILTER(STRSTARTS(STR(?y), {})) }}"
LAST_RUN = "SELECT (MAX(?day) AS ?last) WHERE { ?run a dip:Run ; dcterms:date ?day }"


@dataclass(frozen=True, slots=True)
class Property:
    """Triples with one property."""

    iri: str
    triples: int
    subjects: int | None = None
    objects: int | None = None
    """Different ones; None where they were not counted."""


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """A named graph, and its triples by property; None where they were not counted."""

    iri: str
    properties: tuple[Property, ...] | None

    @property
    def triples(self) -> int | None:
        """Triples in it."""
        return None if self.properties is None else sum(one.triples for one in self.properties)


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the graph holds."""

    classes: Mapping[str, int]
    """Instances by the IRI of their class."""
    properties: tuple[Property, ...]
    entities: int | None
    """Subjects that have a class."""
    graphs: tuple[NamedGraph, ...]
    links: Mapping[str, int]
    """Links to each of LINKS that there are any to."""
    modified: Literal | None
    """When something was read into the graph last."""

    @property
    def triples(self) -> int:
        """Triples in the default graph."""
        return sum(one.triples for one in self.properties)


class Counter:
    """Counts with queries that may fail one by one."""

    def __init__(self, engine: Engine) -> None:
        """Nothing is asked of *engine* yet."""
        self._engine = engine
        self._until = time.monotonic() + SECONDS

    def count(self) -> Statistics:
        """Return what there is; LimitError where not even the classes can be counted."""
        classes = dict(_by_name(self._ask(CLASSES)))
        return Statistics(
            classes,
            tuple(self._count_properties(classes)),
            self._number(SUBJECTS),
            tuple(self._count_graphs()),
            {name: number for name, start in LINKS.items() if (number := self._count_links(start))},
            next((day for row in self._try(LAST_RUN) or () if isinstance(day := row.get("last"), Literal)), None),
        )

    def _count_properties(self, classes: Mapping[str, int]) -> Iterator[Property]:
        found = self._try(PROPERTIES)
        known = dict(_by_name(found)) if found is not None else None
        names = list(known) if known is not None else self._find_properties(classes)
        for number, name in enumerate(names):
            rows = self._try(DISTINCT.format(NamedNode(name))) if number < MOST_PROPERTIES else None
            if rows:
                yield Property(name, *(_whole(rows[0], column) for column in ("count", "subjects", "objects")))
                continue
            triples = known[name] if known is not None else self._number(TRIPLES.format(NamedNode(name)))
            if triples:
                yield Property(name, triples)

    def _find_properties(self, classes: Mapping[str, int]) -> list[str]:
        """Return the properties that some instances of each class have: there is no time to look at all triples."""
        queries = [DECLARED, *(OF_CLASS.format(NamedNode(name)) for name in classes)]
        found = (row.get("name") for query in queries for row in self._try(query) or ())
        return sorted({name.value for name in found if isinstance(name, NamedNode)})

    def _count_graphs(self) -> Iterator[NamedGraph]:
        names = [row.get("name") for row in self._try(GRAPHS) or ()]
        for name in sorted((one for one in names if isinstance(one, NamedNode)), key=str):
            rows = self._try(OF_GRAPH.format(name))
            counted = tuple(Property(*pair) for pair in _by_name(rows)) if rows is not None else None
            yield NamedGraph(name.value, counted)

    def _count_links(self, start: str) -> int | None:
        return self._number(LINKED.format(Literal(start)))

    def _number(self, query: str) -> int | None:
        found = self._try(query)
        return _whole(found[0], "count") if found else None

    def _try(self, query: str) -> list[Row] | None:
        """Return the rows; None where that takes too long, or there is no time left."""
        if time.monotonic() > self._until:
            return None
        try:
            return self._ask(query)
        except LimitError:
            return None

    def _ask(self, query: str) -> list[Row]:
        """Ask as a client does: the reader that is kept for pages stays free."""
        with self._engine.stream(query) as found:
            return rows(Answer(found.media_type, found.read()))


def _by_name(found: list[Row]) -> Iterator[tuple[str, int]]:
    for row in found:
        if isinstance(name := row.get("name"), NamedNode):
            yield name.value, _whole(row, "count")


def _whole(row: Row, column: str) -> int:
    number = row.get(column)
    return int(number.value) if isinstance(number, Literal) else 0
