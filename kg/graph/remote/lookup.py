"""What a graph on another engine says, fetched in few requests and remembered while one article is written.

Writing an article asks hundreds of small questions, each about one subject. So all that is said of a subject is fetched
at once, and of many subjects in one request, as soon as it is known that they will be asked about.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from kg import vocab
from kg.graph.remote.replies import to_quad
from kg.graph.removal import Graph, Object, Subject
from kg.graph.triples import DEFAULT_GRAPH, DERIVED_FROM, GENERATED_BY, dip
from kg.results import RdfTerm

Select = Callable[[str], Iterable[Mapping[str, RdfTerm | None]]]
"""Returns the rows of a SELECT query."""

AT_ONCE = 400
"""Subjects asked about in one request."""
FIRST_PAGE, PAGE = 500, 5000
"""Quads of one answer where nothing else bounds it; Virtuoso gives 10,000 unless it is told otherwise."""
KEPT = 4_000
"""Subjects about which what is said is remembered at most; articles come with their texts."""
MENTION = dip("mention")
SUBCLASS = NamedNode(vocab.RDFS + "subClassOf")
NEAR = (dip("belongsTo"), dip("actsFor"))
"""Predicates whose objects are asked about as well as the subject."""
FOUND_BY = (dip("dyad"), dip("term"), GENERATED_BY)
"""Predicates by which what may go with an article is found."""


class Lookup:
    """Finds quads as a store of our own does (``kg.graph.removal.Graph``)."""

    def __init__(self, select: Select) -> None:
        """*select* asks the engine."""
        self._select = select
        self._about: dict[Subject, tuple[Quad, ...]] = {}
        self._pointing: dict[tuple[NamedNode, Object], tuple[Quad, ...]] = {}
        self._classes: tuple[Quad, ...] | None = None

    def forget(self) -> None:
        """Forget all but the classes of the ontology, which no article changes."""
        self._about.clear()
        self._pointing.clear()

    def quads_for_pattern(
        self,
        subject: Subject | None,
        predicate: NamedNode | None,
        object: Object | None,  # noqa: A002  # the store's own name for it
        graph_name: NamedNode | BlankNode | DefaultGraph | None = DEFAULT_GRAPH,
        /,
    ) -> Iterator[Quad]:
        """Yield the quads that match; all are of the one graph that is written to."""
        if subject is not None:
            for quad in self._find_about(subject):
                if predicate in (None, quad.predicate) and object in (None, quad.object):
                    yield quad
        elif predicate == SUBCLASS and object is None:
            if self._classes is None:
                self._classes = tuple(self._pages(None, SUBCLASS, None))
            yield from self._classes
        elif predicate is not None and object is not None and (predicate, object) in self._pointing:
            yield from self._pointing[predicate, object]
        else:
            yield from self._pages(None, predicate, object)

    def knows(self, subject: Subject) -> bool:
        """Whether what is said of *subject* has been fetched."""
        return subject in self._about

    def fetch_about(self, subjects: Iterable[object]) -> set[Quad]:
        """Fetch all that is said of *subjects* and not known yet; return all that is said of them."""
        wanted = {one for one in subjects if isinstance(one, NamedNode)}
        for group in _groups(wanted - self._about.keys()):
            found: dict[Subject, list[Quad]] = {one: [] for one in group}
            for row in self._select(f"SELECT * WHERE {{ VALUES ?s {{ {_list(group)} }} ?s ?p ?o }}"):
                quad = to_quad(row)
                found.setdefault(quad.subject, []).append(quad)
            self._about.update((one, tuple(quads)) for one, quads in found.items())
        return {quad for one in wanted for quad in self._about[one]}

    def fetch_pointing(self, predicate: NamedNode, values: Iterable[object]) -> set[Quad]:
        """Fetch which subjects point to each of *values* by *predicate*, and return these quads."""
        wanted = {one for one in values if isinstance(one, NamedNode)}
        for group in _groups(wanted):
            found: dict[Object, list[Quad]] = {one: [] for one in group}
            for row in self._select(f"SELECT * WHERE {{ VALUES ?o {{ {_list(group)} }} ?s {predicate} ?o }}"):
                quad = to_quad({**row, "p": predicate})
                found.setdefault(quad.object, []).append(quad)
            self._pointing.update(((predicate, one), tuple(quads)) for one, quads in found.items())
        return {quad for one in wanted for quad in self._pointing[predicate, one]}

    def _find_about(self, subject: Subject) -> tuple[Quad, ...]:
        if not isinstance(subject, NamedNode):
            return ()  # no two requests mean the same by a blank node, and we write none
        if subject not in self._about:
            if len(self._about) >= KEPT:
                self.forget()
            self._about[subject] = tuple(self._pages(subject, None, None))
        return self._about[subject]

    def _pages(self, subject: NamedNode | None, predicate: NamedNode | None, value: Object | None) -> Iterator[Quad]:
        """Yield what matches, page by page: who only wants the first need not wait for a million."""
        pattern = f"{subject or '?s'} {predicate or '?p'} {value or '?o'}"
        fixed = {"s": subject, "p": predicate, "o": value}
        offset, size = 0, FIRST_PAGE
        while True:
            number = 0
            for row in self._select(f"SELECT * WHERE {{ {pattern} }} LIMIT {size} OFFSET {offset}"):
                number += 1
                yield to_quad({name: row.get(name) or term for name, term in fixed.items()})
            if number < size:
                return
            offset, size = offset + size, PAGE


def _groups(nodes: Iterable[NamedNode]) -> Iterator[Sequence[NamedNode]]:
    rest = iter(sorted(nodes, key=str))
    while group := list(islice(rest, AT_ONCE)):
        yield group


def _list(nodes: Iterable[NamedNode]) -> str:
    return " ".join(map(str, nodes))


def fetch_for_addition(lookup: Lookup, told: Iterable[Quad]) -> None:
    """Fetch what will be asked before *told*, an article with its events, is written."""
    told = set(told)
    subjects = {quad.subject for quad in told}
    lookup.fetch_pointing(MENTION, subjects)
    known = lookup.fetch_about(subjects | {quad.object for quad in told})
    near = {quad.object for quad in known if quad.subject in subjects or quad.predicate in NEAR}
    lookup.fetch_about(near)


def fetch_for_removal(lookup: Lookup, article: NamedNode) -> None:
    """Fetch most of what will be asked before the article is removed; next to nothing where it is not there."""
    if not lookup.fetch_about([article]):
        return
    lookup.fetch_pointing(dip("copyOf"), [article])
    derived = lookup.fetch_pointing(DERIVED_FROM, [article])
    mentions = {quad.subject for quad in lookup.fetch_pointing(dip("article"), [article])}
    events = {quad.subject for quad in lookup.fetch_pointing(MENTION, mentions)}
    about = lookup.fetch_about({article} | mentions | events | {quad.subject for quad in derived})
    lookup.fetch_about(quad.object for quad in about if quad.predicate in FOUND_BY)


class _Ahead:
    """A graph in which nothing is said of what has not been fetched; remembers what it was asked about."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self.asked: set[Subject] = set()

    def quads_for_pattern(
        self,
        subject: Subject | None,
        predicate: NamedNode | None,
        object: Object | None,  # noqa: A002  # the store's own name for it
        graph_name: NamedNode | BlankNode | DefaultGraph | None = DEFAULT_GRAPH,
        /,
    ) -> Iterator[Quad]:
        """Yield the quads that match, as far as they are known."""
        if subject is not None and not self._lookup.knows(subject):
            self.asked.add(subject)
            return iter(())
        return self._lookup.quads_for_pattern(subject, predicate, object, graph_name)


def fetch_for_counting(lookup: Lookup, count: Callable[[Graph], object]) -> None:
    """Fetch what *count* asks a graph about, in two steps: what events it finds decides which counts it looks for."""
    for _ in range(2):
        ahead = _Ahead(lookup)
        count(ahead)
        lookup.fetch_about(ahead.asked)
