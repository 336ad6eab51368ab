import json
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.errors import LimitError, QueryError, StoreError
from kg.graph.readers import Readers
from kg.graph.store import Store
from kg.graph.writer_process import WriterProcess
from kg.results import rows

RUN = "2026-11-22-rules-1"
SMALL = "SELECT ?label { actor:RUS skos:prefLabel ?label }"
NUMBERS = " ".join(str(number) for number in range(200))
CARTESIAN = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {NUMBERS} }} VALUES ?b {{ {NUMBERS} }} " + (
    f"VALUES ?c {{ {NUMBERS} }} VALUES ?d {{ {NUMBERS} }} }}"
)
HUGE = CARTESIAN.replace("(COUNT(*) AS ?n)", "*").replace("SELECT", "SELECT DISTINCT") + " ORDER BY ?a ?b ?c ?d"


@pytest.fixture
def readers(folder):
    with Readers(folder, seconds=1.5, memory_mb=512) as pool:
        for _ in pool.pids:  # each in turn, so that all are ready
            pool.answer(SMALL)
        yield pool


def label(engine):
    return [row["label"].value for row in rows(engine.answer(SMALL))]


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(condition, seconds=10.0):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def test_answers(readers):
    assert readers.base == "http://localhost:8000/"
    assert label(readers) == ["Russia"]


def test_errors_of_a_query_cost_no_process(readers):
    pids = readers.pids
    with pytest.raises(QueryError, match="SERVICE is not allowed here"):
        readers.answer("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    with pytest.raises(QueryError) as caught:
        readers.answer("SELECT *\nWHERE { ?s }")
    assert caught.value.line == 2
    assert label(readers) == ["Russia"]
    assert readers.pids == pids


def test_cartesian_product_ends_within_its_limit_and_disturbs_nobody(readers):
    with ThreadPoolExecutor() as threads:
        started = time.monotonic()
        bad = threads.submit(readers.answer, CARTESIAN)
        time.sleep(0.1)
        answered = 0
        while not bad.done():
            assert label(readers) == ["Russia"]
            answered += 1
        took = time.monotonic() - started
    assert isinstance(bad.exception(), LimitError)
    assert "more than 1.5 s" in str(bad.exception())
    assert 1.4 < took < 4
    assert answered > 20
    assert [label(readers) for _ in range(3)] == [["Russia"]] * 3


def test_memory_is_limited(folder):
    with Readers(folder, processes=1, seconds=60, memory_mb=200) as pool:
        with pytest.raises(LimitError, match="more than 200 MB"):
            pool.answer(HUGE)
        assert label(pool) == ["Russia"]


def test_deep_nesting_costs_only_its_process(readers):
    with pytest.raises(LimitError, match="nested too deeply"):
        readers.answer("SELECT * {" + "{" * 10_000 + "}" * 10_000 + "}")
    assert label(readers) == ["Russia"]


def test_reader_killed_while_it_answers(folder):
    with Readers(folder, processes=1, seconds=30) as pool, ThreadPoolExecutor() as threads:
        pool.answer(SMALL)
        (pid,) = pool.pids
        busy = threads.submit(pool.answer, CARTESIAN)
        time.sleep(0.2)
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(StoreError, match="ended from outside"):
            busy.result()
        assert label(pool) == ["Russia"]
        assert pool.pids != {pid}


def test_reader_killed_while_idle_is_replaced_unseen(folder):
    with Readers(folder, processes=1) as pool:
        pool.answer(SMALL)
        (pid,) = pool.pids
        os.kill(pid, signal.SIGKILL)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        assert label(pool) == ["Russia"]


def test_busy_pool_turns_away(folder):
    with Readers(folder, processes=1, seconds=1.5, wait=0.1) as pool, ThreadPoolExecutor() as threads:
        busy = threads.submit(pool.answer, CARTESIAN)
        time.sleep(0.1)
        with pytest.raises(LimitError, match="busy"):
            pool.answer(SMALL)
        assert isinstance(busy.exception(), LimitError)


def test_writes_are_seen_by_the_next_query(folder, readers, make_article, tell, actors):
    """A writer in another store object, as `kg ingest` beside `kg serve`."""
    query = "SELECT (COUNT(*) AS ?n) { ?e a dip:Event }"
    counts = []
    with Store.open(folder) as store:
        for number in range(5):
            store.add(make_article(str(number)), [tell(actors["RUS"], None, day=f"2024-01-0{number + 1}")], RUN)
            store.checkpoint()
            counts += [int(rows(readers.answer(query))[0]["n"].value) for _ in range(3)]
    assert counts == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5]


