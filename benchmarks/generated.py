"""A graph of made-up events in our own model, as large as wanted, written as a dump that ``kg restore`` reads.

Articles and events are built as the program's own types and become quads by the program's own functions, so the graph
is what an ingest would have made of such articles. Who acts follows a Zipf distribution over some two hundred states
and organisations, two fifths of it through persons and bodies that act for them; days are spread over twenty years.
The same seed gives the same graph. A million events take a few minutes and three gigabytes.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from kg.actors import list_actors
from kg.graph.backup import FOOTER, HEADER
from kg.graph.engine import fill, open_empty
from kg.graph.triples import dip, to_article_quads, to_event_quads, to_parties, to_run_quads
from kg.ids import Minter
from kg.model import Actor, ActorKind, Article, DateSource, Event, Mention, PartialDate, Status
from kg.reference import DATA, ontology_files, read_rows

BASE = "http://localhost:8000/"
SEED = 20
LEADING = "USA RUS CHN UKR ISR IRN GBR FRA DEU UN EU TUR IND JPN NATO KOR PRK PAK SAU SYR".split()
"""Those that act most, in this order; the others follow in any."""
PARTIES = 220
ORGANISATIONS = 30
"""How many of the parties are no states."""
MEMBERS = 6
"""Persons and bodies that act for a party, at most."""
FIRST_DAY = date(2005, 1, 1)
DAYS = 7305
PER_ARTICLE = 4
"""Events that an article is the first to tell; with those that others told before it has about five."""
RETOLD = 0.3
"""Share of the events that a second article tells."""
LATER = 40
"""The second article is at most this many articles later."""
ARTICLES_OF_RUN = 1000
SAMPLED = 4000
"""Events and articles whose IRIs are kept for those who ask for single ones."""
OUTLETS = tuple(f"{name} {kind}" for name in ("Harbour", "Meridian", "Northern", "Valley") for kind in ("Wire", "Post"))
VERBS = tuple("accused,met,praised,warned,thanked,sanctioned,invited,criticised,assured,rebuked".split(","))
WORDS = """talks treaty border minister summit troops ceasefire embassy trade agreement aid refugees envoy negotiation
delegation missile parliament election accord dispute maritime fisheries pipeline energy grain export tariff visa
consular spokesperson after before over during about the a of in on with under new joint final long bitter recent
quiet formal urgent annual regional northern disputed proposed planned""".split()
Numbers = NDArray[np.int64]
MONTHS = np.array([day.year * 12 + day.month for day in (FIRST_DAY + timedelta(days=one) for one in range(DAYS))])
YEARS = np.array([(FIRST_DAY + timedelta(days=one)).year for one in range(DAYS)])
"""Of each day that may be drawn."""


@dataclass(frozen=True, slots=True)
class Generated:
    """A graph on disk."""

    dump: Path
    """N-Quads, as ``kg backup`` writes them."""
    quads: int
    samples: dict[str, list[str]]
    """IRIs of some ``events`` and ``articles``, and of the ``actors`` and ``dyads`` with most events first."""


@dataclass(frozen=True, slots=True)
class Draw:
    """The events by number, each column as long as there are events, in the order in which they are told."""

    actor: Numbers
    target: Numbers
    """Numbers of actors; -1 for none."""
    action: Numbers
    status: Numbers
    precision: Numbers
    """0 for a day, 1 for a month, 2 for a year, 3 for no date."""
    day: Numbers
    lag: Numbers
    """Days until it was told."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who may act, and what may be done."""

    actors: tuple[Actor, ...]
    party: Numbers
    """For each actor the rank of its party, from 0."""
    keys: tuple[str, ...]
    """Of the parties, by rank."""
    actions: tuple[str, ...]


def generate(folder: Path, events: int, seed: int = SEED) -> Generated:
    """Return the graph with so many *events*; made in *folder* where it is not there yet."""
    dump, notes = folder / f"{events}-{seed}.nq", folder / f"{events}-{seed}.json"
    if not notes.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        cast = _choose_cast(random.Random(seed))  # noqa: S311 - nothing here is secret
        draw = _draw_events(np.random.default_rng(seed), cast, events)
        quads = _write(dump, cast, draw, seed)
        notes.write_text(json.dumps({"quads": quads, "samples": _sample(cast, draw, seed)}), encoding="utf-8")
    known: dict[str, Any] = json.loads(notes.read_text(encoding="utf-8"))
    return Generated(dump, known["quads"], known["samples"])


