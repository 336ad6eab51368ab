"""How right `kg link` is, held against our own actors that have Wikidata ids, on a stand-in for Wikidata on loopback.

Run ``python -m benchmarks.linking [--people N] [--search]`` in a checkout. No public service is asked. The listed
actors with an id are put into a graph without it; the stand-in holds most of them under the name, another name or
another spelling, with a description as Wikidata writes them, or with none, beside what makes it hard:

- namesakes in other walks of life and other states, and some that nothing but the id tells apart;
- near names (a word more, a letter less), and relatives with the same surname;
- disambiguation pages and family names;
- for one actor of eight the right thing is missing altogether, and only the others are there.

Printed are, for several thresholds of ``--accept-above``: how many were accepted, how many of these are right, and
which share of those that could be found; and how often the right one is among the candidates that a person sees.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg.actors import list_actors
from kg.federate.cache import Cache
from kg.federate.links.calling import Caller, Manners
from kg.federate.links.candidates import Candidates
from kg.federate.links.linking import Choice, Outcome, choose, link
from kg.federate.links.reading import Actors
from kg.federate.links.reconciling import Reconciler
from kg.federate.links.scoring import Scorer
from kg.federate.links.wikidata_search import WikidataSearch
from kg.graph.store import Store
from kg.model import Actor, ActorKind
from kg.reference import ontology_files
from kg.settings import DEFAULT_BASE
from tests.federate.linking.standin import Standin, Thing, standing_in

MISSING = 1 / 8
OTHERS = ("footballer", "singer", "actor", "painter", "engineer", "academic", "cricketer", "writer", "physician")
PUBLIC = ("politician", "diplomat", "lawyer and politician", "statesman", "military officer")
BODIES = ("international organization", "organization", "government agency", "institution", "company")
THRESHOLDS = (75, 80, 85, 88, 90, 92, 95, 98)


@dataclass
class Maker:
    """Makes the things of the stand-in; the same for the same *seed*."""

    chance: random.Random
    states: list[Actor]
    standin: Standin
    number: int = 900_000_000

    def fresh(self) -> str:
        """Return an id that nothing has."""
        self.number += 1
        return f"Q{self.number}"

    def fill(self, actor: Actor, home: Actor | None) -> bool:
        """Add *actor*, unless it is to be missing, and what is like it; return whether it is there."""
        is_there = self.chance.random() > MISSING
        if is_there:
            self.standin.add(self._right(actor, home))
        self.standin.add(*self._others(actor, home))
        return is_there

    def _right(self, actor: Actor, home: Actor | None) -> Thing:
        is_person, chance = actor.kind is ActorKind.PERSON, self.chance.random()
        names = [actor.label, *actor.aliases]
        name = names[0] if chance < 0.8 else self.chance.choice(names)
        if chance > 0.93:
            name = self._respell(name, is_person)
        known = home is not None and self.chance.random() < 0.8
        word = self._belonging(home) if known and home else ""
        what = self.chance.choice(PUBLIC if is_person else BODIES)
        description = "" if self.chance.random() < 0.1 else f"{word} {what}".strip()
        born = min((term.since.year for term in actor.terms), default=1970) - self.chance.randint(30, 60)
        if is_person and description and self.chance.random() < 0.3:
            description += f" ({born}–{born + 85})" if born + 85 < 2026 else f" (born {born})"
        states = (home.wikidata,) if known and home and home.wikidata else ()
        types = ("Q5",) if is_person else ("Q43229",)
        aliases = tuple(one for one in names if one != name and self.chance.random() < 0.5)
        return Thing(str(actor.wikidata), name, description, aliases, types, states, born if is_person else None)

    def _others(self, actor: Actor, home: Actor | None) -> Iterator[Thing]:
        is_person = actor.kind is ActorKind.PERSON
        types = ("Q5",) if is_person else ("Q43229",)
        for _ in range(self.chance.choice((0, 0, 1, 1, 2, 3))):
            state = self.chance.choice(self.states)
            what = self.chance.choice((*OTHERS, *PUBLIC) if is_person else BODIES)
            description = f"{self._belonging(state)} {what}" if self.chance.random() < 0.85 else ""
            same = Thing(self.fresh(), actor.label, description, (), types, (str(state.wikidata),))
            kind = self.chance.random()
            if kind < 0.4:
                yield same
            elif kind < 0.7:
                yield replace(same, name=self._respell(actor.label, is_person))
            elif kind < 0.8 and home is not None:  # a relative, or a sister body, of the same state
                near = (
                    self._relative(actor.label) if is_person else f"{actor.label} {self.chance.choice(('Fund', 'II'))}"
                )
                yield replace(
                    same, name=near, description=f"{self._belonging(home)} {what}", states=(str(home.wikidata),)
                )
            elif kind < 0.83 and home is not None and is_person:  # nothing but the id tells them apart
                twin = f"{self._belonging(home)} politician"
                yield replace(same, description=twin, states=(str(home.wikidata),))
            elif kind < 0.92:
                yield replace(same, description="Wikimedia disambiguation page", types=("Q4167410",), states=())
            else:
                yield replace(
                    same, name=actor.label.split()[-1], description="family name", types=("Q101352",), states=()
                )

    def _belonging(self, state: Actor) -> str:
        return state.demonyms[0] if state.demonyms else state.label

    def _relative(self, name: str) -> str:
        first = self.chance.choice(("Maria", "Anna", "Ahmed", "John", "Ivan", "Carlos", "Jean"))
        return f"{first} {name.split()[-1]}"

    def _respell(self, name: str, is_person: bool) -> str:
        words = name.split()
        if is_person and len(words) > 1 and self.chance.random() < 0.5:
            return f"{words[0]} {self.chance.choice('ABCDEFGHJKLM')}. {' '.join(words[1:])}"
        place = self.chance.randrange(1, max(2, len(name)))
        return name[:place] + name[place + 1 :] if self.chance.random() < 0.5 else name[:place] + "h" + name[place:]


def choose_gold(people: int, chance: random.Random) -> list[Actor]:
    """Return the actors with ids that are looked for: *people* persons, and all organisations."""
    listed = [actor for actor in list_actors().actors if actor.wikidata]
    persons = [actor for actor in listed if actor.kind is ActorKind.PERSON and " " in actor.label]
    bodies = [actor for actor in listed if actor.kind is ActorKind.ORGANISATION]
    return [*chance.sample(persons, min(people, len(persons))), *bodies]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--search", action="store_true", help="ask by wbsearchentities")
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--wrong", action="store_true", help="print what is wrong at 90")
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)  # noqa: S311  # no secret hangs on it
    gold = choose_gold(arguments.people, chance)
    everyone = {actor.key: actor for actor in list_actors().actors}
    states = [actor for actor in everyone.values() if actor.kind is ActorKind.STATE and actor.wikidata]
    homes = {key for actor in gold for key in (actor.acts_for, actor.belongs_to) if key}
    hidden = [replace(actor, wikidata=None) for actor in gold]
    others = [everyone[key] for key in homes - {actor.key for actor in gold}]
    graph = {actor.key: actor for actor in (*states, *others, *hidden)}
    with standing_in() as standin, tempfile.TemporaryDirectory() as folder:
        maker = Maker(chance, states, standin)
        there = {
            actor.key for actor in gold if maker.fill(actor, everyone.get(actor.acts_for or actor.belongs_to or ""))
        }
        store = Store.in_memory(DEFAULT_BASE, ontology_files(), graph.values())
        actors = Actors(store)
        url = standin.search if arguments.search else standin.reconcile
        manners = Manners(limits=replace(Manners().limits, allow_private=True))
        path = Path(folder)
        with Candidates(path / "links.sqlite") as candidates, Cache(path / "outside.sqlite", 1) as cache:
            caller = Caller(url, cache, manners)
            service = WikidataSearch(caller) if arguments.search else Reconciler(caller)
            started = time.perf_counter()
            chosen = choose(actors, candidates, Choice(everyone=True, limit=10**6), ())
            chosen = [one for one in chosen if one.key in {actor.key for actor in gold}]
            read = time.perf_counter()
            link(chosen, service, Scorer.of(actors.state_names()), candidates, Outcome())
            asked = time.perf_counter()
            print(f"{len(chosen):,} actors, {len(standin.things):,} things, {len(standin.asked):,} requests to {url}")
            print(f"read from the graph in {read - started:.1f} s, asked and scored in {asked - read:.1f} s")
            report(gold, there, candidates, show=arguments.wrong)


def report(gold: list[Actor], there: set[str], candidates: Candidates, *, show: bool) -> None:
    """Print precision and recall by threshold, all together and by kind."""
    best, seen = {}, set()
    right = {actor.key: actor.wikidata for actor in gold}
    for one in candidates.find_open():
        best.setdefault(one.actor, one)
        if right.get(one.actor) == one.id:
            seen.add(one.actor)
    print(f"the right one is there for {len(there):,}; a person sees it among the candidates for {len(seen & there):,}")
    for kind in (None, ActorKind.PERSON, ActorKind.ORGANISATION):
        keys = {actor.key for actor in gold if kind in (None, actor.kind)}
        print(f"\n{kind or 'all'}: {len(keys):,}, of which {len(keys & there):,} can be found")
        print("above  accepted  right  precision  recall")
        for least in THRESHOLDS:
            some = [one for one in best.values() if one.actor in keys and one.score >= least]
            good = [one for one in some if one.id == right[one.actor]]
            precision, recall = len(good) / max(1, len(some)), len(good) / max(1, len(keys & there))
            print(f"{least:5}  {len(some):8,}  {len(good):5,}  {precision:9.1%}  {recall:6.1%}")
    if show:
        for one in best.values():
            if one.score >= 90 and one.id != right.get(one.actor, one.id):
                told = f"{one.name}: {one.description} [{one.score:g}]"
                print(f"  {one.label} ({one.home}) -> {told}, the right one is there: {one.actor in there}")


if __name__ == "__main__":
    main()
