"""Frames between the pool and a reader, however they arrive."""

import socket
import threading
import time

import pytest

from kg.graph.frames import AT_ONCE, Wire

FRAMES = [({"n": 1}, b""), ({"n": 2}, b"x" * 10), ({"n": 3}, b"y" * (AT_ONCE * 3 + 7)), ({"ü": "é"}, b"z")]


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def written():
    """Return all frames as they go over the wire."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        wire = Wire(ours)
        for head, body in FRAMES:
            wire.send(head, body)
        return theirs.recv(1 << 20)


@pytest.mark.parametrize("step", [1 << 20, 1000, 1])
def test_frames_are_told_apart(ends, step):
    ours, theirs = ends
    data = written()

    def send():
        for begin in range(0, len(data), step):
            theirs.sendall(data[begin : begin + step])

    sending = threading.Thread(target=send)
    sending.start()
    wire = Wire(ours)
    assert [wire.receive(time.monotonic() + 10) for _ in FRAMES] == FRAMES
    sending.join()


def test_end_in_the_middle_of_a_frame_is_no_frame(ends):
    ours, theirs = ends
    theirs.sendall(written()[:25])  # one whole, and a piece
    theirs.shutdown(socket.SHUT_WR)
    wire = Wire(ours)
    assert wire.receive() == FRAMES[0]
    with pytest.raises(EOFError):
        wire.receive()


def test_silence_ends_at_the_deadline(ends):
    wire = Wire(ends[0])
    ends[1].sendall(b"\0\0")
    with pytest.raises(TimeoutError):
        wire.receive(time.monotonic() + 0.05)
