"""What the robots.txt of each server allows us (RFC 9309), remembered for a while."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import FetchError
from kg.net.address import Target
from kg.net.limits import AGENT
from kg.net.request import Answer

if TYPE_CHECKING:
    from protego import Protego

MOST_BYTES = 512_000
"""Of a robots.txt; the rest is not read (the RFC asks for 500 KiB)."""
MOST_SERVERS = 1000
"""Servers whose rules are remembered."""
KEPT_SECONDS = 3600.0
_AGENT_LINE = re.compile(r"^[ \t]*user[ -]?agent[ \t]*:?[ \t]*([^\n#]*)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Rules:
    parsed: "Protego | None"
    """None where everything is allowed."""
    refusal: str
    """Why nothing may be fetched; empty where something may."""
    read_at: float


class Robots:
    """The rules of servers; *get* is what reads the robots.txt at a target."""

    def __init__(self, get: Callable[[Target], Answer]) -> None:
        self._get = get
        self._rules: dict[str, _Rules] = {}

    def check(self, target: Target) -> float:
        """Return the pause in seconds that the server asks for between requests; FetchError where it forbids *target*.

        A server that has no robots.txt (any status from 400 to 499 but 429) forbids nothing; one whose robots.txt
        cannot be read forbids everything, for as long as that is remembered.
        """
        rules = self._rules.get(target.origin)
        if rules is None or time.monotonic() - rules.read_at > KEPT_SECONDS:
            rules = self._read(target)
            self._rules[target.origin] = rules
            if len(self._rules) > MOST_SERVERS:
                del self._rules[next(iter(self._rules))]
        if rules.refusal:
            raise FetchError(rules.refusal)
        if rules.parsed is None:
            return 0.0
        if not rules.parsed.can_fetch(target.url, AGENT):
            raise FetchError("robots.txt forbids it")
        return rules.parsed.crawl_delay(AGENT) or 0.0

    def _read(self, target: Target) -> _Rules:
        from protego import Protego

        now = time.monotonic()
        try:
            answer = self._get(Target(target.scheme, target.host, target.port, "/robots.txt"))
        except FetchError as error:
            return _Rules(None, f"its robots.txt cannot be read: {error.reason}", now)
        if answer.status == 200:
            return _Rules(Protego.parse(_of_interest(answer.body.decode(errors="replace"))), "", now)
        if 400 <= answer.status < 500 and answer.status != 429:
            return _Rules(None, "", now)
        return _Rules(None, f"its robots.txt cannot be read: the server answered {answer.status}", now)


def _of_interest(text: str) -> str:
    """Return *text* with one name in place of all other agents': rules are kept for each name, times each other."""

    def rename(line: re.Match[str]) -> str:
        name = line[1].strip().lower()
        is_ours = name == "*" or (bool(name.strip("*")) and name.strip("*") in AGENT.lower())
        return line[0] if is_ours else "User-agent: others-"

    return _AGENT_LINE.sub(rename, text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
