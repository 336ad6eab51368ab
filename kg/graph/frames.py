"""What goes over the socket between the pool and a reader: a head in JSON and a body of bytes."""

import json
import socket
import struct
import time
from collections.abc import Mapping
from typing import Any

SIZES = struct.Struct(">IQ")
"""Lengths of the head and of the body, in bytes."""


def send(connection: socket.socket, head: Mapping[str, Any], body: bytes | bytearray = b"") -> None:
    """Send one frame; OSError if the other side is gone."""
    text = json.dumps(head).encode()
    connection.sendall(SIZES.pack(len(text), len(body)) + text)
    if body:
        connection.sendall(body)


def receive(connection: socket.socket, deadline: float | None = None) -> tuple[dict[str, Any], bytes]:
    """Return the head and the body of the next frame.

    Waits until *deadline* (on the clock of ``time.monotonic``), then raises TimeoutError. Raises EOFError
    or another OSError if the other side is gone.
    """
    head_size, body_size = SIZES.unpack(_receive_exactly(connection, SIZES.size, deadline))
    head = json.loads(_receive_exactly(connection, head_size, deadline))
    return head, _receive_exactly(connection, body_size, deadline)


def _receive_exactly(connection: socket.socket, size: int, deadline: float | None) -> bytes:
    data = bytearray(size)
    rest = memoryview(data)
    while rest:
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            connection.settimeout(left)
        count = connection.recv_into(rest)
        if count == 0:
            raise EOFError("the other side closed the connection")
        rest = rest[count:]
    return bytes(data)
