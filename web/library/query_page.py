"""The page of a saved query: a form for its parameters, and the answer to it."""

from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response, abort, g, request, url_for
from pyoxigraph import NamedNode
from werkzeug.datastructures import MultiDict

from kg.errors import KgError, ParameterError
from kg.queries import LONG, SavedQuery
from web.asking import Asking
from web.endpoint.answering import RESULT_TYPES, Operation, ask, send
from web.endpoint.result_views import Names, ResultView, read_names, read_view
from web.library.calling import list_calls, to_address
from web.library.fields import list_fields
from web.library.outside import Outside, choose_sources, find_outside, read_copies
from web.library.query_api import FORMATS, to_operation
from web.library.question import Question, check_values, find_query, read_switch, read_values
from web.negotiation import GRAPH_TYPES, HTML, choose
from web.problems import Problem, to_problem
from web.site import draw, engine, shelf
from web.twins import list_twins, page_at

OPTIONS = ("copies", "run")
"""Parameters of the page that say how the query is asked."""

blueprint = Blueprint("query_page", __name__)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants of a saved query."""

    question: Question
    outside: Outside | None
    use_copies: bool
    """Whether copies are asked in place of what is outside."""
    wants_run: bool
    """Whether the answer is asked for, and not only the form."""
    problem: Problem | None = None
    """What is wrong, where that belongs to no field."""

    @property
    def is_sound(self) -> bool:
        """Whether there is nothing wrong with it."""
        return not self.problem and not self.question.problems

    @property
    def can_run(self) -> bool:
        """Whether what it asks outside can be asked here, there or of copies."""
        return self.outside is None or (self.outside.copied is not None if self.use_copies else self.outside.is_allowed)


@page_at(blueprint, "/queries/<name>")
def query(name: str) -> Response:
    """The form of the saved query *name* with its answer; the answer alone as JSON or CSV, or as RDF if it is that."""
    found = find_query(name)
    form = g.get("form", "")
    if form not in ("", "html"):
        return _send(found, form)
    if not form and choose(request, [HTML, *RESULT_TYPES, *GRAPH_TYPES]) not in (HTML, None):
        return _send(found)
    return _show(read_wish(found, request.args))


def _send(found: SavedQuery, form: str = "") -> Response:
    """Answer a program as the page would: by the ending of the address, or by what the program accepts."""
    if form and form not in FORMATS[found.form]:
        abort(404, f"the answer to this query comes as {', '.join(FORMATS[found.form])}")
    sent = [(name, value) for name, value in request.args.items(multi=True) if name != "run" and value.strip()]
    outside = _find_outside(found)
    if outside and outside.needs_copies and "copies" not in request.args:
        sent.append(("copies", "1"))
    return send(to_operation(found, MultiDict(sent), form))


def _find_outside(found: SavedQuery) -> Outside | None:
    return find_outside(found, read_copies(Asking(engine())) if found.endpoints else {})


def read_wish(found: SavedQuery, sent: MultiDict[str, str]) -> Wish:
    """Return what the request asks of the query *found*; an empty field stands for its default."""
    problem = None
    given: dict[str, str] = {}
    outside = _find_outside(found)
    use_copies = outside is not None and outside.needs_copies
    waits = LONG in found.tags or outside is not None
    wants_run = not waits
    try:
        given = {name: value for name, value in read_values(found, sent, OPTIONS).items() if value.strip()}
        use_copies = read_switch(sent, "copies", use_copies) and outside is not None
        wants_run = read_switch(sent, "run", bool(given) or not waits)
    except ParameterError as error:
        problem = to_problem(error)
    return Wish(check_values(found, given), outside, use_copies, wants_run, problem)


def _show(wish: Wish) -> Response:
    base, question = engine().base, wish.question
    found, problem = _find_answer(wish) if wish.wants_run and wish.is_sound and wish.can_run else (None, wish.problem)
    status = problem.status if problem else 400 if question.problems else 200
    sent = {**question.differing(base), **_sources(wish)}
    response = draw(
        "query.html",
        wish=wish,
        query=question.query,
        is_own=question.query.name in shelf().read().own,
        is_long=LONG in question.query.tags,
        fields=list(list_fields(question, base, _read_names(question))),
        text=_bind(wish),
        found=found,
        problem=problem,
        sent=sent,
        here=partial(to_address, "query_page.query", question.query, sent),
        answer_at=partial(to_address, "query_api.answer_query", question.query, sent),
        formats=FORMATS[question.query.form],
        calls=list_calls(question, url_for("query_api.answer_query", name=question.query.name, _external=True), sent),
        twins=list_twins(FORMATS[question.query.form]) if wish.is_sound else (),
    )
    response.status_code = status
    if problem:
        response.headers.update(problem.headers)
    return response


def _find_answer(wish: Wish) -> tuple[ResultView | None, Problem | None]:
    try:
        with ask(Operation(_bind(wish))) as stream:
            return read_view(stream, GRAPH_TYPES, Asking(engine())).without_labels(), None
    except KgError as error:
        return None, to_problem(error)


def _bind(wish: Wish) -> str:
    """Return the SPARQL that is asked, as it stands where something is wrong."""
    query, base = wish.question.query, engine().base
    asked = choose_sources(query, wish.outside, wish.use_copies, base) if wish.can_run else query
    return asked.bind(wish.question.values, base)


def _sources(wish: Wish) -> dict[str, str]:
    """Return what an address holds so that the same is asked: the facts outside, or their copies."""
    return {"copies": "1"} if wish.use_copies else {}


def _read_names(question: Question) -> Names:
    """Return what the things are called that the values stand for."""
    terms = [term for term in question.terms(engine().base).values() if isinstance(term, NamedNode)]
    return read_names(Asking(engine()), [terms])
