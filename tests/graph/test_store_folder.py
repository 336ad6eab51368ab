"""The folder of a store: made, opened by one process at a time, and whole after a writer was killed."""

import os
import signal
import subprocess
import sys
import time

import pytest

from kg.errors import DataError, SettingsError, StoreError
from kg.graph.store import Store
from kg.results import rows
from tests.graph.conftest import BASE


def child_env():
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def test_create_and_open(folder, stories):
    with Store.open(folder) as store:
        assert store.base == BASE
        store.add(*stories[0])
    with Store.open(folder) as store:
        assert store.counts()["events"] == 3


@pytest.mark.parametrize(
    "base", ["", "localhost/", "http://x", "ftp://x/", "http:///", "http://x/?a/", "http://x/#/", "http://a b/"]
)
def test_bad_base_is_refused(tmp_path, base):
    with pytest.raises(SettingsError, match="base IRI"):
        Store.create(tmp_path / "data", base, [], [])
    assert list(tmp_path.iterdir()) == []


def test_create_refuses_a_folder_that_is_not_empty(folder, tmp_path):
    with pytest.raises(StoreError, match="not empty"):
        Store.create(folder, BASE, [], [])
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="not empty"):
        Store.create(tmp_path / "file", BASE, [], [])


def test_create_takes_an_empty_folder(tmp_path):
    (tmp_path / "data").mkdir()
    Store.create(tmp_path / "data", BASE, [], []).close()
    assert (tmp_path / "data" / "kg.json").is_file()


def test_interrupted_create_leaves_nothing_that_looks_finished(tmp_path, actors):
    bad = tmp_path / "bad.ttl"
    bad.write_text("this is no Turtle", encoding="utf-8")
    with pytest.raises(DataError, match=r"bad\.ttl"):
        Store.create(tmp_path / "data", BASE, [bad], [])
    with pytest.raises(DataError, match=r"none\.ttl"):
        Store.create(tmp_path / "data", BASE, [tmp_path / "none.ttl"], [])

    def interrupted():
        yield actors["RUS"]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Store.create(tmp_path / "data", BASE, [], interrupted())
    assert list(tmp_path.iterdir()) == [bad]


def test_open_of_a_missing_folder_says_what_to_do(tmp_path):
    with pytest.raises(StoreError, match="kg init"):
        Store.open(tmp_path / "none")


@pytest.mark.parametrize(
    ("text", "error"),
    [("{", SettingsError), ('{"base": "http://x/"}', SettingsError), ('{"version": 1}', SettingsError),
     ('{"version": 2, "base": "http://x/"}', SettingsError), ("[]", SettingsError), ("\udcff", StoreError)],
)  # fmt: skip
def test_damaged_own_file(folder, text, error):
    (folder / "kg.json").write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(error, match=r"kg\.json"):
        Store.open(folder)


def test_missing_engine_files(folder):
    (folder / "store" / "CURRENT").unlink()
    with pytest.raises(StoreError, match="restore"):
        Store.open(folder)


def test_second_opener_in_another_process_is_told_who_has_it(folder):
    code = f"""
import sys
from pathlib import Path
from kg.errors import StoreError
from kg.graph.store import Store
try:
    Store.open(Path({str(folder)!r}))
except StoreError as error:
    sys.exit(str(error))
"""
    with Store.open(folder):
        other = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, env=child_env(), check=False
        )
    assert other.returncode == 1
    assert f"in use by process {os.getpid()} (" in other.stderr
    Store.open(folder).close()


def test_second_opener_in_this_process(folder):
    with Store.open(folder), pytest.raises(StoreError, match="in use"):
        Store.open(folder)
    Store.open(folder).close()


def test_closed_store_says_so(folder):
    store = Store.open(folder)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.counts()


WRITER = """
import sys
from pathlib import Path
from kg.graph.store import Store
from kg.model import *
russia = Actor("RUS", ActorKind.STATE, "Russia")
def events(number):
    return [Event(russia, "112", None, PartialDate(2024, 1, day), mentions=(Mention(number, "x", "a", "b", "", 1),))
            for day in range(1, 31)]
with Store.open(Path(sys.argv[1])) as store:
    for round in range(1000):
        for number in range(5):
            store.add(Article(f"a{number}", f"round {round}", url=f"http://x/{number}"), events(round), f"run-{round}")
            if round == 1 and number == 0:
                print("going", flush=True)
            if round % 10 == 9 and number == 0:
                store.checkpoint()
"""


@pytest.mark.parametrize("delay", [0.05, 0.2, 0.4])
def test_killed_writer_leaves_whole_articles(folder, delay):
    """kill -9 amid replacements: every article has its thirty mentions, all by the one run of its content."""
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, env=child_env())
    with writer:
        assert writer.stdout.readline() == b"going\n"
        time.sleep(delay)
        writer.send_signal(signal.SIGKILL)
    query = """SELECT ?article (COUNT(DISTINCT ?m) AS ?mentions) (COUNT(DISTINCT ?run) AS ?runs)
               WHERE { ?m dip:article ?article ; prov:wasGeneratedBy ?run . ?event dip:mention ?m .
                       ?article dip:contentHash ?hash }
               GROUP BY ?article"""
    with Store.open(folder) as store:
        found = rows(store.answer(query))
        assert len(found) == 5
        assert {(row["mentions"].value, row["runs"].value) for row in found} == {("30", "1")}
        for number in range(5):
            store.remove(store.find_article(f"a{number}")[0])
        assert store.counts()["events"] == store.counts()["mentions"] == 0
        assert rows(store.answer("SELECT ?run { ?run a dip:Run }")) == []
