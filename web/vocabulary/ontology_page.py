"""The ontology at its addresses: pages for people, RDF for programs, and a way from each of its IRIs to these."""

from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, Response, abort, redirect, request, url_for
from pyoxigraph import RdfFormat
from werkzeug.wrappers import Response as WerkzeugResponse

from kg.reference import bundled
from kg.vocab import CAMEO, DIP, PLOVER
from web.links import ONTOLOGY, action_path
from web.negotiation import GRAPH_TYPES, HTML, SUFFIXES, choose, split_suffix, with_charset
from web.problems import Problem, to_response
from web.site import draw
from web.vocabulary.term_links import split_codes, split_terms, split_turtle
from web.vocabulary.vocabulary import alignment_files, read_vocabulary
from web.vocabulary.vocabulary_actions import read_actions
from web.vocabulary.vocabulary_diagram import draw_diagram
from web.vocabulary.vocabulary_files import describe, read_document
from web.vocabulary.vocabulary_rules import read_rules
from web.vocabulary.vocabulary_uses import CONCEPT

ENDINGS = "any(ttl, nt, rdf, jsonld):ending"
SCHEMES = {"cameo": CAMEO, "plover": PLOVER}
EXAMPLE = """SELECT ?date ?who ?what ?quote WHERE {
  ?event dip:date ?date ;
    dip:actor/skos:prefLabel ?who ;
    dip:action/skos:prefLabel ?what ;
    dip:target actor:RUS ;
    dip:mention/dip:quote ?quote .
}
ORDER BY DESC(?date)
LIMIT 10"""
SHOWN = 60
"""Characters of an unknown name that the answer repeats."""

blueprint = Blueprint("ontology", __name__)


