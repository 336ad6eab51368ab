"""Answers of a SPARQL engine: what they are, in which formats they come, and how to read them as rows."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Protocol, TypeAlias, TypedDict, Unpack

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

CHUNK = 1 << 16
"""Bytes of an answer that are handed on at a time."""

INSTANCES = ("actor", "event", "mention", "article", "dyad", "run", "count", "graph")
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


class Source(Protocol):
    """What bytes are read from: a file, or something like it."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to *size* bytes, or all that are left."""

    def close(self) -> None:
        """Give up what is left; once more does no harm."""


@dataclass(frozen=True, slots=True)
class Stream:
    """The answer to one query as chunks of bytes; close it, or use it in a ``with`` block."""

    media_type: str
    """As for the ``Content-Type`` header."""
    size: int
    """Bytes of the whole answer."""
    source: Source
    """Gives the answer from its beginning."""

    @classmethod
    def of(cls, answer: Answer) -> "Stream":
        """Return *answer*, which is in memory already, as a stream."""
        return cls(answer.media_type, len(answer.body), io.BytesIO(answer.body))

    def __iter__(self) -> Iterator[bytes]:
        """Give the chunks, each of at most `CHUNK` bytes."""
        while chunk := self.source.read(CHUNK):
            yield chunk

    def read(self) -> bytes:
        """Return what is left, and close the stream."""
        with self:
            return self.source.read()

    def __enter__(self) -> "Stream":
        """Return the stream itself; it is closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the stream."""
        self.close()

    def close(self) -> None:
        """Give up what is left; once more does no harm."""
        self.source.close()


class Options(TypedDict, total=False):
    """What a query may be asked with."""

    results: QueryResultsFormat
    """Format of SELECT and ASK; JSON without it."""
    graph: RdfFormat
    """Format of CONSTRUCT and DESCRIBE; Turtle without it."""
    default_graphs: Sequence[str]
    named_graphs: Sequence[str]
    """The data set, where one of the two is given (SPARQL 1.1 Protocol, 2.1.4)."""
    base_iri: str | None
    """Resolves relative IRIs; without it the base of the data folder does."""
    seconds: float | None
    """Shortens the time that the answer may take."""
    only_parse: bool
    """The query is not run: the answer is empty, if there would be one."""


class Engine(Protocol):
    """Whatever answers SPARQL queries over the graph."""

    @property
    def base(self) -> str:
        """Base IRI of the instances, ending with a slash."""

    @property
    def generation(self) -> str:
        """Name of the state of the graph that a query now would see: another for every change."""

    def answer(self, query: str, **options: Unpack[Options]) -> Answer:
        """Return the answer to *query*.

        Raises QueryError for a malformed or refused query, LimitError for one that took too long or too
        much, TooLargeError for an answer that is too large.
        """

    def stream(self, query: str, **options: Unpack[Options]) -> Stream:
        """Return the answer to a *query* from outside, which may be large, without holding it in memory.

        Raises as ``answer`` does: once there is a stream, the whole answer is there.
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
    output = io.BytesIO()
    stream_triples(dict.fromkeys(triples), form, names, output)
    return output.getvalue()


def stream_triples(triples: Iterable[Triple], form: RdfFormat, names: Mapping[str, str], output: IO[bytes]) -> None:
    """Write *triples*, of which none comes twice, to *output* as ``write_triples`` does.

    What the format groups has to be there whole first; the other formats are written as the triples come.
    """
    if form not in GROUPED:
        serialize(triples, output, format=form)
        return
    ordered = sorted(triples, key=_sort_key)
    serialize(ordered, output, format=form, prefixes=used_prefixes(ordered, names))


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
