"""What a write changes in the counts: exact for whatever it removes and adds, whether events or what they point to."""

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.graph.cube import EVENT_COUNT, GOLDSTEIN_SUM, NOTHING, Cell, Cube, Key, Side, Sum, to_cells, write_measures
from kg.graph.removal import Graph, Object, Subject
from kg.graph.triples import DEFAULT_GRAPH, TYPE, dip, to_quads

EVENT, ACTUAL = dip("Event"), dip("Actual")
ACTOR, TARGET, ACTION, STATUS, MONTH = dip("actor"), dip("target"), dip("action"), dip("status"), dip("month")
ACTOR_STATE, TARGET_STATE = dip("actorState"), dip("targetState")
ACTS_FOR, QUAD_CLASS, GOLDSTEIN = dip("actsFor"), dip("quadClass"), dip("goldstein")
OWN = {TYPE, ACTOR, TARGET, ACTION, STATUS, MONTH, ACTOR_STATE, TARGET_STATE}
"""What an event itself says, by which it is counted."""
FAR = {ACTS_FOR: (ACTOR, TARGET), QUAD_CLASS: (ACTION,), GOLDSTEIN: (ACTION,)}
"""What actors and actions say, by which events are counted, and how these point to them."""


class State:
    """A graph as it is, or as it will be once *gone* is gone and *new* is there."""

    def __init__(self, graph: Graph, gone: Collection[Quad] = (), new: Iterable[Quad] = ()) -> None:
        """*graph* is only read."""
        self.graph = graph
        self.gone = gone
        self.new: dict[tuple[Subject, NamedNode], list[Quad]] = {}
        for quad in new:
            self.new.setdefault((quad.subject, quad.predicate), []).append(quad)
        self.known: dict[tuple[str, NamedNode], str] = {}
        """What actors and actions say, which many events ask for."""
        self.unknown: set[Subject] = set()
        """What the graph says nothing of, so that it need not be asked."""

    def values(self, subject: Subject, predicate: NamedNode) -> Iterator[Object]:
        """Yield what *subject* has for *predicate*."""
        if subject not in self.unknown:
            for quad in self.graph.quads_for_pattern(subject, predicate, None, DEFAULT_GRAPH):
                if quad not in self.gone:
                    yield quad.object
        for quad in self.new.get((subject, predicate), ()):
            yield quad.object

    def value(self, subject: Subject, predicate: NamedNode) -> str:
        """Return the IRI or text that *subject* has for *predicate*: the first, if several; empty, if none."""
        found = [one.value for one in self.values(subject, predicate) if isinstance(one, NamedNode | Literal)]
        return min(found, default="")

    def far(self, subject: str, predicate: NamedNode) -> str:
        """Return ``value`` of the actor or action *subject*, which is looked up once."""
        asked = (subject, predicate)
        if asked not in self.known:
            self.known[asked] = self.value(NamedNode(subject), predicate)
        return self.known[asked]

    def key(self, event: Subject) -> tuple[Key, Decimal] | None:
        """Return by what *event* is counted, and its Goldstein score; None where it is not."""
        if EVENT not in self.values(event, TYPE) or ACTUAL not in self.values(event, STATUS):
            return None
        actor, action = self.value(event, ACTOR), self.value(event, ACTION)
        quad_class = self.far(action, QUAD_CLASS) if action else ""
        if not actor or not quad_class:
            return None
        target = self.value(event, TARGET)
        key = Key(
            self._side(actor, self.value(event, ACTOR_STATE)),
            self._side(target, self.value(event, TARGET_STATE)) if target else None,
            quad_class,
            self.value(event, MONTH),
        )
        return key, Decimal(self.far(action, GOLDSTEIN) or 0)

    def _side(self, actor: str, state: str) -> Side:
        party = self.far(actor, ACTS_FOR) or actor
        return Side(party, state or party)


def count_changes(graph: Graph, gone: set[Quad], new: set[Quad], cube: Cube) -> tuple[set[Quad], set[Quad]]:
    """Return the quads of counts that go and come where *gone* leaves *graph* and *new* comes, in one transaction.

    *graph* is as it was before, with its counts right, and is only read; *cube* writes them.
    """
    before, after = State(graph), State(graph, gone, new)
    changes: dict[Cell, Sum] = {}
    for event in _find_events(graph, gone, new):
        is_new = not any(graph.quads_for_pattern(event, None, None, DEFAULT_GRAPH))
        if is_new:
            after.unknown.add(event)
        was, becomes = None if is_new else before.key(event), after.key(event)
        if was != becomes:
            _add(changes, was, -1)
            _add(changes, becomes, 1)
    old: list[Quad] = []
    texts: list[str] = []
    for cell, change in changes.items():
        if change != NOTHING:
            _apply(graph, cube, cell, change, old, texts)
    fresh = set(to_quads("".join(texts)))
    return set(old) - fresh, fresh.difference(old)


def _find_events(graph: Graph, gone: set[Quad], new: set[Quad]) -> set[Subject]:
    """Return what may be an event that is counted otherwise afterwards."""
    found: set[Subject] = set()
    for quads in (gone, new):
        for quad in quads:
            if quad.predicate in OWN:
                if quad.predicate != TYPE or quad.object == EVENT:
                    found.add(quad.subject)
            elif quad.predicate in FAR and not isinstance(quad.subject, BlankNode | Triple):
                for predicate in FAR[quad.predicate]:
                    known = graph.quads_for_pattern(None, predicate, quad.subject, DEFAULT_GRAPH)
                    found.update(one.subject for one in known)
    return found


def _add(changes: dict[Cell, Sum], counted: tuple[Key, Decimal] | None, number: int) -> None:
    if counted is None:
        return
    key, score = counted
    for cell in to_cells(key):
        known = changes.get(cell, NOTHING)
        changes[cell] = Sum(known.events + number, known.goldstein + number * score)


def _apply(graph: Graph, cube: Cube, cell: Cell, change: Sum, old: list[Quad], fresh: list[str]) -> None:
    """Add to *old* and *fresh* what goes and comes where the observation of *cell* changes by *change*."""
    iri = cube.mint_cell(cell)
    node = NamedNode(iri)
    events = list(graph.quads_for_pattern(node, EVENT_COUNT, None, DEFAULT_GRAPH))
    scores = list(graph.quads_for_pattern(node, GOLDSTEIN_SUM, None, DEFAULT_GRAPH)) if events else []
    known = Sum(int(_read(events)), Decimal(_read(scores)))
    total = Sum(known.events + change.events, known.goldstein + change.goldstein)
    old += events
    old += scores
    if total.events > 0:
        fresh.append(write_measures(iri, total))
    if known.events and total.events <= 0:
        old += to_quads(cube.describe(cell))
    elif not known.events and total.events > 0:
        fresh.append(cube.describe(cell))


def _read(quads: Iterable[Quad]) -> str:
    return min((quad.object.value for quad in quads if isinstance(quad.object, Literal)), default="0")
