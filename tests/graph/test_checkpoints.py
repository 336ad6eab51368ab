import os
import shutil

import pytest

from kg.errors import StoreError
from kg.graph.checkpoints import Checkpoints, hold
from kg.graph.readers import Readers
from kg.graph.store import Store
from kg.results import rows

RUN = "2026-11-22-rules-1"


@pytest.fixture
def count(folder):
    """Counts the events that readers see."""

    def read():
        with Readers(folder, processes=1) as readers:
            return int(rows(readers.answer("SELECT (COUNT(*) AS ?n) { ?e a dip:Event }"))[0]["n"].value)

    return read


def test_create_makes_the_first(folder):
    assert Checkpoints(folder).current == folder / "checkpoints" / "1"
    assert not Checkpoints(folder).stale


def test_open_without_writing_makes_none(folder):
    Store.open(folder).close()
    assert Checkpoints(folder).current.name == "1"


def test_only_two_are_kept(folder, make_article):
    with Store.open(folder) as store:
        for number in range(5):
            store.add(make_article(str(number)), [], RUN)
            store.checkpoint()
    numbers = {path.name for path in (folder / "checkpoints").iterdir()}
    assert numbers == {"5", "6", "current"}
    assert Checkpoints(folder).current.name == "6"


def test_one_that_is_held_stays(folder, make_article):
    handle = hold(folder / "checkpoints" / "1")
    with Store.open(folder) as store:
        for number in range(4):
            store.add(make_article(str(number)), [], RUN)
            store.checkpoint()
        assert (folder / "checkpoints" / "1").is_dir()
        assert not (folder / "checkpoints" / "2").exists()
        os.close(handle)
        store.add(make_article("last"), [], RUN)
    assert not (folder / "checkpoints" / "1").exists()


def test_hold_of_a_removed_one_fails(folder):
    with pytest.raises(FileNotFoundError):
        hold(folder / "checkpoints" / "7")


@pytest.mark.parametrize("damage", ["pointer gone", "pointer empty", "checkpoint gone", "checkpoint empty", "all gone"])
def test_a_lost_checkpoint_is_made_anew(folder, count, damage):
    checkpoints = folder / "checkpoints"
    if damage == "pointer gone":
        (checkpoints / "current").unlink()
    elif damage == "pointer empty":
        (checkpoints / "current").write_bytes(b"")
    elif damage == "checkpoint gone":
        shutil.rmtree(checkpoints / "1")
    elif damage == "checkpoint empty":
        shutil.rmtree(checkpoints / "1")
        (checkpoints / "1").mkdir()
    else:
        shutil.rmtree(checkpoints)
    assert count() == 0


def test_leftover_of_a_crash_is_no_obstacle(folder, make_article):
    draft = folder / "checkpoints" / "2.draft"
    draft.mkdir()
    (draft / "half.sst").write_bytes(b"x")
    with Store.open(folder) as store:
        store.add(make_article("a"), [], RUN)
    assert Checkpoints(folder).current.name == "2"
    assert not draft.exists()
    assert not (folder / "checkpoints" / "2" / "half.sst").exists()


def test_what_a_crashed_writer_committed_is_seen(folder, make_article, tell, actors, count, monkeypatch):
    """The writer dies after the commit, before the checkpoint: whoever comes next makes it."""
    store = Store.open(folder)
    store.add(make_article("a"), [tell(actors["RUS"], None)], RUN)
    monkeypatch.setattr(Store, "checkpoint", lambda self: None)
    store.close()
    monkeypatch.undo()
    assert Checkpoints(folder).current.name == "1"
    assert count() == 1


def test_a_full_disk_is_reported(folder, make_article, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    store = Store.open(folder)
    store.add(make_article("a"), [], RUN)
    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.replace", fail)
        with pytest.raises(StoreError, match="is the disk full"):
            store.close()
    assert Checkpoints(folder).current.name == "1"
    Store.open(folder).close()
    assert Checkpoints(folder).current.name == "3"
