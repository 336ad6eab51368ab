"""What a copy says in itself of where its facts come from, of which day they are, and what is missing of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Triple

from kg.providers import Provider
from kg.results import Engine, Row, rows
from kg.vocab import DCTERMS, PROV, RDF, RDFS, XSD

VOID = "http://rdfs.org/ns/void#"
MISSING = "/missing"
"""End of the IRI of what stands for the things that are missing of a kind."""
Said: TypeAlias = Mapping[str, Sequence[NamedNode | Literal]]
"""Objects by predicate."""
PARTS = f"""PREFIX void: <{VOID}>
SELECT ?name ?title ?when ?endpoint ?triples ?items ?missing WHERE {{
  GRAPH <%s> {{
    ?copy void:subset ?part .
    ?part dcterms:identifier ?name ; dcterms:title ?title ; prov:generatedAtTime ?when ;
      prov:wasDerivedFrom ?endpoint ; void:triples ?triples ; void:entities ?items .
    OPTIONAL {{ ?part void:subset ?rest . ?rest void:entities ?missing }}
  }}
}} ORDER BY ?name"""


@dataclass(frozen=True, slots=True)
class Part:
    """What a copy holds of one kind of facts."""

    name: str
    summary: str
    when: datetime
    endpoint: str
    """Address that was asked."""
    triples: int
    items: int
    """Things of which the facts are."""
    missing: int
    """Things that the endpoint has not answered for."""

    @property
    def extent(self) -> str:
        """How much of it is there, in words."""
        return f"{self.missing:,} of {self.items + self.missing:,} missing" if self.missing else f"all {self.items:,}"


@dataclass(frozen=True, slots=True)
class Account:
    """What a copy says of itself."""

    provider: Provider
    graph: str
    """IRI of the named graph."""
    triples: int
    """How many facts it holds; one may belong to several kinds."""
    parts: tuple[Part, ...]

    @property
    def endpoints(self) -> tuple[str, ...]:
        """Addresses that were asked, sorted."""
        return tuple(sorted({part.endpoint for part in self.parts}))

    def to_triples(self) -> Iterator[Triple]:
        """Yield the account as the graph holds it: in the words of PROV, VoID and Dublin Core."""
        yield from _describe(
            self.graph,
            f"Copy of facts from {self.provider.title}",
            max(part.when for part in self.parts),
            {
                PROV + "wasDerivedFrom": [NamedNode(iri) for iri in (self.provider.home, *self.endpoints)],
                DCTERMS + "license": [NamedNode(self.provider.licence)],
                VOID + "triples": [_number(self.triples)],
                VOID + "subset": [NamedNode(f"{self.graph}/{part.name}") for part in self.parts],
            },
        )
        for part in self.parts:
            yield from self._to_part(part)

    def _to_part(self, part: Part) -> Iterator[Triple]:
        iri, missing = f"{self.graph}/{part.name}", f"{self.graph}/{part.name}{MISSING}"
        said: Said = {
            DCTERMS + "identifier": [Literal(part.name)],
            PROV + "wasDerivedFrom": [NamedNode(part.endpoint)],
            RDFS + "comment": [Literal(part.extent, language="en")],
            VOID + "triples": [_number(part.triples)],
            VOID + "entities": [_number(part.items)],
        }
        yield from _describe(iri, part.summary, part.when, said)
        if part.missing:
            yield Triple(NamedNode(iri), NamedNode(VOID + "subset"), NamedNode(missing))
            said = {VOID + "entities": [_number(part.missing)]}
            yield from _describe(missing, "Things that the endpoint has not answered for", part.when, said)


def _describe(iri: str, title: str, when: datetime, said: Said) -> Iterator[Triple]:
    time = when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    common: Said = {
        RDF + "type": [NamedNode(PROV + "Entity"), NamedNode(VOID + "Dataset")],
        DCTERMS + "title": [Literal(title, language="en")],
        PROV + "generatedAtTime": [Literal(time, datatype=NamedNode(XSD + "dateTime"))],
    }
    for predicate, objects in {**common, **said}.items():
        for value in objects:
            yield Triple(NamedNode(iri), NamedNode(predicate), value)


def _number(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(XSD + "integer"))


def read_parts(engine: Engine, graph: str) -> dict[str, Part]:
    """Return what the graph with the IRI *graph* says of the kinds of facts in it, by name, if it is there."""
    return {part.name: part for part in map(_to_part, rows(engine.answer(PARTS % graph)))}


def _to_part(row: Row) -> Part:
    text = {name: term.value for name, term in row.items() if isinstance(term, Literal | NamedNode)}
    numbers = (int(text.get(name, 0)) for name in ("triples", "items", "missing"))
    return Part(text["name"], text["title"], datetime.fromisoformat(text["when"]), text["endpoint"], *numbers)
