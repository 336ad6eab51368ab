import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from kg.graph.line import Line, NoPlace
from tests.graph.test_readers import wait_until


@pytest.fixture
def threads():
    with ThreadPoolExecutor(8) as pool:
        yield pool


def test_first_come_first_served(threads):
    line = Line(longest=5)
    served = []
    lock = threading.Lock()

    def stand(name):
        item = line.take(10)
        with lock:
            served.append(name)
        line.put(item)

    for number in range(5):
        threads.submit(stand, number)
        assert wait_until(lambda wanted=number + 1: len(line) == wanted)
    line.put("reader")
    assert wait_until(lambda: len(served) == 5)
    assert served == [0, 1, 2, 3, 4]


def test_nobody_waits_longer_than_he_said():
    with pytest.raises(NoPlace):
        Line(longest=5).take(0.01)


def test_full_line_turns_away_at_once(threads):
    line = Line(longest=1)
    waiting = threads.submit(line.take, 10)
    assert wait_until(lambda: len(line) == 1)
    with pytest.raises(NoPlace):
        line.take(1000)
    line.put("reader")
    assert waiting.result() == "reader"


def test_last_item_is_for_quick_takers(threads):
    line = Line(longest=5, kept=1)
    line.put("a")
    line.put("b")
    assert line.take(0) == "b"
    long = threads.submit(line.take, 10)
    assert wait_until(lambda: len(line) == 1)
    assert line.take(0, quick=True) == "a"  # past one who has waited longer, but may not have it
    line.put("a")
    assert not long.done()
    line.put("b")
    assert long.result() == "b"


def test_item_that_was_used_last_is_used_again():
    line = Line(longest=5)
    for item in "abc":
        line.put(item)
    for _ in range(3):
        item = line.take(0)
        line.put(item)
        assert item == "c"


def test_one_who_gave_up_is_given_nothing():
    line = Line(longest=5)
    with pytest.raises(NoPlace):
        line.take(0.01)
    line.put("a")
    assert line.take(0) == "a"
