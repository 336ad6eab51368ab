"""What goes wrong in a tab of the browser, noted."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response

INSIDE = ("data", "blob", "about")
"""Schemes of addresses that no host is asked for."""

ABORTED = "net::ERR_ABORTED"
"""What a page no longer waits for, as another has come."""


class Watch:
    """Notes what the console and scripts complain of, requests that fail, and requests to another host.

    What the Content-Security-Policy refuses is an error on the console.
    """

    def __init__(self, tab: Page, host: str, faults: list[str]) -> None:
        self._tab = tab
        self._host = host
        self._faults = faults
        self._listeners = {
            "console": self._said,
            "pageerror": lambda error: self._note(f"script: {error}"),
            "request": self._asked,
            "requestfailed": self._failed,
            "response": self._answered,
        }

    def _note(self, fault: str) -> None:
        self._faults.append(f"{self._tab.url[:150]}: {fault}")

    def _said(self, message: ConsoleMessage) -> None:
        where = message.location["url"]
        of_page = where == self._tab.url and message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not of_page:  # the page's own status is looked at by who opens it
            self._note(f"console: {message.text} ({where[:150]})")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in INSIDE and parts.netloc != self._host:
            self._note(f"another host: {request.url[:200]}")

    def _failed(self, request: Request) -> None:
        if request.failure != ABORTED:
            self._note(f"failed: {request.url[:200]} ({request.failure})")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self._note(f"{response.status}: {response.url[:200]}")

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen for the time of a block."""
        for event, listener in self._listeners.items():
            self._tab.on(event, listener)
        try:
            yield
        finally:
            for event, listener in self._listeners.items():
                self._tab.remove_listener(event, listener)
