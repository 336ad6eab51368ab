"""How fast a graph is held against the shapes: our own check beside pySHACL, and a large graph in bounded memory.

Run ``python benchmarks/shapes.py [EVENTS]`` (else 100,000) with DiploGraph installed (``pip install -e '.[dev]'``).
Prints the times of one run and their ratio, and the peak memory of the check of the large graph.
"""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pyshacl
from pyoxigraph import RdfFormat, Triple, serialize
from rdflib import Graph

from kg.actors import list_actors
from kg.graph.conformance import check
from kg.graph.readers import Readers
from kg.graph.store import Store
from kg.graph.triples import to_actor_quads, to_article_quads, to_event_quads, to_parties, to_run_quads
from kg.ids import Minter
from kg.model import ActorKind, Article, DateSource, Event, Mention, PartialDate
from kg.pipeline import load_rules
from kg.reference import DATA, ontology_files, read_rows, shapes_file
from kg.results import rows
from kg.settings import DEFAULT_BASE

SMALL = 50
"""Events that pySHACL is timed on."""
PER_ARTICLE = 5
RUN = "2026-11-22-rules-1"
MINT = Minter(DEFAULT_BASE)


def make(events: int) -> Iterator[Triple]:
    """Yield a graph of *events* events between states and office-holders, one mention each; always the same."""
    choose = random.Random(7)  # noqa: S311 - no secret
    listed = list_actors().actors
    parties = [actor for actor in listed if actor.kind is ActorKind.STATE or actor.terms][:600]
    codes = [row["code"] for _, row in read_rows(DATA / "cameo.tsv")]
    look_up = to_parties(listed).get
    yield from (quad.triple for quad in to_run_quads(RUN, MINT))
    article = Article("none", "")
    for number in range(events):
        if number % PER_ARTICLE == 0:
            article = Article(
                f"doc-{number}",
                f"Text {number}.",
                f"Title {number}",
                date(2024, 1, 1),
                DateSource.METADATA,
                f"https://news.example/{number}",
                "Sample Wire",
            )
            yield from (quad.triple for quad in to_article_quads(article, MINT))
        actor, target = choose.sample(parties, 2)
        day = date(2000, 1, 1) + timedelta(choose.randrange(9000))
        quote = f"{actor.label} did something to {target.label}, act {number}."
        mention = Mention(10, quote, actor.label, "did", target.label, 0.8)
        event = Event(actor, choose.choice(codes), target, PartialDate.of(day), mentions=(mention,))
        iri = MINT.mint_article(article)
        yield from (quad.triple for quad in to_event_quads(iri, event, MINT.mint_run(RUN), MINT, look_up))


def peak() -> int:
    """Return the largest memory so far of this process and of the reader that it started, in MiB."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024


def compare() -> None:
    """Time both engines on the same small graph."""
    triples = list(dict.fromkeys(make(SMALL)))
    used = {str(term) for triple in triples for term in (triple.subject, triple.object)}
    actors = [a for a in list_actors().actors if f"<{MINT.mint_actor(a.key)}>" in used or a.kind is ActorKind.STATE]
    triples += [quad.triple for actor in actors for quad in to_actor_quads(actor, MINT)]
    lines = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    graph = Graph().parse(data=lines, format="nt")
    for path in ontology_files():
        graph.parse(path)
    shapes = Graph().parse(shapes_file())
    started = time.perf_counter()
    conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes, inplace=True)
    theirs = time.perf_counter() - started
    if not conforms:
        raise SystemExit(text)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.nt"
        path.write_bytes(lines)
        with Store.in_memory(DEFAULT_BASE, [*ontology_files(), path], []) as store:
            started = time.perf_counter()
            broken = sum(len(finding.violations) for finding in check(store, load_rules()))
            ours = time.perf_counter() - started
    if broken:
        raise SystemExit(f"the two disagree: {broken} violations")
    print(
        f"{SMALL} events and {len(actors)} actors: pySHACL {theirs:.2f} s, ours {ours:.3f} s, ratio {theirs / ours:.0f}"
    )


def stream(events: int) -> None:
    """Check a large graph in a data folder, as ``kg validate`` does."""
    with tempfile.TemporaryDirectory() as place:
        path, folder = Path(place) / "large.nt", Path(place) / "kg-data"
        with path.open("wb") as file:
            serialize(make(events), file, format=RdfFormat.N_TRIPLES)
        Store.create(folder, DEFAULT_BASE, [*ontology_files(), path], list_actors().actors).close()
        before = peak()
        started = time.perf_counter()
        with Readers(folder, processes=1, seconds=3600.0) as readers:
            rules = load_rules()
            broken = sum(len(finding.violations) for finding in check(readers, rules))
            seconds = time.perf_counter() - started
            answer = readers.answer("SELECT (COUNT(*) AS ?triples) WHERE { ?s ?p ?o }")
            triples = int(rows(answer)[0]["triples"].value)
            (pid,) = readers.pids
            status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
            reader = next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM"))
    print(f"{events:,} events, {triples:,} triples, {len(rules)} rules: {seconds:.1f} s, {broken} violations")
    grown = peak() - before
    print(f"peak memory: {reader} MiB in the reader; this process, which made the graph, grew by {grown} MiB")


if __name__ == "__main__":
    compare()
    stream(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
