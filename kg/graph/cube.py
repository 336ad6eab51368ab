"""Counts of events as an RDF Data Cube: what is counted apart from what, and the quads that say how many there are.

There are four sets of counts: of all events, by actor, by target, and by both, each by quad class. Beside each is a
second one, by month too. A set counts the events that have a value for each of its dimensions, so every observation has
them all, as the vocabulary wants: an event without a target is in no count by target, one without a month in none by
month. Only what was done or said is counted.

A count of all months is also the slice (``qb:Slice``) whose observations are its months. These do not repeat who acted
on whom, which halves the triples, and finds the months of a pair without a look at any other.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from kg import vocab
from kg.graph.triples import TYPE, dip, fact
from kg.ids import Minter, escape

BY_MONTH = "-by-month"
ACTOR = ("countedActor", "countedActorState")
TARGET = ("countedTarget", "countedTargetState")
SETS = {"all": (), "actors": ACTOR, "targets": TARGET, "pairs": ACTOR + TARGET}
"""The sets of counts, with their dimensions besides the quad class and the month."""
CLASS = "countedClass"
MONTH = dip("countedMonth")
DYAD = dip("countedDyad")
EVENT_COUNT = dip("eventCount")
GOLDSTEIN_SUM = dip("goldsteinSum")
INTEGER = NamedNode(vocab.XSD + "integer")
DECIMAL = NamedNode(vocab.XSD + "decimal")
GYEARMONTH = NamedNode(vocab.XSD + "gYearMonth")


def qb(name: str) -> NamedNode:
    """Return the term of the RDF Data Cube vocabulary with this name."""
    return NamedNode(vocab.QB + name)


DATASET, SLICE, OBSERVATION = qb("dataSet"), qb("slice"), qb("observation")


class Side(NamedTuple):
    """One side of an event."""

    party: str
    """IRI of the actor, or of whom it acts for."""
    state: str
    """IRI of its state; the party again where it has none, since a dimension needs a value."""


class Key(NamedTuple):
    """All by which an event is counted."""

    actor: Side
    target: Side | None
    quad_class: str
    month: str
    """Empty where it is not known."""


class Cell(NamedTuple):
    """What one observation counts."""

    name: str
    """Of its set, one of SETS."""
    actor: Side | None
    target: Side | None
    quad_class: str
    month: str = ""
    """Empty for all months together."""


class Sum(NamedTuple):
    """The measures of one observation."""

    events: int
    goldstein: Decimal


NOTHING = Sum(0, Decimal(0))


def to_cells(key: Key) -> Iterator[Cell]:
    """Yield the cells in which an event with this key counts."""
    actor, target, quad_class, month = key
    yield Cell("all", None, None, quad_class)
    yield Cell("actors", actor, None, quad_class)
    if month:
        yield Cell("all", None, None, quad_class, month)
        yield Cell("actors", actor, None, quad_class, month)
    if target:
        yield Cell("targets", None, target, quad_class)
        yield Cell("pairs", actor, target, quad_class)
        if month:
            yield Cell("targets", None, target, quad_class, month)
            yield Cell("pairs", actor, target, quad_class, month)


class Cube:
    """Writes the counts of one data folder as quads."""

    def __init__(self, mint: Minter) -> None:
        """*mint* makes the IRIs."""
        self.mint = mint
        self._names: dict[Side, str] = {}

    def mint_cell(self, cell: Cell) -> str:
        """Return the IRI of the observation of *cell*."""
        parts = [self._name(side) for side in (cell.actor, cell.target) if side]
        parts.append(escape(cell.quad_class.removeprefix(vocab.DIP)))
        if cell.month:
            return self.mint.mint_count(cell.name + BY_MONTH, *parts, escape(cell.month))
        return self.mint.mint_count(cell.name, *parts)

    def describe(self, cell: Cell) -> Iterator[Quad]:
        """Yield what the observation of *cell* counts, without how many there are."""
        iri = self.mint_cell(cell)
        monthly = self.mint.mint_count(cell.name + BY_MONTH)
        yield fact(iri, TYPE, qb("Observation"))
        if cell.month:
            yield fact(iri, DATASET, NamedNode(monthly))
            yield fact(iri, MONTH, Literal(cell.month, datatype=GYEARMONTH))
            yield fact(self.mint_cell(cell._replace(month="")), OBSERVATION, NamedNode(iri))
            return
        yield fact(iri, DATASET, NamedNode(self.mint.mint_count(cell.name)))
        yield fact(iri, TYPE, qb("Slice"))
        yield fact(iri, qb("sliceStructure"), NamedNode(f"{monthly}#slices"))
        yield fact(monthly, SLICE, NamedNode(iri))
        values = [value for side in (cell.actor, cell.target) if side for value in side]
        for name, value in zip((*SETS[cell.name], CLASS), (*values, cell.quad_class), strict=True):
            yield fact(iri, dip(name), NamedNode(value))
        if cell.actor and cell.target and cell.actor.party != cell.target.party:
            one, other = (self.mint.key_of_actor(side.party) for side in (cell.actor, cell.target))
            yield fact(iri, DYAD, NamedNode(self.mint.mint_dyad(one, other)))

    def _name(self, side: Side) -> str:
        if side not in self._names:
            party, state = (escape(self.mint.key_of_actor(iri)) for iri in side)
            self._names[side] = party if party == state else f"{party}@{state}"
        return self._names[side]


def to_measures(iri: str, total: Sum) -> Iterator[Quad]:
    """Yield what the observation *iri* says where it counts *total*."""
    yield fact(iri, EVENT_COUNT, Literal(str(total.events), datatype=INTEGER))
    yield fact(iri, GOLDSTEIN_SUM, Literal(to_text(total.goldstein), datatype=DECIMAL))


def to_text(value: Decimal) -> str:
    """Return *value* as the engine writes a decimal: without an exponent, a zero at the end, or a negative zero."""
    text = f"{value:f}" if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text
