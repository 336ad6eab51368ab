"""What a page costs who opens it for the first time."""

import pytest

from tests.browser.conftest import DESKTOP
from tests.browser.pages import named

FIRST, HEAVY = 150_000, 250_000
"""Bytes of all that a page loads, as they are sent: headers and compressed bodies."""


@pytest.mark.parametrize(
    "page",
    named("home", "events", "event", "actor-state", "dyad", "article", "map", "network", "search", "sparql-rows"),
    ids=str,
)
def test_a_first_page_is_light(watched, page, record_property):
    tab = watched(page, DESKTOP, service_workers="block")  # a context of its own: what others loaded is not in its way
    weight = 0
    session = tab.context.new_cdp_session(tab)

    def add(event):
        nonlocal weight
        weight += event["encodedDataLength"]

    session.on("Network.loadingFinished", add)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    tab.reload(wait_until="networkidle")
    record_property("bytes", weight)
    assert 5_000 < weight < (HEAVY if page.heavy else FIRST)
