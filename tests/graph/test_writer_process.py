"""The writer of a server: a process that may die, and the graph that does not."""

import os
import signal
import threading

import pytest

from kg.errors import InUseError, LimitError, QueryError, StoreError
from kg.graph.contents import Content
from kg.graph.readers import Readers
from kg.graph.shapes.compiler import compile_shapes
from kg.graph.store import Store
from kg.graph.updates import Update
from kg.graph.writer_process import WriterProcess
from kg.reference import shapes_file
from kg.results import is_true
from tests.graph.conftest import BASE

PRODUCT = " . ".join(f"?s{number} ?p{number} ?o{number}" for number in range(6))
ENDLESS = f"INSERT {{ <urn:n> <urn:is> ?n }} WHERE {{ SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }} }}"


@pytest.fixture
def writer(folder):
    with WriterProcess(folder) as started:
        yield started


def insert(name):
    return Update(f"INSERT DATA {{ <urn:{name}> <urn:is> 'here' }}")


def is_here(readers, name):
    return is_true(readers.answer(f"ASK {{ <urn:{name}> <urn:is> 'here' }}"))


def test_readers_see_what_a_write_has_answered(writer, folder):
    with Readers(folder, processes=1) as readers:
        for name in ("a", "b", "c"):
            writer.update(insert(name))
            assert is_here(readers, name)
        assert not writer.put("urn:g", [Content(b"<a> <b> <c> .", "text/turtle", BASE)], replace=True)
        assert is_true(readers.answer("ASK { GRAPH <urn:g> { ?s ?p ?o } }"))
        assert writer.drop("urn:g")


def test_articles_are_written_as_the_store_writes_them(writer, stories, ontology, actors, dump):
    with Store.in_memory(BASE, ontology, actors.values(), compile_shapes(shapes_file())) as expected:
        for article, events, run in stories:
            assert writer.add(article, events, run) == expected.add(article, events, run)
            assert writer.holds(article)
        writer.add_copy(stories[0][0], "http://nobody.example/")
        wanted = dump(expected)
    writer.checkpoint()
    writer.close()
    with Store.open(writer._folder) as store:
        assert dump(store) == wanted


def test_a_killed_process_is_replaced_and_nothing_that_was_answered_is_lost(writer, folder):
    writer.update(insert("before"))
    os.kill(writer.pid, signal.SIGKILL)
    writer._process.wait()
    writer.update(insert("after"))
    with Readers(folder, processes=1) as readers:
        assert is_here(readers, "before")
        assert is_here(readers, "after")


def test_a_write_that_does_not_end_is_ended_and_leaves_nothing(folder):
    with WriterProcess(folder, seconds=2.0) as writer:
        with pytest.raises(LimitError, match="more than 2 s"):
            writer.update(Update(ENDLESS))
        writer.update(insert("after"))
    with Store.open(folder) as store:
        assert not is_true(store.answer("ASK { <urn:n> ?p ?o }"))


def test_a_write_that_needs_too_much_memory_is_ended(folder):
    bomb = " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(40)))} }}" for n in range(6))
    with WriterProcess(folder, seconds=30.0, memory_mb=400) as writer:
        with pytest.raises(LimitError, match="400 MB"):
            writer.update(
                Update(f"INSERT {{ <urn:n> <urn:is> ?v0 }} WHERE {{ {{ SELECT * {{ {bomb} }} ORDER BY ?v5 }} }}")
            )
        writer.update(insert("after"))


def test_a_fault_of_the_write_is_told_and_costs_nothing(writer):
    pid = writer.pid
    with pytest.raises(QueryError) as caught:
        writer.update(Update("INSERT DATA {\n oops }"))
    assert caught.value.line == 2
    assert writer.pid == pid


def test_a_write_waits_for_nothing_that_takes_minutes_and_does_not_end_it(writer, folder, monkeypatch):
    monkeypatch.setattr("kg.graph.writer_process.WAIT_SECONDS", 0.2)
    pid = writer.pid
    os.kill(pid, signal.SIGSTOP)  # it is at something else
    for name in ("x", "y" * 1_000_000):
        with pytest.raises(LimitError, match="try again"):
            writer.update(insert(name))
    os.kill(pid, signal.SIGCONT)
    monkeypatch.undo()
    writer.update(insert("z"))
    assert writer.pid == pid
    with Readers(folder, processes=1) as readers:
        assert is_here(readers, "z")
        assert not is_here(readers, "x"), "who heard that nothing was done can rely on it"


def test_a_folder_is_opened_before_all_is_in_step(writer, folder):
    writer.update(insert("a"))
    os.kill(writer.pid, signal.SIGKILL)
    writer._process.wait()
    with Store.open(folder, settle=False) as store:
        assert not store.settled
    with Store.open(folder) as store:
        assert store.settled


@pytest.mark.parametrize(("name", "text"), [("remove", "no iri"), ("find_article", "\ud800")])
def test_what_cannot_be_written_costs_no_process(writer, name, text):
    pid = writer.pid
    with pytest.raises(QueryError, match="cannot be written"):
        getattr(writer, name)(text)
    assert writer.pid == pid


def test_a_write_that_is_nested_too_deeply_is_told(writer):
    with pytest.raises(LimitError, match="nested too deeply"):
        writer.update(Update(f"INSERT DATA {{ <urn:a> <urn:b> {'(' * 200_000}{')' * 200_000} }}"))
    writer.update(insert("after"))


def test_nobody_else_opens_the_folder_and_the_holder_is_named(folder):
    with (
        WriterProcess(folder, address="http://127.0.0.1:8123"),
        pytest.raises(InUseError, match="is served at") as caught,
    ):
        Store.open(folder)
    assert caught.value.address == "http://127.0.0.1:8123"
    Store.open(folder).close()


def test_a_folder_that_is_in_use_gets_no_second_writer(folder):
    with Store.open(folder), pytest.raises(InUseError):
        WriterProcess(folder)


def test_after_the_end_nothing_is_written(writer):
    writer.close()
    with pytest.raises(StoreError, match="closed"):
        writer.update(insert("late"))


def test_writes_of_many_threads_are_all_there(writer, folder):
    names = [f"n{number}" for number in range(12)]
    threads = [threading.Thread(target=writer.update, args=(insert(name),)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Readers(folder, processes=1) as readers:
        assert all(is_here(readers, name) for name in names)
