"""What the alignments say is well formed, contradicts nothing that the other vocabularies say, and is of use."""

import re
from collections.abc import Iterable
from pathlib import Path

import owlrl
import pyoxigraph
import pytest
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg import vocab

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
EXAMPLES = ONTOLOGY / "examples" / "valid"
FOLDER = ONTOLOGY / "alignments"
FILES = sorted(FOLDER.glob("*.ttl"))
README = (FOLDER / "README.md").read_text(encoding="utf-8")
BASE = "http://localhost:8000/"
ERRORS = Namespace("http://www.daml.org/2002/03/agents/agent-ont#")
WIKIBASE = Namespace("http://wikiba.se/ontology#")

NAMESPACES = {
    "foaf": ("http://xmlns.com/foaf/0.1/",),
    "gaf": ("http://groundedannotationframework.org/gaf#",),
    "org": ("http://www.w3.org/ns/org#",),
    "prov": (vocab.PROV,),
    "qb": ("http://purl.org/linked-data/cube#",),
    "schema": ("https://schema.org/",),
    "sem": ("http://semanticweb.cs.vu.nl/2009/11/sem/",),
    "time": ("http://www.w3.org/2006/time#",),
    "void": ("http://rdfs.org/ns/void#", "http://www.w3.org/ns/dcat#"),
    "wikidata": (vocab.WIKIDATA, "http://www.wikidata.org/prop/direct/"),
}
MATCHES = {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch}
STRICT = {
    RDFS.subClassOf: "class",
    OWL.equivalentClass: "class",
    RDFS.subPropertyOf: "property",
    OWL.equivalentProperty: "property",
}
KINDS = {
    OWL.Class: "class",
    RDFS.Class: "class",
    OWL.ObjectProperty: "property",
    OWL.DatatypeProperty: "property",
    RDF.Property: "property",
    WIKIBASE.Property: "property",
}
PREFIXES = "".join(
    f"PREFIX {name}: <{iri}>\n"
    for name, iri in [
        *((file, NAMESPACES[file][0]) for file in NAMESPACES if file != "wikidata"),
        ("dcat", NAMESPACES["void"][1]),
        ("wd", vocab.WIKIDATA),
        ("dip", vocab.DIP),
        ("cameo", vocab.CAMEO),
        ("owl", vocab.OWL),
        ("rdfs", vocab.RDFS),
        ("skos", vocab.SKOS),
        ("xsd", vocab.XSD),
    ]
)

# Actors of the kinds that the examples have none of.
MORE = """
<event/1> a dip:Event ; dip:actor <actor/league> ; dip:action cameo:073 ; dip:target <actor/fleet> .
<event/2> a dip:Event ; dip:actor <actor/cannery> ; dip:action cameo:073 ; dip:target <actor/north> .
<actor/league> a dip:Organisation ; dip:code "league" .
<actor/fleet> a dip:ArmedGroup ; dip:code "fleet" ; dip:belongsTo <actor/PRT> .
<actor/cannery> a dip:Company ; dip:code "cannery" ; dip:belongsTo <actor/PRT> .
<actor/north> a dip:Bloc ; dip:code "north" .
<actor/envoy> a dip:Person ; dip:code "envoy" ; dip:actsFor <actor/league> .
"""

# The examples that the queries below are asked of, so that another one does not change the answers.
ASKED = ("imported-event", "talks-at-a-place", "threat-by-a-minister", "within-one-party", "year-month-and-no-date")

# Added to the rest, each contradicts something; the words are of the message that says so.
CONTROLS = {
    "a person that is an organisation": ("<x> a dip:Person, org:FormalOrganization .", "foaf/0.1/Person"),
    "two kinds of actor": ("<x> a dip:State, dip:Bloc .", "ontology#State"),
    "an article that is an activity": ("<x> a dip:Article, prov:Activity .", "prov#Activity"),
    "a run that something was quoted from": ("<y> prov:wasQuotedFrom <x> . <x> a dip:Run .", "prov#Entity"),
    "a place that acts": ("<e> dip:actor <place/geneva> .", "sem/Place"),
    "a term of two actors": ("<actor/league> dip:term <term/maria-exemplo-1> .", "foaf/0.1/Person"),
    "an event as an activity": ("dip:Event rdfs:subClassOf prov:Activity .", "prov#Activity"),
    "a state as a place": ("dip:State rdfs:subClassOf schema:Country .", "schema.org/Place"),
    "an actor as a place": ("dip:actor rdfs:subPropertyOf sem:hasPlace .", "sem/Place"),
    "an actor as what made something": ("dip:actor rdfs:subPropertyOf prov:wasGeneratedBy .", "prov#Activity"),
    "a target as a page": ("dip:target rdfs:subPropertyOf foaf:page .", "foaf/0.1/Document"),
    "an event as a point in time": ("dip:date rdfs:subPropertyOf time:inXSDDate .", "time#TemporalEntity"),
    "a coded person as an organisation": ("dip:code rdfs:subPropertyOf org:identifier .", "foaf/0.1/Person"),
    "an envoy as a unit": ("dip:actsFor rdfs:subPropertyOf org:unitOf .", "foaf/0.1/Person"),
    "a term as an organisation": ("dip:term rdfs:subPropertyOf org:memberOf .", "org#Membership"),
    "an action as a scheme": ("dip:action rdfs:subPropertyOf skos:inScheme .", "core#ConceptScheme"),
    "related and broader at once": ("dip:Event skos:relatedMatch wd:Q1190554 .", "core#broaderTransitive"),
}


