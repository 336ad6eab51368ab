"""Fetches a page, a PDF or a feed from the web on request: politely, within limits, and from public addresses only."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from kg.errors import FetchError
from kg.net.address import Target, parse_target, resolve
from kg.net.limits import Deadline, FetchSettings
from kg.net.request import Answer, ask
from kg.read.source import Source
from kg.read.web.robots import MOST_BYTES, Robots

__all__ = ["FetchSettings", "Fetched", "Fetcher", "fetch"]

REDIRECTS = (301, 302, 303, 307, 308)
SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
    "message/rfc822": ".eml",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/rdf+xml": ".xml",
    "application/xml": ".xml",
    "text/xml": ".xml",
}
"""Of media types that say what is in a body; of others the URL's own is taken."""
LONGEST_STEM = 80
_UNNAMED = ("index", "default", "feed", "rss", "atom", "")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What stands at a URL."""

    body: bytes
    """Unpacked, in the encoding in which it came."""
    media_type: str
    """In lower case, without parameters; empty where the server gave none."""
    url: str
    """Where it was found in the end, after redirects."""

    def to_source(self, max_bytes: int) -> Source:
        """Return it as an input for the readers; the charset that the server named is not passed on.

        Servers are often wrong about it, and `decode` tells English text without it.
        """
        parts = urlsplit(self.url)
        place = PurePosixPath(unquote(parts.path))
        stem = re.sub(r"[^\w.-]+", "-", place.stem).strip("-.")[:LONGEST_STEM]
        name = (parts.hostname or "") if stem.lower() in _UNNAMED else stem
        suffix = SUFFIXES.get(self.media_type) or place.suffix.lower()
        return Source(BytesIO(self.body), name, suffix, max_bytes, self.url)


def fetch(url: str, settings: FetchSettings | None = None) -> Fetched:
    """Return what stands at *url*; FetchError, its message a clause without a subject, where that is not to be had.

    For more than one URL use one `Fetcher`: it remembers each server's rules, and pauses between requests.
    """
    return Fetcher(settings or FetchSettings()).fetch(url)


class Fetcher:
    """Fetches one URL after another; for one thread."""

    def __init__(self, settings: FetchSettings) -> None:
        self.settings = settings
        self._deadline = Deadline(settings.total_seconds)
        self._robots = Robots(self._get_robots)
        self._asked: dict[str, float] = {}
        """When each host was last asked, in an earlier fetch."""

    def fetch(self, url: str) -> Fetched:
        """Return what stands at *url*, after redirects; FetchError as `fetch` says.

        Waits first where the same host was asked less than `FetchSettings.pause_seconds` ago.
        """
        self._deadline = Deadline(self.settings.total_seconds)
        hosts: set[str] = set()

        def visit(target: Target, addresses: list[str]) -> Answer:
            pause = self._robots.check(target)
            if target.host not in hosts:
                self._wait(target.host, pause)
            hosts.add(target.host)
            return ask(target, addresses, self.settings, self._deadline, self.settings.max_bytes)

        try:
            target, answer = self._travel(parse_target(url, self.settings), visit)
        finally:
            self._asked |= dict.fromkeys(hosts, time.monotonic())
        if answer.status != 200:
            raise FetchError(f"the server answered {answer.status}")
        return Fetched(answer.body, answer.media_type, target.url)

    def _get_robots(self, target: Target) -> Answer:
        def visit(target: Target, addresses: list[str]) -> Answer:
            return ask(target, addresses, self.settings, self._deadline, MOST_BYTES, is_part_enough=True)

        return self._travel(target, visit)[1]

    def _travel(self, target: Target, visit: Callable[[Target, list[str]], Answer]) -> tuple[Target, Answer]:
        """Return the first answer that is no redirect, and where it came from; each stop is checked anew."""
        seen: set[str] = set()
        lead = "it is at"
        while len(seen) <= self.settings.max_redirects:
            if target.url in seen:
                raise FetchError("it redirects in a circle")
            seen.add(target.url)
            answer = visit(target, resolve(target, self.settings, self._deadline, lead))
            if answer.status not in REDIRECTS:
                return target, answer
            if not answer.location:
                raise FetchError(f"the server answered {answer.status} without saying where to go")
            target = parse_target(answer.location, self.settings, target.url)
            lead = "it redirects to"
        raise FetchError(f"it redirects more than {self.settings.max_redirects} times")

    def _wait(self, host: str, asked_pause: float) -> None:
        """Let the pause since the last fetch from *host* pass; the deadline moves with it."""
        pause = max(self.settings.pause_seconds, min(asked_pause, self.settings.max_pause_seconds))
        seconds = self._asked.get(host, float("-inf")) + pause - time.monotonic()
        if seconds > 0:
            time.sleep(seconds)
            self._deadline.extend(seconds)
