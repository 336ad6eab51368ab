"""Threads that work for an event loop."""

import asyncio
import threading

import pytest

from web.turns import TURNS, Turns


def fail():
    raise ValueError("broken")


def test_what_is_raised_in_a_thread_reaches_who_waits():
    async def run():
        turns = Turns(2)
        with pytest.raises(ValueError, match="broken"):
            await turns.run(fail)
        return await turns.run(lambda: "next")

    assert asyncio.run(run()) == "next"


def test_no_more_run_at_a_time_than_there_are_threads():
    at_once, most, lock, pair = [0], [0], threading.Lock(), threading.Barrier(2)

    def work():
        with lock:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
        pair.wait(10)
        with lock:
            at_once[0] -= 1

    async def run():
        turns = Turns(2)
        await asyncio.gather(*(turns.run(work) for _ in range(10)))

    asyncio.run(run())
    assert most[0] == 2


def test_one_who_no_longer_waits_leaves_the_turn_to_the_next():
    release, called = threading.Event(), threading.Event()

    async def run():
        turns = Turns(TURNS)
        held = [turns.run(lambda: release.wait(10)) for _ in range(TURNS)]
        left, following = turns.run(called.set), turns.run(lambda: "done")
        left.cancel()
        held[0].cancel()
        release.set()
        return await following

    assert asyncio.run(run()) == "done"
    assert not called.is_set()


def test_first_come_is_first_served():
    done = []

    async def run():
        turns = Turns(1)
        await asyncio.gather(*(turns.run(lambda number=number: done.append(number)) for number in range(20)))

    asyncio.run(run())
    assert done == list(range(20))