def contradictions(graph: Graph) -> set[str]:
    """Close *graph* under OWL 2 RL, in place, and return what the reasoner found wrong."""
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    nodes = graph.subjects(RDF.type, ERRORS.ErrorMessage)
    return {str(text) for node in nodes for text in graph.objects(node, ERRORS.error)}


def kind(term: URIRef, graph: Graph) -> str:
    """Return "class", "property", or "individual" for what has only other types."""
    types = set(graph.objects(term, RDF.type))
    assert types, f"{term} is not described"
    kinds = {KINDS[known] for known in types & set(KINDS)} or {"individual"}
    assert len(kinds) == 1, f"{term} is {kinds}"
    return kinds.pop()


def local(term: object) -> str:
    """Return an IRI of the examples without their base."""
    return str(term).removeprefix(BASE)


@pytest.fixture(scope="module")
def axioms() -> Graph:
    """Return what the other vocabularies say."""
    return Graph().parse(Path(__file__).with_name("axioms.ttl"))


@pytest.fixture(scope="module")
def alignments() -> Graph:
    """Return all alignments."""
    graph = Graph()
    for path in FILES:
        graph.parse(path)
    return graph


@pytest.fixture(scope="module")
def terms(ontology: Graph, alignments: Graph, axioms: Graph) -> Graph:
    """Return our terms, the alignments and the axioms, without the texts that explain terms."""
    graph = ontology + alignments + axioms
    for predicate in (RDFS.label, RDFS.isDefinedBy, SKOS.definition, SKOS.example):
        graph.remove((None, predicate, None))
    return graph


def read_instances(paths: Iterable[Path], actions: Graph) -> Graph:
    """Return these examples, actors of further kinds, and the codes of their actions without their texts."""
    graph = Graph().parse(data=PREFIXES + MORE, format="turtle", publicID=BASE)
    for path in paths:
        graph.parse(path, publicID=BASE)
    for code in set(graph.objects(None, URIRef(vocab.DIP + "action"))):
        for triple in actions.triples((code, None, None)):
            if not isinstance(triple[2], Literal):
                graph.add(triple)
    return graph


@pytest.fixture(scope="module")
def asked(actions: Graph) -> Graph:
    """Return the examples that queries are asked of."""
    return read_instances((EXAMPLES / f"{name}.ttl" for name in ASKED), actions)


@pytest.fixture(scope="module")
def closed(terms: Graph, asked: Graph) -> Graph:
    """Return them with the terms and all that follows; tests only read it."""
    graph = terms + asked
    assert contradictions(graph) == set()
    return graph


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_both_parsers_read_the_same_graph_without_blank_nodes(path):
    graph = Graph().parse(path)
    assert not any(isinstance(node, BNode) for triple in graph for node in triple)
    theirs = [f"{quad.triple} ." for quad in pyoxigraph.parse(path=path)]
    assert set(graph) == set(Graph().parse(data="\n".join(theirs), format="nt"))
    assert len(graph) == len(theirs) > 0, "a statement is there twice, or none is"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_statements_link_our_terms_to_terms_of_the_same_kind(path, ontology, axioms):
    for subject, predicate, term in Graph().parse(path):
        assert str(subject).startswith(vocab.DIP), subject
        assert str(term).startswith(NAMESPACES[path.stem]), f"{term} is of another vocabulary than {path.name}"
        ours, theirs = kind(subject, ontology), kind(term, axioms)
        assert ours == theirs, f"{subject} is a {ours}, {term} a {theirs}"
        assert predicate in MATCHES or STRICT.get(predicate) == ours, f"{predicate} between a {ours} and a {theirs}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_strict_statements_link_things_with_things_and_values_with_values(path, ontology, axioms):
    typed = {OWL.ObjectProperty, OWL.DatatypeProperty}
    for subject, predicate, term in Graph().parse(path):
        theirs = set(axioms.objects(term, RDF.type)) & typed
        if STRICT.get(predicate) == "property" and theirs:
            assert set(ontology.objects(subject, RDF.type)) & typed == theirs, (subject, term)
        if predicate in STRICT:
            assert not str(term).startswith(f"{vocab.WIKIDATA}P"), f"{term} is no predicate: use wdt:"


def test_no_two_statements_are_of_the_same_pair(alignments):
    pairs = [(subject, term) for subject, _, term in alignments]
    assert len(pairs) == len(set(pairs))


