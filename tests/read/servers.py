"""Web servers on loopback, each path of which behaves as a test needs."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from tests.loopback import running


@dataclass
class Site:
    """What a server answers, and what it was asked."""

    origin: str = ""
    port: int = 0
    pages: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def add(self, path, body=b"", status=200, **headers):
        """Answer *path* so; an underscore in a header's name stands for a hyphen."""

        def answer(request):
            data = body.encode() if isinstance(body, str) else body
            request.send_response(status)
            for name, value in ({"Content_Type": "text/html", "Content_Length": len(data)} | headers).items():
                if value is not None:
                    request.send_header(name.replace("_", "-"), str(value))
            request.end_headers()
            request.wfile.write(data)

        self.pages[path] = answer

    def redirect(self, path, location, status=302):
        """Send who asks for *path* elsewhere."""
        self.add(path, status=status, Location=location)


@contextmanager
def serve(context=None) -> Iterator[Site]:
    """Serve a `Site`, by TLS where *context* is given; a path that it does not have is answered 404."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            site.asked.append(self.path)
            site.headers.append({name.lower(): value for name, value in self.headers.items()})
            if self.path not in site.pages:
                self.send_error(404)
                return
            try:
                site.pages[self.path](self)
            except OSError:
                self.close_connection = True  # the client had enough

        def log_message(self, *_):
            pass

    with running(Handler, context) as site.port:
        site.origin = f"http{'s' if context else ''}://127.0.0.1:{site.port}"
        yield site


@contextmanager
def serve_raw(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """Yield the origin of a server that hands each connection to *talk*, whatever that sends."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        done = threading.Event()

        def accept() -> None:
            listener.settimeout(0.05)
            while not done.is_set():
                try:
                    connection, _ = listener.accept()
                except TimeoutError:
                    continue
                threading.Thread(target=converse, args=(connection,), daemon=True).start()

        def converse(connection: socket.socket) -> None:
            with closing(connection):
                connection.settimeout(5)
                try:
                    connection.recv(65536)
                    talk(connection)
                except OSError:
                    return  # the client had enough

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            done.set()
            thread.join()
