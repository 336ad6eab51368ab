"""What takes long is worked out beside the requests, which get what is known so far."""

from threading import Event

import pytest

from kg.errors import LimitError
from web import lately as module
from web.asking import Asking
from web.lately import Lately


class Graph:
    """An engine whose state the tests change."""

    base = "https://graph.example/"
    generation = "1"


@pytest.fixture
def ask():
    return Asking(Graph())


def finish(kept: Lately) -> None:
    for done, _ in list(kept._working.values()):
        assert done.wait(10)


def test_what_is_quick_is_there_at_once_and_kept_for_the_state_of_the_graph(ask):
    kept, made = Lately(), []
    for _ in range(2):
        assert kept.get(ask, "x", lambda _: made.append(1) or len(made)) == (1, True)
    ask.engine.generation = "2"
    assert kept.get(ask, "x", lambda _: made.append(1) or len(made)) == (2, True)


def test_a_request_does_not_wait_for_what_takes_long(ask, monkeypatch):
    monkeypatch.setattr(module, "FIRST_SECONDS", 0.01)
    monkeypatch.setattr(module, "AGAIN_SECONDS", 0.01)
    kept, go, begun = Lately(), Event(), []

    def make(_):
        begun.append(1)
        assert go.wait(10)
        return len(begun)

    assert [kept.get(ask, "x", make) for _ in range(3)] == [(None, False)] * 3
    assert len(begun) == 1, "whoever asks meanwhile starts no other"
    go.set()
    finish(kept)
    assert kept.get(ask, "x", make) == (1, True)
    go.clear()
    ask.engine.generation = "2"
    assert kept.get(ask, "x", make) == (1, False), "an older one is better than none"
    go.set()
    finish(kept)
    assert kept.get(ask, "x", make) == (2, True)


@pytest.mark.parametrize("fault", [LimitError("too long"), RuntimeError("a fault of ours")])
def test_what_fails_is_not_tried_again_at_once(ask, fault, caplog):
    kept, tries = Lately(), []

    def make(_):
        tries.append(1)
        raise fault

    for _ in range(3):
        assert kept.get(ask, "x", make) == (None, False)
    assert len(tries) == 1
    assert ("a fault of ours" in caplog.text) == isinstance(fault, RuntimeError)


def test_a_graph_that_does_not_tell_its_state_is_asked_once_in_a_while(ask):
    ask.engine.generation = ""
    kept, made = Lately(), []
    for _ in range(3):
        assert kept.get(ask, "x", lambda _: made.append(1) or len(made)) == (1, True)
