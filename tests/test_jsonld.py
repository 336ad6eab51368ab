"""JSON-LD: the context names every term, and the same graph comes out that went in."""

import json

import pytest
from pyld import jsonld as processor
from pyoxigraph import RdfFormat, parse
from rdflib import Graph
from rdflib.compare import isomorphic

from kg import vocab
from kg.jsonld import read_context, to_object
from kg.reference import bundled

EXAMPLES = [
    path
    for path in sorted((bundled("ontology") / "examples" / "valid").glob("*.ttl"))
    if path.stem != "copy-of-an-article"  # nothing leads from an event to a copy
]
BASE = "http://localhost:8000/"
TYPE = vocab.RDF + "type"


def read(path):
    return [quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE, base_iri=BASE)]


def roots(triples, kind):
    return [t.subject.value for t in triples if t.predicate.value == TYPE and t.object.value == vocab.DIP + kind]


def inline(found):
    """The object with the context in it, as no network is at hand."""
    return {**found, "@context": read_context()}


def lines_of(found) -> set[str]:
    text = processor.to_rdf(inline(found), {"format": "application/n-quads"})
    return {str(quad.triple) for quad in parse(text.encode(), RdfFormat.N_QUADS)}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_event_and_what_it_leads_to_comes_back(path):
    triples = read(path)
    events = roots(triples, "Event")
    assert events
    back = set().union(*(lines_of(to_object(triples, root)) for root in events))
    assert back == {str(triple) for triple in triples}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own parser
def test_other_readers_of_json_ld_read_the_same():
    triples = read(EXAMPLES[0].with_name("talks-at-a-place.ttl"))
    (event,) = roots(triples, "Event")
    text = json.dumps(inline(to_object(triples, event)))
    original = Graph().parse(EXAMPLES[0].with_name("talks-at-a-place.ttl"))
    assert isomorphic(Graph().parse(data=text, format="json-ld"), original)
    ours = {str(quad.triple) for quad in parse(text.encode(), RdfFormat.JSON_LD)}
    assert ours == {str(triple) for triple in triples}


def test_context_names_every_property_of_the_ontology():
    context = read_context()
    for name in vocab.PROPERTIES:
        meant = context[name]
        assert (meant if isinstance(meant, str) else meant["@id"]) == vocab.DIP + name
    assert context["@vocab"] == vocab.DIP
    assert not set(vocab.CLASSES + vocab.INDIVIDUALS) & set(context)


def test_an_event_reads_as_plain_json():
    triples = read(EXAMPLES[0].with_name("talks-at-a-place.ttl"))
    (event,) = roots(triples, "Event")
    found = to_object(triples, event, "https://site.example/context.jsonld")
    assert list(found)[:3] == ["@context", "id", "type"]
    assert found["@context"] == "https://site.example/context.jsonld"
    assert found["type"] == "Event"
    assert found["status"] == "Actual"
    assert found["date"] == "2024-10-08"
    assert found["actor"]["label"] == "Portugal"
    assert found["actor"]["cowCode"] == 235
    assert found["place"]["belongsTo"]["label"] == "Switzerland"
    (mention,) = found["mention"]
    assert mention["begin"] == 25
    assert mention["confidence"] == "0.9"
    assert mention["article"]["title"] == "Talks in Geneva"
    assert found["dyad"]["member"] == [f"{BASE}actor/NOR", f"{BASE}actor/PRT"]


def test_an_article_holds_its_mentions_and_they_their_events():
    triples = read(EXAMPLES[0].with_name("talks-at-a-place.ttl"))
    (article,) = roots(triples, "Article")
    found = to_object(triples, article)
    (mention,) = found["mentions"]
    (event,) = mention["event"]
    assert event["actor"]["label"] == "Portugal"
    assert lines_of(found) == {str(triple) for triple in triples}


def test_what_the_root_does_not_lead_to_is_left_out():
    triples = read(EXAMPLES[0].with_name("talks-at-a-place.ttl"))
    found = to_object(triples, f"{BASE}actor/CHE")
    assert found == {
        "@context": found["@context"],
        "id": f"{BASE}actor/CHE",
        "type": "State",
        "label": "Switzerland",
        "code": "CHE",
        "isoCode": "CHE",
    }
