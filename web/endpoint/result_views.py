"""Answers to queries as the page shows them: names in place of IRIs, and what each column holds."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from typing import IO, cast

from pyoxigraph import Literal, NamedNode, QueryBoolean, QueryResultsFormat, parse_query_results

from kg.results import RdfTerm, Stream
from kg.vocab import CAMEO, DIP, PLOVER, XSD
from web.asking import Asking, text
from web.site import href, short

SHOWN_ROWS = 1000
"""Rows of a result that the page shows; the other formats have all."""
SHOWN_BYTES = 1 << 18
"""Bytes of a graph that the page shows."""
MOST_NAMED = 3000
"""IRIs whose names are asked for; the rest are shown with a prefix."""
HASHED = re.compile(r"(?<=:)([0-9a-f]{8})[0-9a-f]{12}$")
"""The key of an event, a mention or an article, of which the beginning is enough to tell it from others."""
NAMED = ("actor", "dyad", "article", "count", "dataset")
"""The kinds of instances that have a name; of the others the graph is not asked."""
LONGEST = 600
"""Characters of a value that a cell shows."""
NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")}
DATES = {XSD + name for name in ("date", "dateTime", "gYearMonth", "gYear")}


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as a table shows it."""

    text: str
    kind: str = ""
    """``iri``, ``number``, ``date``, ``text`` or ``node``; empty for no value."""
    whole: str = ""
    """The IRI, where the text is a name; the whole text, where only its beginning is shown."""
    href: str | None = None
    language: str = ""
    hint: str = ""
    """The short IRI; the datatype or the language in words."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column, with what all its values are."""

    name: str
    kind: str
    """``number``, ``date``, ``actor``, ``iri`` or ``text``: what a chart may do with it."""
    has_states: bool = False
    """Whether some of its actors are states, which have a place on a map."""


@dataclass(frozen=True, slots=True)
class ResultView:
    """An answer as the page shows it."""

    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    total: int = 0
    has_rows: bool = False
    """Whether this is the answer to SELECT."""
    truth: bool | None = None
    """The answer to ASK."""
    turtle: str = ""
    """The answer to CONSTRUCT and DESCRIBE."""
    cut: bool = False
    """Whether the graph goes on after what is shown of it."""

    @property
    def is_graph(self) -> bool:
        """Whether this is the answer to CONSTRUCT or DESCRIBE."""
        return self.truth is None and not self.has_rows

    @property
    def formats(self) -> Mapping[str, str]:
        """The formats that the answer comes in, with their names."""
        if self.truth is not None:
            return {"json": "JSON", "xml": "XML"}
        if self.has_rows:
            return {"json": "JSON", "csv": "CSV", "tsv": "TSV", "xml": "XML"}
        return {"ttl": "Turtle", "nt": "N-Triples", "rdf": "RDF/XML", "jsonld": "JSON-LD"}

    def without_labels(self) -> "ResultView":
        """Return the view with ``state`` in the place of ``stateLabel`` where both say the same: one is linked."""
        at = {column.name: place for place, column in enumerate(self.columns)}
        told = {
            place: at[name.removesuffix("Label")]
            for name, place in at.items()
            if name.endswith("Label") and name.removesuffix("Label") in at
        }
        same = {one: other for one, other in told.items() if all(row[one].text == row[other].text for row in self.rows)}
        kept = [same.get(place, place) for place in range(len(self.columns)) if place not in same.values()]
        rows = tuple(tuple(row[place] for place in kept) for row in self.rows)
        return replace(self, columns=tuple(self.columns[place] for place in kept), rows=rows)


@dataclass(frozen=True, slots=True)
class Names:
    """What the graph calls some IRIs."""

    labels: Mapping[str, str] = field(default_factory=dict)
    states: frozenset[str] = frozenset()


