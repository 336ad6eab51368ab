"""The ontology's file read for its page: classes, properties and individuals, with what is said of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode

from kg.results import shorten
from kg.turtle import Triples
from kg.vocab import DIP, OWL, RDF, RDFS, SKOS
from web.vocabulary.vocabulary_uses import Use, observed_uses, read_uses

DCTERMS = "http://purl.org/dc/terms/"
VANN = "http://purl.org/vocab/vann/"
LINK, VALUE = OWL + "ObjectProperty", OWL + "DatatypeProperty"
RELATIONS: Mapping[str, str] = {
    OWL + "equivalentClass": "the same as",
    OWL + "equivalentProperty": "the same as",
    OWL + "sameAs": "the same as",
    SKOS + "exactMatch": "the same as",
    RDFS + "subClassOf": "subclass of",
    RDFS + "subPropertyOf": "subproperty of",
    SKOS + "broadMatch": "narrower than",
    SKOS + "narrowMatch": "broader than",
    SKOS + "closeMatch": "close to",
    SKOS + "relatedMatch": "related to",
}
"""What our term is to the other, from near to far."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Terms of other vocabularies that one of ours is like in the same way."""

    relation: str
    """What our term is to them, such as ``subclass of``."""
    iris: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property or individual of ours."""

    iri: str
    label: str
    definition: str
    example: str
    alignments: tuple[Alignment, ...] = ()
    uses: tuple[Use, ...] = ()
    """Of a class, the properties that its instances have; of a property, the classes that have it."""
    is_link: bool = False
    """Whether a property leads to a node, and not to a value."""
    narrower: tuple["Term", ...] = ()
    """The subclasses of a class."""
    broader: str = ""
    """IRI of the superclass of a class, or of the class of an individual."""

    @property
    def name(self) -> str:
        """Local part of its IRI."""
        return self.iri.removeprefix(DIP)


@dataclass(frozen=True, slots=True)
class Header:
    """What the ontology says of itself."""

    title: str
    description: str
    version: str
    version_iri: str
    license: str
    modified: str
    prefix: str
    namespace: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All terms, in the order of the file."""

    header: Header
    classes: tuple[Term, ...]
    """Those below no other; the rest are in their ``narrower``."""
    properties: tuple[Term, ...]
    individuals: tuple[Term, ...]
    aligned: tuple[str, ...]
    """Names of the files of alignments."""
    prefixes: Mapping[str, str]
    """Those of the ontology's files, with the namespaces they stand for."""

    def short(self, iri: str) -> str:
        """Return *iri* with a prefix, where one fits."""
        return shorten(iri, self.prefixes)

    def all_classes(self) -> list[Term]:
        """Return every class, each before its subclasses."""

        def below(terms: Iterable[Term]) -> Iterable[Term]:
            for term in terms:
                yield term
                yield from below(term.narrower)

        return list(below(self.classes))

    def find(self, name: str) -> Term | None:
        """Return the term with this local name, if there is one."""
        terms = (*self.all_classes(), *self.properties, *self.individuals)
        return next((term for term in terms if term.name == name), None)


def alignment_files(folder: Path) -> list[Path]:
    """Return the files of alignments of the ontology in *folder*, sorted by name; none if it has none."""
    return sorted((folder / "alignments").glob("*.ttl"))


@cache
def read_vocabulary(folder: Path) -> Vocabulary:
    """Return the ontology in *folder*; SyntaxError for a file that is not Turtle."""
    files = alignment_files(folder)
    triples, alignments = Triples.read(folder / "diplomacy.ttl"), Triples.read(*files)
    shapes, codes = Triples.read(folder / "shapes.ttl"), Triples.read(folder / "actions.ttl")
    reader = _Reader(triples, alignments, read_uses(shapes) + observed_uses(codes))
    classes = reader.terms(OWL + "Class")
    return Vocabulary(
        header=_read_header(triples),
        classes=_nest(classes, ""),
        properties=reader.terms(LINK, VALUE),
        individuals=reader.terms(OWL + "NamedIndividual"),
        aligned=tuple(path.stem for path in files),
        prefixes=shapes.prefixes | alignments.prefixes,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    triples: Triples
    alignments: Triples
    uses: tuple[Use, ...]

    def terms(self, *types: str) -> tuple[Term, ...]:
        return tuple(self._to_term(node) for node in self.triples.typed(*types) if node.value.startswith(DIP))

    def _to_term(self, node: NamedNode) -> Term:
        types = self.triples.iris(node, RDF + "type")
        ours = self.triples.iris(node, RDFS + "subClassOf") + [one for one in types if one.startswith(DIP)]
        return Term(
            iri=node.value,
            label=self.triples.text(node, RDFS + "label") or node.value.removeprefix(DIP),
            definition=self.triples.text(node, SKOS + "definition"),
            example=self.triples.text(node, SKOS + "example"),
            alignments=self._align(node),
            uses=tuple(use for use in self.uses if node.value in (use.on, use.path)),
            is_link=LINK in types,
            broader=next(iter(ours), ""),
        )

    def _align(self, node: NamedNode) -> tuple[Alignment, ...]:
        said = self.alignments.about(node)
        found: dict[str, list[str]] = {}
        for predicate in (*RELATIONS, *(name for name in said if name not in RELATIONS)):
            if iris := self.alignments.iris(node, predicate):
                found.setdefault(RELATIONS.get(predicate, "see also"), []).extend(iris)
        return tuple(Alignment(relation, tuple(iris)) for relation, iris in found.items())


def _nest(classes: Iterable[Term], broader: str) -> tuple[Term, ...]:
    """Return the classes right below *broader* with those below them; an unknown superclass is none."""
    known = {term.iri for term in classes}
    here = [term for term in classes if (term.broader if term.broader in known else "") == broader]
    return tuple(replace(term, narrower=_nest(classes, term.iri)) for term in here)


def _read_header(triples: Triples) -> Header:
    node = triples.typed(OWL + "Ontology")[0]
    return Header(
        title=triples.text(node, DCTERMS + "title"),
        description=triples.text(node, DCTERMS + "description"),
        version=triples.text(node, OWL + "versionInfo"),
        version_iri=triples.text(node, OWL + "versionIRI"),
        license=triples.text(node, DCTERMS + "license"),
        modified=triples.text(node, DCTERMS + "modified"),
        prefix=triples.text(node, VANN + "preferredNamespacePrefix"),
        namespace=triples.text(node, VANN + "preferredNamespaceUri"),
    )
