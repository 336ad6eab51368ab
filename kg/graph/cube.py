"""Counts of events as an RDF Data Cube: what is counted apart from what, and the triples that say how many.

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

from pyoxigraph import Literal, NamedNode

from kg import vocab
from kg.graph.triples import dip
from kg.ids import Minter, escape

BY_MONTH = "-by-month"
ACTOR = ("countedActor", "countedActorState")
TARGET = ("countedTarget", "countedTargetState")
SETS = {"all": (), "actors": ACTOR, "targets": TARGET, "pairs": ACTOR + TARGET}
"""The sets of counts, with their dimensions besides the quad class and the month."""
CLASS = "countedClass"
DIMENSIONS = {name: tuple(map(dip, sides)) for name, sides in SETS.items()}
CLASS_COUNTED = dip(CLASS)
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


DATASET, SLICE, OBSERVATION, SLICE_STRUCTURE = qb("dataSet"), qb("slice"), qb("observation"), qb("sliceStructure")


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
    """Writes the counts of one data folder as N-Triples: there may be millions, and text is the fastest to load.

    It keeps the names of actors and months that it has come across, as they are wanted again and again.
    """

    def __init__(self, mint: Minter) -> None:
        """*mint* makes the IRIs."""
        self.mint = mint
        self._start = mint.mint_count("")
        self._names: dict[Side | str, str] = {}

    def mint_cell(self, cell: Cell) -> str:
        """Return the IRI of the observation of *cell*."""
        return self._mint(cell)[-1]

    def describe(self, cell: Cell) -> str:
        """Return what the observation of *cell* counts, without how many there are.

        No more than the vocabulary's normalization cannot restore: not that it is an observation, or a slice.
        """
        all_months, iri = self._mint(cell)
        monthly = f"{self._start}{cell.name}{BY_MONTH}"
        if cell.month:
            month = Literal(cell.month, datatype=GYEARMONTH)
            return (
                f"<{iri}> {DATASET} <{monthly}> .\n<{iri}> {MONTH} {month} .\n<{all_months}> {OBSERVATION} <{iri}> .\n"
            )
        values = [value for side in (cell.actor, cell.target) if side for value in side]
        facts = [
            f"<{iri}> {DATASET} <{self._start}{cell.name}> .",
            f"<{iri}> {SLICE_STRUCTURE} <{monthly}#slices> .",
            f"<{monthly}> {SLICE} <{iri}> .",
            *(f"<{iri}> {name} <{value}> ." for name, value in zip(DIMENSIONS[cell.name], values, strict=True)),
            f"<{iri}> {CLASS_COUNTED} <{cell.quad_class}> .",
        ]
        if cell.actor and cell.target and cell.actor.party != cell.target.party:
            one, other = (self.mint.key_of_actor(side.party) for side in (cell.actor, cell.target))
            facts.append(f"<{iri}> {DYAD} <{self.mint.mint_dyad(one, other)}> .")
        return "\n".join([*facts, ""])

    def _mint(self, cell: Cell) -> tuple[str, str]:
        """Return the IRIs of the observation of all months that *cell* is of, and of its own, which may be the same."""
        name, actor, target, quad_class, month = cell
        key = "~".join([self._name(part) for part in (actor, target, quad_class) if part])
        all_months = f"{self._start}{name}~{key}"
        return all_months, f"{self._start}{name}{BY_MONTH}~{key}~{self._name(month)}" if month else all_months

    def _name(self, part: Side | str) -> str:
        """Return *part* as ``Minter.mint_count`` puts it into an IRI; worked out once."""
        known = self._names.get(part)
        if known is None:
            if isinstance(part, Side):
                party, state = (escape(self.mint.key_of_actor(iri)) for iri in part)
                name = party if party == state else f"{party}@{state}"
            else:
                name = escape(part.removeprefix(vocab.DIP))
            known = self._names[part] = self.mint.mint_count(name).removeprefix(self._start)
        return known


def write_measures(iri: str, total: Sum) -> str:
    """Return what the observation *iri* says where it counts *total*, as N-Triples."""
    return (
        f'<{iri}> {EVENT_COUNT} "{total.events}"^^{INTEGER} .\n'
        f'<{iri}> {GOLDSTEIN_SUM} "{to_text(total.goldstein)}"^^{DECIMAL} .\n'
    )


def to_text(value: Decimal) -> str:
    """Return *value* as the engine writes a decimal: without an exponent, a zero at the end, or a negative zero."""
    text = f"{value:f}" if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text