def test_checkpoints_may_go_while_queries_run(folder, readers, make_article, tell, actors):
    query = "SELECT ?e { ?e a dip:Event }"
    failures = []
    stop = threading.Event()

    def ask():
        seen = 0
        while not stop.is_set():
            now = len(rows(readers.answer(query)))
            if now < seen:
                failures.append((seen, now))
            seen = now

    with ThreadPoolExecutor() as threads, Store.open(folder) as store:
        asking = [threads.submit(ask) for _ in range(2)]
        for number in range(25):
            store.add(make_article(str(number)), [tell(actors["RUS"], None, day=f"{2000 + number}")], RUN)
            store.checkpoint()
        stop.set()
        for future in asking:
            future.result()
    assert failures == []
    assert len(rows(readers.answer(query))) == 25


def test_large_answer(readers):
    query = f"SELECT ?a ?b ?c {{ VALUES ?a {{ {NUMBERS} }} VALUES ?b {{ {NUMBERS} }} VALUES ?c {{ 1 2 3 }} }}"
    body = json.loads(readers.answer(query).body)
    assert len(body["results"]["bindings"]) == 120_000


def test_many_threads(readers):
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: label(readers), range(200)))
    assert found == [["Russia"]] * 200


def test_readers_have_no_network(readers):
    """Where the system lets a process leave the network, only the loopback device is left, and it is down."""
    allowed = subprocess.run(["unshare", "--user", "--net", "true"], capture_output=True, check=False)  # noqa: S607
    if allowed.returncode != 0:
        pytest.skip("this system has no network namespaces for us")
    ours = Path("/proc/self/ns/net").readlink()
    until = time.monotonic() + 10
    while [pid for pid in readers.pids if Path(f"/proc/{pid}/ns/net").readlink() == ours]:  # one may just have begun
        assert time.monotonic() < until
        readers.answer(SMALL)


def test_close_ends_the_processes(folder):
    pool = Readers(folder)
    pool.answer(SMALL)
    pids = pool.pids
    assert len(pids) == 2
    pool.close()
    assert not any(is_running(pid) for pid in pids)
    with pytest.raises(StoreError, match="closed"):
        pool.answer(SMALL)
    pool.close()


def test_close_while_a_query_runs(folder):
    with ThreadPoolExecutor() as threads:
        pool = Readers(folder, processes=1, seconds=30)
        pool.answer(SMALL)
        pids = pool.pids
        busy = threads.submit(pool.answer, CARTESIAN)
        time.sleep(0.2)
        pool.close()
        with pytest.raises(StoreError):
            busy.result()
    assert not any(is_running(pid) for pid in pids | pool.pids)


PARENT = f"""
import os, sys, threading, time
from pathlib import Path
from kg.graph.readers import Readers
pool = Readers(Path(sys.argv[1]), seconds=2)
pool.answer({SMALL!r})
print(*pool.pids, flush=True)
threading.Thread(target=pool.answer, args=({CARTESIAN!r},)).start()
time.sleep(0.3)
os.kill(os.getpid(), 9)
"""


def test_readers_end_with_their_parent(folder):
    """One is idle and one at work when the parent is killed: both end, the second at its own alarm."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    parent = subprocess.run([sys.executable, "-c", PARENT, str(folder)], stdout=subprocess.PIPE, env=env, check=False)
    pids = [int(word) for word in parent.stdout.split()]
    assert len(pids) == 2
    assert wait_until(lambda: not any(is_running(pid) and not is_zombie(pid) for pid in pids))


def is_zombie(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):  # it ended while it was read
        return True


def test_reader_starts_light():
    """No language model and no web framework: only the engine."""
    code = "import sys, kg.graph.reader; print(*sys.modules)"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, env=env, check=True)
    loaded = {name.partition(".")[0] for name in run.stdout.split()}
    assert "pyoxigraph" in loaded
    assert not loaded & {"spacy", "flask", "click", "yaml", "rich", "numpy", "trafilatura"}


def test_no_data_folder(tmp_path):
    with pytest.raises(StoreError, match="kg init"):
        Readers(tmp_path)


def damage(folder):
    for manifest in folder.glob("checkpoints/*/MANIFEST*"):
        manifest.unlink()
        manifest.write_bytes(b"junk" * 500)


def test_damaged_checkpoint_is_replaced_unseen(folder, readers):
    damage(folder)
    with Readers(folder, processes=1) as pool:
        assert pool.answer(SMALL) == readers.answer(SMALL)
        assert pool.generation


def test_damaged_checkpoint_is_replaced_by_the_writer_if_there_is_one(folder):
    with WriterProcess(folder), Readers(folder, processes=1) as pool:
        damage(folder)
        assert pool.answer(SMALL)


def test_damaged_store_is_one_error(folder):
    damage(folder)
    for manifest in folder.glob("store/MANIFEST*"):
        manifest.write_bytes(b"junk" * 500)
    with Readers(folder, processes=1) as pool:
        for _ in range(2):
            with pytest.raises(StoreError, match=r"restore the data folder|no checkpoint"):
                pool.answer(SMALL)
