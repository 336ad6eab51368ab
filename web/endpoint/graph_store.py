"""The SPARQL 1.1 Graph Store HTTP Protocol: whole graphs read, written and removed.

A graph is named by ``?graph=IRI`` or ``?default`` at ``/graph-store``, or by its own address below it. The default
graph is the one that holds the events.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, Response, abort, redirect, request, url_for
from pyoxigraph import RdfFormat
from werkzeug.wrappers import Response as WerkzeugResponse

from kg.graph.contents import Content, to_graph
from kg.results import is_true
from web.endpoint.allowing import editor
from web.endpoint.answering import send_stream
from web.endpoint.bodies import read_body
from web.negotiation import GRAPH_TYPES, HTML, choose, with_charset
from web.site import engine

MULTIPART = "multipart/form-data"
NO_GRAPH = "there is no graph of that name"
ABOUT = """# What this graph says of itself
SELECT ?property ?value WHERE {{ GRAPH {graph} {{ {graph} ?property ?value }} }}
ORDER BY ?property ?value"""

blueprint = Blueprint("graph_store", __name__)


@dataclass(frozen=True, slots=True)
class Named:
    """The graph that a request is about; None is the default graph."""

    iri: str | None

    @property
    def as_default(self) -> tuple[str, ...]:
        """The data set whose default graph it is."""
        return (self.iri,) if self.iri is not None else ()

    @property
    def is_there(self) -> bool:
        """Whether there is such a graph."""
        return self.iri is None or is_true(engine().answer(f"ASK {{ GRAPH {to_graph(self.iri)} {{}} }}"))


@blueprint.get("/graph-store")
@blueprint.get("/graph-store/<path:name>")
def read(name: str = "") -> Response:
    """Send the graph, in the format that the client likes best; 404 if there is none of that name."""
    graph = _named(name) or abort(400, "name a graph: ?graph=IRI, or ?default")
    kind = choose(request, GRAPH_TYPES) or abort(406, f"graphs come as {', '.join(GRAPH_TYPES)}")
    if not graph.is_there:
        abort(404, NO_GRAPH)
    if request.method == "HEAD":
        return _with_type(Response(), kind)
    query = "CONSTRUCT WHERE { ?s ?p ?o }"
    stream = engine().stream(query, graph=GRAPH_TYPES[kind], default_graphs=graph.as_default)
    return _with_type(send_stream(stream, with_charset(kind)), kind)


@blueprint.get("/graph/<name>")
def lead(name: str) -> WerkzeugResponse:
    """Lead from the IRI of a copy to its triples, people to what it says of itself; 404 if there is none (303)."""
    graph = Named(f"{engine().base}graph/{quote(name, safe='')}")
    if not graph.is_there:
        abort(404, NO_GRAPH)
    if choose(request, [*GRAPH_TYPES, HTML]) == HTML:
        address = url_for("sparql.sparql", query=ABOUT.format(graph=to_graph(graph.iri)))
    else:
        address = url_for("graph_store.read", graph=graph.iri)
    response = redirect(address, 303)
    response.vary.add("Accept")
    return response


@blueprint.put("/graph-store")
@blueprint.put("/graph-store/<path:name>")
def replace(name: str = "") -> Response:
    """Let the graph hold what is sent, and nothing else."""
    target, graph = editor(), _named(name) or abort(400, "name a graph: ?graph=IRI, or ?default")
    _check_conditions(graph)
    return Response(status=204 if target.put(graph.iri, _read_contents(graph), replace=True) else 201)


@blueprint.post("/graph-store")
@blueprint.post("/graph-store/<path:name>")
def add(name: str = "") -> Response:
    """Add what is sent to the graph; where none is named, to a new one, whose address is told."""
    target, graph = editor(), _named(name)
    if graph is not None:
        _check_conditions(graph)
        return Response(status=204 if target.put(graph.iri, _read_contents(graph), replace=False) else 201)
    made = Named(f"{request.base_url}/{uuid.uuid4()}")
    target.put(made.iri, _read_contents(made), replace=False)
    return Response(status=201, headers={"Location": str(made.iri)})


@blueprint.delete("/graph-store")
@blueprint.delete("/graph-store/<path:name>")
def remove(name: str = "") -> Response:
    """Remove the graph; 404 if there is none of that name."""
    target, graph = editor(), _named(name) or abort(400, "name a graph: ?graph=IRI, or ?default")
    _check_conditions(graph)
    if not target.drop(graph.iri):
        abort(404, NO_GRAPH)
    return Response(status=204)


def _named(name: str) -> Named | None:
    """Return the graph that the request names, None if it names none; 400 if it names several."""
    named = [*([request.base_url] if name else []), *request.args.getlist("graph")]
    if len(named) + ("default" in request.args) > 1:
        abort(400, "name one graph: ?graph=IRI, ?default, or its own address")
    if "default" in request.args:
        return Named(None)
    if not named:
        return None
    if ":" not in named[0]:
        abort(400, f"{named[0]} is no absolute IRI, so no graph can have that name")
    return Named(named[0])


def _check_conditions(graph: Named) -> None:
    """Raise 412 where the graph is not as the request wants it. No tag of ours is strong, as ``If-Match`` wants it."""
    if request.if_none_match.star_tag and graph.is_there:
        abort(412, "the graph is there already, and If-None-Match says that it must not be")
    if "If-Match" in request.headers and not (request.if_match.star_tag and graph.is_there):
        abort(412, "graphs have no strong tag: send If-Match: * for one that must be there, or no If-Match")


def _with_type(response: Response, kind: str) -> Response:
    response.content_type = with_charset(kind)
    response.vary.add("Accept")
    return response


def _read_contents(graph: Named) -> list[Content]:
    """Return the documents of the request; 400, 413 or 415 for what are none."""
    base = graph.iri or request.base_url
    if request.mimetype != MULTIPART:
        return [Content(read_body(), _check_type(request.mimetype or "text/turtle"), base)]
    request.max_form_memory_size = len(read_body())  # the body is kept, bounded, for the form to be read from
    parts = list(_read_parts(base))
    if not parts:  # so is a form that cannot be read, and nobody means to empty a graph by it
        abort(400, "the form has no parts that can be read: send each document as a part, between right boundaries")
    return parts


def _read_parts(base: str) -> Iterator[Content]:
    for text in (one for name in request.form for one in request.form.getlist(name)):
        yield Content(text.encode(), "text/turtle", base)
    for part in (one for name in request.files for one in request.files.getlist(name)):
        kind = part.mimetype
        if RdfFormat.from_media_type(kind) is None:  # many clients name no type; the file's name tells it then
            ending = (part.filename or "").rpartition(".")[2]
            named = RdfFormat.from_extension(ending)
            kind = named.media_type if named is not None else kind
        yield Content(part.read(), _check_type(kind), base)


def _check_type(kind: str) -> str:
    if RdfFormat.from_media_type(kind) is None:
        abort(415, f"{kind} is not read here: send one of {', '.join(GRAPH_TYPES)}")
    return kind
