"""An endpoint that does what a test tells it: status by status, with whatever else can go wrong."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs

from kg.endpoint import Endpoint
from tests.loopback import running

JSON = "application/sparql-results+json"
YES = b'{"head":{},"boolean":true}'


@dataclass
class Act:
    """What the endpoint does with one request."""

    status: int = 200
    body: bytes = YES
    kind: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    """Break off in the middle of the body."""
    pause: float = 0
    """Seconds between the first half of the body and the second."""


@dataclass
class Fake:
    """Acts one after the other; the last one goes on."""

    acts: list[Act] = field(default_factory=list)
    seen: list[tuple[dict[str, str], dict[str, list[str]]]] = field(default_factory=list)
    """Headers and form of each request."""
    endpoint: Endpoint | None = None


@contextmanager
def serve(fake: Fake) -> Iterator[Fake]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            fake.seen.append((dict(self.headers.items()), form))
            act = fake.acts.pop(0) if len(fake.acts) > 1 else fake.acts[0]
            self.send_response(act.status)
            for name, value in {"Content-Type": act.kind, "Content-Length": str(len(act.body)), **act.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            half = len(act.body) // 2
            self.wfile.write(act.body[:half])
            self.wfile.flush()
            if act.cut:
                self.close_connection = True
                return
            if act.pause:
                time.sleep(act.pause)
            self.wfile.write(act.body[half:])

        def log_message(self, *arguments):
            pass

    with running(Handler) as port:
        address = f"http://127.0.0.1:{port}/sparql"
        fake.endpoint = Endpoint(address, address)
        yield fake
