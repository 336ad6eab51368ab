"""The site under granian: one worker process, several threads, an orderly end."""

import resource
import socket
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from multiprocessing.util import Finalize
from types import MappingProxyType

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from kg.errors import KgError, SettingsError
from kg.graph.federation import PROCESSES
from kg.graph.folder import FolderLock
from kg.graph.meter import check_log, log_queries
from kg.graph.readers import QUEUE
from kg.graph.writer_process import WriterProcess
from kg.settings import Settings
from kg.stores import open_engine, open_search
from kg.tokens import takes_tokens
from web import create_app
from web.bridge import Bridge
from web.endpoint.bodies import largest_body
from web.endpoint.dump import DUMPS

LOOPBACK = MappingProxyType({"0.0.0.0": "127.0.0.1", "::": "::1"})  # noqa: S104  # which nobody listens on here
"""Where this machine reaches itself, for what stands for all of its addresses."""
READERS = 4
"""Queries answered at a time."""
THREADS = READERS + 2 * QUEUE + 8
"""Requests worked on at a time: all that may wait for a reader, and some that need none."""
WRITES = 8
"""Threads more where there is a writer: a write waits in one of them for the write before it."""
CONNECTIONS = 4096
"""Connections at a time; more wait to be accepted. One that is idle costs a few kilobytes."""
HEADER_SECONDS = 10
"""How long a client may take over the head of a request."""
STOP_SECONDS = 5
"""How long a stop waits for requests under way."""


def serve(settings: Settings, on_start: Callable[[], None] = lambda: None) -> None:
    """Serve the site until SIGINT or SIGTERM; *on_start* is called once all that can be checked is in order.

    Raises SettingsError if the address cannot be listened on, StoreError if the data folder is none.
    """
    address = _check_address(settings.host, settings.port)
    if settings.query_log is not None:
        check_log(settings.query_log)
    open_engine(settings, processes=0).close()  # so that a bad folder is told here, and not by the worker
    open_search(settings)  # a folder of an earlier release has no index, and no counts
    if _takes_writes(settings):
        FolderLock(settings.data).release()  # for the same reason
    _allow_files(CONNECTIONS + 1024)
    server = Server(
        target="web",
        address=address,
        port=settings.port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,  # the limit on heads does not hold while it is open which version is spoken
        websockets=False,
        backpressure=CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
        log_level=LogLevels.critical,
        workers_kill_timeout=STOP_SECONDS,
    )
    on_start()
    try:
        server.serve(target_loader=partial(load, settings), wrap_loader=False)
    except SystemExit:
        # Ctrl-C reaches the worker too; where it ends before it is told to, granian takes that for a crash.
        if not server.interrupt_signal:
            raise KgError("the site has stopped unexpectedly: see the messages above") from None


def load(settings: Settings) -> Bridge:
    """Return the site, inside the worker process: its readers end with it."""
    try:
        if settings.query_log is not None:
            log_queries(settings.query_log)
        writer = open_writer(settings)
        engine = open_engine(settings, READERS)
    except KgError as error:
        sys.exit(f"kg: {error}")
    Finalize(None, engine.close, exitpriority=1)  # a child of multiprocessing skips atexit
    app = create_app(settings, engine, editor=writer)
    if (dumps := app.extensions[DUMPS]) is not None:
        Finalize(None, dumps.close, exitpriority=1)
    threads = THREADS + (PROCESSES if settings.services else 0) + (WRITES if writer is not None else 0)
    return Bridge(app, threads, partial(largest_body, settings))


def open_writer(settings: Settings) -> WriterProcess | None:
    """Return the writer of the data folder; None where no token allows anybody to write, or the graph is elsewhere.

    Raises StoreError if the folder is open in another process.
    """
    if not _takes_writes(settings):
        return None
    host = LOOPBACK.get(settings.host, settings.host)
    address = f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"
    writer = WriterProcess(settings.data, settings.write_seconds, address=address)
    Finalize(None, writer.close, exitpriority=0)
    return writer


def _takes_writes(settings: Settings) -> bool:
    return settings.endpoint is None and takes_tokens(settings.data)


def _allow_files(number: int) -> None:
    """Let this process and its children have up to *number* files open, as far as the system allows it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = number if hard == resource.RLIM_INFINITY else min(number, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _check_address(host: str, port: int) -> str:
    """Return *host* as a number after binding to it once; SettingsError says why that does not work.

    granian shares a port with another of its kind instead of failing.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with closing(socket.socket(family, kind, protocol)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        reason = error.strerror or error
        raise SettingsError(
            f"cannot listen on {host} port {port} ({reason}): choose another with --port, or --host"
        ) from error
    return str(address[0])
