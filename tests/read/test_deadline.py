"""Each article has its time, and no more."""

import signal
import threading
import time
from contextlib import suppress

import pytest

from kg.errors import ReadError
from kg.model import Article
from kg.read.deadline import within

ARTICLE = Article("a", "Text.")


def slow(*pauses):
    for pause in pauses:
        end = time.monotonic() + pause
        while time.monotonic() < end:
            with suppress(Exception):  # as libraries do
                time.sleep(0.01)
        yield ARTICLE


def test_quick_articles_pass():
    assert list(within(1, slow(0, 0.01, 0))) == [ARTICLE] * 3


def test_the_time_is_that_of_one_article_not_of_all():
    assert len(list(within(0.2, slow(*[0.05] * 8)))) == 8


def test_a_slow_article_ends_its_input_and_is_told():
    outcomes = within(0.1, slow(0, 30))
    started = time.monotonic()
    assert next(outcomes) == ARTICLE
    with pytest.raises(ReadError, match=r"takes longer than 0\.1 seconds"):
        next(outcomes)
    assert time.monotonic() - started < 5


def test_the_time_of_the_consumer_does_not_count():
    for outcome in within(0.1, slow(0, 0, 0)):
        time.sleep(0.15)
        assert outcome == ARTICLE


def test_alarms_of_others_stay():
    before = signal.getsignal(signal.SIGALRM)
    list(within(1, slow(0)))
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_another_thread_reads_without_a_limit():
    found = []
    thread = threading.Thread(target=lambda: found.extend(within(0.01, slow(0.05))))
    thread.start()
    thread.join()
    assert found == [ARTICLE]
