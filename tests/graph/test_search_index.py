"""The search index follows the store: through writes, crashes, damage and beside readers."""

import sqlite3
import threading

import pytest

from kg.errors import StoreError
from kg.graph.search import KINDS, Search
from tests.graph.search_writer import actor, quote


def test_a_replaced_text_is_no_longer_found(told):
    told.write(
        gone=[quote("2", "The minister of Poland sanctioned nobody.")], new=[quote("2", "Nobody was sanctioned.")]
    )
    assert told.texts("sanctions") == ["Nobody was sanctioned."]
    assert told.texts("poland nobody") == []


def test_following_gives_what_a_rebuild_gives(told):
    told.write(
        gone=[quote("1", "Poland expelled two Russian diplomats on Tuesday.")], new=actor("POL", "Poland", "Polska")
    )
    searches = [(words, kind) for words in ("poland", "minister", "diplomats", "polska") for kind in KINDS]
    followed = [told.search.find(*one) for one in searches], told.search.count()
    told.index.rebuild(told.store)
    assert ([told.search.find(*one) for one in searches], told.search.count()) == followed


def test_write_that_died_before_the_index_is_caught_up(told):
    gone, new = [quote("2", "The minister of Poland sanctioned nobody.")], [quote("4", "Envoys met.")]
    told.index.note(gone, new)
    told.change(gone, new)  # and here the process ends
    assert not told.index.in_step
    assert told.reopen()
    assert told.index.in_step
    assert (told.texts("envoys"), told.texts("sanctions")) == (["Envoys met."], [])


def test_a_write_after_one_that_was_not_followed_hides_nothing(told):
    gone, new = [quote("2", "The minister of Poland sanctioned nobody.")], [quote("2", "Envoys met.")]
    told.index.note(gone, new)
    told.change(gone, new)
    told.write(gone=new, new=[quote("2", "Envoys left.")])
    assert not told.index.in_step
    told.index.catch_up(told.store)
    assert (told.texts("envoys"), told.texts("sanctions")) == (["Envoys left."], [])


def test_write_that_the_store_refused_leaves_the_index_as_it_was(told):
    with pytest.raises(StoreError, match="disk"), told.index.following({quote("1", "x")}, {quote("9", "Lost words.")}):
        raise StoreError("nothing was written: is the disk full?")
    assert told.texts("lost") == []
    told.reopen()
    assert (told.texts("lost"), told.search.find("poland", "quote").total) == ([], 3)


def test_another_boot_after_a_write_makes_the_index_anew(told, monkeypatch, tmp_path):
    told.change([], [quote("9", "Words of which the index was never told.")])
    told.index.settle()
    assert not told.reopen()
    told.write(new=[quote("4", "Envoys met.")])
    boot = tmp_path / "boot"
    boot.write_text("another")
    monkeypatch.setattr("kg.graph.search.index.BOOT", boot)
    assert not told.index.in_step
    assert told.reopen()
    assert told.texts("never told") == ["Words of which the index was never told."]


def test_a_bulk_load_is_told_of_beforehand(told):
    told.index.mark_behind()
    told.change([], [quote("4", "Envoys met.")])
    assert told.texts("poland expelled")  # the old one answers meanwhile
    assert told.reopen()
    assert told.texts("envoys") == ["Envoys met."]


@pytest.mark.parametrize("content", [b"no database at all" * 100, None])
def test_damaged_index_or_one_of_another_version_is_made_anew(told, content):
    told.index.close()
    if content is None:
        with sqlite3.connect(told.path) as file:
            file.execute("PRAGMA user_version = 99")
        file.close()
    else:
        told.path.write_bytes(content)
    assert told.reopen()
    assert told.search.find("poland", "quote").total == 3


def test_readers_are_not_in_the_way_of_the_writer(told):
    faults: list[Exception] = []
    stop = threading.Event()

    def read():
        try:
            while not stop.is_set():
                assert Search(told.path).find("poland", "quote").total >= 3
        except Exception as error:  # noqa: BLE001  # whatever it is, the test must tell
            faults.append(error)

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(50):
        told.write(new=[quote(f"n{number}", f"Poland met envoy {number}.")])
        assert told.texts(f"envoy {number}")  # at once
    told.index.rebuild(told.store)
    stop.set()
    for thread in threads:
        thread.join()
    assert not faults
    assert told.search.find("poland", "quote").total == 53
