"""SHACL constraints as queries: each component, alone, agrees with pySHACL, and what cannot be compiled says so."""

from pathlib import Path

import pyshacl
import pytest
from pyoxigraph import RdfFormat
from rdflib import Graph, Namespace

from kg.errors import DataError
from kg.graph.engine import open_empty
from kg.graph.shapes.compiler import compile_shapes

SH = Namespace("http://www.w3.org/ns/shacl#")
PREFIXES = """
@prefix : <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
DATA = """
:Car rdfs:subClassOf :Thing .
:none a :Thing .
:one a :Thing ; :p 1 ; :q 2 .
:two a :Car ; :p 1, 2 ; :q 2 ; :r :one .
:three a :Car ; :p 1, 2, 3 ; :q 1 ; :r :none, :two .
:text a :Thing ; :p "Abc" ; :q "b" ; :r "Abc"@en .
:texts a :Thing ; :p "a"@en, "b"@en, "c"@fr ; :r _:blank .
:same a :Thing ; :p "a"@en, "a"@fr, "a", "b" .
:numbers a :Thing ; :p 1.0, "1"^^xsd:string, 1e0, "x"^^xsd:integer, "2024-02-30"^^xsd:date, "2024-02-29"^^xsd:date .
:iri a :Thing ; :p :one, <http://other.example/x> .
_:blank a :Thing ; :p 5 ; :r :three .
:link :p :none ; :r :text .
"""
PROPERTIES = """
sh:path :p ; sh:minCount 1
sh:path :p ; sh:minCount 2
sh:path :p ; sh:maxCount 0
sh:path :p ; sh:maxCount 1
sh:path :p ; sh:maxCount 2
sh:path :p ; sh:minCount 1 ; sh:maxCount 2
sh:path :p ; sh:datatype xsd:integer
sh:path :p ; sh:datatype xsd:string
sh:path :p ; sh:datatype rdf:langString
sh:path :p ; sh:datatype xsd:date
sh:path :p ; sh:nodeKind sh:IRI
sh:path :r ; sh:nodeKind sh:BlankNodeOrIRI
sh:path :r ; sh:nodeKind sh:IRIOrLiteral
sh:path :r ; sh:class :Thing
sh:path :r ; sh:class :Car
sh:path :p ; sh:minInclusive 2
sh:path :p ; sh:maxExclusive 2
sh:path :p ; sh:minExclusive 1
sh:path :p ; sh:minLength 3
sh:path :p ; sh:maxLength 1
sh:path :p ; sh:pattern "^[a-c]"
sh:path :p ; sh:in ( 1 2 "a"@en )
sh:path :p ; sh:hasValue 1
sh:path :p ; sh:uniqueLang true
sh:path :p ; sh:uniqueLang true ; sh:name "text" ; sh:order 1
sh:path :p ; sh:lessThan :q
sh:path :p ; sh:lessThanOrEquals :q
sh:path [ sh:inversePath :r ] ; sh:minCount 1
sh:path [ sh:inversePath :r ] ; sh:class :Car
sh:path ( :r :p ) ; sh:minCount 1
sh:path [ sh:alternativePath ( :q :r ) ] ; sh:minCount 2
sh:path [ sh:zeroOrMorePath :r ] ; sh:class :Thing
sh:path [ sh:oneOrMorePath :r ] ; sh:maxCount 2
sh:path [ sh:zeroOrOnePath :r ] ; sh:minCount 2
sh:path :p ; sh:or ( [ sh:datatype xsd:integer ] [ sh:datatype xsd:string ] )
sh:path :p ; sh:and ( [ sh:datatype xsd:integer ] [ sh:minInclusive 2 ] )
sh:path :p ; sh:xone ( [ sh:minInclusive 2 ] [ sh:maxInclusive 2 ] )
sh:path :p ; sh:not [ sh:datatype xsd:integer ]
sh:path :r ; sh:node :Inner
sh:path :p ; sh:qualifiedValueShape [ sh:minInclusive 2 ] ; sh:qualifiedMinCount 1
sh:path :p ; sh:qualifiedValueShape [ sh:datatype xsd:integer ] ; sh:qualifiedMaxCount 1
""".strip().splitlines()
NODES = """
sh:or ( [ sh:path :q ; sh:minCount 1 ] [ sh:property [ sh:path :r ; sh:minCount 1 ] , [ sh:path :r ; sh:maxCount 1 ] ] )
sh:xone ( [ sh:path :q ; sh:minCount 1 ] [ sh:path :r ; sh:minCount 1 ] )
sh:not [ sh:path :p ; sh:maxCount 1 ]
sh:nodeKind sh:IRI
sh:class :Car
sh:node :Inner
sh:node [ sh:node :Inner ]
""".strip().splitlines()
INNER = ":Inner a sh:NodeShape ; sh:property [ sh:path :p ; sh:minCount 2 ] , [ sh:path :q ; sh:hasValue 2 ] .\n"
TARGETS = ["sh:targetClass :Thing", "sh:targetSubjectsOf :r"]


def write(folder: Path, text: str) -> Path:
    path = folder / "shapes.ttl"
    path.write_text(PREFIXES + INNER + text, encoding="utf-8")
    return path


def ours(path: Path, data: str) -> set[str]:
    store = open_empty()
    store.load((PREFIXES + data).encode(), RdfFormat.TURTLE)
    return {str(row["this"]) for rule in compile_shapes(path) for row in store.query(rule.query)}


def theirs(path: Path, data: str) -> set[str]:
    graph = Graph().parse(data=PREFIXES + data, format="turtle")
    _, report, _ = pyshacl.validate(graph, shacl_graph=Graph().parse(path), inplace=True)
    assert isinstance(report, Graph)
    found = {report.value(one, SH.focusNode) for one in report.objects(None, SH.result)}
    return {node.n3() for node in found if node is not None}


def named(nodes: set[str]) -> tuple[set[str], int]:
    """Blank nodes have no name of their own: their number must agree."""
    iris = {node for node in nodes if node.startswith("<")}
    return iris, len(nodes - iris)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("constraint", [f"sh:property [ {line} ]" for line in PROPERTIES] + NODES)
def test_component_finds_the_nodes_that_pyshacl_finds(tmp_path, constraint, target):
    path = write(tmp_path, f":S a sh:NodeShape ; {target} ; {constraint} .")
    assert named(ours(path, DATA)) == named(theirs(path, DATA))


def test_components_are_told_apart_by_these_data(tmp_path):
    """Data on which every constraint held, or failed, for all would test nothing."""
    everything = {"none", "one", "two", "three", "text", "texts", "same", "numbers", "iri", "blank"}
    for constraint in [f"sh:property [ {line} ]" for line in PROPERTIES] + NODES:
        path = write(tmp_path, f":S a sh:NodeShape ; sh:targetClass :Thing ; {constraint} .")
        assert 0 < len(ours(path, DATA)) <= len(everything), constraint


def test_what_asks_for_nothing_finds_nothing(tmp_path):
    path = write(
        tmp_path, ":S a sh:NodeShape ; sh:targetClass :Thing ; sh:property [ sh:path :p ; sh:uniqueLang false ] ."
    )
    assert ours(path, DATA) == theirs(path, DATA) == set()


def test_a_shape_without_a_name_is_heard(tmp_path):
    path = write(tmp_path, "[] a sh:NodeShape ; sh:targetClass :Car ; sh:property [ sh:path :p ; sh:maxCount 2 ] .")
    assert ours(path, DATA) == theirs(path, DATA) == {"<http://example.org/three>"}


def test_sparql_constraint_is_asked_of_each_node_of_the_target(tmp_path):
    path = write(
        tmp_path,
        """:names sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
        :S a sh:NodeShape ; sh:targetClass :Car ; sh:sparql [ sh:prefixes :names ; sh:message "Too much." ;
            sh:select "SELECT $this ?value WHERE { $this ex:p ?value FILTER (?value > 2) }" ] .""",
    )
    assert ours(path, DATA) == {"<http://example.org/three>"} == theirs(path, DATA)
    (rule,) = compile_shapes(path)
    assert (rule.message, rule.component) == ("Too much.", "SPARQLConstraintComponent")


def test_message_is_the_propertys_own_else_the_shapes(tmp_path):
    path = write(
        tmp_path,
        """:S a sh:NodeShape ; sh:targetClass :Car ; sh:message "Of the shape." ;
        sh:property [ sh:path :p ; sh:minCount 1 ; sh:message "Own." ] , [ sh:path :q ; sh:maxCount 1 ] .""",
    )
    rules = {(rule.component, rule.message) for rule in compile_shapes(path)}
    assert rules == {("MinCountConstraintComponent", "Own."), ("MaxCountConstraintComponent", "Of the shape.")}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sh:property [ sh:path :p ; sh:equals :q ]", "sh:equals"),
        ("sh:property [ sh:minCount 1 ]", "no sh:path"),
        ("sh:property [ sh:path [ :p :q ] ; sh:minCount 1 ]", "no path"),
        ("sh:property [ sh:path :p ; sh:datatype xsd:hexBinary ]", "hexBinary"),
        ("sh:closed true", "sh:closed"),
        ('sh:sparql [ sh:message "Nothing." ]', "no sh:select"),
        ('sh:sparql [ sh:ask "ASK {}" ]', "sh:ask"),
        ('sh:sparql [ sh:select "SELECT $this {}" ; sh:deactivated true ]', "sh:deactivated"),
        ("sh:targetNode :one", "sh:targetNode"),
        ("sh:targetObjectsOf :p", "sh:targetObjectsOf"),
        ("sh:deactivated true", "sh:deactivated"),
        ("a rdfs:Class ; sh:property [ sh:path :p ; sh:minCount 1 ]", "sh:targetClass"),
        ("sh:path :p ; sh:minCount 1", "property shape with a target"),
        ("sh:property [ sh:path :p ; sh:property [ sh:path :q ; sh:minCount 1 ] ]", "sh:property"),
        ("sh:property [ sh:path :p ; sh:qualifiedValueShape [ sh:minInclusive 2 ] ]", "without a count"),
        ('sh:property [ sh:path :p ; sh:pattern "a" ; sh:flags "i" ]', "sh:flags"),
        ("sh:property [ sh:path :p ; sh:nodeKind sh:Foo ]", "sh:nodeKind"),
        ('sh:property [ sh:path :p ; sh:minCount "x" ]', "no number"),
        ("sh:node :S", "leads back to itself"),
        ('sh:not [ sh:sparql [ sh:select "SELECT $this {}" ] ]', "sh:sparql"),
    ],
)
def test_what_cannot_be_compiled_says_so(tmp_path, text, words):
    path = write(tmp_path, f":S a sh:NodeShape ; sh:targetClass :Thing ; {text} .")
    with pytest.raises(DataError, match=words):
        compile_shapes(path)


def test_a_file_that_is_no_turtle_says_so(tmp_path):
    path = tmp_path / "shapes.ttl"
    path.write_text("not turtle", encoding="utf-8")
    with pytest.raises(DataError, match=r"shapes\.ttl is no readable Turtle"):
        compile_shapes(path)
    with pytest.raises(DataError, match="no readable Turtle"):
        compile_shapes(tmp_path / "none.ttl")
