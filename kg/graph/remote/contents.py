"""What a graph on another engine holds besides articles: the ontology, and a card that says whose it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from kg import vocab
from kg.errors import DataError, StoreError
from kg.graph.remote.lookup import Select
from kg.graph.triples import DEFAULT_GRAPH, TYPE, fact
from kg.ids import mint_hash

VOID = "http://rdfs.org/ns/void#"
URI_SPACE = NamedNode(VOID + "uriSpace")
ACTORS = NamedNode(vocab.OWL + "versionInfo")
"""Says of the data set which lists of actors it describes, by their fingerprint."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a graph says of itself."""

    base: str
    """Base IRI of the instances."""
    actors: str = ""
    """Fingerprint of the lists of actors that it describes; empty if unknown."""

    def to_quads(self) -> set[Quad]:
        """Return the card as the graph holds it, described as a VoID data set."""
        dataset = f"{self.base}.well-known/void"
        return {
            fact(dataset, TYPE, NamedNode(VOID + "Dataset")),
            fact(dataset, URI_SPACE, Literal(self.base)),
            fact(dataset, ACTORS, Literal(self.actors)),
        }


def find_card(select: Select, where: object) -> Card | None:
    """Return the card of the graph, None if there is none yet; StoreError where there are several."""
    found = {}
    for row in select(f"SELECT * WHERE {{ ?set a <{VOID}Dataset> ; {URI_SPACE} ?base ; {ACTORS} ?actors }}"):
        base, actors = row["base"], row["actors"]
        if isinstance(base, Literal) and isinstance(actors, Literal):
            found[base.value] = Card(base.value, actors.value)
    if len(found) > 1:
        raise StoreError(f"{where} holds several graphs ({', '.join(sorted(found))}): name one by KG_STORE_GRAPH")
    return next(iter(found.values()), None)


def read_ontology(paths: Iterable[Path], base: str) -> Iterator[Quad]:
    """Yield what the RDF files at *paths* say, in the default graph; DataError for a faulty one.

    Blank nodes get IRIs, the same ones each time: else a second writing would double them (RDF 1.1 Concepts, 3.5).
    """
    for path in paths:
        known: dict[BlankNode, NamedNode] = {}

        def name(node: BlankNode, path: Path = path, known: dict[BlankNode, NamedNode] = known) -> NamedNode:
            iri = f"{base}.well-known/genid/{mint_hash(path.name, str(len(known)))}"
            return known.setdefault(node, NamedNode(iri))

        try:
            for quad in parse(path=path, format=RdfFormat.from_extension(path.suffix[1:])):
                subject, value = quad.subject, quad.object
                yield Quad(
                    name(subject) if isinstance(subject, BlankNode) else subject,
                    quad.predicate,
                    name(value) if isinstance(value, BlankNode) else value,
                    DEFAULT_GRAPH,
                )
        except (OSError, SyntaxError) as error:
            raise DataError(f"{path} is no readable RDF file: {error}") from error
