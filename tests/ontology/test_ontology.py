"""The ontology is complete, and what the program calls its terms is what they are called."""

from pathlib import Path

import pyoxigraph
import pytest
from rdflib import BNode, Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg import vocab
from kg.model import ActorKind, Precision, Status

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
FILES = sorted(ONTOLOGY.rglob("*.ttl"))
HEADER = URIRef(vocab.DIP.rstrip("#"))
TERMS = vocab.CLASSES + vocab.PROPERTIES + vocab.INDIVIDUALS


def names(graph: Graph, *types: URIRef) -> list[str]:
    """Return the local names of our terms that have one of these types."""
    found = {term for kind in types for term in graph.subjects(RDF.type, kind)}
    return sorted(str(term).removeprefix(vocab.DIP) for term in found)


def test_all_files_together_have_one_header_with_a_version():
    graphs = [Graph().parse(path) for path in FILES]
    headers = [header for graph in graphs for header in graph.subjects(RDF.type, OWL.Ontology)]
    assert headers == [HEADER]
    graph = Graph().parse(ONTOLOGY / "diplomacy.ttl")
    version = graph.value(HEADER, OWL.versionInfo)
    assert graph.value(HEADER, OWL.versionIRI) == URIRef(f"{HEADER}/{version}")


def test_vocab_has_the_classes_properties_and_individuals_of_the_file(ontology):
    assert names(ontology, OWL.Class) == sorted(vocab.CLASSES)
    assert names(ontology, OWL.ObjectProperty, OWL.DatatypeProperty) == sorted(vocab.PROPERTIES)
    assert names(ontology, OWL.NamedIndividual) == sorted(vocab.INDIVIDUALS)


def test_nothing_else_is_described(ontology):
    subjects = {str(subject) for subject in ontology.subjects() if isinstance(subject, URIRef)} - {str(HEADER)}
    assert subjects == {vocab.DIP + name for name in TERMS}


@pytest.mark.parametrize("name", TERMS)
def test_term_is_labelled_defined_and_exemplified(ontology, name):
    term = URIRef(vocab.DIP + name)
    for predicate in (RDFS.label, SKOS.definition):
        assert [text.language for text in ontology.objects(term, predicate)] == ["en"], predicate
    assert len(set(ontology.objects(term, SKOS.example))) == 1
    assert list(ontology.objects(term, RDFS.isDefinedBy)) == [HEADER]


def test_properties_have_neither_domain_nor_range(ontology):
    assert not list(ontology.triples((None, RDFS.domain, None)))
    assert not list(ontology.triples((None, RDFS.range, None)))


def test_enumerations_of_the_model_are_those_of_the_ontology(ontology):
    kinds = {str(kind).removeprefix(vocab.DIP) for kind in ontology.subjects(RDFS.subClassOf, dip("Actor"))}
    assert kinds == {kind.value for kind in ActorKind}
    assert names(ontology, dip("DatePrecision")) == sorted(Precision)
    assert names(ontology, dip("Status")) == sorted(Status)


def test_individuals_have_a_class_of_ours(ontology):
    for name in vocab.INDIVIDUALS:
        types = set(ontology.objects(dip(name), RDF.type)) - {OWL.NamedIndividual}
        assert len(types) == 1
        assert (types.pop(), RDF.type, OWL.Class) in ontology


def test_every_class_is_disjoint_with_its_siblings(ontology):
    axioms = [set(ontology.items(members)) for members in ontology.objects(None, OWL.members)]
    kinds = set(ontology.subjects(RDFS.subClassOf, dip("Actor")))
    assert kinds in axioms
    assert {dip(name) for name in vocab.CLASSES} - kinds in axioms


def test_shapes_use_only_terms_that_exist(shapes):
    nodes = {node for triple in shapes for node in triple if isinstance(node, URIRef)}
    used = {str(node).removeprefix(vocab.DIP) for node in nodes if str(node).startswith(vocab.DIP)}
    assert used
    assert used <= set(TERMS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ONTOLOGY)))
def test_rdflib_and_pyoxigraph_read_the_same(path):
    ours = Graph().parse(path)
    theirs = list(pyoxigraph.parse(path=path))
    assert len(ours) == len(theirs) > 0
    if any(isinstance(node, BNode) for triple in ours for node in triple):
        return  # telling blank nodes apart is slow in rdflib; their number agrees
    lines = "\n".join(f"{quad.triple} ." for quad in theirs)
    assert isomorphic(ours, Graph().parse(data=lines, format="nt"))


def dip(name: str) -> URIRef:
    """Return the IRI of our term of this name."""
    return URIRef(vocab.DIP + name)
