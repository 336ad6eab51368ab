"""Small and large answers over HTTP, from each server in turn."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.generated import Generated
from benchmarks.serving.clients import Seen, Task, measure
from benchmarks.serving.figures import Figure, ratio
from benchmarks.serving.servers import BARE, JSON, OURS, RDFLIB, TIMED, TSV, Server, run_ours, run_oxigraph, run_rdflib

SMALL = "SELECT ?property ?value WHERE { <{iri}> ?property ?value }"
ROWS = 100_000
LARGE = f"""PREFIX dip: <https://w3id.org/diplograph/ontology#>
SELECT ?event ?property ?value WHERE {{ ?event a dip:Event ; ?property ?value }} LIMIT {ROWS}"""
CLIENTS = 8
CLIENTS_OF_LARGE = 2
"""More would only wait for each other on two cores."""
WARMING, MOST = 1000, 12_000
"""Answers before a turn is measured, and in it. With ``--timeout-s 30`` Oxigraph starts a thread for each request that
sleeps for 30 seconds; at some 16,000 of them it can start no more and fails. So that server starts anew each turn too.
"""
BAR_RDFLIB, BAR_TIMED = 8.0, 0.4


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of request."""

    name: str
    query: str
    """With ``{iri}`` where another event's IRI stands each time."""
    accept: str
    clients: int


KINDS = (
    Kind("one event", SMALL, JSON, CLIENTS),
    Kind(f"{ROWS:,} rows, JSON", LARGE, JSON, CLIENTS_OF_LARGE),
    Kind(f"{ROWS:,} rows, TSV", LARGE, TSV, CLIENTS_OF_LARGE),
)


@dataclass(frozen=True, slots=True)
class Contender:
    """A server with the graph that it has."""

    name: str
    graph: Generated
    enter: Callable[[], AbstractContextManager[Server]]
    """Gives the server for one turn."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one server did in one round."""

    seen: Seen
    cpu: float
    """Milliseconds of CPU of the server for each answer."""


def measure_asking(
    data: Path, full: Generated, small: Generated, folder: Path, rounds: int, seconds: float
) -> list[Figure]:
    """Print what each server does, and return the ratios with their bars.

    rdflib-endpoint has the graph *small*, the others *full*, which is in the data folder *data* too.
    """
    triples = folder / "rdflib.nt"
    triples.unlink(missing_ok=True)
    triples.hardlink_to(small.dump)  # N-Quads without named graphs are N-Triples
    with ExitStack() as stack:
        ours = stack.enter_context(run_ours(data))
        bare = stack.enter_context(run_oxigraph(data, folder / "oxigraph", None))
        rdflib = stack.enter_context(run_rdflib(triples))
        contenders = (
            Contender(OURS, full, lambda: nullcontext(ours)),
            Contender(BARE, full, lambda: nullcontext(bare)),
            Contender(TIMED, full, lambda: run_oxigraph(data, folder / "oxigraph-30", 30)),
            Contender(RDFLIB, small, lambda: nullcontext(rdflib)),
        )
        print(f"{RDFLIB} holds {small.quads:,} triples, the others {full.quads:,}")
        return [figure for kind in KINDS for figure in _compare(kind, contenders, rounds, seconds)]


def _compare(kind: Kind, contenders: Sequence[Contender], rounds: int, seconds: float) -> list[Figure]:
    turns: dict[str, list[Turn]] = {contender.name: [] for contender in contenders}
    for _ in range(rounds):
        for contender in contenders:
            turns[contender.name].append(_take_turn(kind, contender, seconds))
    print(f"\n{kind.name}, {kind.clients} clients: medians of {rounds} rounds")
    print(f"  {'':<28} {'answers/s':>10} {'p50 ms':>8} {'p99 ms':>8} {'CPU ms':>8} {'client ms':>9} {'bytes':>11}")
    for name, taken in turns.items():
        print(f"  {name:<28} {_to_line(taken)}")
    rates = {name: [turn.seen.rate for turn in taken] for name, taken in turns.items()}
    return [
        Figure(f"{kind.name}: answers/s, {OURS} / {RDFLIB}", ratio(rates[OURS], rates[RDFLIB]), "x", least=BAR_RDFLIB),
        Figure(f"{kind.name}: answers/s, {OURS} / {TIMED}", ratio(rates[OURS], rates[TIMED]), "x", least=BAR_TIMED),
        Figure(f"{kind.name}: answers/s, {OURS} / {BARE}", ratio(rates[OURS], rates[BARE]), "x"),
    ]


def _take_turn(kind: Kind, contender: Contender, seconds: float) -> Turn:
    queries = {kind.query.replace("{iri}", iri) for iri in contender.graph.samples["events"]}
    with contender.enter() as server:
        requests = tuple(server.request(query, kind.accept) for query in queries)
        measure(Task(server.port, requests, kind.clients, min(seconds, 1.0), WARMING))
        before = server.cpu()
        seen = measure(Task(server.port, requests, kind.clients, seconds, MOST))
        cpu = server.cpu() - before
    if set(seen.statuses) != {"200"}:
        raise SystemExit(f"{server.name} answered {kind.name} with {seen.statuses}")
    return Turn(seen, 1000 * cpu / seen.answered)


def _to_line(turns: list[Turn]) -> str:
    seen = [turn.seen for turn in turns]
    return (
        f"{median(one.rate for one in seen):>10,.1f} {median(one.p50 for one in seen):>8.1f}"
        f" {median(one.p99 for one in seen):>8.1f} {median(turn.cpu for turn in turns):>8.2f}"
        f" {median(one.cpu for one in seen):>9.2f} {median(one.size for one in seen):>11,.0f}"
    )
