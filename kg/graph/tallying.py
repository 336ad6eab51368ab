"""How many events there are of each kind, worked out from the events themselves."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Protocol
from urllib.parse import unquote

from pyoxigraph import NamedNode, Quad

from kg import vocab
from kg.graph.cube import Cell, Side, Sum
from kg.graph.removal import Graph
from kg.graph.triples import dip

EVENT = dip("Event")
ZERO = Decimal(0)
EVENTS = f"""
PREFIX dip: <{vocab.DIP}>
SELECT ?actor ?actorState ?target ?targetState (GROUP_CONCAT(?one) AS ?all) WHERE {{
  {{ SELECT ?event ?one WHERE {{
    {{ SELECT ?event ?code WHERE {{
      {{ SELECT ?event WHERE {{ ?event dip:status dip:Actual }} }}
      {{ SELECT ?event WHERE {{ ?event a dip:Event }} }}
      {{ SELECT ?event ?action WHERE {{ ?event dip:action ?action }} }}
      VALUES (?action ?code) {{ %ACTIONS% }}
    }} }}
    OPTIONAL {{ SELECT ?event ?month WHERE {{ ?event dip:month ?month }} }}
    BIND (COALESCE(CONCAT(STR(?code), "/", ENCODE_FOR_URI(STR(?month))), STR(?code)) AS ?one)
  }} }}
  {{ SELECT ?event ?actor ?actorState WHERE {{
    {{ SELECT ?event ?actor WHERE {{ ?event dip:actor ?actor }} }}
    OPTIONAL {{ SELECT ?event ?actorState WHERE {{ ?event dip:actorState ?actorState }} }}
  }} }}
  OPTIONAL {{ SELECT ?event ?target ?targetState WHERE {{
    {{ SELECT ?event ?target WHERE {{ ?event dip:target ?target }} }}
    OPTIONAL {{ SELECT ?event ?targetState WHERE {{ ?event dip:targetState ?targetState }} }}
  }} }}
}}
GROUP BY ?actor ?actorState ?target ?targetState
"""
"""Who acted on whom, and of each event the number of its action and its month: ``17/2024-06 3 17/2024-07``.

The patterns stand in selections of their own so that they are joined by hash, not event by event, and so that what is
hashed is narrow. A value that comes to Python is dear, so the events of a pair come as one text.
"""
PARTIES = f"SELECT ?actor (MIN(?party) AS ?of) WHERE {{ ?actor <{vocab.DIP}actsFor> ?party }} GROUP BY ?actor"
ACTIONS = f"""
PREFIX dip: <{vocab.DIP}>
SELECT ?action (MIN(STR(?class)) AS ?of) (MIN(?goldstein) AS ?score) WHERE {{
  ?action dip:quadClass ?class FILTER (ISIRI(?action)) OPTIONAL {{ ?action dip:goldstein ?goldstein }}
}}
GROUP BY ?action
"""


class Countable(Graph, Protocol):
    """The part of a store that counting reads and writes."""

    def query(self, query: str, /) -> Any:  # noqa: ANN401  # rows, for a SELECT
        """Return the rows of *query*."""

    def update(self, update: str, /) -> None:
        """Run *update*."""

    def bulk_extend(self, quads: Iterable[Quad], /) -> None:
        """Add *quads*, which may be millions."""

    def bulk_load(self, input: Any, format: Any, *, lenient: bool = False) -> None:  # noqa: A002, ANN401
        """Add what *input* says in *format*, which may be millions of quads."""

    def optimize(self) -> None:
        """Make reading faster, after much was added."""


class Tally:
    """All events of a graph that count, by who acted on whom, by action and by month."""

    def __init__(self, graph: Countable) -> None:
        """Read the *graph*. Each event is taken to have one value for each property, as the shapes want."""
        self._sides: dict[tuple[str, str], Side] = {}
        self._pairs: dict[tuple[Side, Side], str] = {}
        """The actions and months of the events of each pair, as EVENTS gives them."""
        self._others: dict[tuple[str, Side | None, Side | None], Counter[str]] = {}
        """How often each action and month is there."""
        self._kinds: list[tuple[str, Decimal]] = []
        """Quad class and score of each action."""
        self._known: dict[str, tuple[str, str, Decimal]] = {}
        actions = self._read_actions(graph)
        parties = {row["actor"].value: row["of"].value for row in graph.query(PARTIES)}
        for row in graph.query(EVENTS.replace("%ACTIONS%", actions)):
            actor = self._to_side(row["actor"], row["actorState"], parties)
            target = self._to_side(row["target"], row["targetState"], parties) if row["target"] else None
            self._add(actor, target, row["all"].value)

    def totals(self) -> Iterator[tuple[Cell, Sum]]:
        """Yield each count that is not nought, and what it comes to."""
        for (name, actor, target), told in self._others.items():
            yield from self._sum(name, actor, target, told)
        for (actor, target), text in self._pairs.items():
            yield from self._sum("pairs", actor, target, Counter(text.split()))

    def _read_actions(self, graph: Countable) -> str:
        """Return the actions and their numbers for EVENTS, and keep of what kind they are."""
        numbers: list[str] = []
        for row in graph.query(ACTIONS):
            numbers.append(f"({row['action']} {len(numbers)})")
            self._kinds.append((row["of"].value, Decimal(row["score"].value if row["score"] else 0)))
        return " ".join(numbers)

    def _to_side(self, actor: NamedNode, state: NamedNode | None, parties: Mapping[str, str]) -> Side:
        """Return the side of an event; each only once in memory, where there are millions of counts."""
        party = parties.get(actor.value, actor.value)
        names = (party, state.value if state else party)
        return self._sides.setdefault(names, Side(*names))

    def _add(self, actor: Side, target: Side | None, text: str) -> None:
        told = text.split()
        self._others.setdefault(("all", None, None), Counter()).update(told)
        self._others.setdefault(("actors", actor, None), Counter()).update(told)
        if target:
            self._others.setdefault(("targets", None, target), Counter()).update(told)
            known = self._pairs.get((actor, target))
            self._pairs[actor, target] = f"{known} {text}" if known else text

    def _sum(
        self, name: str, actor: Side | None, target: Side | None, told: Mapping[str, int]
    ) -> Iterator[tuple[Cell, Sum]]:
        numbers: dict[tuple[str, str], int] = {}
        scores: dict[tuple[str, str], Decimal] = {}
        for text, number in told.items():
            quad_class, month, score = self._known.get(text) or self._parse(text)
            for key in ((quad_class, ""), (quad_class, month)) if month else ((quad_class, ""),):
                numbers[key] = numbers.get(key, 0) + number
                scores[key] = scores.get(key, ZERO) + number * score
        for key, number in numbers.items():
            yield Cell(name, actor, target, *key), Sum(number, scores[key])

    def _parse(self, text: str) -> tuple[str, str, Decimal]:
        """Return the quad class, the month and the score of events of which *text* tells."""
        action, _, month = text.partition("/")
        quad_class, score = self._kinds[int(action)]
        return self._known.setdefault(text, (quad_class, unquote(month), score))