def read_view(stream: Stream, graph_types: Iterable[str], ask: Asking) -> ResultView:
    """Return as much of the answer as the page shows, without holding the rest in memory.

    *stream* comes as JSON, or as Turtle where its media type is one of *graph_types*. The names of what is in it are
    asked for with *ask*.
    """
    if stream.media_type in graph_types:
        shown = stream.source.read(SHOWN_BYTES).decode(errors="ignore")
        return ResultView(turtle=shown, cut=stream.size > SHOWN_BYTES)
    solutions = parse_query_results(cast("IO[bytes]", stream.source), QueryResultsFormat.JSON)
    if isinstance(solutions, QueryBoolean):
        return ResultView(truth=bool(solutions))
    rows = [tuple(solution) for solution in islice(solutions, SHOWN_ROWS)]
    total = len(rows) + sum(1 for _ in solutions)
    names = read_names(ask, rows)
    columns = tuple(
        _to_column(variable.value, [row[at] for row in rows], ask.base, names)
        for at, variable in enumerate(solutions.variables)
    )
    to_known_cell = cache(lambda term: to_cell(term, names))  # most terms come in many rows
    return ResultView(columns, tuple(tuple(map(to_known_cell, row)) for row in rows), total, True)


def read_names(ask: Asking, rows: Iterable[Sequence[RdfTerm | None]]) -> Names:
    """Return the names of the instances and codes in *rows*, asked for in one query."""
    iris = {term.value: term for row in rows for term in row if isinstance(term, NamedNode)}
    named = (*(f"{ask.base}{kind}/" for kind in NAMED), CAMEO, PLOVER, DIP)
    wanted = [node for iri, node in iris.items() if iri.startswith(named)][:MOST_NAMED]
    if not wanted:
        return Names()
    labels: dict[str, str] = {}
    states = set()
    for row in ask.rows("names", subject=wanted):
        labels.setdefault(text(row, "subject"), text(row, "label"))
        if text(row, "isState") == "true":
            states.add(text(row, "subject"))
    return Names(labels, frozenset(states))


def to_cell(term: RdfTerm | None, names: Names) -> Cell:
    """Return *term* as a cell."""
    match term:
        case None:
            return Cell("")
        case NamedNode(value):
            curie = short(value)
            return Cell(_name(value, curie, names), "iri", value, href(value), "", curie)
        case Literal():
            return _to_literal_cell(term)
        case _:
            return Cell(str(term)[:LONGEST], "node")


def _name(iri: str, curie: str, names: Names) -> str:
    label = names.labels.get(iri, "").strip()
    if not label or is_property(iri):
        return HASHED.sub(r"\1…", curie)
    name = f"{curie.removeprefix('cameo:')} {label}" if iri.startswith(CAMEO) else label
    return _shorten(name)


def is_property(iri: str) -> bool:
    """Tell whether *iri* is a property of ours, which queries are written with: its short IRI says more."""
    return iri.removeprefix(DIP)[:1].islower() and iri.startswith(DIP)


def _to_literal_cell(term: Literal) -> Cell:
    datatype = term.datatype.value
    kind = "number" if datatype in NUMBERS else "date" if datatype in DATES else "text"
    shown = _shorten(term.value)
    hint = f"in {term.language}" if term.language else short(datatype)
    return Cell(shown, kind, "" if shown == term.value else term.value, None, term.language or "", hint)


def _shorten(value: str) -> str:
    return value if len(value) <= LONGEST else value[: LONGEST - 1] + "…"


def _to_column(name: str, terms: Sequence[RdfTerm | None], base: str, names: Names) -> Column:
    kinds = {_kind_of(term, base) for term in terms if term is not None}
    kind = kinds.pop() if len(kinds) == 1 else "text"
    has_states = kind == "actor" and any(isinstance(term, NamedNode) and term.value in names.states for term in terms)
    return Column(name, kind, has_states)


def _kind_of(term: RdfTerm, base: str) -> str:
    if isinstance(term, NamedNode):
        return "actor" if term.value.startswith(f"{base}actor/") else "iri"
    return _to_literal_cell(term).kind if isinstance(term, Literal) else "text"
