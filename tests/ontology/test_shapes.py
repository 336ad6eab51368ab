"""The shapes accept each valid example and say of each invalid one what its first line expects."""

from pathlib import Path

import pytest
from rdflib import RDF, RDFS, BNode, Graph, Namespace

from kg import vocab

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
VALID = sorted((ONTOLOGY / "examples" / "valid").glob("*.ttl"))
INVALID = sorted((ONTOLOGY / "examples" / "invalid").glob("*.ttl"))
EXPECTS = "# expects: "
DIP = Namespace(vocab.DIP)
SH = Namespace("http://www.w3.org/ns/shacl#")


def by_name(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", VALID, ids=by_name)
def test_valid_example_conforms(complaints, path):
    assert complaints(Graph().parse(path)) == set()


@pytest.mark.parametrize("path", INVALID, ids=by_name)
def test_invalid_example_draws_the_one_message_that_it_expects(complaints, path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith(EXPECTS), "name the message in the first line"
    assert complaints(Graph().parse(path)) == {first.removeprefix(EXPECTS)}


def test_there_are_examples_of_both_kinds():
    assert len(VALID) >= 3
    assert len(INVALID) >= 10


def test_valid_examples_use_each_class_that_the_pipeline_writes():
    types = {kind for path in VALID for kind in Graph().parse(path).objects(None, RDF.type)}
    assert {DIP[name] for name in ("Event", "Mention", "Article", "Run", "Dyad", "TermOfOffice")} <= types


def test_each_property_shape_says_what_to_do(shapes):
    constraints = set(shapes.objects(None, SH.property)) | set(shapes.objects(None, SH.sparql))
    inner = {
        part
        for combination in (SH["or"], SH.xone)
        for members in shapes.objects(None, combination)
        for member in shapes.items(members)
        for part in (member, *shapes.objects(member, SH.property))
    }
    silent = constraints - inner - set(shapes.subjects(SH.message, None))
    # A code that is in no scheme is reported by the property that points to it.
    shape = Namespace("https://w3id.org/diplograph/shapes#")
    assert silent == set(shapes.objects(shape.Code, SH.property))
    assert all(isinstance(node, BNode) for node in silent)


def test_each_class_of_the_data_has_a_shape(shapes, ontology):
    targets = set(shapes.objects(None, SH.targetClass))
    reference = {DIP.DatePrecision, DIP.Status, DIP.QuadClass}
    kinds = set(ontology.subjects(RDFS.subClassOf, DIP.Actor))
    assert targets == {DIP[name] for name in vocab.CLASSES} - reference - kinds
