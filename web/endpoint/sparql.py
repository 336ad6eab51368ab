"""The SPARQL 1.1 Protocol at ``/sparql``, and the page with the form that a browser gets there."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, request, url_for
from pyoxigraph import QueryResultsFormat, RdfFormat
from werkzeug.datastructures import MultiDict

from kg.errors import KgError, QueryError
from kg.graph.search import fill_found
from kg.library import find_queries
from kg.queries import SavedQuery
from kg.reference import bundled
from kg.results import GRAPH_FORMATS, RESULT_FORMATS, Stream
from web.asking import Asking
from web.endpoint.bodies import FORM_BODY, read_form, read_text
from web.endpoint.description import describe_service
from web.endpoint.result_views import ResultView, read_view
from web.endpoint.snippets import GRAPH, ROWS, TRUTH, Sending
from web.endpoint.updates import read_update, run
from web.negotiation import GRAPH_TYPES, HTML, choose, with_charset
from web.problems import Problem, to_problem
from web.site import draw, engine, search

QUERY_BODY = "application/sparql-query"
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
EXAMPLES = Path(__file__).parent.parent / "queries" / "examples"
FIRST_QUERY = """SELECT ?event ?actor ?action ?target ?date WHERE {
  ?event dip:actor ?actor ;
    dip:action ?action ;
    dip:date ?date .
  OPTIONAL { ?event dip:target ?target }
}
LIMIT 20"""
"""What the page begins with."""

blueprint = Blueprint("sparql", __name__)


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


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """Answer a query, in the format that the client likes best.

    Without a query people get a form, and programs that ask for RDF the service description.
    """
    if (update := read_update()) is not None:
        return run(update)
    operation = read_operation()
    if operation is None and choose(request, [HTML, *GRAPH_TYPES]) in GRAPH_TYPES:
        return describe_service()
    chosen = choose(request, [*RESULT_TYPES, *GRAPH_TYPES, HTML])
    if chosen == HTML and not (operation and operation.form):
        return _show(operation)
    if operation is None:
        abort(400, "the parameter `query` is missing: send a SPARQL query, or open this address in a browser")
    return _send(operation)


def read_operation() -> Operation | None:
    """Return the query operation of the request, None if it has no query; 400, 413 or 415 for what is none."""
    if request.method != "POST":
        return _from_parameters(request.args)
    if request.mimetype not in (FORM_BODY, QUERY_BODY):
        abort(415, f"send the query as {FORM_BODY} or {QUERY_BODY}")
    if request.mimetype == FORM_BODY:
        return _from_parameters(read_form())
    return _from_parameters(MultiDict([*request.args.items(multi=True), ("query", read_text())]))


def _from_parameters(parameters: MultiDict[str, str]) -> Operation | None:
    queries = parameters.getlist("query")
    if len(queries) > 1:
        abort(400, "the parameter `query` is there more than once: send one query")
    if not queries:
        return None
    form = parameters.get("format", "")
    if form not in {*RESULT_FORMATS, *GRAPH_FORMATS}:
        form = ""  # clients send names of their own beside an Accept header
    default, named = (tuple(parameters.getlist(f"{kind}-graph-uri")) for kind in ("default", "named"))
    seconds, words = _read_seconds(parameters.get("timeout")), parameters.get("search", "").strip()
    return Operation(queries[0], default, named, form, seconds, words)


def _read_seconds(text: str | None) -> float | None:
    try:
        seconds = float(text) if text else None
    except ValueError:
        seconds = -1.0
    if seconds is not None and not 0 < seconds < float("inf"):
        abort(400, f"the parameter `timeout` must be a number of seconds above 0, not {text}")
    return None if seconds is None else max(seconds, LEAST_SECONDS)


def _ask(
    operation: Operation,
    results: QueryResultsFormat = QueryResultsFormat.JSON,
    graph: RdfFormat = RdfFormat.TURTLE,
) -> Stream:
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


def _send(operation: Operation) -> Response:
    """Answer a program. Which kind of format counts is only known once the query is answered."""
    named_result, named_graph = _types_named(operation.form)
    result_type = named_result or choose(request, RESULT_TYPES)
    graph_type = named_graph or choose(request, GRAPH_TYPES)
    if result_type is None and graph_type is None:
        abort(406, f"answers come as {', '.join([*RESULT_TYPES, *GRAPH_TYPES])}")
    stream = _ask(
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


def _types_named(form: str) -> tuple[str | None, str | None]:
    """Return the media types of the format *form*, for rows and for a graph."""
    result = next((kind for kind, one in RESULT_TYPES.items() if one == RESULT_FORMATS.get(form)), None)
    graph = next((kind for kind, one in GRAPH_TYPES.items() if one == GRAPH_FORMATS.get(form)), None)
    return result, graph


def _show(operation: Operation | None) -> Response:
    """Answer a person: the form, with the result or what was wrong below it."""
    found: ResultView | None = None
    problem: Problem | None = None
    if operation is not None:
        try:
            with _ask(operation) as stream:
                found = read_view(stream, GRAPH_TYPES, Asking(engine()))
        except KgError as error:
            problem = to_problem(error)
    operation, is_asked = operation or Operation(FIRST_QUERY), operation is not None
    response = draw(
        "sparql.html",
        operation=operation,
        is_asked=is_asked,
        found=found,
        problem=problem,
        snippets=_to_sending(operation, found).snippets(),
        examples=_bind(EXAMPLES),
        saved=_bind(bundled("queries")),
    )
    if problem is not None:
        response.status_code = problem.status
        response.headers.update(problem.headers)
    return response


def _to_sending(operation: Operation, found: ResultView | None) -> Sending:
    answer = GRAPH if found and found.is_graph else TRUTH if found and found.truth is not None else ROWS
    address = url_for("sparql.sparql", _external=True)
    return Sending(address, operation.query.replace("\r\n", "\n"), answer, operation.parameters)


def _bind(folder: Path) -> list[tuple[SavedQuery, str]]:
    """Return the queries in *folder*, each with its text for the graph at hand."""
    return [(query, query.bind(base=engine().base)) for query in _find_queries(folder)]


@cache
def _find_queries(folder: Path) -> Sequence[SavedQuery]:
    return tuple(find_queries(folder).values())
