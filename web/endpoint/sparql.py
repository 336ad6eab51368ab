"""The SPARQL 1.1 Protocol at ``/sparql``, and the page with the form that a browser gets there."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, request, url_for
from werkzeug.datastructures import MultiDict

from kg.errors import KgError
from kg.library import Library, find_queries
from kg.queries import SavedQuery
from kg.results import GRAPH_FORMATS, RESULT_FORMATS
from web.asking import Asking
from web.endpoint.answering import RESULT_TYPES, Operation, ask, read_seconds, send
from web.endpoint.bodies import FORM_BODY, read_form, read_text
from web.endpoint.description import describe_service
from web.endpoint.result_views import ResultView, read_view
from web.endpoint.snippets import GRAPH, ROWS, TRUTH, Sending
from web.endpoint.updates import read_update, run
from web.negotiation import GRAPH_TYPES, HTML, choose
from web.problems import Problem, to_problem
from web.site import draw, engine, shelf

QUERY_BODY = "application/sparql-query"
EXAMPLES = Path(__file__).parent.parent / "queries" / "examples"
FIRST_QUERY = """SELECT ?event ?actor ?action ?target ?date WHERE {
  ?event dip:actor ?actor ;
    dip:action ?action ;
    dip:date ?date .
  OPTIONAL { ?event dip:target ?target }
}
LIMIT 20"""
"""What the page begins with."""

SAVED = ("who-sanctioned-whom", "actions-between", "dyad-by-month", "statements-by-actor", "busiest-pairs")
"""Names of saved queries that the page offers, of which there are many more."""
MOST_SAVED = 6

blueprint = Blueprint("sparql", __name__)


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
    return send(operation)


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
    seconds, words = read_seconds(parameters.get("timeout")), parameters.get("search", "").strip()
    return Operation(queries[0], default, named, form, seconds, words)


def _show(operation: Operation | None) -> Response:
    """Answer a person: the form, with the result or what was wrong below it."""
    found: ResultView | None = None
    problem: Problem | None = None
    if operation is not None:
        try:
            with ask(operation) as stream:
                found = read_view(stream, GRAPH_TYPES, Asking(engine()))
        except KgError as error:
            problem = to_problem(error)
    library = shelf().read()
    operation, is_asked = operation or Operation(FIRST_QUERY), operation is not None
    response = draw(
        "sparql.html",
        operation=operation,
        is_asked=is_asked,
        found=found,
        problem=problem,
        snippets=_to_sending(operation, found).snippets(),
        examples=[_bind(query) for query in _find_examples()],
        saved=_choose_saved(library),
        saved_in_all=len(library.queries),
    )
    if problem is not None:
        response.status_code = problem.status
        response.headers.update(problem.headers)
    return response


def _to_sending(operation: Operation, found: ResultView | None) -> Sending:
    answer = GRAPH if found and found.is_graph else TRUTH if found and found.truth is not None else ROWS
    address = url_for("sparql.sparql", _external=True)
    return Sending(address, operation.query.replace("\r\n", "\n"), answer, operation.parameters)


def _choose_saved(library: Library) -> list[tuple[SavedQuery, str]]:
    """Return some of the saved queries: the user's own first, then ours."""
    names = [*sorted(library.own), *(name for name in SAVED if name not in library.own)]
    return [_bind(library.queries[name]) for name in names if name in library.queries][:MOST_SAVED]


def _bind(query: SavedQuery) -> tuple[SavedQuery, str]:
    """Return *query* with its text for the graph at hand."""
    return query, query.bind(base=engine().base)


@cache
def _find_examples() -> Sequence[SavedQuery]:
    return tuple(find_queries(EXAMPLES).values())
