"""One event's values while other clients send bad queries: how long the small answers take."""

import math
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.generated import Generated
from benchmarks.serving.asking import SMALL
from benchmarks.serving.clients import Seen, Task, measure, start, wait
from benchmarks.serving.figures import Figure
from benchmarks.serving.servers import OURS, TIMED, Server, run_ours, run_oxigraph

GOOD_CLIENTS, BAD_CLIENTS = 4, 2
LEAST_SECONDS = 22.0
"""A turn is at least so long: queries are ended after ten seconds, and others follow."""
PAUSE = 0.02
"""Seconds that a good client waits before it asks again: both servers then have the same to do."""
MEMORY_MB = 6144
"""What ``oxigraph serve`` may take, as one of the queries would else take what the machine has."""
BAR = 100.0
NUMBERS = " ".join(map(str, range(20_000)))
PREFIX = "PREFIX dip: <https://w3id.org/diplograph/ontology#> "
BAD = (
    "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    PREFIX + "SELECT * WHERE { ?a dip:quote ?b . ?c dip:quote ?d } ORDER BY ?d LIMIT 10",
    PREFIX + "SELECT (COUNT(*) AS ?n) WHERE { ?a (!dip:p)* ?b }",
    f"SELECT (COUNT(*) AS ?n) WHERE {{ VALUES ?a {{ {NUMBERS} }} VALUES ?b {{ {NUMBERS} }} FILTER (?a + ?b < 0) }}",
)
"""A product, an ordered product, a path from all to all, and a product of values that the query brings along."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one server did in one round."""

    good: Seen
    """What the good clients saw."""
    bad: Seen
    """What the bad ones saw."""
    ended: bool
    """Whether the server did not live through it."""


def measure_badness(data: Path, graph: Generated, folder: Path, rounds: int, seconds: float) -> list[Figure]:
    """Print what the good and the bad clients see of two servers in turn, and return our p99 with its bar."""
    enter: dict[str, Callable[[], AbstractContextManager[Server]]] = {
        OURS: lambda: run_ours(data),
        TIMED: lambda: run_oxigraph(data, folder / "oxigraph-30", 30, MEMORY_MB),
    }
    seconds = max(LEAST_SECONDS, seconds)
    turns: dict[str, list[Turn]] = {name: [] for name in enter}
    for _ in range(rounds):
        for name, start_server in enter.items():
            with start_server() as server:
                turns[name].append(_take_turn(server, graph, seconds))
    print(f"\none event, {GOOD_CLIENTS} clients, while {BAD_CLIENTS} send bad queries: medians of {rounds} rounds")
    for name, taken in turns.items():
        print(f"  {name:<28} {_to_line(taken)}")
    p99 = {name: median(map(_worst, taken)) for name, taken in turns.items()}
    return [
        Figure(f"bad queries: p99 of small ones, {OURS}", p99[OURS], "ms", most=BAR),
        Figure(f"bad queries: p99 of small ones, {TIMED}", p99[TIMED], "ms"),
    ]


def _take_turn(server: Server, graph: Generated, seconds: float) -> Turn:
    small = tuple(server.request(SMALL.replace("{iri}", iri)) for iri in graph.samples["events"])
    measure(Task(server.port, small, GOOD_CLIENTS, 1.0, 1000))
    bad = tuple(server.request(query) for query in BAD)
    bad_clients = start(Task(server.port, bad, BAD_CLIENTS, seconds, patience=0.5))
    good = measure(Task(server.port, small, GOOD_CLIENTS, seconds, pause=PAUSE, patience=30.0))
    return Turn(good, wait(bad_clients), server.process.poll() is not None)


def _worst(turn: Turn) -> float:
    """Return the p99; endless where the server ended, or more than one in a hundred got no answer."""
    failed = sum(turn.good.statuses.values()) - turn.good.answered
    return turn.good.p99 if not turn.ended and failed * 100 <= turn.good.answered > 0 else math.inf


def _to_line(turns: list[Turn]) -> str:
    rate, p50 = (median(getattr(turn.good, name) for turn in turns) for name in ("rate", "p50"))
    p99 = median(map(_worst, turns))
    good = sum((Counter(turn.good.statuses) for turn in turns), Counter[str]())
    bad = sum((Counter(turn.bad.statuses) for turn in turns), Counter[str]())
    told = f"good: {_to_words(good)}; bad: {_to_words(bad)}"
    ended = "; the server ended" if any(turn.ended for turn in turns) else ""
    return f"{rate:>8,.0f} answers/s, p50 {p50:>7.1f} ms, p99 {p99:>8.1f} ms ({told}{ended})"


def _to_words(statuses: Counter[str]) -> str:
    return ", ".join(f"{number} {status}" for status, number in sorted(statuses.items()))
