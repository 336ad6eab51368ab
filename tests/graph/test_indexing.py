"""The search index of a data folder: made where it is missing, compared with the graph, left out of copies."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from kg.errors import SearchError
from kg.graph.backup import back_up, restore
from kg.graph.checking import check_search
from kg.graph.engine import Oxigraph, open_checkpoint
from kg.graph.folder import FolderLock
from kg.graph.holding import held
from kg.graph.indexing import open_search
from kg.graph.recounting import forget, is_counted
from kg.graph.search import NAME
from kg.graph.store import STORE, Store


@pytest.fixture
def told(folder, stories):
    with Store.open(folder) as store:
        for story in stories:
            store.add(*story)
    return folder


def spoil(folder):
    with closing(sqlite3.connect(folder / NAME)) as file, file:
        file.execute("DELETE FROM quote_link")


def test_missing_index_is_made_when_it_is_wanted(told):
    (told / NAME).unlink(missing_ok=True)
    assert open_search(told).find("quote", "quote").total == 5
    assert open_search(told).find("russia", "actor").total == 1


def test_counts_that_are_missing_are_made_with_it(told, mint):
    engine = Oxigraph(told / STORE)
    forget(engine, mint)
    del engine
    shutil.rmtree(told / "checkpoints")
    open_search(told)
    with held(told) as checkpoint:
        assert is_counted(open_checkpoint(checkpoint), mint)


def test_index_that_cannot_be_made_now_is_told_at_the_search(told):
    (told / NAME).unlink(missing_ok=True)
    lock = FolderLock(told)
    search = open_search(told)
    with pytest.raises(SearchError, match="kg check --repair"):
        search.find("russia", "actor")
    lock.release()


def test_check_tells_what_the_index_lacks_and_repairs_it(told):
    assert list(check_search(told, repair=False)) == []
    spoil(told)
    (fault,) = check_search(told, repair=False)
    assert (fault.number, fault.repaired) == (7, False)
    (fault,) = check_search(told, repair=True)
    assert fault.repaired
    assert list(check_search(told, repair=False)) == []
    assert len(open_search(told).find_iris("quote", ["quote"])) == 7


def test_check_leaves_the_index_of_a_writer_alone(told):
    open_search(told)
    spoil(told)
    lock = FolderLock(told)
    assert list(check_search(told, repair=True)) == []
    lock.release()


@pytest.mark.parametrize("name", ["copy", "copy.nq.gz"])
def test_restored_folder_has_an_index_of_its_own(told, tmp_path, name):
    open_search(told)
    spoil(told)
    back_up(told, tmp_path / name)
    restore(tmp_path / name, tmp_path / "anew")
    assert open_search(tmp_path / "anew").find("quote", "quote").total == 5
    assert list(check_search(tmp_path / "anew", repair=False)) == []
