"""What the tests of fetching share: settings, a page, refusals and servers that talk as they like."""

import time
from dataclasses import replace

import pytest

from kg.errors import ReadError
from kg.read.web.fetch import FetchSettings, fetch

LOCAL = FetchSettings(allow_private=True, pause_seconds=0.01, total_seconds=5, read_seconds=3, max_bytes=100_000)
HURRIED = replace(LOCAL, total_seconds=0.6)
ROBOTS = "/robots.txt"
PROSE = (
    "<p>Norland recalled its ambassador from Sudland on Monday after a week of angry exchanges over fishing.</p>"
    "<p>The café of the embassy was closed. Sudland called the step regrettable and did nothing else.</p>"
)
PAGE = f"<!DOCTYPE html><html><head><title>Envoy recalled</title></head><body><h1>Envoy</h1>{PROSE}</body></html>"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


def refusal(url, settings=LOCAL):
    with pytest.raises(ReadError) as caught:
        fetch(url, settings)
    reason = str(caught.value)
    assert "\n" not in reason
    assert reason.startswith("was not fetched: ")
    return reason.removeprefix("was not fetched: ")


def answering(head, rest=b"", every=0.0, count=1):
    """Return a talk that sends *head*, and then *rest* after each of *count* pauses of *every* seconds."""

    def talk(connection):
        connection.sendall(head)
        for _ in range(count):
            time.sleep(every)
            connection.sendall(rest)

    return talk