def _choose_cast(rng: random.Random) -> Cast:
    listed = {actor.key: actor for actor in list_actors().actors}

    def others_of(kind: ActorKind) -> list[str]:
        own = (actor.key for actor in listed.values() if actor.kind is kind and actor.party == actor.key)
        return [key for key in own if key not in LEADING]

    states, bodies = others_of(ActorKind.STATE), others_of(ActorKind.ORGANISATION)[:ORGANISATIONS]
    rng.shuffle(states)
    others = [*states[: PARTIES - len(LEADING) - len(bodies)], *bodies]
    rng.shuffle(others)
    keys = (*LEADING, *others)
    members: dict[str, list[Actor]] = {key: [] for key in keys}
    for actor in listed.values():
        if actor.acts_for in members and len(members[actor.acts_for]) < MEMBERS:
            members[actor.acts_for].append(actor)
    actors = (*(listed[key] for key in keys), *chain.from_iterable(members.values()))
    rank = {key: number for number, key in enumerate(keys)}
    actions = [row["code"] for _, row in read_rows(DATA / "cameo.tsv") if len(row["code"]) > 2]
    rng.shuffle(actions)
    return Cast(actors, np.array([rank[actor.party] for actor in actors]), keys, tuple(actions))


def _zipf(number: int, exponent: float = 1.0) -> NDArray[np.float64]:
    weights = 1 / np.arange(1, number + 1) ** exponent
    shares: NDArray[np.float64] = weights / weights.sum()
    return shares


def _draw_events(rng: np.random.Generator, cast: Cast, number: int) -> Draw:
    more = number + number // 2 + 1000  # some are drawn twice, which would be one event
    size = len(cast.keys)
    actor, target = (rng.choice(size, more, p=_zipf(size)) for _ in range(2))
    target = np.where(target == actor, (target + 1) % size, target)
    of_party = [np.flatnonzero(cast.party == rank) for rank in range(size)]
    table = np.array([np.resize(np.append(found[1:], found[:1]), MEMBERS) for found in of_party])
    picked, told_by_members = rng.integers(0, MEMBERS, (2, more)), rng.random((2, more)) < 0.4
    actor, target = (
        np.where(told_by_members[side], table[party, picked[side]], party) for side, party in enumerate((actor, target))
    )
    columns = np.stack(
        [
            actor,
            np.where(rng.random(more) < 0.06, -1, target),
            rng.choice(len(cast.actions), more, p=_zipf(len(cast.actions), 0.8)),
            rng.choice(3, more, p=[0.92, 0.03, 0.05]),
            rng.choice(4, more, p=[0.9, 0.05, 0.02, 0.03]),
            rng.integers(0, DAYS, more),
        ]
    )
    same = columns.copy()  # two events of one coarse date are one, whichever days were drawn
    same[5] = np.choose(same[4], [same[5], MONTHS[same[5]], YEARS[same[5]], 0])
    _, first = np.unique(same, axis=1, return_index=True)
    if len(first) < number:
        raise ValueError(f"only {len(first)} of {number} events differ: draw more")
    columns = columns[:, rng.permutation(first)[:number]]
    lag = rng.choice(4, number, p=[0.5, 0.3, 0.15, 0.05])
    order = np.argsort(columns[5] + lag, kind="stable")
    actor, target, action, status, precision, day = columns[:, order]
    return Draw(actor, target, action, status, precision, day, lag[order])


