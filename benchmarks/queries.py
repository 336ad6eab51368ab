"""How long each saved query takes over a data folder, and whether those with the tag `long` are the ones that do.

Run ``python -m benchmarks.queries --data FOLDER [--busiest] [NAME...]`` in a checkout, on the data of a million events
(``python -m benchmarks.serving --only pages --events 1000000 --folder FOLDER`` makes them). Each query is asked several
times through one reader, in turns with a small one that it is held against. What counts is the time that the reader
computes, since other programs on the machine lengthen the time that passes; both are printed.

The exit status is 1 if a query takes over 100 ms without the tag, under 100 ms with it, or over 5 s with any. One with
the tag that has no rows in this folder is not judged. With ``--busiest`` each query on parties is asked about the
busiest ones too: that is told, and not judged.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from pyoxigraph import NamedNode

from benchmarks.serving.figures import ratio
from kg.errors import KgError
from kg.graph.readers import Readers
from kg.library import find_queries
from kg.queries import LONG, SavedQuery
from kg.reference import bundled
from kg.results import prefixes, read_table, rows

LIMIT, LONGEST = 100.0, 5000.0
"""Milliseconds over which a query is long, and over which none may be."""
SECONDS = 60.0
"""After these a query is given up."""
BASELINE = "SELECT ?state ?label WHERE { ?state a dip:State ; skos:prefLabel ?label }"
BUSIEST = """SELECT {names} WHERE {{
  ?count qb:dataSet count:{cube} ; {parts} dip:eventCount ?number .
}}
GROUP BY {names} ORDER BY DESC(SUM(?number)) LIMIT 1"""
ACTOR, TARGET = "dip:countedActor ?actor ;", "dip:countedTarget ?target ;"
SIDES = {"actor": ("actor", "target"), "one": ("one", "other")}
"""Parameters that are two parties, by the first of them."""


@dataclass(frozen=True, slots=True)
class Timing:
    """What was measured of a query."""

    passed: float
    """Milliseconds, as all that follow."""
    computed: float
    ratio: float
    """Of what was computed, to the baseline."""
    rows: int


class Clock:
    """Asks one reader, and tells what each answer takes."""

    def __init__(self, readers: Readers, times: int) -> None:
        """Asks each query so many *times*."""
        self._readers = readers
        self._times = times

    def measure(self, text: str) -> Timing:
        """Return the medians for a query; KgError where it fails."""
        passed, computed, bases, found = [], [], [], 0
        for _ in range(self._times):
            bases.append(self._ask(BASELINE)[1])
            one, other, found = self._ask(text)
            passed.append(one)
            computed.append(other)
            if one > LONGEST:
                break
        return Timing(median(passed), median(computed), ratio(computed, bases), found)

    def _ask(self, text: str) -> tuple[float, float, int]:
        before, started = self._computed(), time.perf_counter()
        found = len(read_table(self._readers.answer(text)).rows)
        return 1000 * (time.perf_counter() - started), self._computed() - before, found

    def _computed(self) -> float:
        tasks = (task for pid in self._readers.pids for task in Path(f"/proc/{pid}/task").iterdir())
        return sum(int((task / "schedstat").read_text(encoding="ascii").split()[0]) for task in tasks) / 1e6


def judge(query: SavedQuery, timing: Timing) -> str:
    """Return what is wrong with the time that a query takes, or with its tag; nothing if all is well."""
    if timing.computed > LONGEST:
        return f"over {LONGEST:,.0f} ms"
    if LONG not in query.tags:
        return "give it the tag long" if timing.computed > LIMIT else ""
    return "no need of the tag long" if timing.computed < LIMIT and timing.rows else ""


def find_busiest(readers: Readers) -> dict[str, str]:
    """Return the party that acts most, that most is done to, and the two of the busiest pair as ``actor target``."""
    found = {}
    for cube, names, parts in (
        ("actors", "?actor", ACTOR),
        ("targets", "?target", TARGET),
        ("pairs", "?actor ?target", f"{ACTOR} {TARGET} dip:countedDyad ?dyad ;"),
    ):
        row = rows(readers.answer(BUSIEST.format(cube=cube, names=names, parts=parts)))[0]
        nodes = [node.value for name in row if isinstance(node := row[name], NamedNode)]
        found[names.replace("?", "")] = " ".join(nodes)
    return found


def to_values(query: SavedQuery, busiest: Mapping[str, str]) -> dict[str, str]:
    """Return the values with which *query* asks about the *busiest* parties; none where it takes no party."""
    asked = {param.name for param in query.params}
    pair = busiest["actor target"].split()
    for names in SIDES.values():
        if asked.issuperset(names):
            return dict(zip(names, pair, strict=True))
    alone = {"actor": busiest["actor"], "target": busiest["target"], "one": busiest["actor"]}
    return {name: party for name, party in alone.items() if name in asked}


def _measure(clock: Clock, query: SavedQuery, readers: Readers, busiest: Mapping[str, str] | None) -> Iterator[str]:
    """Print what a query takes; yield what is wrong."""
    cases: list[tuple[str, dict[str, str]]] = [(query.name, {})]
    if busiest is not None and (values := to_values(query, busiest)):
        names = prefixes(readers.base)
        told = " ".join(value.removeprefix(names["actor"]) for value in values.values())
        cases.append((f"  busiest: {told}", values))
    for name, values in cases:
        try:
            timing = clock.measure(query.bind(values, readers.base))
        except KgError as error:
            print(f"{name:<34} {error}", flush=True)
            yield str(error)
            continue
        wrong = "" if values else judge(query, timing)
        figures = f"{timing.computed:>8,.1f} {timing.passed:>8,.1f} {timing.ratio:>7,.1f} {timing.rows:>7,}"
        print(f"{name:<34} {figures}  {'long' if LONG in query.tags else '':<4} {wrong}".rstrip(), flush=True)
        if wrong:
            yield wrong


def main() -> None:
    """Measure the queries that are named, or all, and print a line for each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.queries", description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="measure these alone")
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--busiest", action="store_true", help="ask about the busiest parties too")
    parser.add_argument("--times", type=int, default=7, help="how often each is asked (7)")
    given = parser.parse_args()
    library = {name: query for name, query in find_queries(bundled("queries")).items() if not query.endpoints}
    if unknown := set(given.names) - library.keys():
        parser.error(f"there is no saved query {min(unknown)}")
    with Readers(given.data, 1, SECONDS) as readers:
        busiest = find_busiest(readers) if given.busiest else None
        print(f"{'median of ' + str(given.times):<34} {'ms':>8} {'elapsed':>8} {'ratio':>7} {'rows':>7}")
        clock = Clock(readers, given.times)
        asked = given.names or list(library)
        wrong = [fault for name in asked for fault in _measure(clock, library[name], readers, busiest)]
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
