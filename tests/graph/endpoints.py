"""SPARQL endpoints on loopback, each path of which behaves as a test needs."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs

from tests.loopback import running

JSON_ROWS = "application/sparql-results+json"


def to_body(*labels):
    """Return rows with one column ``label``."""
    bindings = [{"label": {"type": "literal", "value": label}} for label in labels]
    return json.dumps({"head": {"vars": ["label"]}, "results": {"bindings": bindings}}).encode()


@dataclass
class Asked:
    """One request, as an endpoint saw it."""

    path: str
    query: str
    headers: dict[str, str]


@dataclass
class Endpoints:
    """What a server answers, and what it was asked."""

    origin: str = ""
    port: int = 0
    pages: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)
    """Set when the test is over: who waits for it then stops."""

    def add(self, path, body=b"", status=200, media_type=JSON_ROWS, **headers):
        """Answer *path* so, and return its URL."""

        def answer(request):
            request.send_response(status)
            for name, value in {"Content-Type": media_type, "Content-Length": str(len(body)), **headers}.items():
                request.send_header(name, value)
            request.end_headers()
            request.wfile.write(body)

        return self.let(path, answer)

    def let(self, path, answer):
        """Let *answer* talk to who asks for *path*, and return its URL."""
        self.pages[path] = answer
        return self.origin + path


@contextmanager
def serve_endpoints() -> Iterator[Endpoints]:
    endpoints = Endpoints()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            endpoints.asked.append(Asked(self.path, parse_qs(body)["query"][0], headers))
            try:
                endpoints.pages[self.path](self)
            except OSError:
                self.close_connection = True  # the client had enough

        def log_message(self, *_):
            pass

    with running(Handler) as endpoints.port:
        endpoints.origin = f"http://127.0.0.1:{endpoints.port}"
        try:
            yield endpoints
        finally:
            endpoints.done.set()
