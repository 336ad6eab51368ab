"""From a question to an answer: one way, for the store at hand and for the reader processes."""

import io
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO, Any

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Variable,
)

from kg.errors import QueryError, StoreError
from kg.graph.faults import to_query_error
from kg.graph.guard import NO_SERVICES, Services, admit
from kg.results import Answer, Options, prefixes, stream_triples

NO_VARIABLE = Variable(f"no_{secrets.token_hex(16)}")
"""One that no query has: the engine, told to put a value in its place, parses the query and then refuses to run it."""

Evaluate = Callable[..., QuerySolutions | QueryBoolean | QueryTriples]
"""The ``query`` method of a store."""
Start = Callable[[str], IO[bytes]]
"""Returns what an answer of the media type is to be written to."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query with all that decides its answer."""

    query: str
    base: str
    """Base IRI of the data folder, for the prefixes."""
    results: QueryResultsFormat = QueryResultsFormat.JSON
    graph: RdfFormat = RdfFormat.TURTLE
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base_iri: str | None = None
    only_parse: bool = False
    """Whether to say no more than what is wrong with the query."""

    @classmethod
    def of(cls, query: str, base: str, options: Options) -> "Question":
        """Return *query*, asked with *options* of a data folder whose base IRI is *base*."""
        return cls(
            query,
            base,
            options.get("results", QueryResultsFormat.JSON),
            options.get("graph", RdfFormat.TURTLE),
            tuple(options.get("default_graphs", ())),
            tuple(options.get("named_graphs", ())),
            options.get("base_iri"),
            options.get("only_parse", False),
        )

    def to_json(self) -> dict[str, Any]:
        """Return the question as plain values."""
        return {
            "query": self.query,
            "base": self.base,
            "results": self.results.file_extension,
            "graph": self.graph.file_extension,
            "default_graphs": self.default_graphs,
            "named_graphs": self.named_graphs,
            "base_iri": self.base_iri,
            "only_parse": self.only_parse,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Question":
        """Return the question that ``to_json`` was called on."""
        return cls(
            query=values["query"],
            base=values["base"],
            results=QueryResultsFormat.from_extension(values["results"]) or QueryResultsFormat.JSON,
            graph=RdfFormat.from_extension(values["graph"]) or RdfFormat.TURTLE,
            default_graphs=tuple(values["default_graphs"]),
            named_graphs=tuple(values["named_graphs"]),
            base_iri=values["base_iri"],
            only_parse=values["only_parse"],
        )


def evaluate(question: Question, store: Evaluate, empty: Evaluate, services: Services = NO_SERVICES) -> Answer:
    """Return the answer of *store*; arguments and errors are those of ``write_answer``."""
    body, kinds = io.BytesIO(), [""]

    def start(media_type: str) -> IO[bytes]:
        kinds[0] = media_type
        return body

    write_answer(question, store, empty, start, services)
    return Answer(kinds[0], body.getvalue())


def write_answer(
    question: Question, store: Evaluate, empty: Evaluate, start: Start, services: Services = NO_SERVICES
) -> None:
    """Write the answer of *store*, as it is found, to what *start* returns.

    *empty* is a store without data, on which a doubtful query is parsed. Raises QueryError for a query that is
    malformed, calls an unknown function or what is none of *services*, StoreError if the store cannot be read; that may
    be after a part was written.
    """
    names = prefixes(question.base)
    used = {name: space for name, space in names.items() if f"{name}:" in question.query}  # to read all takes longer
    options: dict[str, Any] = {"prefixes": used, "base_iri": question.base_iri or question.base}
    try:
        query = admit(question.query, lambda text: empty(text, **options), services)
        if question.only_parse:
            _parse_only(query, empty, options)
            start(question.results.media_type)
            return
        _write(store(query, **options, **_dataset(question)), question, names, start)
    except SyntaxError as error:
        raise to_query_error(error, question.query, names) from error
    except UnicodeEncodeError as error:
        raise QueryError(f"the query is no Unicode text: it has half a surrogate pair at {error.start}") from error
    except (RuntimeError, ValueError) as error:
        raise QueryError(f"the query cannot be answered: {error}") from error
    except OSError as error:
        raise StoreError(f"the store cannot be read: {error}") from error


def _parse_only(query: str, empty: Evaluate, options: Mapping[str, Any]) -> None:
    """Raise what *empty* raises for *query* before it runs it: it is given a variable that no query has."""
    try:
        empty(query, **options, substitutions={NO_VARIABLE: Literal("")})
    except RuntimeError as error:
        if str(NO_VARIABLE) not in str(error):
            raise


def _dataset(question: Question) -> dict[str, Any]:
    """The data set that the request names; naming only one kind leaves the other empty."""
    if not question.default_graphs and not question.named_graphs:
        return {}
    return {
        "default_graph": [NamedNode(iri) for iri in question.default_graphs],
        "named_graphs": [NamedNode(iri) for iri in question.named_graphs],
    }


def _write(
    found: QuerySolutions | QueryBoolean | QueryTriples, question: Question, names: Mapping[str, str], start: Start
) -> None:
    if isinstance(found, QueryTriples):  # the engine gives each triple once
        stream_triples(found, question.graph, names, start(question.graph.media_type))
    else:
        found.serialize(start(question.results.media_type), format=question.results)
