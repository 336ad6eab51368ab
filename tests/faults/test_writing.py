"""What befalls who writes: killed in the middle, no room, another writer, a broken checkpoint, a clock set back."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.graph.checking import find_orphans
from kg.graph.readers import Readers
from kg.graph.store import Store
from kg.results import rows
from kg.tokens import make_token
from tests.faults.conftest import Site, make_folder
from tests.servers import serving

WRITE_FOR_EVER = """
import sys
from datetime import date
from itertools import count
from pathlib import Path
from kg.graph.store import Store
from kg.model import Actor, ActorKind, Article, Event, Mention, PartialDate

russia, poland = Actor("RUS", ActorKind.STATE, "Russia"), Actor("POL", ActorKind.STATE, "Poland")
with Store.open(Path(sys.argv[1])) as store:
    for number in count():
        article = Article(f"story-{number}", "Text.", "Title", date(2024, 6, 26), url=f"https://news.example/{number}")
        events = [
            Event(russia, code, poland, PartialDate(2024, 6, 1 + number % 28), mentions=(
                Mention(at, "Text.", "Russia", "acted", "Poland", 0.5),))
            for at, code in enumerate(("111", "112", "130", "042"))
        ]
        assert store.add(article, events, "2024-06-27-test").outcome == "added"
        print(number, flush=True)  # acknowledged
