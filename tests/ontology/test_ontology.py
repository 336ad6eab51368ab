"""The ontology is complete, and what the program calls its terms is what they are called."""

import re
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg import results, vocab
from kg.model import ActorKind, Precision, Status

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
ROOT = ONTOLOGY.parent
BASE = "http://localhost:8000/"
QUERIES = sorted(
    [*(ROOT / "queries").glob("*.rq"), *(one for one in (ROOT / "web" / "queries").rglob("*") if one.is_file())]
)
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
def test_rdflib_and_oxigraph_read_the_same_graph(path):
    """Blank nodes get canonical names (RDFC-1.0) before the two are compared."""
    with_rdflib = Graph().parse(path, publicID=BASE).serialize(format="nt")
    ours = to_canonical(pyoxigraph.parse(with_rdflib.encode(), pyoxigraph.RdfFormat.N_TRIPLES))
    theirs = to_canonical(pyoxigraph.parse(path=path, base_iri=BASE))
    assert ours == theirs
    assert theirs


def to_canonical(quads) -> set[str]:
    graph = pyoxigraph.Dataset(quads)
    graph.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in graph}


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_queries_use_only_terms_that_exist(path, actions):
    """Terms written with their prefix; what the engine would take for a typing error gives no row and no error."""
    text = re.sub(r'"[^"\n]*"|^#.*$', "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert set(re.findall(r"\bdip:(\w+)", text)) <= set(TERMS)
    codes = {str(code).removeprefix(vocab.CAMEO) for code in actions.subjects(SKOS.notation)}
    assert set(re.findall(r"\bcameo:(\w+)", text)) <= codes
    prefixes = set(re.findall(r"(?<![<\w/])([a-z]+):\w", re.sub(r"<[^>]*>", "", text)))
    assert prefixes <= {*results.prefixes(BASE), *re.findall(r"PREFIX (\w+):", text)}


def test_there_are_queries_to_look_at():
    assert len(QUERIES) > 20


def dip(name: str) -> URIRef:
    """Return the IRI of our term of this name."""
    return URIRef(vocab.DIP + name)
