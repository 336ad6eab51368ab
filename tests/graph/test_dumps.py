"""The file that holds all of a data folder: made on demand, whole or not at all, by one process at a time."""

import gzip
import os
import signal
import subprocess
import sys
import time
from contextlib import closing

import pytest

from kg.errors import StoreError
from kg.graph.backup import back_up, restore
from kg.graph.checking import tidy_folder
from kg.graph.dumping import FOLDER, find_dump, make_dump
from kg.graph.dumps import Dumps
from kg.graph.readers import Readers
from kg.graph.store import Store
from kg.graph.updates import Update
from kg.results import rows
from tests.web.conftest import POLAND, RUSSIA, STORY, events_of_story

BASE = "https://graph.example/kg/"
EVERYTHING = "SELECT * WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "kg-data"
    with Store.create(path, BASE, [], [RUSSIA, POLAND]) as store:
        store.add(STORY, events_of_story(), "2024-06-27-test")
        store.update(Update(f"INSERT DATA {{ GRAPH <{BASE}graph/wikidata> {{ wd:Q36 rdfs:label 'Poland' }} }}"))
    return path


@pytest.fixture
def dumps(folder):
    with closing(Dumps(folder)) as opened:
        yield opened


def everything(folder):
    with Readers(folder, processes=1) as readers:
        return {tuple(map(str, row.values())) for row in rows(readers.answer(EVERYTHING))}


def change(folder):
    with Store.open(folder) as store:
        store.update(Update("INSERT DATA { <a:b> <a:c> <a:d> }"))


def names(folder):
    return {path.name for path in (folder / FOLDER).iterdir()}


def test_a_dump_is_restored_as_the_same_graph_with_its_named_graphs(folder, dumps, tmp_path):
    dump = dumps.get(20)
    assert restore(dump.path, tmp_path / "anew") == dump.quads
    assert everything(tmp_path / "anew") == everything(folder)
    assert gzip.decompress(dump.path.read_bytes()).startswith(f"# DiploGraph dump of {BASE}\n".encode())


def test_a_small_dump_follows_the_graph_and_takes_the_place_of_the_older(folder, dumps):
    first = dumps.get(20)
    assert dumps.is_current(first)
    assert dumps.get(20) == first, "and is not made again while the graph is the same"
    change(folder)
    assert not dumps.is_current(first)
    second = dumps.get(20)
    assert dumps.is_current(second)
    assert second.quads > first.quads
    assert names(folder) == {"lock", second.path.name}


def test_a_large_dump_is_handed_out_for_an_hour_after_the_graph_has_changed(folder, dumps, monkeypatch):
    monkeypatch.setattr("kg.graph.dumps.RATE", 1)
    monkeypatch.setattr("kg.graph.dumps.SMALL", 0)
    first = dumps.get(20) or make_dump(folder)
    change(folder)
    monkeypatch.setattr("kg.graph.dumps.SMALL", 0)
    assert dumps.get(0) == first
    assert not dumps.is_making
    hour_ago = time.time() - 3601
    os.utime(first.path, (hour_ago, hour_ago))
    assert dumps.get(0).path == first.path, "the older one, while the new one is made"
    assert dumps.is_making
    dumps._process.wait(20)
    assert dumps.is_current(dumps.newest)


def test_while_one_process_dumps_no_other_does(folder, monkeypatch):
    within = []

    def write(*arguments, **options):
        within.append(make_dump(folder))
        return 0

    monkeypatch.setattr("kg.graph.dumping.write_dump", write)
    with pytest.raises(StoreError):  # nothing was written
        make_dump(folder)
    assert within == [None]


def test_a_full_disk_leaves_no_half_dump(folder, dumps, monkeypatch):
    def fill(store, base, target, **options):
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    first = dumps.get(20)
    change(folder)
    with monkeypatch.context() as patched:
        patched.setattr("kg.graph.dumping.write_dump", fill)
        with pytest.raises(StoreError, match="No space left"):
            make_dump(folder)
    assert names(folder) == {"lock", first.path.name}
    assert find_dump(folder) == first


def test_a_dump_that_cannot_be_made_is_not_tried_again_at_once(folder, dumps):
    (folder / FOLDER).write_text("in the way")
    assert dumps.get(20) is None
    started = dumps._again
    assert dumps.get(20) is None
    assert not dumps.is_making
    assert dumps._again == started > time.monotonic()


PROGRAM = """
import sys, time
import kg.graph.dumping as dumping
from kg.graph import dump_program

def write(store, base, target, **options):
    target.write_bytes(b"half")
    print("writing", flush=True)
    time.sleep(60)

dumping.write_dump = write
dump_program.main()
"""


@pytest.fixture
def program(folder):
    """The program, which gets stuck after half of the dump."""
    command = [sys.executable, "-c", PROGRAM, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"writing\n"
        yield process
        process.kill()


def test_the_program_ends_with_its_server_and_leaves_nothing(folder, program):
    assert os.getpriority(os.PRIO_PROCESS, program.pid) == 19
    program.stdin.close()
    program.wait(20)
    assert names(folder) == {"lock"}


def test_what_a_crash_has_left_is_never_taken_for_a_dump_and_is_tidied_away(folder, program):
    assert list(tidy_folder(folder, repair=True)) == [], "while it is written it is not left behind"
    program.send_signal(signal.SIGKILL)
    program.wait(20)
    assert names(folder) == {f"{program.pid}.draft", "lock"}
    assert find_dump(folder) is None
    (fault,) = tidy_folder(folder, repair=True)
    assert fault.examples == (f"{program.pid}.draft",)
    assert names(folder) == {"lock"}


def test_a_crash_is_tidied_away_by_the_next_dump_too(folder, program, dumps):
    program.send_signal(signal.SIGKILL)
    program.wait(20)
    assert {"lock", dumps.get(20).path.name} == names(folder)


def test_a_copy_of_the_folder_has_no_dumps(folder, dumps, tmp_path):
    assert dumps.get(20)
    back_up(folder, tmp_path / "copy")
    assert not (tmp_path / "copy" / FOLDER).exists()
