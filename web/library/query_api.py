"""The saved queries for programs: the list of them, and the answer to each, as the endpoint answers a query."""

import json
from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, abort, request, url_for
from werkzeug.datastructures import MultiDict

from kg.errors import ParameterError
from kg.parameters import resolve
from kg.queries import LONG, Param, SavedQuery, shortened
from web.asking import Asking
from web.endpoint.answering import Operation, read_seconds, send
from web.library.fields import kind_of
from web.library.outside import choose_sources, find_outside, read_copies
from web.library.question import find_query, read_switch, read_values
from web.site import engine, search, shelf

ROWS, TRUTH, GRAPH = ("json", "csv", "tsv", "xml"), ("json", "xml"), ("ttl", "nt", "rdf", "jsonld", "trig", "nq")
FORMATS: Mapping[str, Sequence[str]] = {"SELECT": ROWS, "ASK": TRUTH, "CONSTRUCT": GRAPH, "DESCRIBE": GRAPH}
"""The formats that an answer comes in, by the kind of the query."""

blueprint = Blueprint("query_api", __name__)


@blueprint.get("/api/queries")
def list_queries() -> Response:
    """The saved queries that there are, with their parameters."""
    if unknown := next(iter(request.args), ""):
        abort(400, f"this address takes no parameter {shortened(unknown)}: it lists all saved queries")
    library = shelf().read()
    listed = [describe(query, query.name in library.own) for query in library.queries.values()]
    body = json.dumps({"queries": listed, "faults": library.faults}, ensure_ascii=False)
    return Response(body, content_type="application/json")


@blueprint.get("/api/queries/<name>")
def answer_query(name: str) -> Response:
    """The answer to the saved query *name* with the values that the parameters of the request give."""
    return send(to_operation(find_query(name), request.args))


def describe(query: SavedQuery, is_own: bool) -> dict[str, object]:
    """Return what a program is told of *query*."""
    return {
        "name": query.name,
        "summary": query.summary,
        "description": query.description,
        "tags": query.tags,
        "own": is_own,
        "long": LONG in query.tags,
        "endpoints": query.endpoints,
        "formats": FORMATS[query.form],
        "parameters": [describe_parameter(param) for param in query.params],
        "page": url_for("query_page.query", name=query.name, _external=True),
        "answer": url_for("query_api.answer_query", name=query.name, _external=True),
    }


def describe_parameter(param: Param) -> dict[str, str]:
    """Return what a program is told of a parameter."""
    return {
        "name": param.name,
        "type": kind_of(param),
        "default": param.example,
        "description": param.description,
    }


def list_options(query: SavedQuery) -> tuple[str, ...]:
    """Return the parameters that say how *query* is answered, besides its own."""
    return ("format", "timeout", "copies") if query.endpoints else ("format", "timeout")


def to_operation(query: SavedQuery, sent: MultiDict[str, str], form: str = "") -> Operation:
    """Return what to ask for the answer to *query* with the parameters *sent*, in the format *form* if one is named.

    Raises ParameterError for a value that is wrong; 403 and 404 for what is outside and cannot be asked.
    """
    values = read_values(query, sent, list_options(query))
    form = form or read_format(query, sent)
    seconds = read_seconds(sent.get("timeout"))
    use_copies = read_switch(sent, "copies")
    base = engine().base
    copies = read_copies(Asking(engine())) if query.endpoints else {}
    asked = choose_sources(query, find_outside(query, copies), use_copies, base)
    resolved = resolve(query, values, engine(), search()) if values else {}
    return Operation(asked.bind(resolved, base), form=form, seconds=seconds)


def read_format(query: SavedQuery, sent: MultiDict[str, str]) -> str:
    """Return the format that the parameter ``format`` names, if it is there; ParameterError for another one."""
    form, known = sent.get("format", ""), FORMATS[query.form]
    if "format" in sent and form not in known:
        raise ParameterError(f"format must be one of {', '.join(known)}, not {shortened(form)!r}", "format")
    return form
