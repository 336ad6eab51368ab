"""What the sets of counts are, in the terms of the RDF Data Cube: data sets, their structures, dimensions and measures.

Written to the graph by the program, and no file of the ontology: the data sets lie under the base of the data folder,
and what the structures promise is what ``kg.graph.cube`` writes.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg import vocab
from kg.graph.cube import BY_MONTH, CLASS, DYAD, EVENT_COUNT, GOLDSTEIN_SUM, INTEGER, MONTH, SETS, qb
from kg.graph.triples import LABEL, TYPE, dip, english, fact
from kg.ids import Minter

LABELS = {
    "all": "Events by quad class",
    "actors": "Events by actor and quad class",
    "targets": "Events by target and quad class",
    "pairs": "Events by actor, target and quad class",
}
RANGES = {
    "countedActor": "Actor",
    "countedActorState": "Actor",
    "countedTarget": "Actor",
    "countedTargetState": "Actor",
    CLASS: "QuadClass",
}
"""Classes of the values of the dimensions. Constraint IC-4 of the vocabulary wants a range; the ontology has none."""


def describe_sets(mint: Minter) -> Iterator[Quad]:
    """Yield what the sets of counts are, and the dimensions and measures that each has."""
    for name, kind in RANGES.items():
        yield from _describe_dimension(dip(name), vocab.DIP + kind)
    yield from _describe_dimension(MONTH, vocab.XSD + "gYearMonth")
    for measure in (EVENT_COUNT, GOLDSTEIN_SUM):
        yield fact(measure.value, TYPE, qb("MeasureProperty"))
    yield fact(DYAD.value, TYPE, qb("AttributeProperty"))
    for name, sides in SETS.items():
        dimensions = [*map(dip, sides), dip(CLASS)]
        attributes = [DYAD] if name == "pairs" else []
        yield from _describe_set(mint.mint_count(name), LABELS[name], dimensions, attributes)
        monthly = mint.mint_count(name + BY_MONTH)
        yield from _describe_set(monthly, f"{LABELS[name]}, by month", [*dimensions, MONTH], attributes)
        yield fact(f"{monthly}#structure", qb("sliceKey"), NamedNode(f"{monthly}#slices"))
        yield fact(f"{monthly}#slices", TYPE, qb("SliceKey"))
        for dimension in dimensions:
            yield fact(f"{monthly}#slices", qb("componentProperty"), dimension)


def _describe_dimension(dimension: NamedNode, kind: str) -> Iterator[Quad]:
    yield fact(dimension.value, TYPE, qb("DimensionProperty"))
    yield fact(dimension.value, NamedNode(vocab.RDFS + "range"), NamedNode(kind))


def _describe_set(
    iri: str, label: str, dimensions: Iterable[NamedNode], attributes: Iterable[NamedNode]
) -> Iterator[Quad]:
    structure = f"{iri}#structure"
    yield fact(iri, TYPE, qb("DataSet"))
    yield fact(iri, LABEL, english(label))
    yield fact(iri, qb("structure"), NamedNode(structure))
    yield fact(structure, TYPE, qb("DataStructureDefinition"))
    roles = {"dimension": dimensions, "attribute": attributes, "measure": (EVENT_COUNT, GOLDSTEIN_SUM)}
    order = 0
    for role, terms in roles.items():
        for term in terms:
            order += 1
            part = f"{iri}#{term.value.removeprefix(vocab.DIP)}"
            yield fact(structure, qb("component"), NamedNode(part))
            yield fact(part, TYPE, qb("ComponentSpecification"))
            yield fact(part, qb(role), term)
            yield fact(part, qb("componentProperty"), term)
            yield fact(part, qb("order"), Literal(str(order), datatype=INTEGER))
