"""The copy of a data set's facts in a named graph: what is in it, and what it is to hold after a run.

Nothing is noted beside a fact of the kind that it belongs to. The query of a kind, asked over the copy, finds in it
what it found where the copy comes from; so what a kind had before is read that way, and stays where the endpoint fails.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeAlias

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kg import vocab
from kg.federate.copies.account import Account, Part, read_parts
from kg.federate.copies.asking import Caller
from kg.federate.copies.gathering import Gathered, gather
from kg.federate.copies.kinds import Kind
from kg.graph.contents import Content
from kg.model import ActorKind
from kg.providers import Provider
from kg.results import Engine, rows, write_triples

IDENTITY = re.compile(re.escape(vocab.WIKIDATA) + "Q[1-9][0-9]{0,11}")
IDENTITIES = "SELECT DISTINCT ?item WHERE {{ ?actor a dip:{kind} ; owl:sameAs ?item {only} }}"
IN_EVENTS = "FILTER (EXISTS { [] dip:actor ?actor } || EXISTS { [] dip:target ?actor })"
"""Lists hold ten thousand persons; facts are wanted about those whom the articles speak of."""
NOTHING = Part("", "", datetime.min, "", 0, 0, 0)
AT_ONCE = 500
"""Things of which the copy is asked at a time."""
Watch: TypeAlias = Callable[[str, int], AbstractContextManager[Callable[[], None]]]
"""Shows progress: takes what is done and how many steps it has, and gives what is called for each of them."""


def find_items(engine: Engine, kinds: Iterable[Kind]) -> dict[ActorKind, list[str]]:
    """Return the identities in Wikidata, sorted IRIs, of the actors of the graph, as far as *kinds* ask for them."""
    found = {}
    for kind in {one for facts in kinds for one in facts.of}:
        query = IDENTITIES.format(kind=kind.value, only=IN_EVENTS if kind is ActorKind.PERSON else "")
        terms = [row["item"] for row in rows(engine.answer(query))]
        found[kind] = sorted(
            {one.value for one in terms if isinstance(one, NamedNode) and IDENTITY.fullmatch(one.value)}
        )
    return found


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what is asked of whom."""

    provider: Provider
    kinds: Sequence[Kind]
    items: Mapping[ActorKind, Sequence[str]]

    def items_of(self, kind: Kind) -> list[str]:
        """Return the IRIs of the things that *kind* tells of, sorted."""
        return sorted({item for one in kind.of for item in self.items.get(one, ())})

    def fetch(self, caller: Caller, watch: Watch) -> list[Gathered]:
        """Return what the endpoint tells, kind by kind; once it is not to be asked any more, the rest is missing."""
        found: list[Gathered] = []
        spaces, room = (self.provider.space, vocab.WIKIDATA), caller.limits.triples
        for number, kind in enumerate(self.kinds, 1):
            items = self.items_of(kind)
            if found and found[-1].is_last:
                last = found[-1]
                found.append(Gathered(kind, items, missing=list(items), reason=last.reason, is_last=True))
                continue
            with watch(f"{self.provider.title} {number}/{len(self.kinds)} {kind.name}", len(items)) as advance:
                found.append(gather(kind, items, caller, spaces, advance, room))
            room -= len(found[-1].triples)
        return found

    def build(
        self, engine: Engine, found: Iterable[Gathered], known: Iterable[Kind], endpoint: str
    ) -> tuple[Content, Account]:
        """Return what the graph is to hold: what was *found*, and from the copy in *engine* what was not.

        *known* are all kinds of facts of the data set, *endpoint* is the address that was asked. Where nothing came of
        a kind that the copy has facts of, that is noted as missing.
        """
        graph = self.provider.graph(engine.base)
        old, new = read_parts(engine, graph), {one.kind.name: one for one in found}
        for got in new.values():
            if not got.triples and not got.missing and old.get(got.kind.name, NOTHING).triples:
                got.miss(got.asked, "has none of these facts by now, which is hard to believe")
        triples: set[Triple] = set()
        parts = []
        for kind in known:
            items = self.items_of(kind)
            got = new.get(kind.name) or Gathered(kind, items, missing=items)
            facts = got.triples | (_read_old(engine, graph, kind, got.missing) if kind.name in old else set())
            if got.is_in_vain and kind.name in old:
                parts.append(replace(old[kind.name], summary=kind.summary, triples=len(facts)))
            elif kind.name in new and not got.is_in_vain:
                parts.append(_to_part(got, len(facts), endpoint))
            triples |= facts
        account = Account(self.provider, graph, len(triples), tuple(parts))
        body = write_triples([*triples, *account.to_triples()], RdfFormat.N_TRIPLES, {})
        return Content(body, RdfFormat.N_TRIPLES.media_type, engine.base), account


def _to_part(got: Gathered, triples: int, endpoint: str) -> Part:
    when = datetime.fromtimestamp(got.when, UTC) if got.when < float("inf") else datetime.now(UTC)
    missing = len(got.missing)
    return Part(got.kind.name, got.kind.summary, when, endpoint, triples, len(got.asked) - missing, missing)


def _read_old(engine: Engine, graph: str, kind: Kind, items: Sequence[str]) -> set[Triple]:
    """Return what the copy in *graph* holds of *kind* about *items*."""
    found: set[Triple] = set()
    for begin in range(0, len(items), AT_ONCE):
        query = kind.fill(items[begin : begin + AT_ONCE])
        answer = engine.answer(query, graph=RdfFormat.N_TRIPLES, default_graphs=(graph,))
        found.update(quad.triple for quad in parse(answer.body, RdfFormat.N_TRIPLES))
    return found