@blueprint.after_request
def open_to_scripts(response: Response) -> Response:
    """Let pages of other sites read what is here, redirects included."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.vary.add("Accept")
    return response


@blueprint.get("/ontology", strict_slashes=False)
def ontology() -> Response:
    """The terms of the graph."""
    return _negotiate("diplomacy", _draw_ontology)


@blueprint.get("/ontology/actions")
def actions() -> Response:
    """The codes of actions."""
    return _negotiate("actions", _draw_actions)


@blueprint.get("/ontology/shapes")
def shapes() -> Response:
    """The rules that a graph keeps."""
    return _negotiate("shapes", _draw_shapes)


@blueprint.get(f"/ontology.<{ENDINGS}>", defaults={"name": "diplomacy"})
@blueprint.get(f"/ontology/<any(actions, shapes):name>.<{ENDINGS}>")
def document(name: str, ending: str) -> Response:
    """One of the three files, in the format that the address ends with."""
    return _send(read_document(_file(name), SUFFIXES[f".{ending}"]), _media_type(SUFFIXES[f".{ending}"]))


@blueprint.get("/ontology/<name>")
def term(name: str) -> WerkzeugResponse:
    """Lead from a term or the version of the ontology to where it is explained; with a suffix, its triples."""
    local, form = split_suffix(name)
    vocabulary = read_vocabulary(_folder())
    if f"{ONTOLOGY}/{name}" == vocabulary.header.version_iri:
        return redirect(url_for("ontology.ontology"), 303)
    if vocabulary.find(local) is None:
        return _unknown(f"the ontology has no term or version “{name[:SHOWN]}”")
    if form is not None:
        return _describe("diplomacy", DIP + local, form)
    return redirect(url_for("ontology.ontology", _anchor=local), 303)


@blueprint.get("/<any(cameo, plover):scheme>/", strict_slashes=False)
def codes(scheme: str) -> WerkzeugResponse:
    """Lead to the page that explains this scheme."""
    return redirect(url_for("ontology.actions", _anchor=None if scheme == "cameo" else scheme), 303)


@blueprint.get("/<any(cameo, plover):scheme>/<name>")
def code(scheme: str, name: str) -> WerkzeugResponse:
    """Lead from a code to where it is explained, or for a program to its triples; with a suffix, give these."""
    local, form = split_suffix(name)
    found = read_actions(_file("actions"))
    if local not in (found.codes() if scheme == "cameo" else {one.name for one in found.types}):
        return _unknown(f"the {scheme.upper()} scheme has no code “{name[:SHOWN]}”")
    kind = _media_type(form) if form else _choose()
    if kind == HTML:
        own = f"{request.script_root}/{action_path(local)}"
        return redirect(own if scheme == "cameo" else url_for("ontology.actions", _anchor=local), 303)
    ending = next((ending for ending, one in SUFFIXES.items() if one == GRAPH_TYPES[kind]), "")
    if ending and form is None:
        return redirect(f"{request.script_root}/{scheme}/{local}{ending}", 303)
    return _describe("actions", SCHEMES[scheme] + local, GRAPH_TYPES[kind])


@blueprint.get("/shapes")
def shapes_namespace() -> WerkzeugResponse:
    """Lead from the namespace of the shapes to the page that explains them."""
    return redirect(url_for("ontology.shapes"), 303)


@blueprint.get("/ontology/alignments/<name>.ttl")
def alignment(name: str) -> WerkzeugResponse:
    """One file of alignments, as it is."""
    path = next((path for path in alignment_files(_folder()) if path.stem == name), None)
    if path is None:
        return _unknown(f"there is no file of alignments “{name[:SHOWN]}.ttl”")
    return _send(read_document(path, RdfFormat.TURTLE), _media_type(RdfFormat.TURTLE))


@blueprint.get("/ontology/context.jsonld")
def context() -> WerkzeugResponse:
    """The JSON-LD context."""
    path = _context_file()
    return (
        _send(path.read_bytes(), "application/ld+json") if path.is_file() else _unknown("there is no JSON-LD context")
    )


def _folder() -> Path:
    return bundled("ontology")


def _file(name: str) -> Path:
    return _folder() / f"{name}.ttl"


def _context_file() -> Path:
    return _folder() / "context.jsonld"


def _media_type(form: RdfFormat) -> str:
    return next(name for name, one in GRAPH_TYPES.items() if one == form)


def _choose() -> str:
    return choose(request, [HTML, *GRAPH_TYPES]) or abort(406, f"this comes as {HTML}, {', '.join(GRAPH_TYPES)}")


def _negotiate(name: str, page: Callable[[], Response]) -> Response:
    kind = _choose()
    return _tag(page()) if kind == HTML else _send(read_document(_file(name), GRAPH_TYPES[kind]), kind)


def _send(body: bytes, media_type: str) -> Response:
    return _tag(Response(body, content_type=with_charset(media_type)))


def _tag(response: Response) -> Response:
    """Let a client that has this content already keep it."""
    response.add_etag()
    response.make_conditional(request)
    return response


def _describe(name: str, iri: str, form: RdfFormat) -> Response:
    body = describe(_file(name), iri, form)
    return abort(404) if body is None else _send(body, _media_type(form))


def _unknown(what: str) -> Response:
    address = url_for("ontology.ontology")
    return to_response(Problem(404, f"{what}: see {address}", see=("the ontology", address)))


def _draw_ontology() -> Response:
    vocabulary = read_vocabulary(_folder())
    example = _folder() / "examples" / "valid" / "threat-by-a-minister.ttl"
    return draw(
        "ontology.html",
        vocabulary=vocabulary,
        diagram=draw_diagram(vocabulary),
        has_context=_context_file().is_file(),
        example=list(split_turtle(_excerpt(example))),
        query=EXAMPLE,
        split_terms=split_terms,
        concept=CONCEPT,
    )


def _excerpt(path: Path) -> str:
    """Return the event and the mention of an example; empty if it is not there."""
    blocks = path.read_text(encoding="utf-8").split("\n\n") if path.is_file() else []
    return "\n\n".join(block for block in blocks if block.startswith(("<event/", "<mention/"))).strip()


def _draw_actions() -> Response:
    found = read_actions(_file("actions"))
    return draw("ontology_actions.html", actions=found, codes=found.codes(), split_codes=split_codes)


def _draw_shapes() -> Response:
    return draw("ontology_shapes.html", rules=read_rules(_file("shapes")), split_terms=split_terms)
