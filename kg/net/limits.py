"""What fetching may do and how long it may take, and the clock that ends it."""

import time
from dataclasses import dataclass

from kg import __version__
from kg.errors import FetchError

AGENT = "DiploGraph"
"""The name by which a robots.txt speaks to us."""
USER_AGENT = f"{AGENT}/{__version__} (+https://w3id.org/diplograph)"
"""What every request says of who makes it, and where to read more, as Wikimedia and others ask for."""
DEFAULT_PORTS = (80, 443)


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Limits of one fetch; times are in seconds."""

    user_agent: str = USER_AGENT
    connect_seconds: float = 10.0
    read_seconds: float = 15.0
    """Longest silence of a server."""
    total_seconds: float = 60.0
    """For the whole fetch, with its robots.txt and redirects, but without `pause_seconds`."""
    max_bytes: int = 20 << 20
    """Largest answer, unpacked."""
    max_redirects: int = 5
    pause_seconds: float = 1.0
    """Between two fetches from one host, if its robots.txt asks for no longer pause."""
    max_pause_seconds: float = 30.0
    """Longest pause that a robots.txt may ask for."""
    allow_private: bool = False
    """Whether private, loopback and link-local addresses, and any port, may be asked."""


class Deadline:
    """A moment at which a fetch is ended."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def extend(self, seconds: float) -> None:
        """Put the moment off: a pause out of politeness is not the server's fault."""
        self._end += seconds

    @property
    def has_passed(self) -> bool:
        """Whether the moment is over."""
        return time.monotonic() >= self._end

    def left(self) -> float:
        """Return the seconds that are left, more than 0; FetchError where none are."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.error()
        return left

    def error(self) -> FetchError:
        """Return what to say when the moment has passed."""
        return FetchError(f"the server took longer than {self.seconds:g} seconds", is_limit=True)
