"""The ontology: its terms for people, its Turtle for programs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from flask import Blueprint, Response, abort, request
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.reference import ontology_files
from kg.vocab import DIP, OWL, RDF, RDFS, SKOS
from web.negotiation import HTML, choose
from web.site import draw

TURTLE = "text/turtle"

blueprint = Blueprint("ontology", __name__)


@dataclass(frozen=True, slots=True)
class Concept:
    """A term of the ontology."""

    name: str
    """Local part of its IRI."""
    label: str
    definition: str
    example: str


@dataclass(frozen=True, slots=True)
class Section:
    """Terms of one type, sorted by name."""

    heading: str
    concepts: tuple[Concept, ...]


@blueprint.get("/ontology")
def ontology() -> Response:
    """The list of terms, or the Turtle file for who prefers that."""
    chosen = choose(request, [HTML, TURTLE])
    if chosen is None:
        abort(406, f"the ontology comes as {HTML} and {TURTLE}")
    return draw("ontology.html", sections=read_sections(), namespace=DIP) if chosen == HTML else turtle()


@blueprint.get("/ontology.ttl")
def turtle() -> Response:
    """The file ``ontology/diplomacy.ttl`` as it is."""
    response = Response(ontology_files()[0].read_bytes(), content_type=f"{TURTLE}; charset=utf-8")
    response.vary.add("Accept")
    return response


@cache
def read_sections() -> tuple[Section, ...]:
    """Return the classes, properties and individuals of the ontology."""
    said: dict[str, dict[str, list[str]]] = {}
    for quad in parse(path=ontology_files()[0], format=RdfFormat.TURTLE):
        subject, value = quad.subject, quad.object
        if isinstance(subject, NamedNode) and subject.value.startswith(DIP) and isinstance(value, NamedNode | Literal):
            about = said.setdefault(subject.value.removeprefix(DIP), {})
            about.setdefault(quad.predicate.value, []).append(value.value)
    classes = _names_of(said, [OWL + "Class"])
    relations = _names_of(said, [OWL + "ObjectProperty", OWL + "DatatypeProperty"])
    others = [name for name in said if name not in {*classes, *relations}]
    return tuple(
        Section(heading, tuple(_to_concept(name, said[name]) for name in sorted(names)))
        for heading, names in (("Classes", classes), ("Properties", relations), ("Individuals", others))
    )


def _names_of(said: Mapping[str, Mapping[str, list[str]]], types: Iterable[str]) -> list[str]:
    return [name for name, about in said.items() if {*types} & {*about.get(RDF + "type", ())}]


def _to_concept(name: str, about: Mapping[str, list[str]]) -> Concept:
    def first(iri: str) -> str:
        return next(iter(about.get(iri, ())), "")

    return Concept(name, first(RDFS + "label") or name, first(SKOS + "definition"), first(SKOS + "example"))
