"""Whether a data folder is sound: it opens, nothing in its graph hangs loose, and nothing lies about in it."""

import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal

from kg.graph.checkpoints import Checkpoints
from kg.graph.dumping import list_drafts
from kg.graph.engine import open_checkpoint
from kg.graph.folder import FolderLock, is_locked, read_base
from kg.graph.holding import held
from kg.graph.indexing import compare_with_graph
from kg.graph.recounting import Miscounts
from kg.graph.sampling import find_faults_in_sample
from kg.graph.shapes.compiler import Rule
from kg.graph.store import STORE, Store
from kg.ids import Minter
from kg.results import Engine, rows

ORPHANS = {
    "events without a mention": "?x a dip:Event FILTER NOT EXISTS { ?x dip:mention ?y }",
    "events whose actor nobody describes": "?x a dip:Event ; dip:actor ?y FILTER NOT EXISTS { ?y a ?kind }",
    "events whose target nobody describes": "?x a dip:Event ; dip:target ?y FILTER NOT EXISTS { ?y a ?kind }",
    "events with an unknown action": "?x a dip:Event ; dip:action ?y FILTER NOT EXISTS { ?y skos:notation ?code }",
    "mentions of no event": "?x a dip:Mention FILTER NOT EXISTS { ?y dip:mention ?x }",
    "mentions in no article": "?x a dip:Mention FILTER NOT EXISTS { ?x dip:article ?y . ?y a dip:Article }",
    "pairs of which no event tells": "?x a dip:Dyad FILTER NOT EXISTS { ?y dip:dyad ?x }",
}
"""What hangs loose, and the pattern that finds it."""
LEFT_BEHIND = ("bulk-*.sst", "*.draft")
"""Files that a failed load, or a crash while a checkpoint was made, leaves."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it should be."""

    what: str
    number: int
    examples: tuple[str, ...] = ()
    repaired: bool = False


def find_orphans(engine: Engine) -> Iterator[Fault]:
    """Yield what hangs loose in the graph, with up to three examples of each kind."""
    for what, pattern in ORPHANS.items():
        (row,) = rows(engine.answer(f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}"))
        number = int(row["n"].value) if isinstance(row["n"], Literal) else 0
        if number:
            found = rows(engine.answer(f"SELECT DISTINCT ?x WHERE {{ {pattern} }} LIMIT 3"))
            yield Fault(what, number, tuple(str(one["x"]) for one in found))


def tidy_folder(folder: Path, *, repair: bool) -> Iterator[Fault]:
    """Yield what lies about in the data folder; with *repair* it is removed, where no process writes to the folder.

    Where none does, the store itself is opened too. Raises StoreError if that or the folder is damaged.
    """
    read_base(folder)
    left = [path for pattern in LEFT_BEHIND for path in (folder / STORE).glob(pattern)]
    left += (folder / "checkpoints").glob("*.draft")
    left += list_drafts(folder)
    if is_locked(folder):  # what a writer is at is not left behind
        return
    lock = FolderLock(folder)
    try:
        for path in left if repair else ():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if left:
            examples = tuple(path.name for path in left[:3])
            yield Fault("files that a crash left behind", len(left), examples, repair)
    finally:
        lock.release()
    if Checkpoints(folder.absolute()).stale:
        yield Fault("checkpoint behind the store", 1, (), repaired=True)
    Store.open(folder).close()


def check_sample(folder: Path, rules: Sequence[Rule]) -> Iterator[Fault]:
    """Yield the rules that nodes picked at random break, with up to three of these nodes."""
    broken: dict[str, list[str]] = {}
    for node, messages in find_faults_in_sample(folder, rules, secrets.randbits(32)).items():
        for message in messages:
            broken.setdefault(message, []).append(node)
    for message, nodes in broken.items():
        yield Fault(f"of a sample break a rule: {message}", len(nodes), tuple(nodes[:3]))


def check_search(folder: Path, *, repair: bool) -> Iterator[Fault]:
    """Yield by how many texts the search index differs in number from the graph; with *repair* it is made anew.

    Nothing is yielded where a process writes to the folder. StoreError if the store or the index cannot be opened.
    """
    if is_locked(folder):
        return
    difference = compare_with_graph(folder, repair=repair)
    if difference:
        yield Fault("names, quotes and titles that the search index lacks, or has for nothing", difference, (), repair)


def check_counts(folder: Path, *, repair: bool) -> Iterator[Fault]:
    """Yield in how many counts the graph differs from its events; with *repair* they are made anew.

    Nothing is repaired where a process writes to the folder.
    """
    with held(folder) as checkpoint:
        wrong = sorted(Miscounts(open_checkpoint(checkpoint), Minter(read_base(folder))).iris)
    if not wrong:
        return
    mend = repair and not is_locked(folder)
    if mend:
        with Store.open(folder) as store:
            store.recount()
    yield Fault("counts that are not those of the events", len(wrong), tuple(wrong[:3]), mend)