class _Teller:
    """Turns numbers into articles and events."""

    def __init__(self, cast: Cast, draw: Draw, seed: int) -> None:
        self._cast, self._draw = cast, draw
        self._rng = random.Random(seed)  # noqa: S311 - nothing here is secret
        self._statuses = tuple(Status)
        self.articles = -(-len(draw.actor) // PER_ARTICLE)
        rng = np.random.default_rng(seed)
        retold = np.flatnonzero(rng.random(len(draw.actor)) < RETOLD)
        later = np.minimum(retold // PER_ARTICLE + rng.integers(1, LATER, len(retold)), self.articles - 1)
        kept = later > retold // PER_ARTICLE
        order = np.argsort(later[kept], kind="stable")
        self._retold, self._later = retold[kept][order], later[kept][order]

    def tell(self, number: int) -> tuple[Article, list[Event], int]:
        """Return an article, its events, and how many of these no article told before; those come first."""
        start = number * PER_ARTICLE
        first = range(start, min(start + PER_ARTICLE, len(self._draw.actor)))
        low, high = np.searchsorted(self._later, [number, number + 1])
        events, begin, quotes = [], 0, []
        for one in (*first, *(int(index) for index in self._retold[low:high])):
            event, quote = self._event(one, begin)
            events.append(event)
            quotes.append(quote)
            begin += len(quote) + 2
        return self._article(number, first[-1], "\n\n".join(quotes)), events, len(first)

    def _article(self, number: int, last: int, text: str) -> Article:
        published = FIRST_DAY + timedelta(days=int(self._draw.day[last] + self._draw.lag[last]))
        title = " ".join(self._rng.choices(WORDS, k=7)).capitalize()
        url, outlet = f"https://news.example/{number}", OUTLETS[number % len(OUTLETS)]
        return Article(f"made-up-{number}", text, title, published, DateSource.METADATA, url, outlet)

    def _event(self, one: int, begin: int) -> tuple[Event, str]:
        draw, rng = self._draw, self._rng
        actor = self._cast.actors[draw.actor[one]]
        target = self._cast.actors[draw.target[one]] if draw.target[one] >= 0 else None
        verb = rng.choice(VERBS)
        named = target.label if target else ""
        quote = " ".join((actor.label, verb, named, *rng.choices(WORDS, k=rng.randint(8, 20)))).replace("  ", " ") + "."
        mention = Mention(begin, quote, actor.label, verb, named, rng.randint(25, 99) / 100)
        when = _to_date(int(draw.day[one]), int(draw.precision[one]))
        action, status = self._cast.actions[draw.action[one]], self._statuses[draw.status[one]]
        return Event(actor, action, target, when, status, (mention,)), quote


def _to_date(number: int, precision: int) -> PartialDate | None:
    day = FIRST_DAY + timedelta(days=number)
    parts = (day.year, day.month, day.day)[: 3 - precision]
    return PartialDate(*parts) if parts else None


def _to_quads(teller: _Teller, cast: Cast, mint: Minter) -> Iterator[Quad]:
    """Yield each quad once: what was said of an event, a dyad or a run before is left out."""
    look_up = to_parties(cast.actors).get
    mention, known = dip("mention"), set[str]()
    for number in range(teller.articles):
        article, events, new = teller.tell(number)
        yield from to_article_quads(article, mint)
        run = f"{date(2025, 1, 1) + timedelta(days=number // ARTICLES_OF_RUN)}-made-up"
        if number % ARTICLES_OF_RUN == 0:
            yield from to_run_quads(run, mint)
        iri, run_iri = mint.mint_article(article), mint.mint_run(run)
        for place, event in enumerate(events):
            about, dyad = mint.mint_event(event), _mint_dyad(event, mint)
            known_dyad = dyad in known
            known.add(dyad)
            for quad in to_event_quads(iri, event, run_iri, mint, look_up):
                subject = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
                told = (subject == about and place >= new) or (subject == dyad and known_dyad)
                if not told or quad.predicate == mention:
                    yield quad


def _mint_dyad(event: Event, mint: Minter) -> str:
    return mint.mint_dyad(event.actor.party, event.target.party) if event.target else ""


def _write(dump: Path, cast: Cast, draw: Draw, seed: int) -> int:
    """Write the dump; return how many quads it has."""
    mint, reference, made = Minter(BASE), open_empty(), 0

    def counted() -> Iterator[Quad]:
        nonlocal made
        for quad in _to_quads(_Teller(cast, draw, seed), cast, mint):
            made += 1
            yield quad

    fill(reference, mint, ontology_files(), list_actors().actors)
    with dump.open("wb", buffering=1 << 20) as out:
        out.write(HEADER + BASE.encode() + b"\n")
        reference.dump(output=out, format=RdfFormat.N_QUADS)
        serialize(counted(), out, RdfFormat.N_QUADS)
        out.write(FOOTER + str(len(reference) + made).encode() + b"\n")
    return len(reference) + made


def _sample(cast: Cast, draw: Draw, seed: int) -> dict[str, list[str]]:
    mint, teller = Minter(BASE), _Teller(cast, draw, seed)
    told = [teller.tell(number) for number in range(0, teller.articles, max(1, teller.articles // SAMPLED))]
    sides = cast.party[draw.actor], np.where(draw.target < 0, -1, cast.party[draw.target])
    pairs = np.sort(np.stack([side[sides[1] >= 0] for side in sides]), axis=0)
    found, number = np.unique(pairs, axis=1, return_counts=True)
    ranked = found[:, np.argsort(-number, kind="stable")].T
    return {
        "events": [mint.mint_event(events[0]) for _, events, _ in told],
        "articles": [mint.mint_article(article) for article, _, _ in told],
        "actors": [mint.mint_actor(key) for key in cast.keys],
        "dyads": [mint.mint_dyad(cast.keys[one], cast.keys[other]) for one, other in ranked],
    }
