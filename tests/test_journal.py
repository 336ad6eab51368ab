"""An ingest goes on where it was interrupted: nothing is lost, doubled or read twice."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from kg.graph.store import Store
from kg.journal import NAME, Journal

STORY = "Norway expelled two Russian diplomats on Thursday {0}. Poland thanked Norway in a letter on Friday, {0}.\n"


@pytest.fixture
def inputs(tmp_path):
    folder = tmp_path / "inputs"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.txt").write_text(STORY.format(number), encoding="utf-8")
    return folder


def interrupt_after(folder, *paths):
    """Leave the journal of an ingest that was interrupted when *paths* were done."""

    def run():
        with Journal(folder, resume=False) as journal:
            for path in paths:
                assert not journal.holds(str(path))
                journal.add(str(path))
            journal.commit()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run()


def test_done_inputs_are_known_after_an_interruption_and_only_then(tmp_path, inputs):
    one, other = str(inputs / "0.txt"), str(inputs / "1.txt")
    interrupt_after(tmp_path, one)
    assert (tmp_path / NAME).exists()
    with Journal(tmp_path, resume=True) as journal:
        assert journal.holds(one)
        assert not journal.holds(other)
    assert not (tmp_path / NAME).exists()


def test_what_was_not_committed_is_read_again(tmp_path, inputs):
    path = str(inputs / "0.txt")

    def run():
        with Journal(tmp_path, resume=False) as journal:
            journal.add(path)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run()
    with Journal(tmp_path, resume=True) as journal:
        assert not journal.holds(path)


def test_a_changed_file_is_not_done(tmp_path, inputs):
    path = inputs / "0.txt"
    interrupt_after(tmp_path, path)
    path.write_text("Other text.", encoding="utf-8")
    with Journal(tmp_path, resume=True) as journal:
        assert not journal.holds(str(path))


def test_a_line_cut_off_is_no_line(tmp_path, inputs):
    path = str(inputs / "0.txt")
    interrupt_after(tmp_path, path)
    file = tmp_path / NAME
    file.write_bytes(file.read_bytes()[:-3])
    with Journal(tmp_path, resume=True) as journal:
        assert not journal.holds(path)


def test_what_is_no_file_is_never_done(tmp_path):
    with Journal(tmp_path, resume=False) as journal:
        journal.add("-")
        journal.add("gone.txt")
        journal.add("nul\0l")
        journal.commit()
        assert (tmp_path / NAME).read_text() == ""


def test_resume_passes_over_what_is_done(kg, data, inputs):
    interrupt_after(data, *(inputs / f"{number}.txt" for number in range(4)))
    done = kg("ingest", inputs, "--resume")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("2 articles read, 2 added")
    assert kg("ingest", inputs, "--resume").stdout.startswith("6 articles read, 4 added, 2 unchanged")


@pytest.mark.slow
def test_kill_at_any_point_and_resume_gives_the_graph_of_one_run(kg, data, inputs, tmp_path, dump_of):
    whole = kg("ingest", inputs)
    assert whole.exit_code == 0, whole.output
    expected = dump_of(data)
    other = tmp_path / "other"
    assert kg("init", "--data", other).exit_code == 0
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "kg", "ingest", str(inputs), "--data", str(other), "--resume"]
    for seconds in (2.4, 3.0):
        run = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        run.send_signal(signal.SIGKILL)
        run.wait()
    assert kg("ingest", inputs, "--data", other, "--resume").exit_code == 0
    assert {line for line in dump_of(other) if "article" in line} == {line for line in expected if "article" in line}


@pytest.fixture
def dump_of():
    """Returns the triples of a data folder."""
    from pyoxigraph import RdfFormat

    def dump(folder):
        with Store.open(folder) as store:
            answer = store.answer("CONSTRUCT WHERE { ?s ?p ?o }", graph=RdfFormat.N_TRIPLES)
        return set(answer.body.decode().splitlines())

    return dump


def test_failed_inputs_are_listed_and_can_be_fed_back(kg, inputs, tmp_path):
    bad = inputs / "bad.txt"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (inputs / "french.txt").write_text(
        "Le ministre a rappelé lundi son ambassadeur. Son homologue a fait de même le lendemain matin.",
        encoding="utf-8",
    )
    failed = tmp_path / "failed.txt"
    done = kg("ingest", inputs, "--failed", failed)
    assert done.exit_code == 1
    assert failed.read_text() == f"{bad}\n"
    assert "1 failed: 1 is a binary file" in done.stdout
    assert "1 skipped: 1 is not in English" in done.stdout
    bad.write_text(STORY.format("again"), encoding="utf-8")
    done = kg("ingest", "--list", failed)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("1 article read, 1 added")


def test_skipped_inputs_are_no_failure(kg, tmp_path):
    path = tmp_path / "french.txt"
    path.write_text("Le ministre a rappelé lundi son ambassadeur. Son homologue a fait de même le lendemain matin.")
    assert kg("ingest", path).exit_code == 0


def test_nothing_to_ingest_is_misuse(kg):
    assert kg("ingest").exit_code == 2


LONG = (
    "Norway expelled two Russian diplomats on Thursday after a court in Oslo found that they had paid an official. "
    "The foreign ministry of Norway said that the two had a week to leave the country, and gave no names. "
    "Russia called the step unfriendly and promised an answer in the coming days, as its embassy said in a note. "
    "Poland thanked Norway on Friday and summoned the Russian ambassador to explain the affair to its minister.\n"
)


def test_the_same_text_of_another_outlet_is_a_copy_and_doubles_no_event(kg, tmp_path):
    for name, title in (("one", "Norway expels diplomats"), ("two", "Oslo throws out envoys")):
        record = {"doc": name, "title": title, "url": f"https://{name}.example/a", "source": name, "text": LONG}
        (tmp_path / f"{name}.json").write_text(json.dumps({**record, "published": "2024-06-07"}), encoding="utf-8")
    done = kg("ingest", tmp_path / "one.json")
    assert done.exit_code == 0, done.output
    mentions = json.loads(kg("stats", "--json").stdout)["mentions"]
    assert mentions > 0
    done = kg("ingest", tmp_path / "two.json")
    assert done.stdout.startswith("1 article read, 1 copies of earlier ones, 0 events")
    assert json.loads(kg("stats", "--json").stdout)["mentions"] == mentions
    assert kg("ingest", tmp_path / "two.json").stdout.startswith("1 article read, 1 unchanged")
    copies = kg("query", "SELECT ?s WHERE { ?copy dip:copyOf ?first ; dip:source ?s }", "--format", "csv")
    assert copies.stdout.split() == ["s", "two"]
    assert kg("validate").exit_code == 0
