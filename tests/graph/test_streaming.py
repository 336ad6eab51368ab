"""Large answers: in pieces, within limits, and at no cost to the readers."""

import gc
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat

from kg.errors import LimitError, StoreError, TooLargeError
from kg.graph.readers import Readers
from kg.graph.spool import SHELVED, Spool
from kg.results import CHUNK
from tests.graph.test_readers import CARTESIAN, NUMBERS, SMALL, label, wait_until

MANY = f"SELECT ?a ?b {{ VALUES ?a {{ {NUMBERS} }} VALUES ?b {{ {NUMBERS} }} }}"
"""40,000 rows: 7 MB in JSON, 290 kB in CSV."""
TRIPLES = MANY.replace(
    "SELECT ?a ?b", "CONSTRUCT { ?s <http://x.example/p> ?b } WHERE"
).removesuffix("}") + ' BIND(IRI(CONCAT("http://x.example/", STR(?a))) AS ?s) }'  # fmt: skip
CSV = QueryResultsFormat.CSV


@pytest.fixture
def pool(folder):
    with Readers(folder, processes=1, seconds=30, result_mb=8, wait=20) as readers:
        yield readers


@pytest.mark.parametrize(
    ("query", "options", "least"),
    [
        (MANY, {}, 4_000_000),
        (MANY, {"results": CSV}, 200_000),
        (TRIPLES, {"graph": RdfFormat.N_TRIPLES}, 2_000_000),
        (TRIPLES, {"graph": RdfFormat.TURTLE}, 200_000),
        (SMALL, {}, 50),
    ],
)
def test_stream_is_the_answer_in_chunks(pool, query, options, least):
    answer = pool.answer(query, **options)
    with pool.stream(query, **options) as stream:
        chunks = list(stream)
    assert stream.media_type == answer.media_type
    assert b"".join(chunks) == answer.body
    assert stream.size == len(answer.body) > least
    assert max(map(len, chunks)) <= CHUNK


def test_each_triple_comes_once(pool):
    query = "CONSTRUCT { ?s a dip:State } WHERE { VALUES ?x { 1 2 3 } ?s a dip:State }"
    lines = pool.answer(query, graph=RdfFormat.N_TRIPLES).body.splitlines()
    assert len(lines) == len(set(lines)) > 1


def test_store_in_memory_streams_too(store):
    with store.stream(SMALL) as stream:
        assert b"".join(stream) == store.answer(SMALL).body


def test_answer_that_nobody_fetches_holds_no_reader(pool):
    streams = [pool.stream(MANY, results=CSV) for _ in range(5)]
    assert label(pool) == ["Russia"]
    assert pool.meter.read().running == 0
    for stream in streams:
        stream.close()
        stream.close()


def test_too_large_an_answer_is_refused(folder):
    with Readers(folder, processes=1, seconds=30, result_mb=1) as pool:
        with pytest.raises(TooLargeError, match="larger than 1 MB"):
            pool.stream(MANY)
        assert pool.meter.read().ends["cut"] == 1
        assert label(pool) == ["Russia"]


def test_room_for_answers_is_limited_and_comes_back(folder):
    with Readers(folder, processes=1, seconds=30, result_mb=1) as pool:
        size = pool.stream(MANY, results=CSV).size
        gc.collect()  # so that the one that nobody has is closed by now
        fitting = [pool.stream(MANY, results=CSV) for _ in range((SHELVED << 20) // size)]
        with pytest.raises(LimitError, match="try again"):
            pool.stream(MANY, results=CSV)
        assert label(pool) == ["Russia"]  # small ones need no room
        fitting.pop().close()
        pool.stream(MANY, results=CSV).close()
        for stream in fitting:
            stream.close()


def test_full_disk_is_one_error(pool, monkeypatch):
    def full(self, piece):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("kg.graph.spool.TemporaryFile", lambda: full(None, b""))
        with pytest.raises(StoreError, match="disk"):
            pool.stream(MANY)
    assert label(pool) == ["Russia"]


def test_reader_killed_in_the_middle_of_an_answer(pool, monkeypatch):
    label(pool)
    (pid,) = pool.pids
    keep, pieces = Spool.keep, []

    def keep_and_kill(spool, piece):
        keep(spool, piece)
        pieces.append(piece)
        if len(pieces) == 5:
            os.kill(pid, signal.SIGKILL)

    with monkeypatch.context() as patched:
        patched.setattr(Spool, "keep", keep_and_kill)
        with pytest.raises(StoreError, match="ended from outside"):
            pool.stream(MANY)
    assert len(pieces) >= 5
    assert label(pool) == ["Russia"]
    assert pool.pids != {pid}


def test_full_line_turns_away_at_once(folder):
    with Readers(folder, processes=1, seconds=3, wait=20, queue=1) as pool, ThreadPoolExecutor() as threads:
        label(pool)
        busy = [threads.submit(pool.stream, CARTESIAN, seconds=1.5) for _ in range(2)]
        assert wait_until(lambda: (pool.meter.read().running, pool.meter.read().waiting) == (1, 1))
        started = time.monotonic()
        with pytest.raises(LimitError, match="busy"):
            pool.stream(SMALL)
        assert time.monotonic() - started < 1
        assert pool.meter.read().ends["busy"] == 1
        assert all(isinstance(one.exception(), LimitError) for one in busy)


def test_one_reader_is_kept_for_quick_questions(folder):
    with Readers(folder, processes=3, seconds=20, wait=0.1) as pool, ThreadPoolExecutor() as threads:
        for _ in pool.pids:
            label(pool)
        bad = [threads.submit(pool.stream, CARTESIAN, seconds=3) for _ in range(2)]
        assert wait_until(lambda: pool.meter.read().running == 2)
        with pytest.raises(LimitError, match="busy"):
            pool.stream(SMALL)
        for _ in range(20):
            assert label(pool) == ["Russia"]
            pool.stream(SMALL, seconds=1).close()
        assert not any(one.done() for one in bad)


def test_many_streams_at_once(folder):
    with Readers(folder, processes=2, seconds=30, wait=30) as pool, ThreadPoolExecutor(8) as threads:
        whole = pool.answer(MANY, results=CSV).body
        barrier = threading.Barrier(8)

        def fetch(_):
            barrier.wait()
            with pool.stream(MANY, results=CSV) as stream:
                return b"".join(stream)

        assert list(threads.map(fetch, range(8))) == [whole] * 8
