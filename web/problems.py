"""What a client gets when something goes wrong: a page for people, RFC 9457 problem details for programs."""

import json
import logging
from dataclasses import dataclass, field

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as WerkzeugResponse

from kg.errors import LimitError, ParameterError, QueryError, SearchError, ServiceError, StoreError, TooLargeError
from web.negotiation import choose, wants_html
from web.problem_page import draw_problem

log = logging.getLogger(__name__)

RETRY_SECONDS = "5"
PROBLEM = "application/problem+json"
KEPT_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate")
"""Of an error of Flask's."""
TITLES = {
    400: "The request makes no sense here",
    401: "Who are you?",
    403: "Not allowed",
    404: "Not here",
    405: "Not this way",
    406: "Not in such a format",
    412: "Not as the request wants it",
    413: "Too large",
    415: "Not this type",
    416: "No such part",
    500: "Something broke",
    502: "Another endpoint failed",
    503: "Not now",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, for the client."""

    status: int
    detail: str
    name: str = ""
    """The kind of problem, where the status does not tell it well enough."""
    line: int | None = None
    column: int | None = None
    parameter: str = ""
    """Name of the parameter of a saved query that is wrong, where it is that."""
    headers: dict[str, str] = field(default_factory=dict)
    see: tuple[str, str] | None = None
    """Name and address of a page that may help."""

    @property
    def title(self) -> str:
        """The kind of problem in a few words."""
        return self.name or TITLES.get(self.status, "This did not work")


def to_problem(error: Exception) -> Problem:
    """Return what to tell a client about *error*; nothing of what is inside an unexpected one."""
    match error:
        case ParameterError():
            return Problem(400, str(error), "A parameter is not as it should be", parameter=error.parameter)
        case QueryError():
            return Problem(400, str(error), "This cannot be done as it is written", error.line, error.column)
        case ServiceError():
            return Problem(502, str(error), line=error.line, column=error.column)
        case TooLargeError():
            return Problem(413, str(error), "The answer is too large")
        case LimitError() | SearchError():
            return Problem(503, str(error), headers={"Retry-After": RETRY_SECONDS})
        case StoreError():
            return Problem(503, "the graph cannot be reached at the moment", headers={"Retry-After": RETRY_SECONDS})
        case HTTPException():
            return _from_http(error)
        case _:
            return Problem(500, "the fault is ours and has been logged")


def _from_http(error: HTTPException) -> Problem:
    headers = {name: value for name, value in error.get_headers() if name in KEPT_HEADERS}
    allow = headers.get("Allow")
    details = {
        404: "there is nothing at this address",
        405: f"this address takes {allow}" if allow else "this address does not take that method",
        413: "the request is larger than this site takes",
        416: "the file ends before the part that is asked for",
    }
    ours = error.description if error.description != type(error).description else None
    detail = ours or details.get(error.code or 500, error.name)
    return Problem(error.code or 500, detail, headers=headers)


def to_response(problem: Problem) -> Response:
    """Return *problem* as a page, as problem details, or as plain text for a client that takes only that."""
    if wants_html(request):
        body, kind = draw_problem(problem, problem.status), "text/html; charset=utf-8"
    elif choose(request, [PROBLEM, "application/json", "text/plain"]) == "text/plain":
        body, kind = f"{problem.title}: {problem.detail}\n", "text/plain; charset=utf-8"
    else:
        body, kind = _to_json(problem), PROBLEM
    response = Response(body, problem.status, content_type=kind)
    response.headers.update(problem.headers)
    response.vary.add("Accept")
    return response


def _to_json(problem: Problem) -> str:
    members = {
        "type": "about:blank",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "line": problem.line,
        "column": problem.column,
        "parameter": problem.parameter or None,
    }
    return json.dumps({name: value for name, value in members.items() if value is not None}, ensure_ascii=False)


def handle(error: Exception) -> WerkzeugResponse:
    """Answer a request that ended in *error*; log what is our fault."""
    if isinstance(error, HTTPException) and (error.code or 500) < 400:
        return error.get_response()  # a redirect
    problem = to_problem(error)
    if isinstance(error, StoreError):
        log.error("%s %s: %s", request.method, request.path, error)
    elif problem.status == 500:
        log.error("%s %s failed", request.method, request.path, exc_info=error)
    return to_response(problem)


def install(app: Flask) -> None:
    """Let *app* answer every error so."""
    app.register_error_handler(Exception, handle)
