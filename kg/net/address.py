"""Where a URL leads: which server, and at which of its addresses it may be asked.

An address is checked after the name was looked up, and it is the checked address that is connected to: a name that
answers otherwise the second time leads nowhere else.
"""

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from queue import Empty, SimpleQueue
from socket import SOCK_STREAM, getaddrinfo
from threading import Thread
from urllib.parse import quote, urljoin, urlsplit

from kg.errors import FetchError
from kg.net.limits import DEFAULT_PORTS, Deadline, FetchSettings

LONGEST_URL = 2000
"""Characters."""
_PORTS = {"http": 80, "https": 443}
_UNFIT = re.compile(r"[\x00-\x20\x7f\\]")
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.?")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_SAFE = "/%:@!$&'()*+,;=~-._?"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """One URL that may be asked for."""

    scheme: str
    """``http`` or ``https``."""
    host: str
    """A name in ASCII, or an address; without brackets."""
    port: int
    path: str
    """With its query, percent-encoded."""

    @property
    def origin(self) -> str:
        """Scheme, host and port, as in a URL."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def url(self) -> str:
        """The whole URL."""
        return self.origin + self.path


def parse_target(url: str, settings: FetchSettings, base: str = "") -> Target:
    """Return what *url*, which may be relative to *base*, asks for; FetchError where that is not to be fetched."""
    if len(url) > LONGEST_URL:
        raise FetchError(f"its address is longer than {LONGEST_URL:,} characters")
    try:
        parts = urlsplit(urljoin(base, url.strip()))
        host, port = (parts.hostname or ""), parts.port
    except ValueError as error:
        raise FetchError(f"its address is malformed ({error})") from None
    if parts.scheme not in _PORTS:
        raise FetchError(f"only http and https are, not {parts.scheme[:20] or 'an address without a scheme'}")
    if "@" in parts.netloc:
        raise FetchError("its address holds a user name")
    port = _PORTS[parts.scheme] if port is None else port
    if port not in DEFAULT_PORTS and not settings.allow_private:
        raise FetchError(f"port {port} is not one of {', '.join(map(str, DEFAULT_PORTS))}")
    path = quote(parts.path, safe=_SAFE) or "/"
    query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    return Target(parts.scheme, _to_host(host), port, path + query)


def _to_host(name: str) -> str:
    """Return a host as it is asked for; FetchError for one that different programs read differently."""
    malformed = FetchError(f"its address names no server ({name[:60]!r})")
    if ":" in name:
        try:
            address = IPv6Address(name)
        except ValueError:
            raise malformed from None
        if address.scope_id:
            raise malformed
        return str(address)
    try:
        host = name.encode("idna").decode("ascii").lower() if len(name) <= 253 and not _UNFIT.search(name) else ""
    except UnicodeError:
        raise malformed from None
    if not _HOST.fullmatch(host):
        raise malformed
    if _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
        try:
            return str(IPv4Address(host))
        except ValueError:  # 2130706433, 0x7f.1, 0177.0.0.1
            raise FetchError(f"its server is written as a number ({name[:60]})") from None
    return host


def resolve(target: Target, settings: FetchSettings, deadline: Deadline, lead: str = "it is at") -> list[str]:
    """Return the addresses of *target*'s server, in the order of the system's preference.

    FetchError where there is none, where one is private, or where the look-up takes too long; *lead* begins the reason.
    """
    found = _look_up(target, deadline)
    if not settings.allow_private:
        for address in found:
            if is_private(address):
                raise FetchError(f"{lead} a private address ({address})")
    return found


def _look_up(target: Target, deadline: Deadline) -> list[str]:
    """Ask the system for addresses, in a thread: it takes no time limit."""
    answers: SimpleQueue[list[str] | OSError | UnicodeError] = SimpleQueue()

    def ask() -> None:
        try:
            rows = getaddrinfo(target.host, target.port, type=SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(row[4][0]) for row in rows)))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left())
    except Empty:
        raise deadline.error() from None
    if isinstance(answer, Exception) or not answer:
        raise FetchError(f"no server {target.host} is known: check its name and the network")
    return answer


def is_private(address: str) -> bool:
    """Whether *address* is anything but public: private, loopback, link-local, reserved, multicast."""
    one = ipaddress.ip_address(address.partition("%")[0])
    return any(not form.is_global or form.is_multicast or form.is_reserved for form in _forms(one))


def _forms(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    """Yield the addresses that a packet to *address* may end at: IPv4 ones can stand inside IPv6 ones."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            address = address.ipv4_mapped
        elif address in _NAT64:
            address = IPv4Address(int(address) & 0xFFFFFFFF)
        else:
            yield from (form for form in (address.sixtofour, *(address.teredo or ())) if form)
    yield address
