"""What a data set holds, in VoID: for catalogues that list it, and for engines that plan queries over several.

Such an engine takes what is not told for what is not there: the vocabularies are all that the properties are from,
and the pattern of IRIs is one that JavaScript reads too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import MappingProxyType

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg import vocab
from kg.results import RdfTerm
from web.endpoint.statistics import LINKS, Property, Statistics

VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
FOAF = "http://xmlns.com/foaf/0.1/"
FORMATS = "http://www.w3.org/ns/formats/"
FEATURES = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")
"""Formats in which each instance is described, by their names in the W3C's list of unique URIs for file formats."""
VOCABULARIES = (
    vocab.DIP,
    vocab.CAMEO,
    vocab.RDF,
    vocab.RDFS,
    vocab.SKOS,
    vocab.PROV,
    vocab.DCTERMS,
    vocab.OWL,
    vocab.QB,
)
"""Those that are always there."""
TARGETS = MappingProxyType({"wikidata": "http://www.wikidata.org/", "dbpedia": "http://dbpedia.org/"})
TITLES = MappingProxyType({"wikidata": "Wikidata", "dbpedia": "DBpedia"})
TITLE = "A graph of diplomacy"
DESCRIPTION = "Events found in news articles: who did what to whom, when, and the sentences that say so."
TYPE = NamedNode(vocab.RDF + "type")
SPECIAL = re.compile(r"[\\^$.*+?()\[\]{}|]")
"""What has to be escaped in a regular expression; JavaScript refuses to escape more."""

Node = NamedNode | BlankNode


@dataclass(frozen=True, slots=True)
class Place:
    """Where the data set is to be had."""

    base: str
    """Base IRI of the instances."""
    site: str
    """Address of the site, ending with a slash."""
    has_dump: bool = False
    """Whether all of it is to be had as one file."""

    @property
    def dataset(self) -> NamedNode:
        """The data set."""
        return NamedNode(f"{self.base}.well-known/void")

    def part(self, name: str) -> NamedNode:
        """Return what goes by *name* in the description of the data set."""
        return NamedNode(f"{self.dataset.value}#{name}")


def describe_dataset(place: Place, counted: Statistics | None) -> Iterator[Triple]:
    """Yield the description of the data set at *place*, with what was *counted*, if it was."""
    dataset = place.dataset
    yield Triple(dataset, TYPE, NamedNode(VOID + "Dataset"))
    yield Triple(dataset, TYPE, NamedNode(DCAT + "Dataset"))
    yield _told(dataset, vocab.DCTERMS + "title", Literal(TITLE, language="en"))
    yield _told(dataset, vocab.DCTERMS + "description", Literal(DESCRIPTION, language="en"))
    yield _told(dataset, FOAF + "homepage", NamedNode(place.site))
    yield _told(dataset, DCAT + "landingPage", NamedNode(place.site))
    yield _told(dataset, VOID + "sparqlEndpoint", NamedNode(f"{place.site}sparql"))
    yield _told(dataset, VOID + "uriSpace", Literal(place.base))
    yield _told(dataset, VOID + "uriRegexPattern", Literal(f"^{SPECIAL.sub(_escape, place.base)}"))
    yield _told(dataset, VOID + "exampleResource", NamedNode(f"{place.base}actor/FRA"))
    for name in FEATURES:
        yield _told(dataset, VOID + "feature", NamedNode(FORMATS + name))
    yield from _describe_dump(place)
    if counted is None:
        yield from describe_vocabularies(dataset, ())
        return
    if counted.modified is not None:
        yield _told(dataset, vocab.DCTERMS + "modified", counted.modified)
    yield from describe_contents(dataset, counted)
    yield from _describe_links(place, counted)


def describe_contents(subject: Node, counted: Statistics) -> Iterator[Triple]:
    """Yield what was *counted* in the default graph, as statistics of *subject*."""
    yield from describe_vocabularies(subject, counted.properties)
    yield _counted(subject, "triples", counted.triples)
    yield _counted(subject, "classes", len(counted.classes))
    yield _counted(subject, "properties", len(counted.properties))
    if counted.entities is not None:
        yield _counted(subject, "entities", counted.entities)
    for place, (iri, number) in enumerate(counted.classes.items()):
        part = BlankNode(f"class{place}")
        yield _told(subject, VOID + "classPartition", part)
        yield _told(part, VOID + "class", NamedNode(iri))
        yield _counted(part, "entities", number)
    yield from describe_properties(subject, counted.properties)


def describe_properties(subject: Node, properties: Iterable[Property], name: str = "") -> Iterator[Triple]:
    """Yield how often each of *properties* is used in *subject*, a graph that blank nodes are named after."""
    for place, one in enumerate(properties):
        part = BlankNode(f"{name}property{place}")
        yield _told(subject, VOID + "propertyPartition", part)
        yield _told(part, VOID + "property", NamedNode(one.iri))
        yield _counted(part, "triples", one.triples)
        if one.subjects is not None and one.objects is not None:
            yield _counted(part, "distinctSubjects", one.subjects)
            yield _counted(part, "distinctObjects", one.objects)


def describe_vocabularies(subject: Node, properties: Iterable[Property]) -> Iterator[Triple]:
    """Yield what vocabularies are used in *subject*, those of all *properties* among them."""
    spaces = {iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in (one.iri for one in properties)}
    for space in sorted({*VOCABULARIES, *spaces} - {""}):
        yield _told(subject, VOID + "vocabulary", NamedNode(space))


def _describe_dump(place: Place) -> Iterator[Triple]:
    if not place.has_dump:
        return
    file, distribution = NamedNode(f"{place.site}dump/graph.nq.gz"), place.part("dump")
    yield _told(place.dataset, VOID + "dataDump", file)
    yield _told(place.dataset, DCAT + "distribution", distribution)
    yield Triple(distribution, TYPE, NamedNode(DCAT + "Distribution"))
    yield _told(distribution, DCAT + "downloadURL", file)
    for name, kind in (("mediaType", "application/n-quads"), ("compressFormat", "application/gzip")):
        yield _told(distribution, DCAT + name, NamedNode(f"https://www.iana.org/assignments/media-types/{kind}"))


def _describe_links(place: Place, counted: Statistics) -> Iterator[Triple]:
    """Yield a set of links to each of the other data sets that there are links to."""
    for name, number in counted.links.items():
        links, target = place.part(name), NamedNode(TARGETS[name])
        yield _told(place.dataset, VOID + "subset", links)
        yield Triple(links, TYPE, NamedNode(VOID + "Linkset"))
        yield _told(links, vocab.DCTERMS + "title", Literal(f"Links to {TITLES[name]}", language="en"))
        yield _told(links, VOID + "linkPredicate", NamedNode(vocab.OWL + "sameAs"))
        yield _told(links, VOID + "subjectsTarget", place.dataset)
        yield _told(links, VOID + "objectsTarget", target)
        yield _counted(links, "triples", number)
        yield Triple(target, TYPE, NamedNode(VOID + "Dataset"))
        yield _told(target, VOID + "uriSpace", Literal(LINKS[name]))


def _escape(found: re.Match[str]) -> str:
    return f"\\{found[0]}"


def _told(subject: Node, name: str, value: RdfTerm) -> Triple:
    return Triple(subject, NamedNode(name), value)


def _counted(subject: Node, measure: str, number: int) -> Triple:
    return Triple(subject, NamedNode(VOID + measure), whole(number))


def whole(number: int) -> Literal:
    """Return *number* as an ``xsd:integer``."""
    return Literal(str(number), datatype=NamedNode(vocab.XSD + "integer"))