"""


def count(folder, pattern):
    with Readers(folder, processes=1) as readers:
        (row,) = rows(readers.answer(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}"))
        return int(row["n"].value)


@pytest.mark.parametrize("seconds", [0.3, 0.8, 1.5])
def test_a_writer_killed_at_work_loses_nothing_that_it_acknowledged(tmp_path, seconds):
    folder = make_folder(tmp_path / "kg-data")
    with subprocess.Popen([sys.executable, "-c", WRITE_FOR_EVER, folder], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout.readline() == "0\n"
        time.sleep(seconds)
        writer.send_signal(signal.SIGKILL)
        last = int(["0", *writer.stdout.read().split()][-1])
    there = count(folder, '?article a dip:Article ; dip:title "Title"@en')
    assert there in (last + 1, last + 2)  # one more may be whole, and its word not out
    assert count(folder, '?mention dip:article ?article ; dip:quote "Text."@en') == 4 * there
    with Readers(folder, processes=1) as readers:
        assert list(find_orphans(readers)) == []
    with Store.open(folder) as store:
        assert store.recount() == 0


def tell(number):
    """Return a story unlike the others, so that none is taken for a copy."""
    chance = random.Random(number)  # noqa: S311  # stories, no secrets
    states = "France Poland Russia China India Brazil Japan Kenya Chile Egypt Norway Spain".split()
    verbs = "accused condemned praised visited threatened thanked sanctioned invited".split()
    lines = [" ".join((a, chance.choice(verbs), b)) + "." for a, b in (chance.sample(states, 2) for _ in range(40))]
    return {"id": f"s{number}", "url": f"https://news.example/{number}", "text": "\n\n".join(lines)}


@pytest.mark.slow
def test_an_ingest_killed_and_resumed_has_every_article_once(data, tmp_path):
    stories = tmp_path / "stories.jsonl"
    stories.write_text("\n".join(json.dumps(tell(number)) for number in range(60)))
    command = [sys.executable, "-m", "kg", "ingest", "--resume", "--data", str(data), str(stories)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as ingest:
        while count(data, "?x a dip:Article") < 2:
            assert ingest.poll() is None, ingest.stderr.read()
        ingest.send_signal(signal.SIGKILL)
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert count(data, "?x a dip:Article") == 60
    with Readers(data, processes=1) as readers:
        assert list(find_orphans(readers)) == []


@pytest.fixture
def small_disk(tmp_path):
    """A disk that holds a data folder, and little more."""
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder], capture_output=True, text=True
    )
    if done.returncode:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
    yield folder
    subprocess.run(["/bin/umount", "--lazy", folder], check=True)


@pytest.mark.slow
def test_a_full_disk_is_told_and_costs_nothing_that_is_there(small_disk):
    folder = make_folder(small_disk / "kg-data")
    token = make_token(folder)
    write = {"Authorization": f"Bearer {token}", "Content-Type": "application/sparql-update"}
    with serving(folder) as (address, process):
        site = Site(address, process, folder)
        filler = small_disk / "filler"
        filler.write_bytes(b"x" * max(0, shutil.disk_usage(small_disk).free - 1_000_000))
        told = []
        for number in range(12):
            text = f"INSERT DATA {{ <urn:a{number}> <urn:b> '{'x' * 200_000}' }}"
            status, _, body = site.get("/sparql", "POST", text, write)
            told.append(status)
            assert status in (204, 503), body
            assert site.ask("ASK {}")[0] == 200
        assert 503 in told, "12 writes of 200 kB do not fit"
        filler.unlink()
        for _ in range(10):
            status, _, body = site.get("/sparql", "POST", "INSERT DATA { <urn:z> <urn:b> 'y' }", write)
            if status == 204:
                break
            time.sleep(0.5)
        assert status == 204, body
        answer = site.ask("ASK { <urn:z> ?p ?o }")
        assert b"true" in answer[2], answer
        for number, status in enumerate(told):
            known = b"true" in site.ask(f"ASK {{ <urn:a{number}> ?p ?o }}")[2]
            assert known or status != 204, "what was acknowledged is there"


def test_a_second_kg_is_told_who_has_the_folder(tmp_path, story):
    folder = make_folder(tmp_path / "kg-data")
    with Store.open(folder):
        done = subprocess.run(
            [sys.executable, "-m", "kg", "ingest", "--data", str(folder), str(story)], capture_output=True, text=True
        )
    assert done.returncode == 1
    assert f"is in use by process {os.getpid()}" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_broken_checkpoint_is_replaced_while_the_site_runs(tmp_path):
    folder = make_folder(tmp_path / "kg-data")
    with serving(folder) as (address, process):
        site = Site(address, process, folder)
        assert site.wait_of() < 5
        for pid in site.readers():  # those that have the checkpoint open would go on with it
            os.kill(pid, signal.SIGKILL)
        for manifest in folder.glob("checkpoints/*/MANIFEST*"):
            manifest.unlink()
            manifest.write_bytes(b"junk" * 500)
        ends = [site.ask("ASK {}")[0] for _ in range(12)]  # one that was killed may still have been asked
        assert ends[-8:] == [200] * 8


def test_a_lost_checkpoint_folder_is_made_anew_while_the_site_runs(tmp_path):
    folder = make_folder(tmp_path / "kg-data")
    make_token(folder)
    with serving(folder) as (address, process):
        site = Site(address, process, folder)
        shutil.rmtree(folder / "checkpoints")
        ends = [site.ask("ASK {}")[0]]
        while ends[-1] != 200 and len(ends) < 50:
            time.sleep(0.1)
            ends.append(site.ask("ASK {}")[0])
        assert ends[-1] == 200


@pytest.fixture
def clock(tmp_path):
    """Return the settings of a process whose wall clock can be set, and the file that sets it, in seconds."""
    compiler, library, off = shutil.which("cc"), tmp_path / "clock.so", tmp_path / "off"
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("no clock can be set without a C compiler on Linux")
    source = Path(__file__).with_name("clock.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source], check=True)
    off.write_text("0")
    return {"LD_PRELOAD": str(library), "CLOCK_OFF": str(off)}, off


@pytest.mark.slow
def test_a_clock_set_back_changes_nothing(tmp_path, clock):
    settings, off = clock
    folder = make_folder(tmp_path / "kg-data")
    write = {"Authorization": f"Bearer {make_token(folder)}", "Content-Type": "application/sparql-update"}
    day = 24 * 3600
    with serving(folder, KG_QUERY_SECONDS="2", **settings) as (address, process):
        site = Site(address, process, folder)
        tags = []
        for number, shift in enumerate((0, -day, -400 * day, 0)):
            off.write_text(str(shift))
            status, _, body = site.get("/sparql", "POST", f"INSERT DATA {{ <urn:a> <urn:b> {number} }}", write)
            assert status == 204, body
            status, headers, body = site.ask("SELECT ?n { <urn:a> <urn:b> ?n }")
            assert (status, body.count(b'"n":')) == (200, number + 1), "an answer after a write has it"
            tags.append(headers["ETag"])
            assert site.get("/", headers={"Accept": "text/html"})[0] == 200
        assert len(set(tags)) == 4
        shown = site.ask("SELECT (NOW() AS ?now) {}")[2]
        off.write_text(str(-2 * day))
        assert site.ask("SELECT (NOW() AS ?now) {}")[2] != shown, "the clock is set back"
        started = time.monotonic()
        assert site.ask("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")[0] == 503
        assert time.monotonic() - started < 4
