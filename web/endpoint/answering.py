"""Query operations answered over HTTP: in the format that the client likes best, large answers piece by piece."""

from dataclasses import dataclass

from flask import Response, abort, request
from pyoxigraph import QueryResultsFormat, RdfFormat

from kg.errors import QueryError
from kg.graph.search import fill_found
from kg.queries import shortened
from kg.results import GRAPH_FORMATS, RESULT_FORMATS, Stream
from web.negotiation import GRAPH_TYPES, choose, with_charset
from web.site import engine, search

RESULT_TYPES: dict[str, QueryResultsFormat] = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
    "application/json": QueryResultsFormat.JSON,
    "application/xml": QueryResultsFormat.XML,
}
"""Media types of SELECT and ASK, the one that a client gets that takes any of them first."""
LEAST_SECONDS = 0.1
"""Below that a client's own deadline would only end readers, which take as long to start."""
SENT_WHOLE = 1 << 18
"""Bytes of an answer up to which it is held in memory to be sent."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A query operation of the protocol."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    form: str = ""
    """Name of a format (``csv``) that goes before what the request accepts, where the answer can have it."""
    seconds: float | None = None
    """How long the answer may take at most, where the client waits for less than the site allows."""
    search: str = ""
    """Words; what they find takes the place of ``VALUES ?found { }`` in the query."""

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """What belongs to the request besides the query."""
        graphs = [("default-graph-uri", iri) for iri in self.default_graphs]
        graphs += [("named-graph-uri", iri) for iri in self.named_graphs]
        return [*([("search", self.search)] if self.search else []), *graphs]


def read_seconds(text: str | None) -> float | None:
    """Return the time that the parameter ``timeout`` gives an answer; None where it is missing, 400 for no time."""
    try:
        seconds = None if text is None else float(text)
    except ValueError:
        seconds = -1.0
    if seconds is not None and not 0 < seconds < float("inf"):
        abort(400, f"the parameter `timeout` must be a number of seconds above 0, not {shortened(text or '')!r}")
    return None if seconds is None else max(seconds, LEAST_SECONDS)


def ask(
    operation: Operation,
    results: QueryResultsFormat = QueryResultsFormat.JSON,
    graph: RdfFormat = RdfFormat.TURTLE,
) -> Stream:
    """Return the answer to *operation*; raises as ``Engine.stream``."""

    def answer(query: str) -> Stream:
        return engine().stream(
            query,
            results=results,
            graph=graph,
            default_graphs=operation.default_graphs,
            named_graphs=operation.named_graphs,
            seconds=operation.seconds,
        )

    if not operation.search:
        return answer(operation.query)
    try:
        return answer(fill_found(operation.query, search().find_iris(operation.search)))
    except QueryError:
        answer(operation.query).close()  # tells a fault at its place in what the client wrote, if it is there
        raise


def send(operation: Operation) -> Response:
    """Answer a program; 406 for a format that there is none of.

    Which kind of format counts is only known once the query is answered.
    """
    named_result, named_graph = types_named(operation.form)
    result_type = named_result or choose(request, RESULT_TYPES)
    graph_type = named_graph or choose(request, GRAPH_TYPES)
    if result_type is None and graph_type is None:
        abort(406, f"answers come as {', '.join([*RESULT_TYPES, *GRAPH_TYPES])}")
    stream = ask(
        operation,
        RESULT_TYPES[result_type] if result_type else QueryResultsFormat.JSON,
        GRAPH_TYPES[graph_type] if graph_type else RdfFormat.TURTLE,
    )
    is_graph = stream.media_type in GRAPH_TYPES
    sent_as = graph_type if is_graph else result_type
    if sent_as is None:
        stream.close()
        abort(406, f"the answer to this query comes as {', '.join(GRAPH_TYPES if is_graph else RESULT_TYPES)}")
    response = send_stream(stream, with_charset(sent_as))
    response.vary.add("Accept")
    return response


def send_stream(stream: Stream, content_type: str) -> Response:
    """Return what sends *stream*: a small one whole, so that it may be compressed, a large one piece by piece."""
    if stream.size <= SENT_WHOLE:
        return Response(stream.read(), content_type=content_type)
    response = Response(iter(stream), content_type=content_type)
    response.content_length = stream.size  # so that a client knows a transfer that broke off
    response.call_on_close(stream.close)
    return response


def types_named(form: str) -> tuple[str | None, str | None]:
    """Return the media types of the format *form*, for rows and for a graph."""
    result = next((kind for kind, one in RESULT_TYPES.items() if one == RESULT_FORMATS.get(form)), None)
    graph = next((kind for kind, one in GRAPH_TYPES.items() if one == GRAPH_FORMATS.get(form)), None)
    return result, graph
