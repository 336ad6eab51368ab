"""What goes over the socket between the pool and a reader: a head in JSON and a body of bytes."""

import json
import socket
import struct
import time
from collections.abc import Mapping
from typing import Any

SIZES = struct.Struct(">IQ")
"""Lengths of the head and of the body, in bytes."""
AT_ONCE = 1 << 14
"""Bytes that are asked for while it is not known how long the frame is: most are shorter."""


class Wire:
    """One end of the socket, for one thread at a time."""

    def __init__(self, connection: socket.socket) -> None:
        """*connection* stays the caller's to close."""
        self._connection = connection
        self._come = b""
        """The beginning of the next frame, as far as it came with the one before."""

    def send(self, head: Mapping[str, Any], body: bytes | bytearray = b"", seconds: float | None = None) -> None:
        """Send one frame; OSError if the other side is gone, TimeoutError if it does not take all in *seconds*."""
        text = json.dumps(head).encode()
        frame = SIZES.pack(len(text), len(body)) + text
        self._connection.settimeout(seconds)
        if len(body) <= AT_ONCE:  # one call, and the other side wakes up once
            self._connection.sendall(frame + body)
        else:
            self._connection.sendall(frame)
            self._connection.sendall(body)

    def receive(self, deadline: float | None = None) -> tuple[dict[str, Any], bytes]:
        """Return the head and the body of the next frame.

        Waits until *deadline* (on the clock of ``time.monotonic``), then raises TimeoutError. Raises EOFError
        or another OSError if the other side is gone.
        """
        data = self._come
        while len(data) < SIZES.size:
            self._wait_until(deadline)
            piece = self._connection.recv(AT_ONCE)
            if not piece:
                raise EOFError("the other side closed the connection")
            data += piece
        head_size, body_size = SIZES.unpack_from(data)
        begin, end = SIZES.size + head_size, SIZES.size + head_size + body_size
        if len(data) < end:
            data += self._receive_exactly(end - len(data), deadline)
        self._come = data[end:]
        return json.loads(data[SIZES.size : begin]), data[begin:end]

    def _receive_exactly(self, size: int, deadline: float | None) -> bytearray:
        data = bytearray(size)
        rest = memoryview(data)
        while rest:
            self._wait_until(deadline)
            count = self._connection.recv_into(rest)
            if count == 0:
                raise EOFError("the other side closed the connection")
            rest = rest[count:]
        return data

    def _wait_until(self, deadline: float | None) -> None:
        """Let the next call wait no longer than that; TimeoutError if it is past."""
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
