"""What changes in a graph where its listed actors are described anew."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from pyoxigraph import NamedNode, Quad

from kg import vocab
from kg.graph.removal import Graph
from kg.graph.triples import DEFAULT_GRAPH, dip, to_actor_quads
from kg.ids import Minter
from kg.model import Actor

KEPT = {NamedNode(vocab.PROV + "wasDerivedFrom")}
"""What is said of actors by others than their list: the articles that introduced them."""


@dataclass(slots=True)
class Changes:
    """The quads that go and come, and how many actors they describe."""

    gone: set[Quad] = field(default_factory=set)
    new: set[Quad] = field(default_factory=set)
    actors: int = 0


def find_changes(actors: Iterable[Actor], graph: Graph, mint: Minter) -> Changes:
    """Return what to change so that *graph* describes *actors* as they are; nothing where it does."""
    changes = Changes()
    for actor in actors:
        wanted = set(to_actor_quads(actor, mint))
        known = _find_description(NamedNode(mint.mint_actor(actor.key)), graph)
        if wanted != known:
            changes.gone |= known - wanted
            changes.new |= wanted - known
            changes.actors += 1
    return changes


def _find_description(actor: NamedNode, graph: Graph) -> set[Quad]:
    found = {quad for quad in graph.quads_for_pattern(actor, None, None, DEFAULT_GRAPH) if quad.predicate not in KEPT}
    terms = [quad.object for quad in found if quad.predicate == dip("term") and isinstance(quad.object, NamedNode)]
    about_terms = (graph.quads_for_pattern(term, None, None, DEFAULT_GRAPH) for term in terms)
    return found | set(chain.from_iterable(about_terms))