def test_readme_lists_the_files_and_the_terms_left_out(alignments):
    assert {path.stem for path in FILES} == set(NAMESPACES)
    assert re.findall(r"^\| `(\w+)\.ttl`", README, re.MULTILINE) == sorted(NAMESPACES)
    aligned = {str(term).removeprefix(vocab.DIP) for term in alignments.subjects()}
    section = README.split("## Left out")[1].split("\n## ")[0]
    rows = re.findall(r"^\|([^|]+)\|", section, re.MULTILINE)
    left_out = set(re.findall(r"`dip:(\w+)`", " ".join(rows)))
    assert left_out == set(vocab.CLASSES + vocab.PROPERTIES + vocab.INDIVIDUALS) - aligned


def test_no_example_contradicts_the_other_vocabularies(terms, actions):
    assert contradictions(terms + read_instances(EXAMPLES.glob("*.ttl"), actions)) == set()


@pytest.mark.parametrize("name", CONTROLS)
def test_contradiction_is_found(closed, name):
    added, words = CONTROLS[name]
    graph = closed + Graph().parse(data=PREFIXES + added, format="turtle", publicID=BASE)
    assert any(words in message for message in contradictions(graph))


WHO_DID_WHAT = """
SELECT ?agent ?other ?type ?time ?headline ?day WHERE {
  ?event a sem:Event, schema:Action ;
    schema:agent ?agent ; sem:hasActor ?other ; sem:eventType ?type ; sem:hasTimeStamp ?time ; gaf:denotedBy ?mention .
  ?mention prov:wasGeneratedBy ?run ; prov:wasQuotedFrom ?article .
  ?run a prov:Activity .
  ?article a schema:NewsArticle, foaf:Document ; schema:headline ?headline ; schema:datePublished ?day .
  FILTER (?other != ?agent)
}"""


def test_who_did_what_is_found_in_terms_of_others(closed):
    headline = Literal("Lisbon warns Oslo")
    rows = closed.query(PREFIXES + WHO_DID_WHAT, initBindings={"headline": headline})
    told = (f"{vocab.CAMEO}1313", "2024-06-24", str(headline), "2024-06-24")
    assert {tuple(local(term) for term in row) for row in rows} == {
        ("actor/maria-exemplo", "actor/NOR", *told),
        ("actor/maria-exemplo", f"{vocab.WIKIDATA}Q20", *told),  # the same, as owl:sameAs says
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "SELECT ?e ?set { ?e a sem:Event ; prov:wasDerivedFrom ?set . ?set a dcat:Dataset, schema:Dataset }",
            {("event/577052bb449e162cb0e6", "dataset/coded-events-2018")},
        ),
        (
            """SELECT ?place ?type ?text { ?event sem:hasPlace ?place ; sem:eventType ?type ; gaf:denotedBy ?mention .
            ?mention prov:wasQuotedFrom/schema:articleBody ?body BIND (STRBEFORE(?body, ".") AS ?text) }""",
            {("place/geneva", f"{vocab.CAMEO}046", "Talks opened on Tuesday")},
        ),
        (
            "SELECT ?end { ?e sem:hasLatestEndTimeStamp ?end }",
            {("2014-12-31",), ("2016-05-31",)},
        ),
        (
            """SELECT ?id ?role ?from { ?person a foaf:Person ; schema:identifier ?id ; org:hasMembership ?term .
            ?term a org:Membership ; schema:roleName ?role ; schema:startDate ?from ; schema:endDate ?until }""",
            {("maria-exemplo", "foreign minister", "2019-10-26")},
        ),
        (
            "SELECT ?o { ?o a schema:Organization, org:Organization, foaf:Agent }",
            {("actor/prt-fisheries-ministry",), ("actor/league",), ("actor/fleet",), ("actor/cannery",)},
        ),
        (
            "SELECT ?p { ?p a wd:Q5 }",
            {("actor/maria-exemplo",), ("actor/envoy",)},
        ),
    ],
)
def test_alignment_answers_a_query_without_our_terms(closed, asked, query, expected):
    assert "dip:" not in query
    assert {tuple(local(term) for term in row) for row in closed.query(PREFIXES + query)} == expected
    assert not list(asked.query(PREFIXES + query)), "it needs no alignment, and shows nothing"


def test_query_of_the_readme_builds_intervals(asked):
    (query,) = re.findall(r"```sparql\n(.+?)```", README, re.DOTALL)
    built = asked.query(query).graph
    org, time = Namespace(NAMESPACES["org"][0]), Namespace(NAMESPACES["time"][0])
    path = org.memberDuring / time.hasEnd / time.inXSDDate
    assert {str(day) for day in built.objects(URIRef(f"{BASE}term/maria-exemplo-1"), path)} == {"2022-03-30"}
    assert not list(built.objects(URIRef(f"{BASE}term/maria-exemplo-2"), path))
    assert len(list(built.subjects(RDF.type, time.ProperInterval))) == 2
