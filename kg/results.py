"""Answers of a SPARQL engine: what they are, in which formats they come, and how to read them as rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse_query_results,
    serialize,
)

from kg import vocab
from kg.errors import QueryError

RdfTerm: TypeAlias = NamedNode | BlankNode | Literal | Triple
Row: TypeAlias = Mapping[str, RdfTerm | None]

RESULT_FORMATS: Mapping[str, QueryResultsFormat] = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
"""Formats of SELECT and ASK, by the name that the command line and the pages use."""

GRAPH_FORMATS: Mapping[str, RdfFormat] = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
}
"""Formats of CONSTRUCT and DESCRIBE, by file extension."""

GROUPED = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.RDF_XML, RdfFormat.N3)
"""Formats that write what has one subject in one place."""

INSTANCES = ("actor", "event", "mention", "article", "dyad", "run", "count")
"""Prefixes whose IRIs lie under the base IRI of the data folder."""

WELL_KNOWN: Mapping[str, str] = {
    "dip": vocab.DIP,
    "cameo": vocab.CAMEO,
    "plover": vocab.PLOVER,
    "rdf": vocab.RDF,
    "rdfs": vocab.RDFS,
    "owl": vocab.OWL,
    "xsd": vocab.XSD,
    "skos": vocab.SKOS,
    "prov": vocab.PROV,
    "qb": vocab.QB,
    "dcterms": vocab.DCTERMS,
    "wd": vocab.WIKIDATA,
}

UNWRITTEN = {vocab.RDF + "type", vocab.RDF + "langString", vocab.XSD + "string"}
"""IRIs that Turtle has a sign for, or leaves out."""


def prefixes(base: str) -> dict[str, str]:
    """Return the prefixes that every query may use undeclared, with the namespaces they stand for."""
    return {**WELL_KNOWN, **{name: f"{base}{name}/" for name in INSTANCES}}


def shorten(iri: str, names: Mapping[str, str]) -> str:
    """Return ``prefix:local`` for *iri* where one of *names* fits, else *iri* itself."""
    for prefix, namespace in names.items():
        local = iri.removeprefix(namespace)
        if local != iri and local and not set(local) & set("/#?:"):
            return f"{prefix}:{local}"
    return iri


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one query, written out."""

    media_type: str
    """As for the ``Content-Type`` header."""
    body: bytes


class Engine(Protocol):
    """Whatever answers SPARQL queries over the graph."""

    @property
    def base(self) -> str:
        """Base IRI of the instances, ending with a slash."""

    @property
    def generation(self) -> str:
        """Name of the state of the graph that a query now would see: another for every change."""

    def answer(
        self,
        query: str,
        *,
        results: QueryResultsFormat = ...,
        graph: RdfFormat = ...,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base_iri: str | None = None,
        seconds: float | None = None,
    ) -> Answer:
        """Return the answer to *query*.

        *results* is the format of SELECT and ASK, *graph* that of CONSTRUCT and DESCRIBE. *default_graphs*
        and *named_graphs*, where given, are the data set (SPARQL 1.1 Protocol, 2.1.4). *base_iri* resolves
        relative IRIs; without it the base of the data folder does. *seconds* shortens the time that it may take.

        Raises QueryError for a malformed or refused query, LimitError for one that took too long or too
        much.
        """


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text, ready to print."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def _parse(answer: Answer) -> tuple[tuple[str, ...], list[Row]]:
    if QueryResultsFormat.from_media_type(answer.media_type) != QueryResultsFormat.JSON:
        raise QueryError(f"rows are read from results in JSON, not from {answer.media_type}: ask with SELECT")
    solutions = parse_query_results(answer.body, QueryResultsFormat.JSON)
    if isinstance(solutions, QueryBoolean):
        return ("answer",), [{"answer": Literal(bool(solutions))}]
    names = tuple(variable.value for variable in solutions.variables)
    return names, [dict(zip(names, solution, strict=True)) for solution in solutions]


def rows(answer: Answer) -> list[Row]:
    """Return the rows of an answer in JSON; ASK gives one row with the column ``answer``.

    Raises QueryError for an answer in another format.
    """
    return _parse(answer)[1]


def is_true(answer: Answer) -> bool:
    """Whether *answer*, to an ASK and in JSON, is yes."""
    return rows(answer)[0]["answer"] == Literal(True)


def read_table(answer: Answer, names: Mapping[str, str] | None = None) -> Table:
    """Return an answer in JSON as text, with IRIs shortened by the prefixes *names*."""
    columns, found = _parse(answer)
    return Table(columns, tuple(tuple(to_text(row[name], names or {}) for name in columns) for row in found))


def to_text(term: RdfTerm | None, names: Mapping[str, str]) -> str:
    """Return *term* as text: a short IRI, a literal without its datatype, nothing for an unbound one."""
    match term:
        case None:
            return ""
        case NamedNode(value):
            return shorten(value, names)
        case Literal():
            return term.value
        case _:
            return str(term)


def write_triples(triples: Iterable[Triple], form: RdfFormat, names: Mapping[str, str]) -> bytes:
    """Return *triples*, each once, written out; where the format groups them, sorted and with the prefixes they use."""
    if form not in GROUPED:
        return serialize(dict.fromkeys(triples), format=form) or b""
    ordered = sorted(set(triples), key=_sort_key)
    return serialize(ordered, format=form, prefixes=used_prefixes(ordered, names)) or b""


def _sort_key(triple: Triple) -> tuple[str, bool, str, str]:
    kind = isinstance(triple.predicate, NamedNode) and triple.predicate.value == vocab.RDF + "type"
    return str(triple.subject), not kind, str(triple.predicate), str(triple.object)


def used_prefixes(triples: Iterable[Triple], names: Mapping[str, str]) -> dict[str, str]:
    """Return those of *names* that shorten some IRI of *triples*, as far as it is written out."""
    iris = set()
    for triple in triples:
        for term in (triple.subject, triple.predicate, triple.object):
            if isinstance(term, NamedNode):
                iris.add(term.value)
            elif isinstance(term, Literal):
                iris.add(term.datatype.value)
    iris -= UNWRITTEN
    return {name: space for name, space in names.items() if any(iri.startswith(space) for iri in iris)}
