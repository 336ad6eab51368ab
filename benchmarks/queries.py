"""How long each saved query takes over a large graph, beside a small query of the same run.

Run ``python -m benchmarks.queries --data FOLDER`` over the data folder of a graph with a million events, such as
``benchmarks.generated`` makes: with the defaults of the queries, one after the other, each several times in a row.
Queries without the tag ``long`` have 100 ms, in the median; what has the tag without need is told too. The exit status
is 1 if any is wrong. Trust the ratios where other programs run beside it.
"""

import argparse
import math
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError
from kg.library import find_queries
from kg.queries import LONG, SavedQuery
from kg.results import Engine, prefixes, read_table
from kg.settings import Settings
from kg.stores import open_engine

QUERIES = Path(__file__).resolve().parents[1] / "queries"
LIMIT_MS = 100
ROUNDS = 7
SECONDS = 60.0
"""For each query: what needs longer than a site allows is to be measured too."""
SLOW_MS = 2000
"""What takes longer than this once is not asked again."""
BASELINE = """SELECT ?month (COUNT(*) AS ?counts) {
  ?all qb:dataSet count:all ; qb:observation/dip:countedMonth ?month
} GROUP BY ?month"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one query took."""

    query: SavedQuery
    median_ms: float
    first_ms: float
    rows: int
    error: str = ""
    """Why there is no answer, if there is none."""

    @property
    def verdict(self) -> str:
        """What is wrong with it; empty if nothing."""
        if self.error:
            return self.error
        if LONG in self.query.tags:
            return "not long" if self.median_ms < LIMIT_MS else ""
        return "too slow" if self.median_ms > LIMIT_MS else ""


def time_query(engine: Engine, text: str) -> tuple[list[float], int]:
    """Return how many milliseconds each asking of *text* took, the first one apart at the head, and its rows."""
    times: list[float] = []
    rows = 0
    while len(times) <= ROUNDS:
        start = time.perf_counter()
        answer = engine.answer(text)
        times.append((time.perf_counter() - start) * 1000)
        rows = len(read_table(answer, prefixes(engine.base)).rows)
        if times[-1] > SLOW_MS:
            break
    return times, rows


def measure(engine: Engine, queries: list[SavedQuery]) -> Iterator[Measured]:
    """Yield what each of *queries* takes with its defaults."""
    for query in queries:
        try:
            times, rows = time_query(engine, query.bind(base=engine.base))
        except KgError as error:  # the others are measured all the same
            yield Measured(query, math.inf, math.inf, 0, str(error))
        else:
            yield Measured(query, statistics.median(times[1:] or times), times[0], rows)


def main(arguments: list[str]) -> int:
    """Print one line for each query, and return 1 if one breaks its bound."""
    parser = argparse.ArgumentParser(description="Time the saved queries over a data folder, which is only read.")
    parser.add_argument("--data", type=Path, required=True, help="data folder of a graph with a million events")
    parser.add_argument("names", nargs="*", help="queries to time; all by default")
    options = parser.parse_args(arguments)
    found = find_queries(QUERIES)
    queries = [found[name] for name in options.names or found if not found[name].endpoints]
    wrong = 0
    with open_engine(Settings(data=options.data), seconds=SECONDS) as engine:
        baseline = statistics.median(time_query(engine, BASELINE)[0][1:])
        print(f"{'small query, the baseline':34} {baseline:8.1f} ms")
        for one in measure(engine, queries):
            wrong += bool(one.verdict)
            tag = LONG if LONG in one.query.tags else ""
            print(
                f"{one.query.name:34} {one.median_ms:8.1f} ms {one.median_ms / baseline:6.1f} x {one.rows:6} rows "
                f"first {one.first_ms:6.0f} ms {tag:4} {one.verdict}",
                flush=True,
            )
    return 1 if wrong else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KgError as error:
        sys.exit(str(error))
