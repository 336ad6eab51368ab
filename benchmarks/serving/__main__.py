"""How fast the store and the endpoint are beside other servers, measured in one run by rounds that take turns.

Run ``python -m benchmarks.serving --events 1000000`` at the top of a checkout with ``pip install -e '.[bench]'``. It
makes a graph of made-up events (kept in ``--folder`` for the next run), a data folder of it with ``kg restore``, and
measures four things, of which ``--only`` chooses one:

``load``   a dump of the graph: ``kg restore`` at most 2 times the time of pyoxigraph's bare ``bulk_load``
``serve``  answers a second, for one event and for 100,000 rows: at least 8 times rdflib-endpoint (in memory, over a
           smaller graph where *events* are many) and 0.4 times ``oxigraph serve --timeout-s 30``
``pages``  the queries of each page of the site together: at most 100 ms
``bad``    one event's values while two clients send bad queries: at most 100 ms for 99 of 100

``--events 20000 --seconds 1 --rounds 1`` takes minutes; with a million events the graph alone does, and each round of
``load`` many (``--rounds 1``). The clients run beside the servers on the same
machine, so a machine of few cores makes all servers slower, the fastest most: the CPU of server and clients for each
answer is printed too.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.generated import Generated, generate
from benchmarks.serving.asking import measure_asking
from benchmarks.serving.badness import measure_badness
from benchmarks.serving.figures import Figure
from benchmarks.serving.loading import measure_loading
from benchmarks.serving.paging import measure_paging

PARTS = ("load", "serve", "pages", "bad")
RDFLIB_EVENTS = 10_000
"""rdflib holds its graph in memory, and loads slowly."""


def main() -> None:
    """Measure what is asked for, and print what bars were held."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serving", description=__doc__.partition("\n")[0])
    parser.add_argument("--events", type=int, default=100_000, help="events of the graph (100000)")
    parser.add_argument("--seconds", type=float, default=5.0, help="of each turn of a server (5)")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each (3)")
    parser.add_argument("--only", choices=PARTS, help="measure this alone")
    parser.add_argument("--folder", type=Path, help="keep the graph here, and use the one that is there")
    given = parser.parse_args()
    parts = [given.only] if given.only else PARTS
    with tempfile.TemporaryDirectory(prefix="diplograph-") as temporary:
        folder = given.folder or Path(temporary)
        graph = generate(folder, given.events)
        print(f"{given.events:,} events: {graph.quads:,} quads", flush=True)
        figures = [figure for part in parts for figure in _measure(part, graph, folder, given)]
    print()
    print(*figures, sep="\n")


def _measure(part: str, graph: Generated, folder: Path, given: argparse.Namespace) -> list[Figure]:
    if part == "load":
        return measure_loading(graph, folder, given.rounds)
    data = _restore(graph, folder / f"data-{given.events}")
    if part == "serve":
        small = generate(folder, min(given.events, RDFLIB_EVENTS))
        return measure_asking(data, graph, small, folder, given.rounds, given.seconds)
    if part == "pages":
        return measure_paging(data, graph)
    return measure_badness(data, graph, folder, given.rounds, given.seconds)


def _restore(graph: Generated, data: Path) -> Path:
    if not data.is_dir():
        command = [sys.executable, "-m", "kg", "restore", str(graph.dump), "--data", str(data)]
        subprocess.run(command, check=True)  # noqa: S603 - ourselves
    return data


if __name__ == "__main__":
    main()
