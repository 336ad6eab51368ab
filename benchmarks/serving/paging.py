"""The pages of the site over a large graph: how long each takes at the server, and its queries together."""

import math
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from benchmarks.generated import BASE, LEADING, WORDS, Generated
from benchmarks.serving.figures import Figure
from kg.graph.readers import Readers
from kg.results import Answer
from kg.settings import Settings
from web import asking, create_app
from web.page_queries import PageQuery, bind

REQUESTS = 15
LEAST_REQUESTS, PATIENCE = 3, 20.0
"""After so many seconds of one page these are enough."""
BIGGEST = 5
"""So many of the actors and pairs with most events count as the biggest."""
BAR = 100.0
SLOW = 10.0
"""Milliseconds from which a query of a page is named."""
HTML = {"Accept": "text/html, text/turtle;q=0.5"}


@dataclass(frozen=True, slots=True)
class Page:
    """A kind of page."""

    name: str
    paths: tuple[str, ...]
    """Addresses of such pages, as many different ones as there are."""


class Clock:
    """An engine that notes how long each query takes, by the name of its file."""

    def __init__(self, readers: Readers) -> None:
        """Answers what *readers* answer."""
        self._readers = readers
        self._name = ""
        self.taken: dict[str, float] = defaultdict(float)
        """Milliseconds since it was cleared."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the pool has
        """Be the pool in everything else."""
        return getattr(self._readers, name)

    def cpu(self) -> float:
        """Return the milliseconds of CPU that its process has used so far."""
        stats = (Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii") for pid in self._readers.pids)
        return sum(int(stat.split()[0]) for stat in stats) / 1e6

    def bind(self, name: str, values: Any, base: str) -> PageQuery:  # noqa: ANN401 - as bind has it
        """Note which file the next query is of."""
        self._name = name
        return bind(name, values, base)

    def answer(self, query: str, **options: Any) -> Answer:  # noqa: ANN401 - as the pool has them
        """Answer, and note the time."""
        name, self._name = self._name or "other", ""
        started = time.perf_counter()
        try:
            return self._readers.answer(query, **options)
        finally:
            self.taken[name] += 1000 * (time.perf_counter() - started)


@dataclass(frozen=True, slots=True)
class Reading:
    """Milliseconds of one request."""

    whole: float
    asked: float
    """Of its queries together."""
    cpu: float
    """Of CPU of the process that answers the queries."""
    queries: dict[str, float]
    """Of each query that it asked."""


def measure_paging(data: Path, graph: Generated) -> list[Figure]:
    """Print what each page takes, and return its queries with their bar."""
    figures = []
    print(f"\nmilliseconds at the server: medians of up to {REQUESTS} requests after one")
    print(f"  {'page':<34} {'whole':>8} {'queries':>8} {'CPU':>8}   queries of {SLOW:g} ms or more")
    with _site(data) as (client, clock):
        for page in _list_pages(graph):
            readings = _read_page(client, clock, page)
            whole, asked, cpu = (median(getattr(one, name) for one in readings) for name in ("whole", "asked", "cpu"))
            print(f"  {page.name:<34} {whole:>8.1f} {asked:>8.1f} {cpu:>8.1f}   {_name_slow(readings)}", flush=True)
            figures.append(Figure(f"page {page.name}: its queries", asked, "ms", most=BAR))
    return figures


def _read_page(client: Any, clock: Clock, page: Page) -> list[Reading]:  # noqa: ANN401 - only web/ knows Flask
    _read(client, clock, page.paths[0])
    readings: list[Reading] = []
    end = time.perf_counter() + PATIENCE
    for path in islice(cycle(page.paths[1:] + page.paths[:1]), REQUESTS):
        readings.append(_read(client, clock, path))
        if time.perf_counter() > end and len(readings) >= LEAST_REQUESTS:
            break
    return readings


def _read(client: Any, clock: Clock, path: str) -> Reading:  # noqa: ANN401 - only web/ knows Flask
    clock.taken.clear()
    cpu, started = clock.cpu(), time.perf_counter()
    response = client.get(path, headers=HTML)
    whole = 1000 * (time.perf_counter() - started)
    if response.status_code == 503:  # a query passed its deadline
        return Reading(math.inf, math.inf, math.inf, dict(clock.taken))
    if response.status_code != 200:
        raise SystemExit(f"{path} was answered with {response.status}")
    return Reading(whole, sum(clock.taken.values()), clock.cpu() - cpu, dict(clock.taken))


def _name_slow(readings: list[Reading]) -> str:
    names = {name for reading in readings for name in reading.queries}
    taken = {name: median(one.queries[name] for one in readings if name in one.queries) for name in names}
    slow = sorted(taken, key=lambda name: -taken[name])
    return ", ".join(f"{name} {taken[name]:.0f}" for name in slow if taken[name] >= SLOW)


@contextmanager
def _site(data: Path) -> Iterator[tuple[Any, Clock]]:
    with Readers(data, processes=1) as readers:
        clock = Clock(readers)
        with patch.object(asking, "bind", clock.bind):
            yield create_app(Settings(data=data), clock).test_client(), clock


def _list_pages(graph: Generated) -> list[Page]:
    actors, dyads, events, articles = (
        [f"/{iri.removeprefix(BASE)}" for iri in graph.samples[kind]]
        for kind in ("actors", "dyads", "events", "articles")
    )
    keys = [path.rpartition("/")[2] for path in actors]
    middle = len(actors) // 2, len(dyads) // 2
    words = sorted(word for word in set(WORDS) if len(word) > 5)

    some = keys[middle[0] : middle[0] + REQUESTS]
    return [
        Page("/", ("/",)),
        Page("/events", ("/events",)),
        *_list_lists(keys[:BIGGEST], some, words),
        Page("/search, a name", tuple(f"/search?q={key[:4]}" for key in keys)),
        Page("/search, two words", tuple(f"/search?q=treaty+{word}" for word in words)),
        Page("event", _to_documents(events)),
        Page("article", _to_documents(articles)),
        Page("actor: a big one", _to_documents(actors[:BIGGEST])),
        Page("actor: a middle one", _to_documents(actors[middle[0] : middle[0] + REQUESTS])),
        Page("dyad: a big one", _to_documents(dyads[:BIGGEST])),
        Page("dyad: a middle one", _to_documents(dyads[middle[1] : middle[1] + REQUESTS])),
        Page("action: a code", _to_documents(["/action/161", "/action/042", "/action/1313"])),
        Page("/actors", ("/actors", "/actors?kind=Person", "/actors?for=RUS")),
        Page("/dyads", ("/dyads",)),
        Page("/map", ("/map", "/map?side=actor", "/map?class=conflict")),
        Page("/map, a year", ("/map?since=2021-01&until=2021-12",)),
        Page("/network", ("/network",)),
        Page("/network, 200 actors", ("/network?actors=200",)),
        Page("/queries", ("/queries", "/queries?tag=dyads", "/queries?q=month")),
        Page(
            "/queries/actions-between",
            tuple(f"/queries/actions-between?actor={LEADING[0]}&target={key}" for key in LEADING[1:]),
        ),
        Page("/api/openapi.json", ("/api/openapi.json",)),
        Page("/sitemap.xml", ("/sitemap.xml",)),
        Page("void", ("/.well-known/void",)),
    ]


def _to_documents(paths: Sequence[str]) -> tuple[str, ...]:
    """Return the addresses of the pages of these instances, which their IRIs lead to."""
    return tuple(f"{path}.html" for path in paths)


def _list_lists(big: Sequence[str], middle: Sequence[str], words: Sequence[str]) -> list[Page]:
    """Return lists of events with filters, of *big* actors, of *middle* ones, and of these *words*."""

    def lists(name: str, *filters: str) -> Page:
        return Page(f"/events, {name}", tuple(f"/events?{one}" for one in filters))

    return [
        lists("deep pages", *(f"before={2010 + number % 12}-{number % 12 + 1:02d}-15~8" for number in range(REQUESTS))),
        lists(
            "the way back", *(f"after={2010 + number % 12}-{number % 12 + 1:02d}-15~8" for number in range(REQUESTS))
        ),
        lists("actor: a big one", *(f"actor={key}" for key in big)),
        lists("actor: a middle one", *(f"actor={key}" for key in middle)),
        lists("party: a big one", *(f"party={key}" for key in big)),
        lists("actor and target: big ones", *(f"actor={LEADING[0]}&target={key}" for key in LEADING[1 : BIGGEST + 1])),
        lists("deep pages of a big actor", *(f"actor={key}&before=2012-03-15~8" for key in big)),
        lists(
            "deep pages of a middle actor",
            *(f"actor={key}&before=2012-03-15~8" for key in middle),
        ),
        lists("two big actors", *(f"actor={LEADING[0]}&actor={key}" for key in LEADING[1 : BIGGEST + 1])),
        lists("period: nine months", *(f"since={year}-01&until={year}-09" for year in range(2006, 2022))),
        lists("period: some days", *(f"since={year}-01-05&until={year}-02-20" for year in range(2006, 2022))),
        lists("period and a big actor", *(f"since={year}-01&until={year}-09&actor=RUS" for year in range(2006, 2022))),
        lists("action: a root", *(f"action={root:02d}" for root in range(1, REQUESTS + 1))),
        lists("action: one code", *(f"action={code}" for code in ("1313", "042", "112", "173", "0331", "057"))),
        lists("class", "class=VerbalConflict", "class=MaterialConflict", "class=VerbalCooperation"),
        lists("class and a big actor", *(f"class=MaterialConflict&actor={key}" for key in big)),
        lists("root and a big actor", *(f"action={root:02d}&actor=RUS" for root in range(1, REQUESTS + 1))),
        lists(
            "root and a middle actor",
            *(f"action={root:02d}&actor={middle[0]}" for root in range(1, REQUESTS + 1)),
        ),
        lists("root and period", *(f"action=13&since={year}-01&until={year}-09" for year in range(2006, 2022))),
        lists("level", "level=State", "level=Person", "level=GovernmentBody", "level=Organisation"),
        lists("confidence", "confidence=high", "confidence=medium", "confidence=low", "confidence=high&confidence=low"),
        lists("source", "source=Harbour+Wire", "source=Valley+Post"),
        lists("source and a middle actor", f"source=Harbour+Wire&actor={middle[0]}"),
        lists("one word", *(f"q={word}" for word in words[:REQUESTS])),
        lists("two words and a middle actor", *(f"q=treaty+{word}&actor={middle[0]}" for word in words)),
    ]
