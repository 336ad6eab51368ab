"""The site under granian: one worker process, several threads, an orderly end."""

import socket
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from multiprocessing.util import Finalize

from flask import Flask
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from kg.errors import KgError, SettingsError
from kg.graph.meter import log_queries
from kg.settings import Settings
from kg.stores import open_engine
from web import create_app

THREADS = 4
"""Requests answered at a time; each holds a reader only while its query runs."""
STOP_SECONDS = 5
"""How long a stop waits for requests under way."""


def serve(settings: Settings, on_start: Callable[[], None] = lambda: None) -> None:
    """Serve the site until SIGINT or SIGTERM; *on_start* is called once all that can be checked is in order.

    Raises SettingsError if the address cannot be listened on, StoreError if the data folder is none.
    """
    address = _check_address(settings.host, settings.port)
    open_engine(settings, processes=0).close()  # so that a bad folder is told here, and not by the worker
    server = Server(
        target="web",
        address=address,
        port=settings.port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        websockets=False,
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


def load(settings: Settings) -> Flask:
    """Return the site, inside the worker process: its readers end with it."""
    try:
        if settings.query_log is not None:
            log_queries(settings.query_log)
        engine = open_engine(settings, processes=THREADS)
    except KgError as error:
        sys.exit(f"kg: {error}")
    Finalize(None, engine.close, exitpriority=1)  # a child of multiprocessing skips atexit
    return create_app(settings, engine)


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
